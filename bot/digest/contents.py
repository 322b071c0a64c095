"""What a digest says: what changed first, then deadlines, sessions and reviews."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from bot.digest.changes import changes, remembered, row_state, text_of
from bot.digest.models import (
    Digest,
    LeftOut,
    RowChange,
    RowGroup,
    RowState,
    Scope,
    Staleness,
    Task,
    UnderWay,
)
from bot.digest.tasks import tasks
from bot.reviews import Calendar, CalendarEvent, Phase, StateCalendar

REFUSED = ("suspended", "cancelled")
"""Deadlines that stand in no line of their own, as they have no date any more."""


class CalendarDay:
    """The calendar on the day `on`."""

    def __init__(self, calendar: Calendar, on: dt.date) -> None:
        self.calendar = calendar
        self.on = on
        self.of_state = cache(self._of_state)

    @cached_property
    def rows(self) -> dict[str, CalendarEvent]:
        """Every session, turn and deadline by its key, past ones too."""
        by_key = {}
        for turn in self.calendar.turns():
            coming = turn.coming(self.on)
            by_key[coming.key] = coming
            if coming.deadline and coming.deadline.kind in REFUSED:
                papers = paper_deadline(coming)
                by_key[papers.key] = papers
        return by_key

    @cached_property
    def sessions(self) -> tuple[CalendarEvent, ...]:
        """Sessions that run in the next seven days, or may: of some the month alone is known."""
        week = self.calendar.upcoming(self.on, within=dt.timedelta(days=6))
        return tuple(event for event in week if event.kind == "session")

    def _of_state(self, iso3: str) -> StateCalendar:
        return self.calendar.of_state(iso3, self.on)


def paper_deadline(coming: CalendarEvent) -> CalendarEvent:
    """The deadline for papers of civil society that a session or turn has, as a row of its own."""
    state = coming.deadline
    if state is None:
        raise ValueError(f"{coming.key} takes no papers")
    certainty = state.kind if state.kind in REFUSED else state.certainty
    return coming.model_copy(
        update={
            "kind": "deadline",
            "whose": "civil_society",
            "key": f"{coming.key}.civil-society",
            "when": None,
            "deadline": None,
            "certainty": certainty,
        }
    )


SOON = dt.timedelta(days=14)
"""Deadlines that close within this time are in the digest."""
CLOSED = ("spt",)
"""Mechanisms whose sessions are not public (entry databases.session.watch)."""
_NOT_HELD = ("cancelled", "suspended", "did_not_appear")


@dataclass(frozen=True)
class Most:
    """How many lines each part has at most."""

    changes: int = 6
    tasks: int = 3
    deadlines: int = 4
    calls: int = 2
    sessions: int = 3
    reviews: int = 5
    under_way: int = 3


SHORT = Most()
"""What can be read in 20 seconds."""
WHOLE = Most(changes=20, tasks=10, deadlines=15, calls=10, sessions=10, reviews=30, under_way=10)
"""What a window holds."""


class Digests:
    """Makes digests out of one calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._days: dict[dt.date, CalendarDay] = {}

    def digest(
        self,
        scope: Scope,
        on: dt.date,
        said: Mapping[str, RowState] | None = None,
        most: Most = SHORT,
        under_way: Sequence[UnderWay] = (),
    ) -> Digest:
        """The digest of the day `on`, where `said` is what the channel was told before, and
        `under_way` what it prepares.

        A State or mechanism of which the calendar knows nothing adds nothing.
        """
        day = self._days.get(on) or self._days.setdefault(on, CalendarDay(self._calendar, on))
        before = {key: said for key, said in (said or {}).items() if _concerns(said, scope)}
        changed = changes(before, day.rows, on)
        off = _off(before, changed[: most.changes])
        ahead = self._calendar.upcoming(
            on, scope.states, scope.mechanisms, dt.timedelta(days=scope.horizon)
        )
        deadlines = _items(event for event in ahead if _closes_soon(event, on))
        sessions = _sessions(day, scope, off)
        calls = self._calendar.calls.open(
            on, scope.states, scope.mechanisms, dt.timedelta(days=scope.horizon)
        )
        to_do = _to_do(day, scope, under_way)
        covered = off | {item.first.key for item in sessions}
        coming = [event for event in ahead if event.kind != "deadline" and event.key not in covered]
        reviews = _items(coming, day)
        digest = Digest(
            on=on,
            scope=scope,
            changes=changed[: most.changes],
            tasks=to_do[: most.tasks],
            deadlines=tuple(deadlines[: most.deadlines]),
            calls=calls[: most.calls],
            sessions=tuple(sessions[: most.sessions]),
            watch=any(_public(item.first) for item in sessions[: most.sessions]),
            reviews=tuple(reviews[: most.reviews]),
            under_way=tuple(under_way[: most.under_way]),
            more=LeftOut(
                changes=max(0, len(changed) - most.changes),
                tasks=max(0, len(to_do) - most.tasks),
                deadlines=max(0, len(deadlines) - most.deadlines),
                calls=max(0, len(calls) - most.calls),
                sessions=max(0, len(sessions) - most.sessions),
                reviews=max(0, len(reviews) - most.reviews),
                under_way=max(0, len(under_way) - most.under_way),
            ),
            stale=_stale(day, scope),
            row_states={},
        )
        if digest.empty:
            digest = digest.model_copy(update={"ahead": _next(day, scope), "calls": ()})
        rows = [*ahead, *(item.first for item in sessions)]
        later = {key for change in changed[most.changes :] for key in change.keys}
        states_now = _row_states(before, rows, digest.changes, later, day)
        return digest.model_copy(update={"row_states": states_now})


