"""A file that somebody saved, as tables of cells (CSV, Excel, a saved page, or pasted text), and
the headings, cells and days that are found in them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import handed_in
from bot.reviews import PartialDate
from bot.reviews.importing import excel_sheets

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Grid:
    """A table: what stands above it, and its rows of cells, the headings among them."""

    text: str
    """The text of the whole file, in which titles and days are looked for."""
    rows: tuple[tuple[str, ...], ...]


def grids(path: Path) -> list[Grid]:
    """The tables of a file. Raises KnowledgeError for a file that can't be read or is of another
    kind (.csv, .tsv, .txt, .xls, .xlsx, .html, .htm)."""
    content = handed_in(path)
    match path.suffix.casefold():
        case ".html" | ".htm":
            return _page(_decoded(content))
        case ".xlsx":
            return list(_excel(path))
        case ".xls":
            return list(_old_excel(path, content))
        case ".csv":
            return [_pasted(_decoded(content), fewest=1)]
        case ".tsv" | ".txt":
            return [_pasted(_decoded(content), fewest=2)]
    raise _unusable(path, "save it as .csv, .xls, .xlsx, .html or .txt")


def _unusable(path: Path, message: str) -> KnowledgeError:
    return KnowledgeError([Problem(path.name, 1, message)])


def _decoded(content: bytes) -> str:
    """UTF-8, or else the usual encoding of old pages."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _clean(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return _SPACES.sub(" ", str(cell if cell is not None else "")).strip()


