"""A table to follow up recommendations, as an Excel file: their facts, and room for the rest.

For a national mechanism, a mid-term report, a coalition: one row a recommendation, in the order in
which the recommendations were shown.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from bot.knowledge.files import cell
from bot.render import recommendations as say
from bot.render.words import DisplayNames
from bot.states.recommendations import Recommendation, Uptake

DAY = "yyyy-mm-dd"
"""How a day is shown: the same in every country."""
LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
BODIES = (
    "ministry", "parliament", "court or prosecutor", "police or army", "local authority",
    "national human rights institution", "national mechanism", "other",
)  # fmt: skip
"""Kinds of body that carry a recommendation out; another can be written."""
OWNERS = (
    "lead organisation", "coalition member", "cluster coordinator", "national institution",
    "UN agency", "other",
)  # fmt: skip
"""Roles that own a row: a role outlasts the person, and names nobody."""
ANSWERS = ("yes", "in part", "no", "not decided")
STATUSES = ("not begun", "under way", "done in part", "done", "set aside", "not known")
COLUMNS = {
    "Recommendation": 60, "State": 12, "Source": 16, "Document": 15, "Paragraph": 10, "Date": 12,
    "Made by": 16, "Position of the State": 13, "Themes": 20, "Responsible body": 18,
    "Deadline": 12, "Indicator": 20, "Status": 12, "Evidence": 20, "Next action": 20, "Owner": 16,
    "Page of the document": 34, "Data": 24,
}  # fmt: skip
"""Each column with its width; those without a value in the data are left for the team."""
PAIRS = {
    "What was asked for": 50, "Nearest recommendation": 55, "Near": 10, "Source": 16,
    "Document": 15, "Paragraph": 10, "Date": 12, "Made by": 16, "Position of the State": 13,
    "Does it answer the ask?": 14, "Looked at by": 16, "Remark": 30, "Data": 24,
}  # fmt: skip
_HEAD = PatternFill("solid", fgColor="DCE6F0")
_OPEN = PatternFill("solid", fgColor="FFF7E0")
_ROOM = ("Responsible body", "Deadline", "Indicator", "Status", "Evidence", "Next action", "Owner")


def tracker(rows: Sequence[Recommendation], names: DisplayNames, about: Sequence[str]) -> bytes:
    """The Excel file with a row for each recommendation, in their order; `about` are the lines of a
    second sheet that says what it is and where it comes from."""
    book = Workbook()
    sheet = _sheet(book, "Follow-up", COLUMNS, _ROOM)
    for recommendation in rows:
        _append(
            sheet, COLUMNS, {"Recommendation": recommendation.text, **_facts(recommendation, names)}
        )
    last = max(len(rows) + 1, 2)
    _choice(sheet, COLUMNS, "Status", STATUSES, last)
    _choice(sheet, COLUMNS, "Responsible body", BODIES, last, others=True)
    _choice(sheet, COLUMNS, "Owner", OWNERS, last, others=True)
    _day(sheet, COLUMNS, "Deadline", last)
    _page(sheet, COLUMNS, "Owner")
    return _written(book, about)


def uptake_table(uptakes: Sequence[Uptake], names: DisplayNames, about: Sequence[str]) -> bytes:
    """The Excel file with a row for each pair of an ask and a recommendation, for a person to
    confirm."""
    book = Workbook()
    own = ("Does it answer the ask?", "Looked at by", "Remark")
    sheet = _sheet(book, "Uptake", PAIRS, own)
    for uptake in uptakes:
        for match in uptake.matches:
            recommendation = match.recommendation
            cells = {
                "What was asked for": uptake.ask,
                "Nearest recommendation": recommendation.text,
                "Near": "near" if match.near else "doubtful",
            }
            _append(sheet, PAIRS, {**cells, **_facts(recommendation, names)})
    last = max(sheet.max_row, 2)
    _choice(sheet, PAIRS, "Does it answer the ask?", ANSWERS, last)
    _choice(sheet, PAIRS, "Looked at by", OWNERS, last, others=True)
    _page(sheet, PAIRS, "Remark")
    return _written(book, about)


def harmless(text: str) -> str:
    """A cell that Excel takes for text: never a formula, never too long, no forbidden signs."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    clean = f"{clean[:LONGEST]} …" if len(clean) > LONGEST else clean
    return cell(clean)


def _facts(recommendation: Recommendation, names: DisplayNames) -> dict[str, str | dt.date]:
    return {
        "State": say.addressed(recommendation, names),
        "Source": say.source(recommendation, names),
        "Document": recommendation.symbol,
        "Paragraph": recommendation.paragraph,
        "Date": recommendation.date or say.when(recommendation),
        "Made by": say.recommended_by(recommendation, names),
        "Position of the State": say.position(recommendation),
        "Themes": "; ".join(recommendation.themes),
        "Page of the document": recommendation.link or "",
        "Data": say.origin(recommendation),
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


def _append(sheet: Any, columns: dict[str, int], values: Mapping[str, str | dt.date]) -> None:
    row = sheet.max_row + 1
    for number, name in enumerate(columns, 1):
        value = values.get(name, "")
        cell = sheet.cell(row, number)
        if isinstance(value, dt.date):
            cell.value, cell.number_format = value, DAY
        else:
            cell.value, cell.number_format = harmless(value) or None, "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _choice(
    sheet: Any,
    columns: dict[str, int],
    name: str,
    words: Sequence[str],
    last: int,
    others: bool = False,
) -> None:
    """Let a column be chosen from a list down to the row `last`; with `others` anything else can be
    written too."""
    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    choice.showErrorMessage = not others
    _over(sheet, columns, name, choice, last)


def _day(sheet: Any, columns: dict[str, int], name: str, last: int) -> None:
    """Let a column take days alone, so that it can be sorted and filtered by them."""
    days = DataValidation(
        type="date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True
    )
    days.error, days.errorTitle = "Write a day, such as 2027-03-31.", "No day"
    days.showErrorMessage = True
    letter = _over(sheet, columns, name, days, last)
    for row in range(2, sheet.max_row + 1):
        sheet[f"{letter}{row}"].number_format = DAY


def _over(sheet: Any, columns: dict[str, int], name: str, rule: DataValidation, last: int) -> str:
    letter = get_column_letter(list(columns).index(name) + 1)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{last}")
    return letter


def _page(sheet: Any, columns: dict[str, int], last_column: str) -> None:
    """How it prints: A4 on its side, one page wide, the head on each page, to that column."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    letter = get_column_letter(list(columns).index(last_column) + 1)
    sheet.print_area = f"A1:{letter}{max(sheet.max_row, 1)}"
    sheet.oddFooter.center.text = "&A, page &P of &N"


def _written(book: Workbook, about: Sequence[str]) -> bytes:
    sheet: Any = book.active
    sheet.auto_filter.ref = sheet.dimensions
    page: Any = book.create_sheet("About")
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.column_dimensions["A"].width = 110
    for line in about:
        page.append([harmless(line)])
        page.cell(page.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
