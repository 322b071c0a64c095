"""Lays curators' corrections over the rows of the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.reviews.advice import Rule
from bot.reviews.cells import BadRow, Known
from bot.reviews.load import conflicts, gathered, session_of
from bot.reviews.models import Review, Rows, Session
from bot.reviews.table import COLUMNS, cells_of, row_of
from bot.reviews.turns import turns

if TYPE_CHECKING:  # so that a command that asks of dates starts without a database
    from bot.store import Correction

_FIXED = {"key", "mechanism", "stage", "iso3", "state", "cycle"}


@dataclass(frozen=True)
class Overlay:
    """What has become of corrections."""

    holds: Mapping[str, str] = field(default_factory=dict)
    """A correction's id → the key of the row in which it stands."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """A correction's id → a sentence that says why it was left out."""
    changed: dt.datetime | None = None
    """When one was last made or taken back."""


def laid_over(
    rows: Rows, corrections: Sequence[Correction], names: Known, rules: Sequence[Rule]
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
    for one in corrections:
        if one.taken_back:
            continue
        day = checked.get(one.key)
        if day and day > one.made.date():
            left_out[one.id] = f"the files hold: {one.key} was checked there on {day}"
            continue
        try:
            rows, holds[one.id] = _applied(rows, one, names, rules)
        except BadRow as bad:
            left_out[one.id] = "; ".join(bad.sentences)
    moments = [moment for one in corrections for moment in (one.made, one.taken_back) if moment]
    return rows, Overlay(holds, left_out, max(moments, default=None))


def _applied(
    rows: Rows, correction: Correction, names: Known, rules: Sequence[Rule]
) -> tuple[Rows, str]:
    """The rows with one correction, and the key of the row that it made or changed. Raises BadRow
    where it can't be applied, or leaves the table in conflict."""
    by_key = rows.by_key()
    row = by_key.get(correction.key) or _follower(rows, correction.key, rules)
    made = _changed(row, correction, rows, names)
    if made.key != correction.key and made.key in by_key:
        raise BadRow([f"the calendar has a row {made.key} already; correct that one"])
    by_key[made.key] = made
    if found := list(conflicts([("correction", 1, one) for one in by_key.values()])):
        raise BadRow(sentence for _, _, sentence in found)
    return gathered(by_key.values()), made.key


def _follower(rows: Rows, key: str, rules: Sequence[Rule]) -> Session | Review:
    """What follows by a rule under this key."""
    for turn in turns(rows, rules):
        if turn.derived and turn.row.key == key:
            return turn.row
    raise BadRow([f"the calendar has no row {key} any more"])


def _changed(
    row: Session | Review, correction: Correction, rows: Rows, names: Known
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
