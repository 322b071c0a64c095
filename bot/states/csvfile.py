"""Reads the CSV files of `knowledge/states/`, and says on which line something is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from bot.knowledge import quoted
from bot.knowledge.csvfile import check_columns, csv_lines
from bot.reviews import PartialDate

Line = tuple[int, dict[str, str]]
"""The number of a line (from 1) and its cells by column, stripped."""


def lines(
    name: str, content: bytes, columns: Sequence[str], needed: Collection[str]
) -> Iterator[Line]:
    """The lines of a CSV file that hold something, with a cell for each of `columns`.

    Raises KnowledgeError for a file that lacks a `needed` column or has one that is not among
    `columns`, or as `csv_lines` does.
    """
    for line, cells in csv_lines(
        name, content, lambda found: check_columns(name, found, columns, needed)
    ):
        yield line, dict.fromkeys(columns, "") | cells


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

    def moment(self, column: str) -> PartialDate | None:
        """A day, a month or a year; None for an empty cell."""
        text = self.text(column)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError as error:
            self.wrong.append(f"{column}: {error}")
            return None

    def when(self, column: str) -> PartialDate:
        """A day, a month or a year, which must be there."""
        found = self.moment(self.needed(column) and column)
        return found or PartialDate(year=1)

    def word(self, column: str, words: Sequence[str]) -> Any:
        """One of the words."""
        text = self.text(column).casefold()
        if text not in words:
            near = get_close_matches(text, words, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"use {', '.join(words)}"
            self.wrong.append(f"{column}: {quoted(text)} is not one of its words; {hint}")
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
            self.wrong.append(f"{column}: there is no {kind} {quoted(text)}{hint}")
        return text
