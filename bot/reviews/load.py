"""Reads the calendar's files into checked rows, all or nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import check_columns, content_of, csv_lines
from bot.reviews.models import Review, Rows, Session
from bot.reviews.table import COLUMNS, MARK, NEEDED, BadRow, CalendarNames, row_of, word
from bot.settings import settings

Placed = tuple[str, int, Session | Review]
"""A file's name, a line or row of it, and what stands there."""


def calendar_names(folder: Path) -> CalendarNames:
    """What the rows of a knowledge folder may name: its mechanisms, and the States of states/.

    Raises KnowledgeError where the list of States can't be read.
    """
    names = folder / "states" / "names.csv"
    try:
        with names.open(encoding="utf-8", newline="") as file:
            states = {row["iso3"]: row["name"] for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        message = "the list of States can't be read; it needs the columns iso3 and name"
        raise KnowledgeError([Problem("states/names.csv", 1, message)]) from error
    mechanisms = frozenset(path.stem for path in (folder / "mechanisms").glob("*.yaml"))
    return CalendarNames(states, mechanisms)


def files(folder: Path) -> list[Path]:
    """The calendar's files of a knowledge folder, in a fixed order."""
    return sorted((folder / "calendar").glob("*.csv"))


def load(folder: Path) -> Rows:
    """The rows of every file `calendar/*.csv` of a knowledge folder.

    Raises KnowledgeError with every problem found, file and line each.
    """
    names = calendar_names(folder)
    placed: list[Placed] = []
    problems: list[Problem] = []
    for path in files(folder):
        name = f"calendar/{path.name}"
        try:
            for line, cells in lines(name, content_of(path, name)):
                try:
                    placed.append((name, line, row_of(cells, names)))
                except BadRow as bad:
                    problems += [Problem(name, line, sentence) for sentence in bad.sentences]
        except KnowledgeError as error:
            problems += error.problems
    placed = _with_refreshed(placed, names)
    problems += [Problem(file, line, sentence) for file, line, sentence in conflicts(placed)]
    if problems:
        raise KnowledgeError(problems)
    return gathered(row for _, _, row in placed)


def refreshed() -> Path:
    """The file with the rows that were taken from official calendars; an upgrade keeps it."""
    return settings().refreshed / "calendar" / "refreshed.csv"


def _with_refreshed(placed: list[Placed], names: CalendarNames) -> list[Placed]:
    """The rows with those that were refreshed in their place, unless the files' own were checked
    on a later day; a refreshed row that can't be used any more is left out."""
    path = refreshed()
    if not path.is_file():
        return placed
    own: dict[str, Placed] = {}
    for line, cells in lines(f"refreshed/{path.name}", path.read_bytes()):
        try:
            row = row_of(cells, names)
        except BadRow:
            continue
        own[row.key] = (f"refreshed/{path.name}", line, row)
    fitting = []
    for file, line, row in placed:
        newer = own.pop(row.key, None)
        fitting.append(
            newer if newer and newer[2].checked_on >= row.checked_on else (file, line, row)
        )
    return [*fitting, *own.values()]


def gathered(rows: Iterable[Session | Review]) -> Rows:
    """Sessions and reviews, each among their own."""
    every = tuple(rows)
    return Rows(
        sessions=tuple(row for row in every if isinstance(row, Session)),
        reviews=tuple(row for row in every if isinstance(row, Review)),
    )


def lines(name: str, content: bytes, whole: bool = True) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a CSV file that hold something: line number (from 1) and cells by column.

    Takes commas, semicolons or tabs between the cells. Raises KnowledgeError for a file that is
    not UTF-8, or whose first line does not name the columns; unless `whole`, some may be missing.
    """
    return csv_lines(name, content, lambda columns: check_heading(name, columns, whole))


def check_heading(name: str, columns: Sequence[str], whole: bool = True) -> None:
    """Raises KnowledgeError where the first line does not name the calendar's columns.

    Without `whole`, rows that are there already are meant, and their key is enough.
    """
    needed = NEEDED if whole or "key" not in columns else ()
    check_columns(name, columns, COLUMNS, needed, beside=(MARK, ""))


def conflicts(placed: Iterable[Placed]) -> Iterator[tuple[str, int, str]]:
    """What is wrong in a row, or between rows: file, line and a sentence each.

    A row that stands in no line has the line 0, and its file says which row it is.
    """
    every = list(placed)
    sessions = {
        (row.mechanism, row.session): row
        for _, _, row in every
        if isinstance(row, Session) and row.session
    }
    keys: dict[str, str] = {}
    turns: dict[tuple[str, ...], str] = {}
    for file, line, row in every:
        where = f"{file}:{line}" if line else file
        if row.key in keys:
            yield file, line, f"the key {row.key} stands here twice (also {keys[row.key]})"
        keys.setdefault(row.key, where)
        turn = _turn(row)
        if turn in turns:
            yield file, line, f"two rows for one {turn[-1]}: this one and {turns[turn]}"
        if turn:
            turns.setdefault(turn, where)
        for sentence in _alone(row, sessions):
            yield file, line, sentence


def session_of(row: Session | Review, sessions: dict[tuple[str, str], Session]) -> Session | None:
    """The session in which a review takes place, where it is a row of the calendar.

    The outcome of the UPR is adopted in a session of the Human Rights Council (entry
    upr.outcome.when-adopted).
    """
    if isinstance(row, Session) or not row.session:
        return None
    in_council = row.mechanism == "upr" and row.stage == "adoption"
    return sessions.get(("hrc" if in_council else row.mechanism, row.session))


def _turn(row: Session | Review) -> tuple[str, ...]:
    if isinstance(row, Session):
        named = (row.mechanism, row.session, word(row.kind))
        return named if row.session else ()
    number = row.session if row.cycle is None else f"cycle {row.cycle}"
    return (row.mechanism, row.iso3, number, word(row.stage))


def _alone(row: Session | Review, sessions: dict[tuple[str, str], Session]) -> Iterator[str]:
    if row.certainty == "expected" and not row.rule:
        yield "it is 'expected', so give under rule the id of the entry whose rule says so"
    if row.certainty == "moved" and not row.earlier:
        yield "it 'moved', so give under earlier when it was to be"
    session = session_of(row, sessions)
    span = row.span or (session.span if session else None)
    if row.start and session and session.start and row.start.first < session.start.first:
        yield f"the start ({row.start}) lies before its session begins ({session.start})"
    if row.start and session and session.end and row.start.first > session.end.last:
        yield f"the start ({row.start}) lies after its session ends ({session.end})"
    for name in ("civil_society", "national_report"):
        deadline = getattr(row, name)
        begins = span and (span.start or span.end)
        if begins and deadline and deadline.when and deadline.when.first > begins.last:
            yield f"{name}_deadline ({deadline.when}) lies after the session begins ({begins})"
