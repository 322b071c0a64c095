"""The calendar as a table: one line a session or a review, the same columns in every file; its
cells are read one by one, and what is wrong in them is gathered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge import quoted
from bot.knowledge.files import csv_text
from bot.reviews.models import (
    CERTAINTIES,
    SESSION_KINDS,
    STAGES,
    CalendarRow,
    Deadline,
    Review,
    Session,
)
from bot.reviews.partial_dates import PartialDate

_WORDS = {
    "pre_session": "pre-session",
    "special_session": "special session",
    "list_of_issues": "list of issues",
    "prior_to_reporting": "prior to reporting",
    "follow_up": "follow-up",
    "mid_term": "mid-term",
}
_DIGITS = 4
Made = TypeVar("Made", bound=BaseModel)
StateCode = Callable[[str], str | None]


@dataclass(frozen=True)
class CalendarNames:
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


class CalendarCells(Cells):
    """The cells of one row of the calendar, whose words people also write with blanks or hyphens,
    and whose State they may name in place of its code."""

    def __init__(self, cells: Mapping[str, str], known: CalendarNames) -> None:
        super().__init__(cells)
        self._known = known

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
        when = self.date(f"{name}_deadline")
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


COLUMNS = (
    "key", "mechanism", "stage", "session", "cycle", "iso3", "state", "start", "end",
    "civil_society_deadline", "civil_society_certainty", "national_report_deadline",
    "national_report_certainty", "certainty", "rule", "earlier", "place", "source", "checked_on",
    "note",
)  # fmt: skip
MARK = "correction"
"""A column that an export may have besides: what curators corrected. It is not read."""
NEEDED = ("mechanism", "stage", "certainty")
"""Columns that a file can't do without; the rest may be left out where they would be empty."""


def row_of(cells: Mapping[str, str], known: CalendarNames) -> Session | Review:
    """The row that these cells hold; raises BadRow with every problem in them."""
    reader = CalendarCells(cells, known)
    stage = reader.word("stage", (*SESSION_KINDS, *STAGES))
    common: dict[str, Any] = {
        "mechanism": reader.mechanism(),
        "session": reader.text("session"),
        "start": reader.date("start"),
        "end": reader.date("end"),
        "civil_society": reader.deadline("civil_society"),
        "national_report": reader.deadline("national_report"),
        "certainty": reader.word("certainty", CERTAINTIES),
        "rule": reader.text("rule") or None,
        "earlier": reader.date("earlier"),
        "source": reader.source(),
        "checked_on": reader.checked_on(),
        "note": reader.text("note"),
    }
    start, end = common["start"], common["end"]
    if start and end and end.last < start.first:
        reader.wrong.append(f"the end ({end}) lies before the start ({start})")
    is_session = stage in SESSION_KINDS
    if not is_session:
        common |= {"iso3": reader.state(), "stage": stage, "cycle": reader.cycle()}
    else:
        common |= {"kind": stage, "place": reader.text("place")}
    if reader.wrong:
        raise BadRow(reader.wrong)
    common["key"] = reader.text("key") or _key(common)
    return shaped(Session, common) if is_session else shaped(Review, common)


def shaped(kind: type[Made], parts: Mapping[str, Any]) -> Made:
    """A shape of these parts; raises BadRow with every one that does not fit."""
    try:
        return kind(**parts)
    except ValidationError as error:
        raise BadRow(
            f"{detail['loc'][0]}: {quoted(detail['input'])} {detail['msg'].lower()}"
            for detail in error.errors()
        ) from error


def cells_of(row: Session | Review, states: Mapping[str, str]) -> dict[str, str]:
    """A row as the cells of a file, every column present."""
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "key": row.key,
        "mechanism": row.mechanism,
        "session": row.session,
        "start": str(row.start or ""),
        "end": str(row.end or ""),
        "certainty": word(row.certainty),
        "rule": row.rule or "",
        "earlier": str(row.earlier or ""),
        "source": row.source,
        "checked_on": row.checked_on.isoformat(),
        "note": row.note,
    }
    for name in ("civil_society", "national_report"):
        deadline: Deadline | None = getattr(row, name)
        if deadline:
            cells[f"{name}_deadline"] = str(deadline.when or "")
            cells[f"{name}_certainty"] = word(deadline.certainty)
    if isinstance(row, Session):
        return cells | {"stage": word(row.kind), "place": row.place}
    return cells | {
        "stage": word(row.stage),
        "iso3": row.iso3,
        "state": states.get(row.iso3, ""),
        "cycle": str(row.cycle or ""),
    }


def calendar_csv(
    rows: Iterable[Session | Review],
    states: Mapping[str, str],
    marks: Mapping[str, str] | None = None,
) -> str:
    """The rows as the text of a CSV file, sorted so that a change shows as one changed line.

    `marks` (key of a row → text) stand in a column of their own.
    """
    columns = (*COLUMNS, MARK) if marks else COLUMNS
    marks = marks or {}
    every = sorted(rows, key=_order)
    marked = (cells_of(row, states) | {MARK: marks.get(row.key, "")} for row in every)
    return csv_text(columns, marked)


def _order(row: CalendarRow) -> tuple[Any, ...]:
    session = row.session.rjust(8)
    if isinstance(row, Review):
        return (row.mechanism, 1, row.cycle or 0, session, row.stage, row.iso3, row.key)
    return (row.mechanism, 0, 0, session, row.key)


def _key(parts: Mapping[str, Any]) -> str:
    number = parts["session"] if parts.get("cycle") is None else str(parts["cycle"])
    named = [parts["mechanism"], number, parts.get("iso3", ""), parts.get("stage", "")]
    if "iso3" not in parts and not number:
        named += [str(parts["start"] or ""), parts["kind"]]
    return "-".join(re.findall(r"[a-z0-9]+", " ".join(named).casefold()))
