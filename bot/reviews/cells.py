"""The cells of one line of a curated table, read one by one; what is wrong in them is gathered."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reviews.partial_dates import PartialDate


class Cells:
    """The cells of one line, by column; gathers in `wrong`, in a sentence each, what can't be used.

    What a table of its own allows (its words, ids, States) is read by a class over this one.
    """

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.wrong: list[str] = []

    def text(self, column: str) -> str:
        """A cell without blanks around it; empty where the column is missing."""
        return (self._cells.get(column) or "").strip()

    def date(self, column: str) -> PartialDate | None:
        """A day, a month or a year, as exact as it is written; None where the cell is empty, or
        holds no date."""
        text = self.text(column)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError as error:
            self.wrong.append(f"{column}: {error}")
            return None
