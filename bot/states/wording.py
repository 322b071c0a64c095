"""What is known of States in a language: the tables with what people read of each line translated,
and the answers as sentences, each with the date of its source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from bot.knowledge.models import Base, Language
from bot.knowledge.spoken import STATES
from bot.knowledge.typography import date_of, listed, parted
from bot.reviews import PartialDate
from bot.states.load import Tables
from bot.states.models import Coverage, Institution, Instrument, Mandate, TreatyStatus


class Wording:
    """Says in one language what the tables hold; the phrases are `state_…` of wording.yaml."""

    def __init__(self, base: Base, language: Language = "en") -> None:
        self._base = base
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """A phrase about States."""
        return self._base.say(f"state_{key}", self.language, **values)

    def day(self, moment: PartialDate) -> str:
        """'24 April 2009', 'March 2026' or '2021', never more exact than it is."""
        return date_of(self.language, moment.year, moment.month, moment.day)

    def dated(self, key: str, moment: PartialDate | None) -> str:
        """A phrase with a date: languages say a day otherwise than a month or a year. Empty where
        no date is known."""
        if moment is None:
            return ""
        return self.say(f"{key}_{'day' if moment.day else 'month'}", date=self.day(moment))

    def listed_names(self, names: Iterable[str]) -> str:
        """Names with the comma of the language between them."""
        return listed(names, self.language)

    def parted(self, texts: Iterable[str]) -> str:
        """Statements in one line, with the semicolon of the language between them."""
        return parted(texts, self.language)

    def listed(self, as_of: PartialDate | None) -> str:
        """', by the list of 13 April 2026'; empty where no source was read."""
        return self.dated("listed", as_of)

    def since(self, moment: PartialDate | None) -> str:
        """' since 24 April 2009' or, where the day is not known, ' (since when is not known
        here)'."""
        return self.dated("since", moment) or self.say("since_unknown")

    def depositary(self, page: str) -> str:
        """Where to check a treaty, in words."""
        return self.say("depositary") if "treaties.un.org" in page else page

    def called(self, treaty: Instrument) -> str:
        """A treaty in a sentence: 'CEDAW', in English 'the Kampala Convention'."""
        the = self.language == "en" and " " in treaty.short
        return f"the {treaty.short}" if the else treaty.short

    def only_of(self, treaty: Instrument) -> str:
        """That only States of one region can join a treaty."""
        region = re.sub(r"\W", "_", treaty.region.lower())
        group = self.say(f"region_{region}")
        return self.say("only_region", region=group, treaty=self.called(treaty))

    def unknown(self, doubt: str, page: str) -> str:
        """That it is not known here, why, and where to check."""
        where = self.depositary(page)
        if doubt:
            return self.say("not_known_doubt", doubt=doubt, where=where)
        return self.say("not_known", where=where)

    def ratified(self, treaty_status: TreatyStatus, treaty: Instrument) -> str:
        """Whether a State is a party to a treaty."""
        values = {"treaty": self.called(treaty), "listed": self.listed(treaty_status.as_of)}
        match treaty_status.status:
            case "party":
                text = self.say("party", **values, since=self.since(treaty_status.since))
            case "none" | "signed" if treaty_status.stale:
                was = {"when": self.dated("on", treaty_status.as_of), "stale": treaty_status.stale}
                text = self.say(
                    f"was_{treaty_status.status}", **values, **was, page=treaty_status.page
                )
                return text + self.remark(treaty_status.note)
            case "none" | "signed":
                text = self.say(treaty_status.status, **values)
            case _:
                return self.unknown(treaty_status.doubt, treaty.page)
        return (
            text + self.doubted(treaty_status.doubt, treaty.page) + self.remark(treaty_status.note)
        )

    def procedure(
        self, treaty_status: TreatyStatus, treaty: Instrument, party: TreatyStatus, what: str
    ) -> str:
        """Whether a State accepted `what` (complaints, inquiries) that a treaty opens."""
        joined = self.say("joined", treaty=self.called(treaty), since=self.since(party.since))
        values = {"joined": joined, "what": what, "listed": self.listed(treaty_status.as_of)}
        if treaty_status.stale and treaty_status.reason in ("not_declared", "refused"):
            was = {"when": self.dated("on", treaty_status.as_of), "stale": treaty_status.stale}
            text = self.say(f"was_{treaty_status.reason}", **values, **was, page=treaty.page)
            return text + self.remark(treaty_status.note)
        match treaty_status.reason:
            case "not_party" | "signed":
                return party.says
            case "comes_with" | "not_declared" | "refused":
                text = self.say(treaty_status.reason, **values)
            case "declared":
                text = self.say("declared", **values, since=self.since(treaty_status.since))
            case "not_in_force":
                text = self.say("not_in_force", treaty=self.called(treaty), what=what)
            case _:
                return self.unknown(treaty_status.doubt, treaty.page)
        return (
            text + self.doubted(treaty_status.doubt, treaty.page) + self.remark(treaty_status.note)
        )

    def coverage(self, coverage: Coverage, takes: bool, page: str, stale: str = "") -> str:
        """Whether a regional body takes complaints against a State; `takes`: whether it takes any;
        `stale`: why a "no" may have changed."""
        if coverage.complaint == "unknown":
            return self.unknown(self.parted(filter(None, (coverage.note, coverage.doubt))), page)
        if not takes:
            text = self.say("body_takes_none")
        elif coverage.complaint == "yes":
            text = self.say("body_open", listed=self.listed(coverage.as_of))
        elif stale:
            when = self.dated("on", coverage.as_of)
            text = self.say("body_was_closed", when=when, stale=stale, page=page)
        else:
            text = self.say("body_closed", listed=self.listed(coverage.as_of))
        return text + self.doubted(coverage.doubt, page) + self.remark(coverage.note)

    def doubted(self, doubt: str, page: str) -> str:
        """A doubt, and where to resolve it."""
        return self.say("doubtful", doubt=doubt, where=self.depositary(page)) if doubt else ""

    def remark(self, note: str) -> str:
        """A note as a sentence of its own."""
        return f" {note[0].upper()}{note[1:]}." if note else ""

    def preventive(self, institution: Institution | None, page: str) -> str:
        """What is known of the national preventive mechanism of a party to OPCAT."""
        if institution is None:
            return self.say("npm_unread", page=page)
        name = f" ({institution.name})" if institution.name else ""
        text = self.say(f"npm_{institution.standing}", name=name, date=self.day(institution.as_of))
        look = "" if institution.standing == "working" else self.say("look", page=page)
        return text + self.remark(institution.note) + look

    def covers(self, treaty_status: TreatyStatus) -> str:
        """That a regional body covers a State."""
        return self.say("body_covers", listed=self.listed(treaty_status.as_of)) + self.remark(
            treaty_status.note
        )

    def mandate(self, mandate: Mandate, on: dt.date) -> str:
        """What is known of an expert or an investigation on that day."""
        renewed = self.dated("of", mandate.renewed)
        known = (
            self.say("resolution", resolution=mandate.resolution, renewed=renewed)
            if mandate.resolution
            else ""
        )
        if mandate.runs == "running" and not mandate.in_term(on):
            known += self.say("term_over")
        return (known + self.remark(mandate.note)).strip() or self.say("no_end")

    def stale(self, reason: str, treaty: str = "", as_of: PartialDate | None = None) -> str:
        """Why a list is too old to say "no" (see `check`)."""
        return self.say(reason, treaty=treaty, of=self.dated("of", as_of))


