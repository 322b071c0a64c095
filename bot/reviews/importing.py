"""What a curator's table changes in the calendar: read out of a file (CSV, Excel, or a calendar
file that the desk wrote), shown first, then written, all or nothing."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.knowledge import KnowledgeError, Problem, quoted
from bot.knowledge.curated import Shape
from bot.knowledge.files import handed_in
from bot.reviews.load import Placed, check_heading, conflicts, files, gathered, lines
from bot.reviews.models import Review, Rows, Session
from bot.reviews.partial_dates import PartialDate, Span
from bot.reviews.table import COLUMNS, BadRow, CalendarNames, calendar_csv, cells_of, row_of

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


LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes; an Excel file is a packed one, and a small one may unpack to fill the memory."""
Row = tuple[int, dict[str, str]]
"""Line, row or event (from 1) and its cells by column."""


def read_table(path: Path) -> list[Row]:
    """Every row of the file that holds something.

    Raises KnowledgeError for a file that can't be used: too large, of another kind, not UTF-8,
    without the calendar's columns.
    """
    content = handed_in(path)
    match path.suffix.casefold():
        case ".csv" | ".tsv" | ".txt":
            return list(lines(path.name, content, whole=False))
        case ".xlsx":
            return list(_excel(path))
        case ".ics":
            return _events(path, content)
    raise _unusable(path, "its name must end in .csv, .xlsx or .ics")


def _unusable(path: Path, message: str) -> KnowledgeError:
    return KnowledgeError([Problem(path.name, 1, message)])


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
        check_heading(path.name, columns, whole=False)
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


_STAMPS = ("source", "checked_on")


class CalendarChange(Shape):
    """A row that a table changes."""

    before: Session | Review
    after: Session | Review
    columns: tuple[str, ...]


class CalendarPlan(Shape):
    """What a table would do to the calendar."""

    added: tuple[Session | Review, ...] = ()
    changed: tuple[CalendarChange, ...] = ()
    removed: tuple[Session | Review, ...] = ()
    unchanged: int = 0
    elsewhere: int = 0
    """Rows of the calendar that the table does not hold, and that stay."""

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed)


def plan(
    rows: Rows,
    table: Sequence[Row],
    file: str,
    names: CalendarNames,
    source: str,
    on: dt.date,
    whole: bool = False,
) -> CalendarPlan:
    """What `table` (as `read_table` gives it) would change in `rows`.

    A row is found by its key, else by its mechanism, session or cycle, State and stage; columns
    that the table lacks keep what they hold. What is new or changed takes `source` and the day
    `on`, where the table gives none of its own. With `whole`, rows that the table lacks are
    removed. Raises KnowledgeError naming every row that can't be used.
    """
    by_key = rows.by_key()
    taken: dict[str, Session | Review] = {}
    changes: list[CalendarChange] = []
    problems: list[Problem] = []
    placed: list[Placed] = []
    for number, cells in table:
        try:
            before, after, columns = _merged(by_key, cells, names, (source, on.isoformat()))
        except BadRow as bad:
            problems += [
                Problem(file, number, f"row {number}: {sentence}") for sentence in bad.sentences
            ]
            continue
        placed.append((file, number, after))
        taken[after.key] = after
        if before and columns:
            changes.append(CalendarChange(before=before, after=after, columns=columns))
    missing = [row for key, row in by_key.items() if key not in taken]
    stay: list[Placed] = [] if whole else [(f"the calendar's {r.key}", 0, r) for r in missing]
    problems += [
        Problem(name, number, f"row {number}: {sentence}" if number else sentence)
        for name, number, sentence in conflicts([*stay, *placed])
    ]
    if problems:
        raise KnowledgeError(problems)
    added = tuple(row for key, row in taken.items() if key not in by_key)
    return CalendarPlan(
        added=added,
        changed=tuple(changes),
        removed=tuple(missing) if whole else (),
        unchanged=len(taken) - len(added) - len(changes),
        elsewhere=0 if whole else len(missing),
    )


def applied(rows: Rows, changes: CalendarPlan) -> Rows:
    """The rows with the plan's removals, changes and additions in them."""
    by_key = rows.by_key()
    for row in changes.removed:
        del by_key[row.key]
    by_key |= {change.after.key: change.after for change in changes.changed}
    by_key |= {row.key: row for row in changes.added}
    return gathered(by_key.values())


def save(folder: Path, rows: Rows, names: CalendarNames) -> list[Path]:
    """Write the rows into the calendar's files of a knowledge folder: each mechanism where its
    rows stand already, a new one into a file of its own name. Returns the files that changed.

    Every file is written beside the old one first, so that a full disk changes nothing.
    """
    home = _homes(folder)
    content: dict[Path, list[Session | Review]] = {path: [] for path in files(folder)}
    for row in rows.all():
        path = home.get(row.mechanism, folder / "calendar" / f"{row.mechanism}.csv")
        content.setdefault(path, []).append(row)
    ready: list[tuple[Path, Path]] = []
    try:
        for path, its in content.items():
            text = calendar_csv(its, names.states).encode()
            if path.is_file() and path.read_bytes() == text:
                continue
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as new:
                ready.append((Path(new.name), path))
                new.write(text)
            Path(new.name).chmod(0o644)
        for part, path in ready:
            part.replace(path)
    finally:
        for part, _ in ready:
            part.unlink(missing_ok=True)
    return [path for _, path in ready]


def _homes(folder: Path) -> dict[str, Path]:
    count: dict[str, dict[Path, int]] = defaultdict(lambda: defaultdict(int))
    for path in files(folder):
        for _, cells in lines(path.name, path.read_bytes()):
            count[cells["mechanism"]][path] += 1
    return {name: max(its, key=lambda path: its[path]) for name, its in count.items()}


def _merged(
    by_key: Mapping[str, Session | Review],
    given: Mapping[str, str],
    names: CalendarNames,
    stamps: tuple[str, str],
) -> tuple[Session | Review | None, Session | Review, tuple[str, ...]]:
    """The row as it was and as it becomes, and the columns in which they differ."""
    before = by_key.get(given.get("key", ""))
    if before is None:
        if "mechanism" not in given:
            raise BadRow([f"the calendar has no row with the key {quoted(given.get('key', ''))}"])
        added = row_of(_stamped(given, stamps), names)
        before = by_key.get(added.key)
        if before is None:
            return None, added, ()
    old = cells_of(before, names.states)
    cells = _stamped({**old, **given, "key": before.key}, stamps)
    after = row_of(cells, names)
    new = cells_of(after, names.states)
    columns = tuple(column for column in COLUMNS if old.get(column, "") != new.get(column, ""))
    if set(columns) <= set(_STAMPS) and after.checked_on <= before.checked_on:
        return before, before, ()  # no date differs, and the calendar's source is the newer one
    for column, stamp in zip(_STAMPS, stamps, strict=True):
        if column not in columns:
            cells[column] = stamp
    return before, row_of(cells, names), columns


def _stamped(cells: Mapping[str, str], stamps: tuple[str, str]) -> dict[str, str]:
    given = {
        column: cells.get(column) or stamp for column, stamp in zip(_STAMPS, stamps, strict=True)
    }
    return {**cells, **given}
