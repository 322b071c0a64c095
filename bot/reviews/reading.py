"""Reads a table that a curator hands in: CSV, Excel or a calendar file (.ics), whose rows are known
again by how they are named."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.knowledge import KnowledgeError, Problem, quoted
from bot.reviews.load import check_columns, lines
from bot.reviews.partial_dates import PartialDate, Span

_DOMAIN = "@advocacy-desk"
WHEN = "X-ADVOCACY-WHEN"
"""A property of an event: the dates as exact as they are known, since an event has whole days.

`2027-01/2027-02` (start and end), `session 2027-01/` for dates that are those of the session, or
GONE for an event that is cancelled only because it does not come in that file any more.
"""
OF_SESSION = "session "
GONE = "gone"


def uid_of(key: str) -> str:
    """The UID of a row's event."""
    return key + _DOMAIN


def key_of(uid: str) -> str | None:
    """The row's key; None for an event that is not one of this calendar."""
    return uid.removesuffix(_DOMAIN) if uid.endswith(_DOMAIN) else None


LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes; an Excel file is a packed one, and a small one may unpack to fill the memory."""
Row = tuple[int, dict[str, str]]
"""Line, row or event (from 1) and its cells by column."""


def read_table(path: Path) -> list[Row]:
    """Every row of the file that holds something.

    Raises KnowledgeError for a file that can't be used: too large, of another kind, not UTF-8,
    without the calendar's columns.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _unusable(path, f"it has {size / 1e6:.0f} MB; at most 20 MB can be imported")
        content = path.read_bytes()
    except OSError as error:
        raise _unusable(path, f"it can't be read ({error.strerror})") from error
    match path.suffix.casefold():
        case ".csv" | ".tsv" | ".txt":
            return list(lines(path.name, content, whole=False))
        case ".xlsx":
            return list(_excel(path))
        case ".ics":
            return _events(path, content)
    raise _unusable(path, "its name must end in .csv, .xlsx or .ics")


def _unusable(path: Path, message: str, line: int = 1) -> KnowledgeError:
    return KnowledgeError([Problem(path.name, line, message)])


@contextmanager
def excel_sheets(path: Path) -> Iterator[list[Any]]:
    """The sheets of an Excel file, open as long as they are read. Raises KnowledgeError for a file
    that is none or unpacks to fill the memory."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise _unusable(path, "it unpacks to more than 200 MB; split it")
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise _unusable(path, "it is no Excel file; save it again as .xlsx or CSV UTF-8") from error
    try:
        if not book.worksheets:
            raise _unusable(path, "it holds no sheet with a table")
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its own size can be wrong
        yield list(book.worksheets)
    finally:
        book.close()


def _excel(path: Path) -> Iterator[Row]:
    with excel_sheets(path) as (sheet, *_):
        rows = sheet.iter_rows()
        columns = [_cell(cell).casefold() for cell in next(rows, ())]
        check_columns(path.name, columns, whole=False)
        for number, row in enumerate(rows, 2):
            cells = [_cell(cell) for cell in row]
            if any(cells):
                yield number, dict(zip(columns, cells, strict=False))


def _cell(cell: Any) -> str:
    """A cell as text: an Excel date as 2026-07-17, a whole number without its point.

    Excel makes a date of a month that is typed as 2027-01, and shows it without a day: then it
    stays a month.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        day = value.date().isoformat()
        return day if "d" in cell.number_format.casefold() else day[:7]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _events(path: Path, content: bytes) -> list[Row]:
    """The events of a calendar file that the desk wrote, with what was changed in them."""
    from icalendar import Calendar as Ics

    try:
        events = Ics.from_ical(content).walk("VEVENT")
    except (ValueError, IndexError) as error:
        raise _unusable(path, "it is no calendar file (.ics)") from error
    by_key: dict[str, Row] = {}
    problems: list[Problem] = []
    for number, event in enumerate(events, 1):
        key = key_of(str(event.get("UID", "")))
        if key is None:
            title = str(event.get("SUMMARY", ""))[:60]
            message = (
                f"the event {quoted(title)} is not from this calendar; put it in a table instead"
            )
            problems.append(Problem(path.name, number, message))
            continue
        written = str(event.get(WHEN, ""))
        if written == GONE:
            continue
        base, _, part = key.partition(".")
        cells = by_key.setdefault(base, (number, {"key": base}))[1]
        try:
            cells |= _changes(event, part, written)
        except (ValueError, KeyError, AttributeError):
            problems.append(Problem(path.name, number, f"the event of {base} has no usable date"))
    if problems:
        raise KnowledgeError(problems)
    return [row for row in by_key.values() if len(row[1]) > 1]


def _changes(event: Any, part: str, written: str) -> dict[str, str]:
    """The cells that an event holds: dates as exact as the desk wrote them, unless it was moved.

    `part` says which deadline of its row it is; empty for the row itself. What follows by a rule
    has no cells, and what stands in the session's row only where the event was moved.
    """
    start = _day(event["DTSTART"].dt)
    end = _day(event["DTEND"].dt) - dt.timedelta(days=1) if "DTEND" in event else start
    first, _, last = written.removeprefix(OF_SESSION).partition("/")
    span = Span.of(*(PartialDate.parse(text) if text else None for text in (first, last)))
    moved = span is None or (span.first, span.last) != (start, end)
    if span is None or moved:
        span = Span(start=PartialDate.of(start), end=PartialDate.of(end) if end != start else None)
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    own = moved or not written.startswith(OF_SESSION)
    if part in ("civil-society", "national-report"):
        name = part.replace("-", "_")
        cells = {f"{name}_deadline": str(span.start)} if own else {}
        return cells | ({f"{name}_certainty": "cancelled"} if cancelled else {})
    if part:
        return {}
    cells = {"start": str(span.start or ""), "end": str(span.end or "")} if own else {}
    return cells | ({"certainty": "cancelled"} if cancelled else {})


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else dt.date(*value.timetuple()[:3])
