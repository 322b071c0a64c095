"""What binds the State that a question names: treaties, accepted procedures, regional bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from bot.ask.court_facts import Courts, Unheld
from bot.ask.entries import cited
from bot.ask.models import Note, Question, SourceShown
from bot.ask.patterns import Phrases
from bot.ask.state_facts import NO_FACTS, Experts, StateFacts, noted
from bot.knowledge.models import TREATY_BODIES, Language, Topic
from bot.knowledge.thesaurus import UnheldTreaty
from bot.states import Part, Profiles, TreatyStatus

MOST = 3
"""Cells in one reply."""
WAYS = 5
"""Ways named where a procedure is closed."""
USABLE = 7
"""Ways named where people ask what they can use."""
VISITS = "https://spinternet.ohchr.org"
"""Where OHCHR lists standing invitations and visits asked for."""
TREATIES = "https://treaties.un.org"
"""Where the reservations of States stand."""
GANHRI = "https://ganhri.org/membership/"
"""Where the accreditation of national human rights institutions is listed."""
CLOSED = ("no", "none", "signed")
"""Statuses of a cell where the State did not join or accept."""
_VISITING = ("spt", "npm")
_OF_ANY_NPM: frozenset[Topic] = frozenset(
    ("can", "outcome", "safety", "submit", "follow-up", "session", "calendar")
)
"""Topics on which every national mechanism is alike: what the State joined stands beside."""
_CHOOSING = "cluster.compare.mechanism-choice"
"""The entry that stands after what can be used on a State."""
_USABLE: tuple[Part, ...] = ("case", "pattern", "check")
"""Lines of the profile that say what can be used."""
_CASES = {
    "here_takes_cases": ("yes", "party"),
    "here_not_known": ("unknown",),
    "here_takes_no_cases": ("no", "none", "signed"),
}
"""Notes on complaints, and the statuses that each is about."""
_JOINED = {
    "here_joined": ("party", "yes"),
    "here_not_joined": ("none", "no", "signed"),
    "here_not_known": ("unknown",),
}


class TreatyFacts:
    """Statements on one State, from its profile, in the language of the question."""

    def __init__(self, profiles: Profiles, unheld: Sequence[UnheldTreaty] = ()) -> None:
        self._profiles = profiles
        self._experts, self._courts = Experts(profiles), Courts(profiles)
        self._unheld = Unheld(unheld)
        self._called = {b.id: Phrases((b.name, *b.names)) for b in profiles.tables.bodies.values()}
        self._committees = {i.committee for i in profiles.instruments.values() if i.committee}

    def of(self, question: Question, topic: Topic, mechanism: str, on: dt.date) -> StateFacts:
        """What is known of the State of a question whose best entry is of `mechanism` and
        `topic`. It leads where people ask what a State joined, or may complain against it."""
        return self._in(question.language)._facts(question, topic, mechanism, on)

    def _in(self, language: Language) -> TreatyFacts:
        """The same with the sentences and names of a language."""
        other = copy(self)
        other._profiles = self._profiles.in_language(language)
        other._experts = Experts(other._profiles)
        other._courts = Courts(other._profiles)
        return other

    def _facts(self, question: Question, topic: Topic, mechanism: str, on: dt.date) -> StateFacts:
        state = question.state
        if state is None or "promises" in question.wants:
            return NO_FACTS
        names = question.mechanisms or (mechanism,)
        if "invitation" in question.wants:
            values = {"state": state, "page": VISITS}
            return StateFacts((Note(key="here_invitation", values=values),), (), (), True)
        if question.mechanisms == ("nhri",) and topic == "what":
            return self._institution(state, on)
        if (facts := self._courts.of(question, state, topic, mechanism)).statements:
            return facts
        if (facts := self._unheld.of(question, state)).leads:
            return facts
        if (facts := self._experts.of(question, state, topic, mechanism)).leads:
            return facts
        if question.visits or any(name in _VISITING for name in question.mechanisms):
            facts = self._visits(question, state, on)
            if mechanism == "npm" and topic in _OF_ANY_NPM and not question.bound:
                return replace(facts, leads=False)
            return facts if mechanism in _VISITING else replace(facts, first=_VISITING[0])
        if question.usable and not (question.wants or question.dated or question.bound):
            return self._usable(state, on)
        asked = _asked(question, topic)
        bound = question.bound or "reservations" in question.wants
        of_all = question.every and not question.dated
        of_committee = any(name in self._committees for name in question.mechanisms)
        if (question.every or (TREATY_BODIES in question.mechanisms and not of_committee)) and (
            bound or of_all or asked == "complaint"
        ):
            facts = self._of_all(question, state, asked == "complaint", on)
            if facts.leads:
                return facts if mechanism == TREATY_BODIES else replace(facts, first=TREATY_BODIES)
        beside = self._experts.beside(state, names)
        cells = self._cells(question, state, names, asked, on) if bound or asked else []
        cells = cells or self._barred(question, state, on)
        regional = self._regional(question, state, names, bound or bool(asked), on)
        called = [cell for cell in regional if question.matter in self._called[cell.subject]]
        if cells:
            regional = called if set(question.mechanisms) - self._committees else []
        notes = [
            noted(self._profiles, state, cell, question.language, on, asked)
            for cell in (*cells[: MOST - len(regional)], *regional[:MOST])
        ]
        if "reservations" in question.wants and cells:
            values = {"state": state, "page": cells[0].page}
            notes.insert(0, Note(key="here_reservations", values=values))
        closed = asked == "complaint" and any(cell.status in CLOSED for cell in (*cells, *called))
        if outside := self._outside(cells):
            who = self._profiles.words.listed_names(outside)
            notes.append(Note(key="here_barred", values={"state": state, "names": who}))
        if closed or outside:
            notes.append(self._remains(state, on, regional=not cells))
        notes += beside
        if "reservations" in question.wants and not cells:
            values = {"state": state, "page": TREATIES}
            return StateFacts((Note(key="here_reservations", values=values),), (), (), True)
        if not notes:
            return NO_FACTS
        named = bool(question.mechanisms or self._profiles.instruments.find(question.matter))
        meant = asked in question.wants and topic in ("complaint", "can", "cannot")
        of_treaties = bool(cells) and (named or bound or meant or not asked)
        shut = bool(called) and all(cell.status in CLOSED for cell in called)
        refuses = topic == "cannot" and not (question.bound or question.regional or shut)
        leads = of_treaties or (not refuses and self._decides(question, regional, asked))
        first = _agreeing(cells[0], topic, mechanism, asked) if cells and leads else ""
        return StateFacts(tuple(notes), self._sources(cells or regional), (), leads, first)

    def bodies_of(self, state: str) -> tuple[str, ...]:
        """The mechanisms of the State's region, by their ids."""
        bodies = self._profiles.tables.bodies
        cells = self._profiles.regional(state)
        return tuple(dict.fromkeys(bodies[cell.subject].mechanism for cell in cells))

    def _decides(self, question: Question, regional: Sequence[TreatyStatus], asked: str) -> bool:
        """Whether what regional bodies can do on the State is what was asked: not where another
        State is named too, whose acts may be meant."""
        if question.regional:
            return True
        bound = bool(asked) or question.bound
        return bound and bool(regional) and not question.mixed and not question.others

    def _cells(
        self, question: Question, state: str, names: Sequence[str], asked: str, on: dt.date
    ) -> list[TreatyStatus]:
        """Treaties that are named, and what the mechanisms can do on the State."""
        treaties = self._profiles.instruments.find(question.matter)
        cells: list[TreatyStatus] = []
        for name in names:
            if name in self._committees and (question.mechanisms or not treaties):
                cells += self._of_committee(state, name, asked, on)
        opened = {cell.subject for cell in cells} if asked else set()
        own = [
            self._profiles.ratified(state, treaty.id, on)
            for treaty in treaties
            if treaty.committee not in opened
        ]
        return list({cell.says: cell for cell in [*own, *cells]}.values())

    def _barred(self, question: Question, state: str, on: dt.date) -> list[TreatyStatus]:
        """The named committees that have no power over the State, since it did not join their
        treaty: that is said first, whatever was asked of them."""
        named = [name for name in question.mechanisms if name in self._committees]
        cells = [cell for name in named for cell in self._of_committee(state, name, "", on)]
        return [] if question.compares else [cell for cell in cells if cell.status in CLOSED]

    def _outside(self, cells: Sequence[TreatyStatus]) -> list[str]:
        """The committees, in capitals, whose own treaty the State did not join."""
        named = (self._profiles.instruments[c.instrument] for c in cells if c.instrument
                 and c.status in CLOSED and c.reason in ("signed", "not_party"))  # fmt: skip
        mains = (
            treaty.committee
            for treaty in named
            if treaty.main and treaty.committee not in _VISITING
        )
        return list(dict.fromkeys(map(self._committee, mains)))

    def _committee(self, name: str) -> str:
        """A committee as lists of ways name it: 'CAT'."""
        ways = self._profiles.tables.ways
        return next((rule.item for rule in ways if rule.key == f"{name}-review"), name.upper())

    def _usable(self, state: str, on: dt.date) -> StateFacts:
        """What can be used on the State today, and what to check before: its profile's lines."""
        lines = {line.part: line for line in self._profiles.lines(state, None, on)}
        notes, words = [], self._profiles.words
        for part in _USABLE:
            ways = words.parted(item.text for item in lines[part].items[:USABLE])
            if ways:
                values = {"state": state, "ways": ways}
                notes.append(Note(key=f"here_usable_{part}", values=values))
        names = [
            name for part in _USABLE for item in lines[part].items for name in item.sources[:1]
        ]
        sources = tuple(cited(self._profiles.source(name)) for name in dict.fromkeys(names))[:1]
        return StateFacts(tuple(notes), sources, (), bool(notes), _CHOOSING if notes else "")

    def _institution(self, state: str, on: dt.date) -> StateFacts:
        """The accreditation of the State's national human rights institution."""
        line = next(line for line in self._profiles.lines(state, None, on) if line.part == "nhri")
        values = {"state": state}
        if not line.items:
            note = Note(key="here_nhri_unknown", values=values | {"page": GANHRI})
            return StateFacts((note,), (), (), True)
        ways = self._profiles.words.parted(item.text for item in line.items)
        names = dict.fromkeys(name for item in line.items for name in item.sources[:1])
        day = min((item.as_of.last for item in line.items if item.as_of), default=None)
        sources = tuple(cited(self._profiles.source(name)) for name in names)
        checked = tuple(source.model_copy(update={"checked": day}) for source in sources)
        note = Note(key="here_nhri", values=values | {"ways": ways})
        return StateFacts((note,), checked[:1], (), True)

    def _visits(self, question: Question, state: str, on: dt.date) -> StateFacts:
        """Who may see places of detention."""
        cell = self._profiles.visits(state, on)
        ways = self._profiles.of(state, on).detention
        notes = [noted(self._profiles, state, cell.model_copy(update={"reason": _joined(cell)}),
                       question.language, on)]  # fmt: skip
        if who := self._profiles.words.parted(dict.fromkeys(way.who for way in ways.can)):
            notes.append(Note(key="here_visits", values={"state": state, "ways": who}))
        sources = self._sources([cell])
        own = next((way for way in (*ways.can, *ways.check) if way.mechanism == "npm"), None)
        if own and cell.status == "yes" and ("npm" in question.mechanisms or not question.bound):
            said = Note(key="here_npm_own", values={"state": state, "text": own.why})
            if "npm" in question.mechanisms and own.as_of:
                notes.insert(0, said)
                sources = (cited(self._profiles.source(own.sources[0])),)
            else:
                notes.append(said)
        return StateFacts(tuple(notes), sources, (), True)

    def _of_all(self, question: Question, state: str, complains: bool, on: dt.date) -> StateFacts:
        """All committees in a few lines: which take cases, or which treaties the State joined."""
        if self._profiles.instruments.find(question.matter):
            return NO_FACTS
        cells = self._profiles.committees(state, on)
        notes: list[Note] = []
        if complains:
            takes = {i.committee for i in self._profiles.instruments.values() if i.complaint}
            asked = [cell.subject for cell in cells if cell.subject in takes]
            cells = tuple(self._profiles.complaint(state, name, on) for name in asked)
            if not any(c.status in ("yes", "party", "unknown") or c.stale for c in cells):
                none = Note(key="here_takes_none", values={"state": state})
                return StateFacts((none, self._remains(state, on)), self._sources(cells), (), True)
        keys = _CASES if complains else _JOINED
        for key, statuses in keys.items():
            names = [self._short(cell, complains) for cell in cells if _sure(cell) in statuses]
            if names:
                listed = self._profiles.words.listed_names(dict.fromkeys(names))
                values = {"state": state, "names": listed}
                notes.append(Note(key=key, values=values))
        return StateFacts(tuple(notes), self._sources(cells), (), True)

    def _short(self, cell: TreatyStatus, complains: bool) -> str:
        """A committee, or the treaty with its committee where the two are called differently."""
        committee = self._committee(cell.subject)
        treaty = self._profiles.instruments.of_committee(cell.subject)
        if complains or treaty is None or treaty.short == committee:
            return committee
        return f"{treaty.short} ({committee})"

    def _regional(
        self, question: Question, state: str, names: Sequence[str], asked: bool, on: dt.date
    ) -> list[TreatyStatus]:
        """What regional bodies can do: the one that is named, or all where that was `asked`."""
        bodies = self._profiles.tables.bodies
        reached = self._profiles.regional(state, on)
        cells = [c for c in reached if bodies[c.subject].mechanism in names]
        named = [cell for cell in cells if question.matter in self._called[cell.subject]]
        if any(cell.subject == "EACJ" for cell in named):  # its name holds that of another court
            named = [cell for cell in named if cell.subject != "ACtHPR"]
        return named or (cells if asked or question.regional else [])

    def _of_committee(
        self, state: str, committee: str, asked: str, on: dt.date
    ) -> Iterator[TreatyStatus]:
        if asked == "complaint":
            yield self._profiles.complaint(state, committee, on)
        elif asked == "inquiry":
            yield self._profiles.inquiry(state, committee, on)
        else:
            parties = self._profiles.committees(state, on)
            yield from (cell for cell in parties if cell.subject == committee)

    def _remains(self, state: str, on: dt.date, regional: bool = False) -> Note:
        """What can be used for one case: what works on every State, then the first of the region's
        bodies, and committees; where a `regional` one is closed, the region's others first."""
        ways = self._profiles.of(state, on).case.can
        bodies = [body.mechanism for body in self._profiles.tables.bodies.values()]
        names = [body.name for body in self._profiles.tables.bodies.values()]
        own = [way for way in ways if way.mechanism in bodies]
        own.sort(key=lambda way: names.index(way.who) if way.who in names else 0)
        others = [way for way in ways if way not in own]
        before = sum(way.reason == "always" for way in others)
        mixed = (*others[:before], *own[:1], *others[before:])
        ordered = (*own, *others) if regional else mixed
        who = list(dict.fromkeys(way.who for way in ordered))[:WAYS]
        return Note(key="here_remains", values={"ways": self._profiles.words.parted(who)})

    def _sources(self, cells: Sequence[TreatyStatus]) -> tuple[SourceShown, ...]:
        names = [name for cell in cells for name in cell.sources[:1]]
        sources = (cited(self._profiles.source(name)) for name in dict.fromkeys(names))
        day = min((cell.as_of.last for cell in cells if cell.as_of), default=None)
        return tuple(source.model_copy(update={"checked": day}) for source in sources)[:1]


