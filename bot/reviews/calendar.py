"""The calendar, asked: what comes, what a State's next steps are, which session runs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from bot.reviews.advice import Advice
from bot.reviews.coming import (
    Coming,
    MechanismCalendar,
    Phase,
    SessionsAround,
    Stale,
    StateCalendar,
)
from bot.reviews.correct import laid_over
from bot.reviews.load import known, load
from bot.reviews.models import Correction, Review, Rows, Session
from bot.reviews.table import Known
from bot.reviews.turns import Turn, begins, turns

CHECK_EVERY = dt.timedelta(days=60)
"""A row that is not over is stale when nobody has checked it for so long."""
PREPARE_FROM = dt.timedelta(days=400)
"""A review so near is prepared for; entry upr.engage.timeline: the first step comes about a year
before. Earlier than that, the last review is followed up."""
_OPEN = ("unknown", "suspended", "moved", "at_risk", "expected", "published")
_BEFORE_STAGES = ("list_of_issues", "prior_to_reporting")
_KINDS = ("deadline", "session", "review")


class Calendar:
    """The rows of a knowledge folder, with the corrections made since."""

    def __init__(
        self, rows: Rows, advice: Advice, names: Known, refused: tuple[str, ...] = ()
    ) -> None:
        self.rows = rows
        self.refused = refused
        """A sentence for each correction that no longer fits the files and was left out."""
        self.advice = advice
        self.names = names
        every = turns(rows, advice.rules)
        self._every = tuple(every)
        dated = sorted((t for t in every if t.span), key=begins)
        self._dated = [(t.span.first, t.span.last, t) for t in dated if t.span]
        self._turns: dict[str, list[Turn]] = defaultdict(list)
        for turn in every:
            if isinstance(turn.row, Review):
                self._turns[turn.row.iso3].append(turn)

    @classmethod
    def open(cls, folder: Path, corrections: Iterable[Correction] = ()) -> Calendar:
        """The calendar of a knowledge folder, corrections laid over it in the order given.

        Raises KnowledgeError with every problem found in the files: they are never half loaded. A
        correction that no longer fits them is left out, see `refused`.
        """
        names = known(folder)
        rows, refused = laid_over(load(folder), corrections, names)
        return cls(rows, Advice.read(folder), names, refused)

    @cached_property
    def checked_on(self) -> dt.date | None:
        """The newest day on which any row was checked; None for an empty calendar."""
        return max((row.checked_on for row in self.rows.all()), default=None)

    def upcoming(
        self,
        on: dt.date,
        states: Collection[str] = (),
        mechanisms: Collection[str] = (),
        within: dt.timedelta | None = None,
    ) -> tuple[Coming, ...]:
        """What is not over on that day, by date: deadlines, sessions, States' turns.

        With `states` (ISO3 codes): their turns and the deadlines that hold for them, sessions
        left out; turns without a known date come last, also with `within`. Without `states`: all
        that has a date, and a session's deadline once.
        """
        until = on + within if within else dt.date.max
        ahead = self._of(states, on, until) if states else self._between(on, until)
        found = (
            turn.coming(on)
            for turn in ahead
            if not (mechanisms and turn.row.mechanism not in mechanisms) and not turn.early(on)
        )
        return tuple(sorted(found, key=_order))

    def of_state(self, iso3: str, on: dt.date) -> StateCalendar:
        """A State before every mechanism for which the calendar has a row, as on that day."""
        by: dict[str, list[Turn]] = defaultdict(list)
        for turn in self._turns.get(iso3, []):
            if turn.whose is None and not turn.early(on):
                by[turn.row.mechanism].append(turn)
        names = sorted(by, key=lambda name: (name != "upr", name))
        return StateCalendar(
            iso3=iso3, on=on, mechanisms=tuple(self._before(name, by[name], on) for name in names)
        )

    def session_of(self, mechanism: str, on: dt.date) -> SessionsAround:
        """The session of a mechanism that runs on that day, the next and the last.

        Pre-sessions and special sessions are left out, cancelled ones too.
        """
        around: dict[str, Coming] = {}
        for _, _, turn in self._dated:
            row = turn.row
            if row.mechanism != mechanism or turn.whose or turn.certainty == "cancelled":
                continue
            if not isinstance(row, Session) or row.kind != "session":
                continue
            coming = turn.coming(on)
            if turn.span and turn.span.covers(on):
                around["running"] = coming
            elif coming.over:
                around["last"] = coming
            else:
                around.setdefault("next", coming)
        return SessionsAround(**around)

    def stale(self, on: dt.date) -> tuple[Stale, ...]:
        """Rows that are not over and were last checked more than CHECK_EVERY ago, oldest first."""
        found = []
        for turn in self._every:
            row = turn.row
            age = on - row.checked_on
            if turn.whose or turn.derived or turn.over(on) or age <= CHECK_EVERY:
                continue
            stale = Stale(
                key=row.key, mechanism=row.mechanism, checked_on=row.checked_on, days=age.days
            )
            found.append(stale)
        return tuple(sorted(found, key=lambda stale: (-stale.days, stale.key)))

    def turns(self) -> tuple[Turn, ...]:
        """Every session, turn and deadline, with what follows by rule."""
        return self._every

    def what_now(self, mechanism: str, phase: Phase) -> tuple[str, ...]:
        """Ids of the entries that say what can be done before a mechanism in that phase."""
        return self.advice.now(mechanism, phase)

    def _between(self, on: dt.date, until: dt.date) -> Iterator[Turn]:
        for first, last, turn in self._dated:
            if first > until:
                return
            if last >= on and not turn.inherited:
                yield turn

    def _of(self, states: Collection[str], on: dt.date, until: dt.date) -> Iterator[Turn]:
        for iso3 in dict.fromkeys(states):
            for turn in self._turns.get(iso3, []):
                if turn.span is None:
                    if turn.certainty in _OPEN:
                        yield turn
                elif turn.span.last >= on and turn.span.first <= until:
                    yield turn

    def _before(self, mechanism: str, every: Sequence[Turn], on: dt.date) -> MechanismCalendar:
        reviews = sorted((t for t in every if _stage(t) == "review"), key=begins)
        last = next((t for t in reversed(reviews) if t.over(on)), None)
        ahead = next((t for t in reviews if not t.over(on)), None)
        others = sorted((t for t in every if _stage(t) != "review"), key=begins)
        steps = [t for t in others if t.span and not t.over(on)]
        past = [t for t in reversed(others) if t.over(on) or t.span is None]
        phase = _phase(last, ahead, steps, past, on)
        shown = ahead or last
        return MechanismCalendar(
            mechanism=mechanism,
            phase=phase,
            last=last.coming(on) if last else None,
            next=ahead.coming(on) if ahead else None,
            steps=tuple(t.coming(on) for t in steps),
            past=tuple(t.coming(on) for t in past),
            cycle=_cycle(shown) if shown else None,
            deadline=ahead.papers(on) if ahead and phase != "not_reviewed" else None,
            advice=self.what_now(mechanism, phase),
        )


def _stage(turn: Turn) -> str:
    return turn.row.stage if isinstance(turn.row, Review) else ""


def _cycle(turn: Turn) -> int | None:
    return turn.row.cycle if isinstance(turn.row, Review) else None


def _phase(
    last: Turn | None,
    ahead: Turn | None,
    steps: Sequence[Turn],
    past: Sequence[Turn],
    on: dt.date,
) -> Phase:
    if ahead and ahead.certainty == "not_reviewed":
        return "not_reviewed"
    if ahead and not ahead.derived and (ahead.span is None or ahead.certainty == "at_risk"):
        return "postponed"
    if ahead and ahead.span and ahead.span.first <= on + PREPARE_FROM:
        if ahead.span.covers(on):
            return "in_session"
        papers = ahead.papers(on)
        if papers and papers.kind in ("open", "closed"):
            return "deadline_open" if papers.kind == "open" else "deadline_closed"
        return "postponed" if papers and papers.kind == "suspended" else "deadline_unknown"
    if last and any(_stage(t) == "adoption" and _cycle(t) == _cycle(last) for t in steps):
        return "before_adoption"
    if last:
        return "after"
    return (
        "list_of_issues" if any(_stage(t) in _BEFORE_STAGES for t in past) else "deadline_unknown"
    )


def _order(coming: Coming) -> tuple[dt.date, int, str, str, str]:
    first = coming.when.first if coming.when else dt.date.max
    return (first, _KINDS.index(coming.kind), coming.mechanism, coming.session, coming.iso3 or "")
