"""What an import would change and what a check found, as lines for a curator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from bot.render.calendar import Names
from bot.reviews.check import Finding
from bot.reviews.importing import Plan
from bot.reviews.models import Review, Session
from bot.reviews.table import cells_of, written

SHOWN = 40
"""Rows of one kind that a preview names; the rest is counted."""
HEADINGS = {
    "error": "To mend",
    "past": "Past, without outcome",
    "deadline": "Deadlines to look up",
    "inexact": "Days to look up",
    "none ahead": "Next dates to look up",
    "stale": "Not checked for long",
}
_STAMPS = ("checked_on",)


def plan_lines(plan: Plan) -> list[str]:
    """The preview: added, changed (cell by cell) and removed rows, and what stays."""
    found = [f"added    {_row(row)}" for row in plan.added[:SHOWN]]
    found += _more("added", len(plan.added))
    for change in plan.changed[:SHOWN]:
        before, after = cells_of(change.before, {}), cells_of(change.after, {})
        cells = [
            f"{name}: {before[name] or 'empty'} → {after[name] or 'empty'}"
            for name in change.columns
            if name not in _STAMPS
        ]
        found.append(f"changed  {change.after.key}: {'; '.join(cells) or 'checked again'}")
    found += _more("changed", len(plan.changed))
    found += [f"removed  {_row(row)}" for row in plan.removed[:SHOWN]]
    found += _more("removed", len(plan.removed))
    counts = (
        f"{len(plan.added)} added, {len(plan.changed)} changed, {len(plan.removed)} removed,"
        f" {plan.unchanged} unchanged."
    )
    if plan.elsewhere:
        counts += f" {plan.elsewhere} rows are not in the file and stay (--whole removes them)."
    return [*found, counts]


def _more(kind: str, count: int) -> list[str]:
    return [f"{kind.ljust(8)} … and {count - SHOWN} more"] if count > SHOWN else []


def _row(row: Session | Review) -> str:
    dates = " to ".join(str(moment) for moment in (row.start, row.end) if moment)
    where = f", session {row.session}" if row.session else ""
    return f"{row.key}{where}: {dates or 'no date of its own'} ({row.certainty.replace('_', ' ')})"


def workbook(rows: Iterable[Session | Review], states: Mapping[str, str]) -> bytes:
    """The whole table as an Excel file whose cells are all text, so that a month stays a month."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("calendar")
    sheet.freeze_panes = "A2"
    for line in csv.reader(io.StringIO(written(rows, states))):
        cells = [WriteOnlyCell(sheet, value=text or None) for text in line]
        for cell in cells:
            cell.number_format = "@"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def finding_lines(findings: Iterable[Finding], names: Names) -> list[str]:
    """The findings by kind, each with the page to open."""
    found: list[str] = []
    kind = page = ""
    for one in findings:
        if one.kind != kind:
            kind, page = one.kind, ""
            found.append(HEADINGS[kind])
        of = f"{names.mechanism(one.mechanism)}: " if one.mechanism else ""
        found.append(f"  {of}{one.says}")
        if one.page and one.page != page:
            page = one.page
            found[-1] += f". Open {page}"
    return found