def _rows(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    cleaned = (tuple(_clean(cell) for cell in row) for row in rows)
    return tuple(row for row in cleaned if any(row))


def _pasted(text: str, fewest: int) -> Grid:
    """Cells set apart by tabs, semicolons or commas, of which the headings hold so many at least;
    text without them stays in one cell."""
    lines = text.splitlines()
    if any("\t" in line for line in lines):
        return Grid(text, _rows([line.split("\t") for line in lines]))
    head = next((line for line in lines if line.count(",") + line.count(";") >= fewest), "")
    if not head:
        return Grid(text, _rows([[line] for line in lines]))
    mark = max(",;", key=head.count)
    return Grid(text, _rows(list(csv.reader(io.StringIO(text), delimiter=mark))))


def _excel(path: Path) -> Iterator[Grid]:
    with excel_sheets(path) as sheets:
        for sheet in sheets:
            yield _sheet([list(row) for row in sheet.iter_rows(values_only=True)])


def _old_excel(path: Path, content: bytes) -> Iterator[Grid]:
    import xlrd
    from xlrd.biffh import XLRDError

    try:
        book = xlrd.open_workbook(file_contents=content)
    except (XLRDError, AssertionError, ValueError, IndexError) as error:
        raise _unusable(path, "it is no Excel file; save it again") from error
    for sheet in book.sheets():
        yield _sheet([
            [
                xlrd.xldate_as_datetime(float(cell.value), book.datemode)
                if cell.ctype == xlrd.XL_CELL_DATE
                else cell.value
                for cell in sheet.row(number)
            ]
            for number in range(sheet.nrows)
        ])  # fmt: skip


def _sheet(rows: Sequence[Sequence[object]]) -> Grid:
    cleaned = _rows(rows)
    return Grid("\n".join(" ".join(row) for row in cleaned), cleaned)


class _Tables(HTMLParser):
    """Gathers the tables of a page, an inner one apart from that around it, and the page's text."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self.text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """A table, a row or a cell begins."""
        if tag in ("script", "style", "sup"):
            self._silent += 1
        elif tag == "table":
            self._open.append([])
        elif tag == "tr" and self._open:
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            if not self._open[-1]:
                self._open[-1].append([])
            self._open[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """A table is complete."""
        if tag in ("script", "style", "sup"):
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self.tables.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        """Text, of a cell or of the page."""
        if self._silent:
            return
        self.text.append(data)
        if self._open and self._open[-1] and self._open[-1][-1]:
            self._open[-1][-1][-1] += data


def _page(html: str) -> list[Grid]:
    """The tables of a saved page, without footnote marks."""
    reader = _Tables()
    reader.feed(html)
    reader.close()
    text = _SPACES.sub(" ", " ".join(reader.text))
    return [Grid(text, _rows(table)) for table in (*reader.tables, *reader._open)]


def heading_row(grid: Grid, *words: str) -> int | None:
    """The row in which a cell begins with each of these words."""
    for number, row in enumerate(grid.rows[:40]):
        cells = [cell.casefold() for cell in row]
        if len(row) > 1 and all(any(_is(cell, word) for cell in cells) for word in words):
            return number
    return None


def _is(cell: str, word: str) -> bool:
    return len(cell) < 90 and re.search(rf"\b{re.escape(word)}", cell.replace("_", " ")) is not None


_NO_DAY = frozenset({
    "", "-", "–", "—", "no", "none", "n/a", "na", "not applicable", "not accepted", "no action",
})  # fmt: skip
"""How official lists say that there is no day."""


def places(headings: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Where each wanted heading stands: the one that is that word, or else begins with it."""
    columns: dict[str, int] = {}
    cells = [cell.casefold().replace("_", " ") for cell in headings]
    for name, word in wanted.items():
        exact = [n for n, cell in enumerate(cells) if cell == word]
        near = [n for n, cell in enumerate(cells) if re.search(rf"\b{re.escape(word)}", cell)]
        near = [n for n in near if n not in columns.values()]
        if exact or near:
            columns[name] = (exact or near)[0]
    return columns


def cell_of(row: Sequence[str], at: Mapping[str, int], name: str) -> str:
    """The cell under a heading; empty where the row is too short or has no such heading."""
    number = at.get(name, len(row))
    return row[number] if number < len(row) else ""


def day_of(row: Sequence[str], at: Mapping[str, int], name: str) -> str:
    """The first day in the cell under a heading; empty where the cell says that there is none.
    Raises ValueError where something else stands there."""
    days = read_days(cell_of(row, at, name), row)
    return days[0] if days else ""


def read_days(text: str, row: Sequence[str]) -> list[str]:
    """The days in a cell. Raises ValueError for a text that is no day: taken for “none” it would
    close a way that is open."""
    days = days_of(text)
    if not days and text.casefold().strip(" .") not in _NO_DAY:
        raise ValueError(f"“{text[:40]}” in the row of {row[0][:40]} can't be read as a day")
    return days


_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_ISO = r"(?P<iso>\d{4}-\d{2}-\d{2})"
_NUMBERS = r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
_WORDS = r"(?P<wd>\d{1,2})[ -](?P<wm>[A-Za-zé]{3,9})\.?,?[ -](?P<wy>\d{4})"
_DATE = re.compile(rf"{_ISO}|{_NUMBERS}|{_WORDS}")


def days_of(text: str) -> list[str]:
    """Every day in a cell, as YYYY-MM-DD: '24 Jan 1983 a', '16/09/2020' (day first, as the UN and
    the African Union write), '2020-09-16'. Impossible ones are left out."""
    days = []
    for match in _DATE.finditer(text):
        try:
            days.append(_read(match).isoformat())
        except ValueError:
            continue
    return days


def day_in(text: str, after: str) -> PartialDate | None:
    """The first day that stands within 40 characters of some words; of the whole file's first 600
    characters where no words are given."""
    at = text.find(after) if after else 0
    if at < 0:
        return None
    around = text[at : at + len(after) + 40] if after else text[:600]
    days = days_of(around)
    return PartialDate.parse(days[0]) if days else None


def _read(match: re.Match[str]) -> dt.date:
    if match["iso"]:
        return dt.date.fromisoformat(match["iso"])
    if match["d"]:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    month = match["wm"].casefold()[:3]
    if month not in _MONTHS:
        raise ValueError(f"no month '{match['wm']}'")
    return dt.date(int(match["wy"]), _MONTHS.index(month) + 1, int(match["wd"]))