def _asked(question: Question, topic: Topic) -> str:
    """Which procedure is asked for: `inquiry`, `complaint`, or none."""
    if "inquiry" in question.wants:
        return "inquiry"
    if "complaint" in question.wants or question.topic == "complaint":
        return "complaint"
    return "complaint" if topic == "complaint" and not question.bound else ""


def _agreeing(cell: TreatyStatus, topic: Topic, mechanism: str, asked: str) -> str:
    """What must stand after the statement on a cell in place of the best entry: the entry whose
    rule it follows, where the best one speaks as if it were otherwise; or empty."""
    own = mechanism == cell.subject
    if not asked:
        party = cell.status == "party"
        astray = topic in ("compare", "safety", "outcome", "session") or (
            party and topic == "cannot"
        )
        treaty_of = cell.subject if own else ""
        return mechanism if astray and treaty_of else ""
    rule = cell.rule or ""
    if cell.status in ("yes", "party"):
        fits = own and topic in ("complaint", "can", "submit", "engage", "session")
        return "" if fits else rule
    return rule


def _sure(cell: TreatyStatus) -> str:
    """The status of a cell; a "no" by an old list is not known."""
    return "unknown" if cell.stale else cell.status


def _joined(cell: TreatyStatus) -> str:
    """The reason of a cell on visits, as that of the treaty on which they turn."""
    return "party" if cell.status == "yes" else cell.reason
