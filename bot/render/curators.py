"""For curators: what an import would change, what a check found, how much the base holds."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from rich.table import Table

from bot.knowledge.models import TOPICS, Base, Status
from bot.render.words import DisplayNames
from bot.reviews import Calendar, Review, Session
from bot.reviews.check import CalendarFinding
from bot.reviews.importing import CalendarPlan
from bot.reviews.table import calendar_csv, cells_of

if TYPE_CHECKING:
    from bot.store import Correction

SHOWN = 40
"""Rows of one kind that a preview names; the rest is counted."""
HEADINGS = {
    "error": "To correct",
    "past": "Past, without outcome",
    "deadline": "Deadlines to look up",
    "inexact": "Days to look up",
    "none ahead": "Next dates to look up",
    "stale": "Not checked for long",
}
TEXT = "@"
"""Excel's number format of cells that it takes as they are typed."""
_STAMPS = ("checked_on",)


def plan_lines(plan: CalendarPlan) -> list[str]:
    """The preview: added, changed (cell by cell) and removed rows, and what stays."""
    lines = [f"added    {_row(row)}" for row in plan.added[:SHOWN]]
    lines += _more("added", len(plan.added))
    for change in plan.changed[:SHOWN]:
        before, after = cells_of(change.before, {}), cells_of(change.after, {})
        cells = [
            f"{name}: {before[name] or 'empty'} → {after[name] or 'empty'}"
            for name in change.columns
            if name not in _STAMPS
        ]
        lines.append(f"changed  {change.after.key}: {'; '.join(cells) or 'checked again'}")
    lines += _more("changed", len(plan.changed))
    lines += [f"removed  {_row(row)}" for row in plan.removed[:SHOWN]]
    lines += _more("removed", len(plan.removed))
    counts = (
        f"{len(plan.added)} added, {len(plan.changed)} changed, {len(plan.removed)} removed,"
        f" {plan.unchanged} unchanged."
    )
    if plan.elsewhere:
        counts += f" {plan.elsewhere} rows are not in the file and stay (--whole removes them)."
    return [*lines, counts]


def _more(kind: str, count: int) -> list[str]:
    return [f"{kind.ljust(8)} … and {count - SHOWN} more"] if count > SHOWN else []


def _row(row: Session | Review) -> str:
    dates = " to ".join(str(moment) for moment in (row.start, row.end) if moment)
    where = f", session {row.session}" if row.session else ""
    return f"{row.key}{where}: {dates or 'no date of its own'} ({row.certainty.replace('_', ' ')})"


def marks(
    files: Calendar, corrected: Calendar, corrections: Sequence[Correction]
) -> dict[str, str]:
    """Key of a corrected row → what was corrected, for whoever edits the files next."""
    by_row: dict[str, list[str]] = defaultdict(list)
    for correction in corrections:
        key = corrected.overlay.holds.get(correction.id)
        turn = files.turn(correction.key)
        if key is None or turn is None:
            continue
        before = cells_of(turn.row, {})
        cells = [f"{name}: {before[name] or 'empty'} → {new or 'empty'}"
                 for name, new in correction.change.items() if new != before[name]]  # fmt: skip
        where = correction.workspace.team or correction.workspace.enterprise
        changed = "; ".join(cells) or "checked again"
        by_row[key].append(f"{correction.made.date()}, workspace {where}: {changed}")
    return {key: " | ".join(texts) for key, texts in by_row.items()}


def workbook(
    rows: Iterable[Session | Review],
    states: Mapping[str, str],
    marked: Mapping[str, str] | None = None,
) -> bytes:
    """The whole table as an Excel file whose cells are all text, so that a month stays a month;
    rows that are `marked` stand out."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("calendar")
    sheet.freeze_panes = "A2"
    yellow = PatternFill("solid", fgColor="FFF2CC")
    lines = list(csv.reader(io.StringIO(calendar_csv(rows, states, marked))))
    # Without its size in it, a file is read twice: once to find the size out.
    size = f"A1:{get_column_letter(len(lines[0]))}{len(lines)}"
    sheet.calculate_dimension = lambda: size
    for place in range(1, len(lines[0]) + 1):
        # Also for cells that are still empty, and for rows that are added below.
        sheet.column_dimensions[get_column_letter(place)].number_format = TEXT
    for line in lines:
        stands_out = line[0] in (marked or {})
        cells = [
            WriteOnlyCell(sheet, value=text or None) if text or stands_out else None
            for text in line
        ]
        for cell in filter(None, cells):
            cell.number_format = TEXT
            if stands_out:
                cell.fill = yellow
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def finding_lines(findings: Iterable[CalendarFinding], names: DisplayNames) -> list[str]:
    """The findings by kind, each with the page to open."""
    lines: list[str] = []
    kind = page = ""
    for finding in findings:
        if finding.kind != kind:
            kind, page = finding.kind, ""
            lines.append(HEADINGS[kind])
        of = f"{names.mechanism(finding.mechanism)}: " if finding.mechanism else ""
        lines.append(f"  {of}{finding.says}")
        if finding.page and finding.page != page:
            page = finding.page
            lines[-1] += f". Open {page}"
    return lines


def tables(base: Base, today: dt.date) -> list[Table]:
    """Mechanism × topic, and statuses, asks and staleness by mechanism."""
    return [_topics(base), _statuses(base, today)]


def _topics(base: Base) -> Table:
    table = Table(title="Entries by mechanism and topic")
    table.add_column("")
    for topic in (*TOPICS, "all"):
        table.add_column(topic, justify="right")
    for mechanism in base.mechanisms.values():
        count = Counter(entry.topic for entry in mechanism.entries)
        cells = [str(count[topic] or "·") for topic in TOPICS]
        table.add_row(mechanism.id, *cells, str(len(mechanism.entries)))
    total = Counter(entry.topic for entry in base.entries.values())
    sums = [str(total[topic]) for topic in TOPICS]
    table.add_row("all", *sums, str(len(base.entries)), style="bold")
    return table


def _statuses(base: Base, today: dt.date) -> Table:
    table = Table(title="How settled, how reachable, how current")
    statuses = get_args(Status)
    headings = (*statuses, "ended rules", "asks", "to review", "expired")
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="right")
    rows = [(m.id, list(m.entries)) for m in base.mechanisms.values()]
    for name, entries in [*rows, ("all", list(base.entries.values()))]:
        count = Counter(entry.status for entry in entries)
        cells = [
            *(count[status] for status in statuses),
            sum(entry.ended is not None for entry in entries),
            sum(len(entry.asks.all()) for entry in entries),
            sum(entry.review_by < today for entry in entries),
            sum(bool(e.valid_until and e.valid_until < today) for e in entries),
        ]
        table.add_row(name, *map(str, cells), style="bold" if name == "all" else "")
    return table
