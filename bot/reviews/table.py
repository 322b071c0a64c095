"""The calendar as a table: one line a session or a review, the same columns in every file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.knowledge import quoted
from bot.reviews.cells import BadRow, Cells, Known, word
from bot.reviews.models import (
    CERTAINTIES,
    SESSION_KINDS,
    STAGES,
    Deadline,
    Review,
    Row,
    Session,
)

COLUMNS = (
    "key",
    "mechanism",
    "stage",
    "session",
    "cycle",
    "iso3",
    "state",
    "start",
    "end",
    "civil_society_deadline",
    "civil_society_certainty",
    "national_report_deadline",
    "national_report_certainty",
    "certainty",
    "rule",
    "earlier",
    "place",
    "source",
    "checked_on",
    "note",
)
MARK = "correction"
"""A column that an export may have besides: what curators corrected. It is not read."""
NEEDED = ("mechanism", "stage", "certainty")
"""Columns that a file can't do without; the rest may be left out where they would be empty."""


def row_of(cells: Mapping[str, str], known: Known) -> Session | Review:
    """The row that these cells hold; raises BadRow with every problem in them."""
    reader = Cells(cells, known)
    stage = reader.word("stage", (*SESSION_KINDS, *STAGES))
    common: dict[str, Any] = {
        "mechanism": reader.mechanism(),
        "session": reader.text("session"),
        "start": reader.moment("start"),
        "end": reader.moment("end"),
        "civil_society": reader.deadline("civil_society"),
        "national_report": reader.deadline("national_report"),
        "certainty": reader.word("certainty", CERTAINTIES),
        "rule": reader.text("rule") or None,
        "earlier": reader.moment("earlier"),
        "source": reader.source(),
        "checked_on": reader.checked_on(),
        "note": reader.text("note"),
    }
    start, end = common["start"], common["end"]
    if start and end and end.last < start.first:
        reader.wrong.append(f"the end ({end}) lies before the start ({start})")
    is_session = stage in SESSION_KINDS
    if not is_session:
        common |= {"iso3": reader.state(), "stage": stage, "cycle": reader.cycle()}
    else:
        common |= {"kind": stage, "place": reader.text("place")}
    if reader.wrong:
        raise BadRow(reader.wrong)
    common["key"] = reader.text("key") or _key(common)
    try:
        return Session(**common) if is_session else Review(**common)
    except ValidationError as error:
        raise BadRow(
            f"{detail['loc'][0]}: {quoted(detail['input'])} {detail['msg'].lower()}"
            for detail in error.errors()
        ) from error


def cells_of(row: Session | Review, states: Mapping[str, str]) -> dict[str, str]:
    """A row as the cells of a file, every column present."""
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "key": row.key,
        "mechanism": row.mechanism,
        "session": row.session,
        "start": str(row.start or ""),
        "end": str(row.end or ""),
        "certainty": word(row.certainty),
        "rule": row.rule or "",
        "earlier": str(row.earlier or ""),
        "source": row.source,
        "checked_on": row.checked_on.isoformat(),
        "note": row.note,
    }
    for name in ("civil_society", "national_report"):
        deadline: Deadline | None = getattr(row, name)
        if deadline:
            cells[f"{name}_deadline"] = str(deadline.when or "")
            cells[f"{name}_certainty"] = word(deadline.certainty)
    if isinstance(row, Session):
        return cells | {"stage": word(row.kind), "place": row.place}
    return cells | {
        "stage": word(row.stage),
        "iso3": row.iso3,
        "state": states.get(row.iso3, ""),
        "cycle": str(row.cycle or ""),
    }


def written(
    rows: Iterable[Session | Review],
    states: Mapping[str, str],
    marks: Mapping[str, str] | None = None,
) -> str:
    """The rows as the text of a CSV file, sorted so that a change shows as one changed line.

    `marks` (key of a row → text) stand in a column of their own.
    """
    out = io.StringIO()
    columns = (*COLUMNS, MARK) if marks else COLUMNS
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for row in sorted(rows, key=_order):
        mark = {MARK: marks.get(row.key, "")} if marks else {}
        writer.writerow(cells_of(row, states) | mark)
    return out.getvalue()


def _order(row: Row) -> tuple[Any, ...]:
    session = row.session.rjust(8)
    if isinstance(row, Review):
        return (row.mechanism, 1, row.cycle or 0, session, row.stage, row.iso3, row.key)
    return (row.mechanism, 0, 0, session, row.key)


def _key(parts: Mapping[str, Any]) -> str:
    number = parts["session"] if parts.get("cycle") is None else str(parts["cycle"])
    named = [parts["mechanism"], number, parts.get("iso3", ""), parts.get("stage", "")]
    if "iso3" not in parts and not number:
        named += [str(parts["start"] or ""), parts["kind"]]
    return "-".join(re.findall(r"[a-z0-9]+", " ".join(named).casefold()))