def _row_states(
    before: Mapping[str, RowState],
    rows: Iterable[CalendarEvent],
    shown: Iterable[RowChange],
    later: set[str],
    day: CalendarDay,
) -> dict[str, RowState]:
    """How everything stood that concerns the channel, so that the next digest can tell what
    changed; of changes for which there was no room (`later`), how it stood before."""
    states = remembered(before, day.rows, day.on)
    for row in rows:
        states[row.key] = row_state(row)
        if row.deadline and row.deadline.kind != "not_published":
            key = paper_deadline(row).key
            states[key] = row_state(day.rows[key])
    for change in shown:
        for key in change.keys:
            states.pop(key, None)
            if now := day.rows.get(key):
                states[key] = row_state(now)
    return states | {key: before[key] for key in later}


def _concerns(row: RowState, scope: Scope) -> bool:
    """Whether a row is still one of the channel's: its States may have been changed since."""
    if scope.mechanisms and row.mechanism not in scope.mechanisms:
        return False
    return not scope.states or row.iso3 is None or row.iso3 in scope.states


def _off(before: Mapping[str, RowState], shown: Iterable[RowChange]) -> set[str]:
    """Rows of which the channel knows, or is told now, that they do not take place."""
    known = {key for key, row in before.items() if row.certainty in _NOT_HELD}
    now = {
        key
        for change in shown
        for key in change.keys
        if change.now and change.now.certainty in _NOT_HELD
    }
    back = {key for change in shown if change.what == "back" for key in change.keys}
    return (known | now) - back


def _closes_soon(event: CalendarEvent, on: dt.date) -> bool:
    return event.kind == "deadline" and event.when is not None and event.when.first <= on + SOON


def _sessions(day: CalendarDay, scope: Scope, off: set[str]) -> list[RowGroup]:
    """Sessions of the next seven days, first those with one of the channel's States in them."""
    turns: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in day.rows.values():
        if row.kind == "review" and row.session and row.iso3 in scope.states:
            turns[row.mechanism, row.session].append(row.iso3 or "")
    items = [
        RowGroup(
            first=event,
            keys=(event.key,),
            states=tuple(sorted(set(turns.get((event.mechanism, event.session), ())))),
        )
        for event in day.sessions
        if event.key not in off
        and _exact(event)
        and (not scope.mechanisms or event.mechanism in scope.mechanisms)
    ]
    if scope.states:
        # a session in which none of the channel's States stands is nobody's business there
        items = [item for item in items if item.states]
    return sorted(items, key=lambda item: (not item.states, not _exact(item.first)))


