"""Reads the CSV files of `knowledge/states/`, and says on which line something is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from bot.knowledge import KnowledgeError, Problem
from bot.reviews import Moment

Line = tuple[int, dict[str, str]]
"""The number of a line (from 1) and its cells by column, stripped."""


def lines(
    name: str, content: bytes, columns: Sequence[str], needed: Collection[str]
) -> Iterator[Line]:
    """The lines of a CSV file that hold something; `name` is what a curator is told it is called.

    Takes commas, semicolons or tabs. Raises KnowledgeError for a file that is not UTF-8, that
    lacks a `needed` column or has one that is not among `columns`, or a line with too many cells.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "this line is not UTF-8 text; in the spreadsheet, save it as 'CSV UTF-8'"
        raise KnowledgeError([Problem(name, line, message)]) from error
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    at = 1
    try:
        found = [cell.strip().casefold() for cell in next(reader, [])]
        _check_columns(name, found, columns, needed)
        at = reader.line_num + 1  # a cell in quotes may go over several lines: its first counts
        for cells in reader:
            if len(cells) > len(found):
                message = "more cells than columns; put a text with commas in quotes"
                raise KnowledgeError([Problem(name, at, message)])
            if any(cell.strip() for cell in cells):
                stripped = (cell.strip() for cell in cells)
                yield at, dict(zip(found, stripped, strict=False))
            at = reader.line_num + 1
    except csv.Error as error:
        message = f"this line can't be read as CSV ({error}); look for a quotation mark"
        raise KnowledgeError([Problem(name, at, message)]) from error


def _check_columns(
    name: str, found: Sequence[str], columns: Sequence[str], needed: Collection[str]
) -> None:
    problems = [
        Problem(name, 1, f"the column '{column}' is missing; the columns are {', '.join(columns)}")
        for column in needed
        if column not in found
    ]
    for column in found:
        if column not in columns:
            near = get_close_matches(column, columns, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            problems.append(Problem(name, 1, f"there is no column '{column}'{hint}"))
    if len(set(found)) < len(found):
        problems.append(Problem(name, 1, "a column stands here twice"))
    if problems:
        raise KnowledgeError(problems)


class Cells:
    """The cells of one line; gathers in `wrong` what can't be used."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.wrong: list[str] = []

    def text(self, column: str) -> str:
        """The cell; empty where the column is missing."""
        return self._cells.get(column) or ""

    def needed(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not self.text(column):
            self.wrong.append(f"{column}: it is missing")
        return self.text(column)

    def several(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that are set apart by |."""
        return tuple(filter(None, (part.strip() for part in self.text(column).split("|"))))

    def moment(self, column: str) -> Moment | None:
        """A day, a month or a year; None for an empty cell."""
        text = self.text(column)
        try:
            return Moment.parse(text) if text else None
        except ValueError as error:
            self.wrong.append(f"{column}: {error}")
            return None

    def when(self, column: str) -> Moment:
        """A day, a month or a year, which must be there."""
        found = self.moment(self.needed(column) and column)
        return found or Moment(year=1)

    def word(self, column: str, words: Sequence[str]) -> Any:
        """One of the words."""
        text = self.text(column).casefold()
        if text not in words:
            near = get_close_matches(text, words, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"use {', '.join(words)}"
            self.wrong.append(f"{column}: '{text}' is not one of its words; {hint}")
        return text

    def perhaps(self, column: str, words: Sequence[str]) -> Any:
        """One of the words, or None for an empty cell."""
        return self.word(column, words) if self.text(column) else None

    def known(self, column: str, kind: str, known: Collection[str]) -> str:
        """An id that must be among those known; an empty cell is fine."""
        text = self.text(column)
        if text and text not in known:
            near = get_close_matches(text, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self.wrong.append(f"{column}: there is no {kind} '{text}'{hint}")
        return text
