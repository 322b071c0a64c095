"""Corrections of curators: what one fills in about a date, the cells of its row that change by it,
and the rows with all corrections laid over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.knowledge.curated import Shape
from bot.reviews.load import conflicts, gathered, session_of
from bot.reviews.models import Review, Rows, Session
from bot.reviews.partial_dates import PartialDate
from bot.reviews.table import COLUMNS, BadRow, CalendarNames, cells_of, row_of
from bot.reviews.turns import StageRule, Turn, turns

if TYPE_CHECKING:
    from bot.store import Correction


_FIXED = {"key", "mechanism", "stage", "iso3", "state", "cycle"}


@dataclass(frozen=True)
class Overlay:
    """Which corrections of a workspace hold, in which row, and why the others were left out."""

    holds: Mapping[str, str] = field(default_factory=dict)
    """A correction's id → the key of the row in which it stands."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """A correction's id → a sentence that says why it was left out."""
    changed: dt.datetime | None = None
    """When one was last made or taken back."""


def laid_over(
    rows: Rows, corrections: Sequence[Correction], names: CalendarNames, rules: Sequence[StageRule]
) -> tuple[Rows, Overlay]:
    """The rows with the corrections applied in order, but those taken back; the later of two on
    one cell holds.

    A corrected row carries the correction's source, its day as `checked_on`, and its note. Where
    a start moves and no earlier date is given, the old one is kept as `earlier`. What follows by
    one of the `rules` becomes a row of its own. A correction may be older than the files: one that
    no longer fits is left out, and where a row was checked on a later day, the files hold.
    """
    checked = {row.key: row.checked_on for row in rows.all()}
    holds: dict[str, str] = {}
    left_out: dict[str, str] = {}
    for correction in corrections:
        if correction.taken_back:
            continue
        day = checked.get(correction.key)
        if day and day > correction.made.date():
            left_out[correction.id] = f"the files hold: {correction.key} was checked there on {day}"
            continue
        try:
            rows, holds[correction.id] = _applied(rows, correction, names, rules)
        except BadRow as bad:
            left_out[correction.id] = "; ".join(bad.sentences)
    moments = [
        moment
        for correction in corrections
        for moment in (correction.made, correction.taken_back)
        if moment
    ]
    return rows, Overlay(holds, left_out, max(moments, default=None))


def _applied(
    rows: Rows, correction: Correction, names: CalendarNames, rules: Sequence[StageRule]
) -> tuple[Rows, str]:
    """The rows with one correction, and the key of the row that it made or changed. Raises BadRow
    where it can't be applied, or leaves the table in conflict."""
    by_key = rows.by_key()
    row = by_key.get(correction.key) or _follower(rows, correction.key, rules)
    corrected = _changed(row, correction, rows, names)
    if corrected.key != correction.key and corrected.key in by_key:
        raise BadRow([f"the calendar has a row {corrected.key} already; correct that one"])
    by_key[corrected.key] = corrected
    if clashes := list(conflicts([("correction", 1, corrected) for corrected in by_key.values()])):
        raise BadRow(sentence for _, _, sentence in clashes)
    return gathered(by_key.values()), corrected.key


def _follower(rows: Rows, key: str, rules: Sequence[StageRule]) -> Session | Review:
    """What follows by a rule under this key."""
    for turn in turns(rows, rules):
        if turn.derived and turn.row.key == key:
            return turn.row
    raise BadRow([f"the calendar has no row {key} any more"])


def _changed(
    row: Session | Review, correction: Correction, rows: Rows, names: CalendarNames
) -> Session | Review:
    for column in correction.change:
        if column not in COLUMNS or column in _FIXED:
            raise BadRow([f"{correction.key}: the column '{column}' can't be corrected"])
    cells = cells_of(row, names.states) | correction.change
    session = session_of(row, {(s.mechanism, s.session): s for s in rows.sessions if s.session})
    before = row.start or (session.start if session else None)
    if cells["certainty"] == "moved" and not correction.change.get("earlier"):
        cells["earlier"] = str(before or row.earlier or "")
    if cells["certainty"] != "expected":
        cells["rule"] = ""
    if "." in row.key:
        cells["key"] = ""  # it followed by a rule, and now gets the key of a row
    cells["source"] = correction.source
    cells["checked_on"] = correction.made.date().isoformat()
    cells["note"] = correction.note or cells["note"]
    return row_of(cells, names)


What = Literal["confirm", "move", "cancel"]
Part = Literal["start", "end", "session", "deadline", "source"]
CERTAINTY: dict[What, str] = {"confirm": "published", "move": "moved", "cancel": "cancelled"}


class Dates(Shape):
    """The dates of a row as texts, as exact as they are known: its own, or those of its session."""

    start: str = ""
    end: str = ""
    session: str = ""
    """Its number; of a session itself it is not asked."""
    deadline: str = ""
    """Until when papers of civil society are taken."""


class BadDate(ValueError):
    """What was filled in can't be used: in which part, and the phrase that says why."""

    def __init__(self, part: Part, phrase: str, says: str = "") -> None:
        super().__init__(f"{part}: {phrase} {says}".strip())
        self.part = part
        self.phrase = phrase
        self.says = says
        """What the phrase quotes."""


def dates_of(turn: Turn) -> Dates:
    """The dates of a turn as they are typed into the form: YYYY-MM-DD or less exact, empty where
    none is known; the deadline is that of civil society."""
    span, (deadline, _) = turn.span, turn.deadline("civil_society")
    return Dates(
        start=str(span.start or "") if span else "",
        end=str(span.end or "") if span else "",
        session=turn.row.session if isinstance(turn.row, Review) else "",
        deadline=str(deadline.when or "") if deadline else "",
    )


def change_of(turn: Turn, what: What, typed: Dates) -> dict[str, str]:
    """Column → new cell. Raises BadDate for what is no date, or changes nothing."""
    change = {"certainty": CERTAINTY[what]}
    if what == "cancel":
        return change
    now, new = dates_of(turn), _normalized(typed)
    if (new.start, new.end) != (now.start, now.end):
        change |= {"start": new.start, "end": new.end}
    if new.session != now.session:
        change["session"] = new.session
    if new.deadline != now.deadline:
        change |= {"civil_society_deadline": new.deadline, "civil_society_certainty": ""}
    if what == "confirm":
        _confirmable(turn, new, "start" in change)
    elif not {"start", "session"} & set(change):
        raise BadDate("start", "correct_same_date")
    elif not (new.start or new.end or "session" in change):
        change["session"] = ""  # put off: it would keep the dates of the session that it is in
    return change


def refused(sentence: str) -> BadDate:
    """Why a table does not take a change, at the part of the form to which it belongs."""
    parts: dict[str, Part] = {"deadline": "deadline", "the end": "end"}
    parts_named = [part for word, part in parts.items() if word in sentence]
    return BadDate(parts_named[0] if parts_named else "start", "correct_conflict", sentence)


def _confirmable(turn: Turn, new: Dates, own: bool) -> None:
    if not (new.start or new.end):
        raise BadDate("start", "correct_needs_date")
    unsettled = turn.session and turn.session.certainty not in ("published", "held")
    if turn.in_session and unsettled and not own:
        raise BadDate("start", "correct_session_first", turn.row.session)


def _normalized(typed: Dates) -> Dates:
    parts: tuple[Part, ...] = ("start", "end", "deadline")
    read = {"session": typed.session.strip()}
    for part in parts:
        text = getattr(typed, part).strip()
        try:
            read[part] = str(PartialDate.parse(text)) if text else ""
        except ValueError:
            raise BadDate(part, "correct_bad_date", text) from None
    return Dates(**read)