Line = TypeVar("Line")
_REMARKS = ("note", "doubt", "complaint_doubt", "inquiry_doubt", "caution")
"""Columns of which a text that is not translated says that it is English."""


def tables_in(tables: Tables, base: Base, language: Language) -> Tables:
    """The tables with what is translated put in the place of the English; a remark without a
    translation stays, and says that it is English."""
    translator = _Translator(base, language)
    return replace(
        tables,
        cautions={
            name: translator.text("sources", {"id": name}, "caution", text)
            for name, text in tables.cautions.items()
        },
        instruments=translator.mapping("instruments", tables.instruments),
        rows=translator.every("ratifications", tables.rows),
        bodies=translator.mapping("bodies", tables.bodies),
        coverages=translator.every("regional", tables.coverages),
        mandates=translator.every("mandates", tables.mandates),
        ways=translator.every("ways", tables.ways),
        institutions=translator.every("institutions", tables.institutions),
        courts=translator.every("courts", tables.courts),
        actors=translator.every("actors", tables.actors),
    )


class _Translator:
    def __init__(self, base: Base, language: Language) -> None:
        self._base, self._language = base, language

    def every(self, table: str, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(self._line(table, line) for line in lines)

    def mapping(self, table: str, lines: Mapping[str, Line]) -> dict[str, Line]:
        return {name: self._line(table, line) for name, line in lines.items()}

    def text(self, table: str, line: Mapping[str, str], column: str, english: str) -> str:
        place = STATES[table].place(line, column)
        text = self._base.translations.text(self._language, place, english)
        if text or column not in _REMARKS:
            return text or english
        return self._base.say("remark_in_english", self._language, text=english)

    def _line(self, table: str, row: Line) -> Line:
        spoken = STATES[table]
        line = {name: str(getattr(row, name)) for name in spoken.known_by}
        changed = {
            column: self.text(table, line, column, english)
            for column in spoken.columns
            if (english := getattr(row, column))
        }
        if not changed:
            return row
        if isinstance(row, Mandate):
            return row.model_copy(update=changed)
        untyped: Any = row
        translated: Line = replace(untyped, **changed)
        return translated
