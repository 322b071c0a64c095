"""A State's profile as ten lines: what can be used there today, for one case and for a pattern; who
is in the country and who else answers for it; what to check before acting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from bot.knowledge.curated import Shape
from bot.reviews import CalendarEvent, PartialDate, StateCalendar
from bot.states.check import OLD
from bot.states.load import Tables
from bot.states.models import PAGES, Actor, Court, Institution, Mandate, Profile, Way
from bot.states.wording import Wording

Part = Literal[
    "case", "pattern", "next", "present", "others", "nhri", "npm", "courts", "experts", "check",
]  # fmt: skip
"""What a line is about; the words for it stand where it is rendered."""
Weight = Literal["sure", "check", "unknown"]
MANY = 4
"""Committees that review a State are named up to so many; more are counted."""
CHECKS = 3
"""Things to check that are named; the rest is counted."""


class ProfileItem(Shape):
    """Something that a line names: with the day of the fact and how sure it is."""

    text: str
    as_of: PartialDate | None = None
    weight: Weight = "sure"
    page: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    """What else is known of it, for who asks for more."""


class ProfileLine(Shape):
    """A line of the profile; without items nothing is known here."""

    part: Part
    items: tuple[ProfileItem, ...] = ()
    coming: CalendarEvent | None = None
    """For `next`: what comes, with its date and how sure that is."""
    more: int = 0
    """Items that are left out."""


def profile_lines(
    tables: Tables, words: Wording, profile: Profile, calendar: StateCalendar | None, on: dt.date
) -> tuple[ProfileLine, ...]:
    """The ten lines of a State on that day in the language of `words`, always in this order;
    `calendar` is the State's."""
    country = _Country(tables, words, profile.iso3, on)
    return (
        ProfileLine(part="case", items=tuple(_usable(profile.case.can, words))),
        ProfileLine(part="pattern", items=tuple(_usable(_general(profile), words))),
        ProfileLine(part="next", coming=_next(calendar)),
        ProfileLine(part="present", items=tuple(country.present())),
        ProfileLine(part="others", items=tuple(country.others())),
        ProfileLine(part="nhri", items=tuple(country.national("nhri"))),
        ProfileLine(part="npm", items=tuple(country.preventive(profile))),
        ProfileLine(part="courts", items=tuple(country.courts(profile))),
        ProfileLine(part="experts", items=tuple(_mandates(profile.mandates, words, on))),
        _checks(profile, words),
    )


class _Country:
    """What the tables say of one country on one day."""

    def __init__(self, tables: Tables, words: Wording, iso3: str, on: dt.date) -> None:
        self._tables, self._words, self._iso3, self._on = tables, words, iso3, on

    def present(self) -> Iterator[ProfileItem]:
        """Who of the UN is in the country, each with the day of the fact."""
        yield from (self._of(actor, actor.name) for actor in self._actors("un"))

    def others(self) -> Iterator[ProfileItem]:
        """Who else answers for what happens there."""
        for kind in ("occupying", "intervening", "de_facto", "groups"):
            for actor in self._actors(kind):
                states = self._tables.names
                name = states.name(actor.other, self._words.language) if actor.other else actor.name
                yield self._of(actor, self._words.say(f"who_{kind}", name=name))

    def national(self, kind: str) -> Iterator[ProfileItem]:
        """The accreditation of the national human rights institution."""
        for institution in self._tables.institutions:
            if (
                institution.iso3 == self._iso3
                and institution.kind == kind
                and institution.standing in _ACCREDITED
            ):
                name = f"{institution.name}: " if institution.name else ""
                yield self._of(institution, name + self._words.say(f"nhri_{institution.standing}"))

    def preventive(self, profile: Profile) -> Iterator[ProfileItem]:
        """The national preventive mechanism; nothing where the State is outside OPCAT."""
        if profile.visits.status == "no":
            weight: Weight = "check" if profile.visits.stale else "sure"
            text = self._words.say("no_opcat")
            yield ProfileItem(text=text, as_of=profile.visits.as_of, weight=weight)
            return
        for institution in self._tables.institutions:
            if institution.iso3 == self._iso3 and institution.kind == "npm":
                name = f"{institution.name}: " if institution.name else ""
                yield self._of(
                    institution, name + self._words.say(f"npm_is_{institution.standing}")
                )

    def courts(self, profile: Profile) -> Iterator[ProfileItem]:
        """Regional courts that take cases against the State, and the ICC."""
        unknown = []
        for treaty_status in profile.regional:
            if treaty_status.subject in _COURTS and treaty_status.status == "yes":
                weight: Weight = "check" if treaty_status.doubtful else "sure"
                yield ProfileItem(
                    text=self._body_name(treaty_status.subject),
                    as_of=treaty_status.as_of,
                    weight=weight,
                    page=treaty_status.page,
                    sources=treaty_status.sources,
                )
            elif treaty_status.subject in _COURTS and treaty_status.status == "unknown":
                unknown.append(self._body_name(treaty_status.subject))
        for court in self._tables.courts:
            if court.iso3 == self._iso3:
                text = self._words.say(
                    f"court_{court.standing}", court=self._body_name(court.court)
                )
                named = self._of(court, text)
                sure = court.standing in ("yes", "no")
                yield named if sure else named.model_copy(update={"weight": "check"})
        america = any(treaty_status.subject == "IACHR" for treaty_status in profile.regional)
        courts_asked = (*(("IACtHR",) if america else ()), "ICC")
        unknown += [self._body_name(name) for name in courts_asked if not self._court(name)]
        if unknown:
            text = self._words.say("courts_unknown", courts=self._words.listed_names(unknown))
            yield ProfileItem(text=text, weight="unknown")

    def _body_name(self, body: str) -> str:
        return self._words.say(f"short_{body.lower()}")

    def _court(self, name: str) -> bool:
        return any(
            court.iso3 == self._iso3 and court.court == name for court in self._tables.courts
        )

    def _actors(self, kind: str) -> Iterator[Actor]:
        its = self._tables.actors
        return (actor for actor in its if actor.iso3 == self._iso3 and actor.kind == kind)

    def _of(self, fact: Actor | Court | Institution, text: str) -> ProfileItem:
        """A fact with its own day; an old one is to be checked."""
        old = self._on - fact.as_of.last > OLD
        kind = getattr(fact, "court", "") or getattr(fact, "kind", "")
        return ProfileItem(text=text, as_of=fact.as_of, weight="check" if old else "sure",
                     page=PAGES.get(kind, ""), sources=fact.sources, note=fact.note)  # fmt: skip


