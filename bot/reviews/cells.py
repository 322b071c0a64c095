"""The cells of one row of the table, read one by one; what is wrong in them is gathered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.knowledge import quoted
from bot.reviews.models import CERTAINTIES, Deadline
from bot.reviews.moments import Moment

_WORDS = {
    "pre_session": "pre-session",
    "special_session": "special session",
    "list_of_issues": "list of issues",
    "prior_to_reporting": "prior to reporting",
    "follow_up": "follow-up",
    "mid_term": "mid-term",
}
_DIGITS = 4
StateCode = Callable[[str], str | None]


@dataclass(frozen=True)
class Known:
    """What a row may name: State codes with their names, and mechanisms."""

    states: Mapping[str, str]
    mechanisms: frozenset[str]
    code: StateCode = lambda _: None
    """Typed name → code, for a file that gives names alone; none is known by default."""


class BadRow(Exception):
    """A row that can't be used; `sentences` say why, for people."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("; ".join(self.sentences))


def word(literal: str) -> str:
    """A stage or certainty as it stands in a file: 'at risk', 'follow-up'."""
    return _WORDS.get(literal, literal.replace("_", " "))


class Cells:
    """Reads the cells of one row and gathers what is wrong in them."""

    def __init__(self, cells: Mapping[str, str], known: Known) -> None:
        self._cells = cells
        self._known = known
        self.wrong: list[str] = []

    def text(self, column: str) -> str:
        """A cell without blanks around it."""
        return (self._cells.get(column) or "").strip()

    def moment(self, column: str) -> Moment | None:
        """A date as exact as it is written; None where the cell is empty, or holds none."""
        text = self.text(column)
        try:
            return Moment.parse(text) if text else None
        except ValueError as error:
            self.wrong.append(f"{column}: {error}")
            return None

    def word(self, column: str, words: tuple[str, ...]) -> Any:
        """One of the words that the column knows; None for another."""
        text = self.text(column)
        literal = re.sub(r"[\s-]+", "_", text.casefold())
        if literal in words:
            return literal
        near = get_close_matches(literal, words, n=1)
        hint = f"did you mean '{word(near[0])}'?" if near else f"use {', '.join(map(word, words))}"
        self.wrong.append(f"{column}: {quoted(text)} is not one of its words; {hint}")
        return None

    def mechanism(self) -> str:
        """The id of a mechanism."""
        text = self.text("mechanism").casefold()
        if text not in self._known.mechanisms:
            near = get_close_matches(text, self._known.mechanisms, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self.wrong.append(f"mechanism: there is no mechanism {quoted(text)}{hint}")
        return text

    def state(self) -> str:
        """The code of the State, from its code or else from its name; both must agree."""
        code, name = self.text("iso3").upper(), self.text("state")
        called = self._known.states.get(code)
        if not code:
            code = self._known.code(name) or ""
            if not code:
                self.wrong.append(
                    f"state: {quoted(name)} is no State that is known here;"
                    " write its code under iso3"
                )
        elif called is None:
            self.wrong.append(f"iso3: there is no State with the code {quoted(code)}")
        elif name and name != called and self._known.code(name) != code:
            self.wrong.append(f"state: {code} is {called}, but the row says {quoted(name)}")
        return code

    def cycle(self) -> int | None:
        """The number of a cycle; None where the cell is empty."""
        text = self.text("cycle")
        number = int(text) if text.isdecimal() and len(text) <= _DIGITS else None
        if text and number is None:
            self.wrong.append(f"cycle: {quoted(text)} is no number of a cycle")
        return number

    def deadline(self, name: str) -> Deadline | None:
        """A deadline from its two cells."""
        when = self.moment(f"{name}_deadline")
        column = f"{name}_certainty"
        if not self.text(column):
            return Deadline(when=when) if when else None
        certainty = self.word(column, CERTAINTIES)
        if when is None and certainty not in ("suspended", "cancelled", "unknown", None):
            self.wrong.append(f"{column}: it says '{word(certainty)}', but no date is given")
        return Deadline(when=when, certainty=certainty) if certainty else None

    def source(self) -> str:
        """Where the row was read."""
        text = self.text("source")
        if not text:
            self.wrong.append("source: it is missing; say where the date was read")
        return text

    def checked_on(self) -> dt.date | None:
        """The day on which somebody last looked there."""
        text = self.text("checked_on")
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.wrong.append(f"checked_on: {quoted(text)} is no day; write it as 2026-11-24")
            return None
