"""What has become of the rows that concern a channel since its last digest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.digest.models import WHATS, RowChange, RowState, What
from bot.reviews import CalendarEvent, Certainty, PartialDate, Span

_FIRM = ("published", "held")
_OFF: dict[str, What] = {
    "cancelled": "cancelled",
    "suspended": "suspended",
    "did_not_appear": "did_not_appear",
}
"""Certainties of something that does not take place, and what is then said."""
_GOOD_NEWS = ("dated", "confirmed")


def row_state(coming: CalendarEvent) -> RowState:
    """What is said of a row when a digest shows it."""
    return RowState(
        kind=coming.kind,
        whose=coming.whose,
        mechanism=coming.mechanism,
        iso3=coming.iso3,
        stage=coming.stage,
        session=coming.session,
        when=text_of(coming.when),
        certainty=coming.certainty,
    )


def changes(
    last: Mapping[str, RowState], now: Mapping[str, CalendarEvent], on: dt.date
) -> tuple[RowChange, ...]:
    """What changed among the rows of the last digest, the gravest first, then by date; what only
    follows from something else by a rule comes last.

    `last` are the rows as the last digest said them, `now` all rows as they stand on the day `on`.
    What is past and took place as told is no change.
    """
    single = []
    for key, before in last.items():
        current = now.get(key)
        what = _removed(before, on) if current is None else _what(before, current)
        if what is None or (current and current.over and what in _GOOD_NEWS):
            continue
        states = (before.iso3,) if before.iso3 else ()
        single.append(RowChange(what=what, before=before, now=current, keys=(key,), states=states))
    return tuple(sorted(_together(single), key=_order))


def remembered(
    said: Mapping[str, RowState], now: Mapping[str, CalendarEvent], on: dt.date
) -> dict[str, RowState]:
    """What is still worth remembering: all but what is past or was taken out of the calendar."""
    still_ahead = {}
    for key, before in said.items():
        current = now.get(key)
        past = current.over if current else _past(before, on)
        if not past:
            still_ahead[key] = before
    return still_ahead


def text_of(span: Span | None) -> str:
    """`2027-01`, `2027-01-18/2027-01-29`, or empty."""
    if span is None:
        return ""
    return "/".join(dict.fromkeys(str(end) for end in (span.start, span.end) if end))


def span_of(text: str) -> Span | None:
    """The span that `text_of` wrote."""
    ends = [PartialDate.parse(part) for part in text.split("/") if part]
    return Span(start=ends[0], end=ends[-1] if len(ends) > 1 else None) if ends else None


def _what(before: RowState, now: CalendarEvent) -> What | None:
    was, sure = before.certainty, now.certainty
    if sure in _OFF:
        return None if was == sure else _OFF[sure]
    if now.when is None:
        return "put_off" if before.when else None
    moved = _moved_or_dated(before, now) if before.when != text_of(now.when) else None
    return moved if moved == "moved" else _surer(was, sure) or moved


def _surer(was: Certainty, sure: Certainty) -> What | None:
    """What has become of the certainty alone."""
    if sure == was:
        return None
    if sure == "at_risk":
        return "at_risk"
    if was in _OFF:
        return "back"
    if sure in _FIRM and was not in (*_FIRM, "moved"):
        return "confirmed"
    if sure in ("expected", "unknown", "not_reviewed") and was in (*_FIRM, "moved"):
        return "unconfirmed"
    return None


def _moved_or_dated(before: RowState, now: CalendarEvent) -> What | None:
    """Whether another date is another time, or the same one more exactly known."""
    old = span_of(before.when)
    if old is None or now.when is None:
        return "dated"
    if old.first <= now.when.first and now.when.last <= old.last:
        return "dated"
    if now.when.first <= old.first and old.last <= now.when.last:
        return None  # less exact than it was: only its certainty may have changed
    return "moved"


def _removed(before: RowState, on: dt.date) -> What | None:
    """A row that the calendar has no more. What was only expected gives way to a row of its own."""
    settled = before.certainty in (*_FIRM, "moved", "at_risk") and before.when
    return "gone" if settled and not _past(before, on) else None


def _past(before: RowState, on: dt.date) -> bool:
    span = span_of(before.when)
    return span is not None and span.last < on


def _together(single: Iterable[RowChange]) -> list[RowChange]:
    """Changes alike in all but the State put together; those of a session's turns go with it."""
    every = list(single)
    sessions = {_alike(change) for change in every if change.before.kind == "session"}
    groups: dict[tuple[object, ...], list[RowChange]] = defaultdict(list)
    for change in every:
        before, alike = change.before, _alike(change)
        with_session = bool(change.now and change.now.in_session) and alike in sessions
        own = before.kind != "session" and not with_session
        groups[(alike, (before.kind, before.whose, before.stage) if own else ())].append(change)
    return [_joined(many) for many in groups.values()]


def _alike(change: RowChange) -> tuple[object, ...]:
    before, now = change.before, change.now
    is_now = (text_of(now.when), now.certainty, now.earlier) if now else ()
    was = (before.mechanism, before.session, before.when, before.certainty)
    return (change.what, was, is_now)


def _joined(many: list[RowChange]) -> RowChange:
    first = next((change for change in many if change.before.kind == "session"), many[0])
    return first.model_copy(
        update={
            "keys": tuple(key for change in many for key in change.keys),
            "states": tuple(sorted({state for change in many for state in change.states})),
        }
    )


def _order(change: RowChange) -> tuple[bool, int, str]:
    derived = bool(change.now and change.now.derived)
    return (derived, WHATS.index(change.what), change.before.when)