_ACCREDITED = ("a", "b", "no_status")
_COURTS = ("ECtHR", "ACtHPR", "ECOWAS", "EACJ", "IACtHR", "COMESA", "ICC")
_TITLES = {
    "on the situation of human rights in ": "on ",
    "Special Rapporteur": "SR",
    "Independent Expert": "IE",
    "Independent International ": "",
    "International, Impartial and Independent Mechanism on Syria (IIIM)": "IIIM (Syria)",
    "Independent Institution on Missing Persons in Syria (IIMP)": "IIMP (Syria)",
    "Independent Investigative Mechanism for Myanmar (IIMM)": "IIMM",
    ", including East Jerusalem, and Israel": " and Israel",
    "Occupied Palestinian Territory": "oPt",
}
_SHORT = (
    "sp-letter", "wgad-case", "wgeid-case", "ced-urgent", "sp-situation", "upr", "hrc",
    "hrc-complaint", "cerd-early-warning", "ced-inquiry",
)  # fmt: skip
"""Ways that have a short name here (`state_short_…`), as the regional bodies have."""
_BODIES = ("ACHPR", "ACERWC", "IACHR", "ARAB", "AICHR", *_COURTS)


def _usable(ways: Sequence[Way], words: Wording) -> Iterator[ProfileItem]:
    """What can be used, in few words; committees of one kind share an item."""
    groups: dict[str, list[Way]] = {}
    for way in ways:
        name = way.key.lower().replace("-", "_")
        short = words.say(f"short_{name}") if way.key in (*_SHORT, *_BODIES) else ""
        groups.setdefault(short or way.group or way.item or way.who, []).append(way)
    for key, its in groups.items():
        names = words.listed_names(dict.fromkeys(way.item for way in its))
        reviews = its[0].key.endswith("-review")
        group = words.say("reviews_by") if reviews else key
        what = words.say("grouped", group=group, items=names) if key == its[0].group else key
        if reviews and len(its) > MANY:
            what = words.say("reviews_many", count=len(its))
        sources = tuple(dict.fromkeys(name for way in its for name in way.sources))
        days = [way.as_of for way in its if way.as_of]
        oldest = min(days, key=lambda day: day.first) if days else None
        yield ProfileItem(text=what, as_of=oldest, sources=sources)


def _general(profile: Profile) -> list[Way]:
    """What serves a pattern, without experts and inquiries on the State, which have their line."""
    own = {mandate.id for mandate in profile.mandates}
    return [way for way in profile.situation.can if way.key not in own]


def _next(calendar: StateCalendar | None) -> CalendarEvent | None:
    """The review that comes next, by its day where one is known."""
    ahead = [
        mechanism_calendar.next
        for mechanism_calendar in (calendar.mechanisms if calendar else ())
        if mechanism_calendar.next
        and mechanism_calendar.next.when
        and mechanism_calendar.phase != "not_reviewed"
        and not mechanism_calendar.next.over
    ]
    return min(
        ahead, key=lambda event: event.when.first if event.when else dt.date.max, default=None
    )


def _mandates(mandates: Iterable[Mandate], words: Wording, on: dt.date) -> Iterator[ProfileItem]:
    """UN experts and investigations on the State that run, or may."""
    for mandate in mandates:
        if mandate.runs in ("running", "not_known"):
            weight: Weight = "sure" if mandate.in_term(on) else "check"
            text = _shortened(mandate.title) if words.language == "en" else mandate.title
            yield ProfileItem(text=text, as_of=mandate.as_of, weight=weight,
                        sources=tuple(mandate.source.split("|")))  # fmt: skip


def _shortened(title: str) -> str:
    """The English title of a mandate in few words."""
    text = title.split(", designated by")[0]
    for long, short in _TITLES.items():
        text = text.replace(long, short)
    return text


def _checks(profile: Profile, words: Wording) -> ProfileLine:
    """What must be looked up before acting: complaints first. The preventive mechanism has a line
    of its own, which says what is known."""
    ways = (*profile.case.check, *profile.situation.check, *profile.detention.check)
    own = {mandate.id for mandate in profile.mandates} | {"npm-visit"}
    open_ways = [way for way in ways if way.reason != "no_mandate" and way.key not in own]
    every = tuple(item.model_copy(update={"weight": "check"}) for item in _usable(open_ways, words))
    return ProfileLine(part="check", items=every[:CHECKS], more=max(0, len(every) - CHECKS))
