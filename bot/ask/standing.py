"""What binds the State that a question names: treaties, accepted procedures, regional bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.ask.citing import cited
from bot.ask.here import NOTHING, Told
from bot.ask.models import Note, Question, SourceShown
from bot.knowledge.models import Topic
from bot.states import Cell, Profiles

MOST = 3
"""Cells in one reply."""
WAYS = 5
"""Ways named where a procedure is closed."""
_COMPLAINING: frozenset[Topic] = frozenset(("complaint", "cannot", "can"))
_VISITING = ("spt", "npm")
_ALL = "treaty-bodies"
_CASES = {
    "here_takes_cases": ("yes", "party"),
    "here_takes_no_cases": ("no", "none", "signed"),
    "here_not_known": ("unknown",),
}
"""Notes on complaints, and the statuses that each is about."""
_JOINED = {
    "here_joined": ("party", "yes"),
    "here_not_joined": ("none", "no", "signed"),
    "here_not_known": ("unknown",),
}


class Standing:
    """Statements on one State, from its profile."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._committees = {i.committee for i in profiles.instruments.values() if i.committee}

    def told(self, question: Question, topic: Topic, mechanism: str, on: dt.date) -> Told:
        """What is known of the State of a question whose best entry is of `mechanism` and
        `topic`. It leads where people ask what a State joined, or may complain against it."""
        state = question.state
        if state is None:
            return NOTHING
        complains = "complaint" in (topic, question.topic)
        names = question.mechanisms or (mechanism,)
        if question.visits or any(name in _VISITING for name in question.mechanisms):
            return self._visits(state, on)
        every = question.every or _ALL in question.mechanisms
        asked = every and (question.bound or complains)
        if asked and (told := self._of_all(question, state, complains, on)):
            return told
        mandates = self._mandates(state) if "special-procedures" in names else []
        if not (question.bound or complains or mandates or question.regional):
            return NOTHING
        cells: list[Cell] = []
        if question.bound or complains:
            cells = self._cells(question, state, names, complains or topic in _COMPLAINING, on)
        regional = [] if cells else self._regional(state, names)
        notes = [self._note(state, cell) for cell in cells[:MOST] or regional[:MOST]] + mandates
        if any(cell.status in ("no", "none") for cell in cells):
            notes.append(self._remains(state, on))
        if not notes:
            return NOTHING
        leads = (
            bool(cells) or question.regional or (bool(mandates) and topic in ("what", "calendar"))
        )
        return Told(tuple(notes), self._sources(cells or regional), (), leads)

    def bodies_of(self, state: str) -> tuple[str, ...]:
        """The mechanisms of the State's region, by their ids."""
        bodies = self._profiles.tables.bodies
        cells = self._profiles.regional(state)
        return tuple(dict.fromkeys(bodies[cell.subject].mechanism for cell in cells))

    def _cells(
        self, question: Question, state: str, names: Sequence[str], complains: bool, on: dt.date
    ) -> list[Cell]:
        """Treaties that are named, and what the mechanisms can do on the State."""
        found = [
            self._profiles.ratified(state, instrument.id, on)
            for instrument in self._profiles.instruments.named(question.matter)
        ]
        for name in names:
            if name in self._committees:
                found += self._of_committee(state, name, complains, on)
        return list({cell.says: cell for cell in found}.values())

    def _visits(self, state: str, on: dt.date) -> Told:
        """Who may see places of detention."""
        cell = self._profiles.visits(state, on)
        ways = self._profiles.of(state, on).detention.can
        notes = [self._note(state, cell)]
        if who := "; ".join(dict.fromkeys(way.who for way in ways)):
            notes.append(Note(key="here_visits", values={"state": state, "ways": who}))
        return Told(tuple(notes), self._sources([cell]), (), True)

    def _of_all(self, question: Question, state: str, complains: bool, on: dt.date) -> Told | None:
        """All committees in a few lines: which take cases, or which treaties the State joined."""
        if self._profiles.instruments.named(question.matter):
            return None
        cells = self._profiles.committees(state, on)
        notes: list[Note] = []
        if complains:
            takes = {i.committee for i in self._profiles.instruments.values() if i.complaint}
            asked = [cell.subject for cell in cells if cell.subject in takes]
            cells = tuple(self._profiles.complaint(state, name, on) for name in asked)
            if not any(cell.status in ("yes", "party", "unknown") for cell in cells):
                none = Note(key="here_takes_none", values={"state": state})
                return Told((none, self._remains(state, on)), self._sources(cells), (), True)
        keys = _CASES if complains else _JOINED
        for key, statuses in keys.items():
            names = [self._short(cell, complains) for cell in cells if cell.status in statuses]
            if names:
                values = {"state": state, "names": ", ".join(dict.fromkeys(names))}
                notes.append(Note(key=key, values=values))
        return Told(tuple(notes), self._sources(cells), (), True)

    def _short(self, cell: Cell, complains: bool) -> str:
        """A committee, or the treaty with its committee where the two are called differently."""
        committee = cell.subject.upper()
        treaty = self._profiles.instruments.of_committee(cell.subject)
        if complains or treaty is None or treaty.short == committee:
            return committee
        return f"{treaty.short} ({committee})"

    def _regional(self, state: str, names: Sequence[str]) -> list[Cell]:
        """What regional bodies can do, without deciding the question: acts abroad, or of another
        State, may be meant."""
        prefixes = tuple(f"{name}." for name in names if name.startswith("regional-"))
        cells = self._profiles.regional(state) if prefixes else ()
        return [cell for cell in cells if cell.rule and cell.rule.startswith(prefixes)]

    def _of_committee(
        self, state: str, committee: str, complains: bool, on: dt.date
    ) -> Iterator[Cell]:
        if complains:
            yield self._profiles.complaint(state, committee, on)
        else:
            parties = self._profiles.committees(state, on)
            yield from (cell for cell in parties if cell.subject == committee)

    def _mandates(self, state: str) -> list[Note]:
        return [
            Note(
                key="here_mandate",
                values={
                    "title": mandate.title,
                    "resolution": mandate.resolution,
                    "date": str(mandate.renewed) if mandate.renewed else "",
                    "note": f" ({mandate.note})" if mandate.note else "",
                },
            )
            for mandate in self._profiles.mandates(state)[:2]
        ]

    def _remains(self, state: str, on: dt.date) -> Note:
        ways = self._profiles.of(state, on).case.can
        who = list(dict.fromkeys(way.who for way in ways))[:WAYS]
        return Note(key="here_remains", values={"ways": "; ".join(who)})

    def _sources(self, cells: Sequence[Cell]) -> tuple[SourceShown, ...]:
        names = [name for cell in cells for name in cell.sources[:1]]
        return tuple(cited(self._profiles.source(name)) for name in dict.fromkeys(names))[:1]

    def _note(self, state: str, cell: Cell) -> Note:
        check = f" {cell.page}" if cell.doubtful and cell.page else ""
        bodies = self._profiles.tables.bodies
        body = f"{bodies[cell.subject].name}: " if cell.subject in bodies else ""
        return Note(key="here_bound", values={"state": state, "text": body + cell.says + check})
