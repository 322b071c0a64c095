"""What a curator should look up in the calendar, and on which page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from bot.knowledge.curated import Shape
from bot.reviews.calendar import CHECK_EVERY, Calendar
from bot.reviews.models import CalendarEvent, Session

SOON = dt.timedelta(days=270)
"""How far ahead exact dates and deadlines are missed: a UPR deadline falls over seven months before
its session (entry upr.calendar.deadline-rule)."""
KINDS = ("error", "past", "deadline", "inexact", "none ahead", "stale")


class CalendarFinding(Shape):
    """Something to correct or to look up."""

    kind: str
    mechanism: str
    keys: tuple[str, ...]
    says: str
    page: str


def findings(
    calendar: Calendar, on: dt.date, entries: Collection[str]
) -> tuple[CalendarFinding, ...]:
    """All that is to be corrected (kind `error`) or looked up, as on that day.

    `entries` are the ids of the base, which rules and advice must name.
    """
    to_correct = [
        *_unknown(calendar, entries),
        *_past(calendar, on),
        *_ahead(calendar, on),
        *_none_ahead(calendar, on),
        *_stale(calendar, on),
    ]
    return tuple(
        sorted(
            to_correct,
            key=lambda finding: (KINDS.index(finding.kind), finding.mechanism, finding.says),
        )
    )


def _finding(
    calendar: Calendar, kind: str, mechanism: str, keys: Iterable[str], says: str
) -> CalendarFinding:
    page = calendar.advice.page(mechanism) if mechanism else ""
    return CalendarFinding(kind=kind, mechanism=mechanism, keys=tuple(keys), says=says, page=page)


def _unknown(calendar: Calendar, entries: Collection[str]) -> Iterator[CalendarFinding]:
    named = [(entry, "calendar/advice.yaml") for entry in calendar.advice.entries()]
    named += [(row.rule, row.key) for row in calendar.rows.all() if row.rule]
    for entry, where in dict.fromkeys(named):
        if entry not in entries:
            says = f"{where} names the entry {entry}, which is not in the base"
            yield _finding(calendar, "error", "", (where,), says)


def _past(calendar: Calendar, on: dt.date) -> Iterator[CalendarFinding]:
    """Sessions and turns that are past and of which nobody wrote what became of them."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for turn in calendar.turns():
        row = turn.row
        if turn.whose or turn.derived or turn.span is None or turn.span.last >= on:
            continue
        if turn.certainty in ("published", "expected", "at_risk", "moved"):
            groups[(row.mechanism, row.session)].append(row.key)
    for (mechanism, session), keys in groups.items():
        name = f"session {session}" if session else keys[0]
        says = (
            f"{name} is past: was it held? {len(keys)} row{'s' * (len(keys) > 1)} without outcome"
        )
        yield _finding(calendar, "past", mechanism, keys, says)


def _ahead(calendar: Calendar, on: dt.date) -> Iterator[CalendarFinding]:
    for coming in calendar.upcoming(on, within=SOON):
        if coming.kind != "session" or coming.stage == "special_session":
            continue
        name = f"{coming.stage.replace('_', '-')} {coming.session or coming.key}"
        keys = (coming.key,)
        if _no_deadline(coming):
            says = f"{name}: no published deadline for civil society is known here"
            yield _finding(calendar, "deadline", coming.mechanism, keys, says)
        if coming.when and coming.when.precision != "day":
            dates = " to ".join(str(m) for m in (coming.when.start, coming.when.end) if m)
            says = f"{name}: only {dates} is known ({coming.certainty.replace('_', ' ')})"
            yield _finding(calendar, "inexact", coming.mechanism, keys, says)


def _no_deadline(coming: CalendarEvent) -> bool:
    state = coming.deadline
    return state is not None and (state.kind == "not_published" or state.certainty == "expected")


def _none_ahead(calendar: Calendar, on: dt.date) -> Iterator[CalendarFinding]:
    """Mechanisms whose next session is not known, and States whose next turn has no date."""
    known = sorted({row.mechanism for row in calendar.rows.all()})
    for mechanism in known:
        around = calendar.session_of(mechanism, on)
        if around.next is None and around.running is None:
            last = f"; the last is {around.last.session or around.last.key}" if around.last else ""
            says = f"no session ahead is known{last}"
            yield _finding(calendar, "none ahead", mechanism, (), says)
    for turn in calendar.turns():
        row = turn.row
        if turn.span or turn.whose or turn.over(on) or turn.certainty == "not_reviewed":
            continue
        if isinstance(row, Session):
            says = f"session {row.session or row.key} has no date"
        else:
            says = f"{calendar.names.states.get(row.iso3, row.iso3)} has no date ({row.key})"
        yield _finding(calendar, "none ahead", row.mechanism, (row.key,), says)


def _stale(calendar: Calendar, on: dt.date) -> Iterator[CalendarFinding]:
    groups: dict[str, list[str]] = defaultdict(list)
    for stale in calendar.stale(on):
        groups[stale.mechanism].append(stale.key)
    for mechanism, keys in groups.items():
        says = (
            f"{len(keys)} row{'s' * (len(keys) > 1)} ahead not checked for more than"
            f" {CHECK_EVERY.days} days"
        )
        yield _finding(calendar, "stale", mechanism, keys, says)
