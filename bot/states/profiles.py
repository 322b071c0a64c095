"""A State's profile, and the questions that can be asked of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.knowledge.models import Base, Language
from bot.knowledge.signing import FAMILIES, Family, SignedLevel, standing
from bot.knowledge.sources import Source
from bot.reviews import StateCalendar
from bot.states.instruments import Instruments
from bot.states.load import Tables, load
from bot.states.models import Mandate, Profile, RegionalBody, Treaty
from bot.states.names import StateNames
from bot.states.opening import ProfileLine, profile_lines
from bot.states.treaty_statuses import TreatyStatuses
from bot.states.ways import WayFinder
from bot.states.wording import Wording, tables_in


class Profiles:
    """What is known of every State.

    States are named by their code (ISO 3166 alpha-3), committees by their mechanism id, treaties
    by the ids of instruments.csv; what is not known raises KeyError. All sentences are of one
    language: `in_language` gives the same in another.
    """

    def __init__(
        self,
        tables: Tables,
        base: Base,
        language: Language = "en",
        english: Profiles | None = None,
    ) -> None:
        self.tables = tables
        self.language = language
        self._base = base
        self._english = english or self
        self._by_language: dict[Language, Profiles] = {}
        treaties = tables.instruments
        instruments = (
            Instruments(treaties) if english is None else english.instruments.in_language(treaties)
        )
        self._answers = TreatyStatuses(tables, base, instruments, language)
        self._finder = WayFinder(tables, self._answers, base)
        self._sources = {**base.sources, **tables.sources}
        self.words: Wording = self._answers.words
        self.instruments: Instruments = self._answers.instruments
        self.names = tables.names
        self.ratified = self._answers.ratified
        self.complaint = self._answers.complaint
        self.inquiry = self._answers.inquiry
        self.visits = self._answers.visits
        self.committees = self._answers.committees
        self.regional = self._answers.regional

    @classmethod
    def open(cls, folder: Path, base: Base, names: StateNames | None = None) -> Profiles:
        """The profiles of a knowledge folder, whose entries and sources `base` holds; `names` are
        those of its States, where they are open.

        Raises KnowledgeError with every problem of `states/`, file and line each.
        """
        return cls(load(folder, base, names), base)

    def in_language(self, language: Language) -> Profiles:
        """The same in a language; made when somebody first asks in it."""
        if language == self._english.language:
            return self._english
        by_language = self._english._by_language
        if language not in by_language:
            tables = tables_in(self._english.tables, self._base, language)
            by_language[language] = Profiles(tables, self._base, language, self._english)
        return by_language[language]

    def of(self, iso3: str, on: dt.date) -> Profile:
        """The State's profile as on that day, by the newest lists that were read."""
        return Profile(
            iso3=iso3,
            name=self.names.name(iso3, self.language),
            on=on,
            treaties=tuple(self._treaties(iso3, on)),
            visits=self.visits(iso3, on),
            regional=self.regional(iso3, on),
            mandates=self.mandates(iso3),
            case=self._finder.ways(iso3, "case", on),
            situation=self._finder.ways(iso3, "situation", on),
            detention=self._finder.ways(iso3, "visits", on),
        )

    def lines(
        self, iso3: str, calendar: StateCalendar | None, on: dt.date
    ) -> tuple[ProfileLine, ...]:
        """The State's profile as ten lines on that day; `calendar` is the State's, if one is there.

        What can be done for a State is answered by them (see `opening`).
        """
        return profile_lines(self.tables, self.words, self.of(iso3, on), calendar, on)

    def signed(self, iso3: str, on: dt.date) -> tuple[tuple[Family, SignedLevel], ...]:
        """The families of facts on a State that somebody signed, with what the signatures come to
        on that day."""
        standings = ((name, standing(self._base.signed, f"{iso3} {name}", on)) for name in FAMILIES)
        return tuple((name, signed) for name, signed in standings if signed)

    def mandates(self, iso3: str) -> tuple[Mandate, ...]:
        """UN experts and investigations on that State, whether they run or not."""
        return tuple(mandate for mandate in self.tables.mandates if mandate.iso3 == iso3)

    def body(self, name: str) -> RegionalBody:
        """The regional body of that id. Raises KeyError."""
        return self.tables.bodies[name]

    def source(self, name: str) -> Source:
        """The source that a line names by its id, its address or in words."""
        if name in self._sources:
            return self._sources[name]
        if name.startswith("https://"):
            host = name.removeprefix("https://").split("/", 1)[0].removeprefix("www.")
            return Source(title=name, publisher=host, url=name)
        return Source(title=name, publisher="named by a curator")

    def caution(self, name: str) -> str:
        """What is known of the quality of a source; empty where there is nothing to say."""
        return self.tables.cautions.get(name, "")

    def _treaties(self, iso3: str, on: dt.date) -> list[Treaty]:
        region = self.names.states[iso3].region
        return [
            Treaty(
                id=treaty.id,
                short=treaty.short,
                title=treaty.title,
                committee=treaty.committee,
                party=self.ratified(iso3, treaty.id, on),
                complaint=self.complaint(iso3, treaty.committee, on) if treaty.complaint else None,
                inquiry=self.inquiry(iso3, treaty.committee, on) if treaty.inquiry else None,
            )
            for treaty in self.instruments.values()
            if treaty.region in ("", region)
        ]
