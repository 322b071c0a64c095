"""Lays curators' corrections over the rows of the files."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge import KnowledgeError, Problem
from bot.reviews.load import conflicts, gathered, session_of
from bot.reviews.models import Correction, Review, Rows, Session
from bot.reviews.table import COLUMNS, BadRow, Known, cells_of, row_of


def corrected(rows: Rows, corrections: Iterable[Correction], names: Known) -> Rows:
    """The rows with the corrections applied in order; the later of two on one cell holds.

    A corrected row carries the correction's source, its day as `checked_on`, and its note. Where
    a start moves and no earlier date is given, the old one is kept as `earlier`. Raises
    KnowledgeError with a sentence for every correction that can't be applied, or that leaves the
    table in conflict; its `file` is then "correction".
    """
    by_key = rows.by_key()
    sessions = {(s.mechanism, s.session): s for s in rows.sessions if s.session}
    problems: list[Problem] = []
    for number, correction in enumerate(corrections, 1):
        row = by_key.get(correction.key)
        try:
            if row is None:
                raise BadRow([f"the calendar has no row {correction.key} any more"])
            by_key[correction.key] = _changed(row, correction, sessions, names)
        except BadRow as bad:
            problems += [Problem("correction", number, said) for said in bad.sentences]
    placed = [("correction", number, row) for number, row in enumerate(by_key.values(), 1)]
    problems += [Problem(file, line, said) for file, line, said in conflicts(placed)]
    if problems:
        raise KnowledgeError(problems)
    return gathered(by_key.values())


def laid_over(
    rows: Rows, corrections: Iterable[Correction], names: Known
) -> tuple[Rows, tuple[str, ...]]:
    """The rows with every correction that can be applied, and a sentence for each that can't.

    A correction may be older than the files: one that no longer fits must not take the whole
    calendar away.
    """
    refused: list[str] = []
    for correction in corrections:
        try:
            rows = corrected(rows, [correction], names)
        except KnowledgeError as error:
            refused.append(f"{correction.key}: {error.problems[0].message}")
    return rows, tuple(refused)


def _changed(
    row: Session | Review,
    correction: Correction,
    sessions: dict[tuple[str, str], Session],
    names: Known,
) -> Session | Review:
    fixed = {"key", "mechanism", "stage", "iso3", "state", "cycle"}
    for column in correction.change:
        if column not in COLUMNS or column in fixed:
            raise BadRow([f"{correction.key}: the column '{column}' can't be corrected"])
    cells = cells_of(row, names.states) | correction.change
    session = session_of(row, sessions)
    before = row.start or (session.start if session else None)
    if cells["certainty"] == "moved" and not correction.change.get("earlier"):
        cells["earlier"] = str(before or row.earlier or "")
    cells["source"] = correction.source
    cells["checked_on"] = correction.made.date().isoformat()
    cells["note"] = correction.note or cells["note"]
    return row_of(cells, names)
