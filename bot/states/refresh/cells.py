"""Finds headings and cells in tables, and makes lines of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.states.refresh.dates import dates_of
from bot.states.refresh.grids import Grid
from bot.states.rows import Instrument

Fact = dict[str, str]
"""What a list says, as a line of its table: texts by column."""


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
    days = dates_of(text)
    if not days and text.casefold().strip(" .") not in _NO_DAY:
        raise ValueError(f"“{text[:40]}” in the row of {row[0][:40]} can't be read as a day")
    return days


def standing_of(code: str, treaty: Instrument, joined: str, signed: str) -> Fact:
    """A State and a treaty, by the days of joining and of signing."""
    status = "party" if joined else "signed" if signed else "none"
    return {"iso3": code, "instrument": treaty.id, "status": status, "since": joined}


def accept(cells: Fact, treaty: Instrument, procedure: str, day: str | None) -> None:
    """Whether a party accepted a procedure that needs more than joining: by the date in its
    column; None where the list has no such column."""
    opened = getattr(treaty, procedure)
    if day is None or opened not in ("declaration", "opt-in", "opt-out"):
        return
    cells[procedure] = "yes" if day else "no"
    if day:
        cells[f"{procedure}_since"] = day


def accredited(code: str, grade: str, name: str) -> Fact:
    """A national human rights institution and its accreditation."""
    standing = {"A": "a", "B": "b", "C": "no_status"}[grade]
    return {"iso3": code, "kind": "nhri", "name": name.strip(" ,;"), "standing": standing}


def calendar_line(mechanism: str, stage: str, session: str, **cells: str) -> Fact:
    """A line of the calendar; days that can't be read stay out."""
    line: Fact = {"mechanism": mechanism, "stage": stage.replace("_", " "), "session": session}
    for name, text in cells.items():
        if name in ("iso3", "cycle"):
            line[name] = text
        elif text:
            days = dates_of(text)
            line[name] = days[0] if days else ""
    for name in ("civil_society", "national_report"):
        if line.get(f"{name}_deadline"):
            line[f"{name}_certainty"] = "published"
    return {name: text for name, text in line.items() if text}