def _to_do(day: CalendarDay, scope: Scope, under_way: Sequence[UnderWay]) -> tuple[Task, ...]:
    """What can be done for the channel's States and is not being prepared there already."""
    running = {(preparation.action, preparation.iso3) for preparation in under_way}
    every = tasks((day.of_state(state) for state in scope.states), scope.mechanisms)
    return tuple(task for task in every if (task.action, task.iso3) not in running)


def _next(day: CalendarDay, scope: Scope) -> CalendarEvent | None:
    """The next turn of the channel's States, however far it is."""
    calendars = (day.of_state(state).before(scope.mechanisms) for state in scope.states)
    turns = [
        event
        for calendar in calendars
        for mechanism in calendar.mechanisms
        for event in (mechanism.next, *mechanism.steps)
        if event and event.when and not event.over
    ]
    return min(
        turns, key=lambda event: event.when.first if event.when else dt.date.max, default=None
    )


def _exact(event: CalendarEvent) -> bool:
    return event.when is not None and event.when.precision == "day"


def _public(event: CalendarEvent) -> bool:
    held = event.certainty not in _NOT_HELD
    return held and event.stage != "pre_session" and event.mechanism not in CLOSED


def _items(comings: Iterable[CalendarEvent], day: CalendarDay | None = None) -> list[RowGroup]:
    """Rows alike in all but the State put together; with `day` the thing to do is one of what
    must be alike."""
    groups: dict[tuple[object, ...], list[CalendarEvent]] = defaultdict(list)
    for event in comings:
        what = (event.kind, event.whose, event.mechanism, event.session, event.stage)
        sure = (text_of(event.when), event.certainty, event.earlier, event.deadline)
        advice = _advice(event, day) if day else None
        groups[(advice, what, sure)].append(event)
    return [
        RowGroup(
            first=many[0],
            keys=tuple(event.key for event in many),
            states=tuple(sorted({event.iso3 for event in many if event.iso3})),
            advice=str(advice) if advice else None,
        )
        for (advice, *_), many in groups.items()
    ]


def _advice(event: CalendarEvent, day: CalendarDay) -> str | None:
    """The entry that says what can be done now on a State's turn, or before a session."""
    if event.certainty in _NOT_HELD:
        return None
    if event.stage == "review" and event.iso3:
        calendar = day.of_state(event.iso3).of(event.mechanism)
        if calendar and calendar.next and calendar.next.key == event.key:
            return next(iter(calendar.advice), None)
    return next(iter(day.calendar.what_now(event.mechanism, _phase(event))), None)


def _phase(event: CalendarEvent) -> Phase:
    if event.stage == "adoption":
        return "before_adoption"
    if event.stage in ("follow_up", "mid_term"):
        return "after"
    if event.deadline and event.deadline.kind in ("open", "closed"):
        return "deadline_open" if event.deadline.kind == "open" else "deadline_closed"
    return "deadline_unknown"


def _stale(day: CalendarDay, scope: Scope) -> Staleness | None:
    """Rows of the channel's States, or, where it has none, of its mechanisms."""
    concerned = []
    for stale in day.calendar.stale(day.on):
        row = day.rows[stale.key]
        theirs = not scope.states or row.iso3 is None or row.iso3 in scope.states
        if theirs and (not scope.mechanisms or row.mechanism in scope.mechanisms):
            concerned.append(stale)
    if not concerned:
        return None
    return Staleness(
        rows=len(concerned),
        oldest=min(stale.checked_on for stale in concerned),
        mechanisms=tuple(sorted({stale.mechanism for stale in concerned})),
    )
