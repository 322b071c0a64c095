"""A table to follow recommendations up in, as an Excel file: what was said, and room for the rest.

For a national mechanism, a mid-term report, a coalition: one row a recommendation, in the order in
which the recommendations were shown.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.knowledge.csvfile import cell
from bot.render import recommendations as say
from bot.render.calendar import Names
from bot.states.recommendations import Recommendation, Uptake

LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
STATUSES = ("not begun", "under way", "done in part", "done", "set aside", "not known")
COLUMNS = {
    "Recommendation": 70, "State": 20, "Source": 22, "Document": 20, "Paragraph": 11, "Date": 16,
    "Made by": 22, "Position of the State": 20, "Themes": 30, "Responsible body": 24,
    "Deadline": 14, "Indicator": 26, "Status": 14, "Evidence": 30, "Next action": 28, "Owner": 18,
    "Page of the document": 34, "Data": 24,
}  # fmt: skip
"""Each column with its width; those without a value in the data are left for the team."""
PAIRS = {
    "What was asked for": 60, "Nearest recommendation": 70, "Near": 10, "Source": 22,
    "Document": 20, "Paragraph": 11, "Date": 16, "Made by": 22, "Position of the State": 20,
    "Does it answer the ask? (yes, in part, no)": 26, "Looked at by": 18, "Remark": 40, "Data": 24,
}  # fmt: skip
_HEAD = PatternFill("solid", fgColor="DCE6F0")
_OPEN = PatternFill("solid", fgColor="FFF7E0")
_ROOM = ("Responsible body", "Deadline", "Indicator", "Status", "Evidence", "Next action", "Owner")


def tracker(rows: Sequence[Recommendation], names: Names, about: Sequence[str]) -> bytes:
    """The Excel file with a row for each recommendation, in their order; `about` are the lines of a
    second sheet that says what it is and where it comes from."""
    book = Workbook()
    sheet = _sheet(book, "Follow-up", COLUMNS, _ROOM)
    for one in rows:
        _append(sheet, COLUMNS, {"Recommendation": one.text, **_facts(one, names)})
    choice = DataValidation(type="list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True)
    sheet.add_data_validation(choice)
    letter = get_column_letter(list(COLUMNS).index("Status") + 1)
    choice.add(f"{letter}2:{letter}{max(len(rows) + 1, 2)}")
    return _written(book, about)


def uptake_table(found: Sequence[Uptake], names: Names, about: Sequence[str]) -> bytes:
    """The Excel file with a row for each pair of an ask and a recommendation, for a person to
    confirm."""
    book = Workbook()
    own = ("Does it answer the ask? (yes, in part, no)", "Looked at by", "Remark")
    sheet = _sheet(book, "Uptake", PAIRS, own)
    for one in found:
        for match in one.matches:
            made = match.recommendation
            cells = {
                "What was asked for": one.ask,
                "Nearest recommendation": made.text,
                "Near": "near" if match.near else "doubtful",
            }
            _append(sheet, PAIRS, {**cells, **_facts(made, names)})
    return _written(book, about)


def harmless(text: str) -> str:
    """A cell that Excel takes for text: never a formula, never too long, no forbidden signs."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    clean = f"{clean[:LONGEST]} …" if len(clean) > LONGEST else clean
    return cell(clean)


def _facts(one: Recommendation, names: Names) -> dict[str, str]:
    return {
        "State": say.addressed(one, names),
        "Source": say.source(one, names),
        "Document": one.symbol,
        "Paragraph": one.paragraph,
        "Date": say.when(one),
        "Made by": say.made_by(one, names),
        "Position of the State": say.position(one),
        "Themes": "; ".join(one.themes),
        "Page of the document": one.link or "",
        "Data": say.origin(one),
    }


def _sheet(book: Workbook, title: str, columns: dict[str, int], room: Sequence[str]) -> Any:
    sheet: Any = book.active
    sheet.title = title
    sheet.append(list(columns))
    for number, (name, width) in enumerate(columns.items(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True)
        cell.fill = _OPEN if name in room else _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    return sheet


def _append(sheet: Any, columns: dict[str, int], values: dict[str, str]) -> None:
    row = sheet.max_row + 1
    for number, name in enumerate(columns, 1):
        text = harmless(values.get(name, ""))
        cell = sheet.cell(row, number, text or None)
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _written(book: Workbook, about: Sequence[str]) -> bytes:
    sheet: Any = book.active
    sheet.auto_filter.ref = sheet.dimensions
    page: Any = book.create_sheet("About")
    page.column_dimensions["A"].width = 110
    for line in about:
        page.append([harmless(line)])
        page.cell(page.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
