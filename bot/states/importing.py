"""Takes a newer table of ratifications: shown first, then written, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.knowledge import KnowledgeError, Problem, cache, quoted
from bot.knowledge.files import csv_text, handed_in
from bot.states.files import StateCells, TableNames, line_of, lines, over, sources
from bot.states.load import COLUMNS, Tables, impossible
from bot.states.models import TreatyRow

FILE = "ratifications.csv"
_COLUMNS = COLUMNS["ratifications"]
_NEEDED = ("instrument", "status")
_OWN = ("doubt", "note")
"""Cells that speak of the old source, and that a newer one doesn't keep."""
_PROCEDURES = ("complaint", "inquiry")


Key = tuple[str, str]
"""A State's code and a treaty's id."""


@dataclass(frozen=True)
class Find:
    """Finds what a line names as people write it; None where it names nothing, or several."""

    state: Callable[[str], str | None]
    treaty: Callable[[str], str | None]


@dataclass(frozen=True)
class RatificationChange:
    """A line that the table changes: its cells before (none for a new line) and after."""

    key: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of ratifications.csv in which the line before and after differ."""
        return tuple(c for c in _COLUMNS if self.before.get(c, "") != self.after.get(c, ""))


@dataclass(frozen=True)
class RatificationPlan:
    """What a table would do to the ratifications."""

    changes: tuple[RatificationChange, ...]
    confirmed: tuple[RatificationChange, ...]
    """Lines of which only the source and its day are newer."""
    older: tuple[str, ...]
    """Lines of the table that are older than what is held, and are passed over."""
    text: str
    """The whole new file."""

    @property
    def same(self) -> int:
        """How many lines are confirmed."""
        return len(self.confirmed)


def plan(
    folder: Path,
    tables: Tables,
    known: TableNames,
    table: Path,
    find: Find,
    source: str,
    on: dt.date,
) -> RatificationPlan:
    """What the CSV file `table` would change in the ratifications of the knowledge folder.

    A line names a State by `iso3` or `state`, and a treaty as people write it. What it leaves
    empty stays as it is, but for doubts and notes on the old source; its day is `as_of`, or else
    `on`. Raises KnowledgeError naming every line that can't be used or would make the
    ratifications impossible.
    """
    stamp = StateCells({"source": source})
    sources(stamp, "source", known)
    if stamp.wrong:
        raise KnowledgeError([Problem(table.name, 1, wrong) for wrong in stamp.wrong])
    known = replace(known, instruments=tables.instruments)
    taking = _Taking(folder, tables, known, find, source, on)
    for line, cells in lines(table.name, handed_in(table), _COLUMNS, _NEEDED):
        taking.problems += [
            Problem(table.name, line, wrong) for wrong in taking.take(table.name, line, cells)
        ]
    return taking.plan()


class _Taking:
    """Takes a table line by line into what is held, and gathers what can't be used."""

    def __init__(
        self, folder: Path, tables: Tables, known: TableNames, find: Find, source: str, on: dt.date
    ) -> None:
        self._tables, self._known, self._find = tables, known, find
        self._source, self._on = source, on
        self._held: dict[Key, dict[str, str]] = {}
        self._places: dict[Key, tuple[str, int]] = {}
        content = (folder / "states" / FILE).read_bytes()
        for line, cells in over(
            "ratifications", lines(FILE, content, _COLUMNS, _COLUMNS), _COLUMNS
        ):
            key = (cells["iso3"], cells["instrument"])
            self._held[key], self._places[key] = cells, (f"states/{FILE}", line)
        self._rows = {(row.iso3, row.instrument): row for row in tables.rows}
        self._seen: dict[Key, int] = {}
        self._changes: list[RatificationChange] = []
        self._older: list[str] = []
        self._same: list[RatificationChange] = []
        self.problems: list[Problem] = []

    def take(self, file: str, line: int, given: Mapping[str, str]) -> list[str]:
        """Take a line; what is wrong with it, in sentences."""
        key = self._key(given)
        if isinstance(key, str):
            return [key]
        first = self._seen.setdefault(key, line)
        if first != line:
            return [f"two lines for {' and '.join(key)}: this one and line {first}"]
        before = self._held.get(key, {})
        name = self._known.states[key[0]]
        after = _merged(before, given, self._source, self._on)
        after |= {"iso3": key[0], "state": name, "instrument": key[1]}
        cells = StateCells(after)
        changed = line_of(TreatyRow, cells, self._known)
        if cells.wrong:
            return cells.wrong
        if _is_older(changed, self._rows.get(key)):
            self._older.append(_row_key(changed))
            return []
        change = RatificationChange(_row_key(changed), before, after)
        if set(change.columns) - {"source", "as_of"}:
            self._changes.append(change)
        else:
            self._same.append(change)
        self._held[key], self._rows[key], self._places[key] = after, changed, (file, line)
        return []

    def plan(self) -> RatificationPlan:
        """The plan; KnowledgeError where a line was wrong, or the whole is impossible."""
        placed = list(self._places.values())
        every = enumerate(self._rows[key] for key in self._places)
        self.problems += [
            Problem(*placed[number], wrong)
            for number, wrong in impossible(every, self._tables.instruments)
        ]
        if self.problems:
            raise KnowledgeError(self.problems)
        text = csv_text(_COLUMNS, self._held.values())
        return RatificationPlan(tuple(self._changes), tuple(self._same), tuple(self._older), text)

    def _key(self, given: Mapping[str, str]) -> Key | str:
        """The State's code and the treaty's id, or what is wrong with them."""
        state, treaty = given.get("iso3") or given.get("state") or "", given["instrument"]
        iso3, instrument = self._find.state(state), self._find.treaty(treaty)
        if iso3 is None:
            return (
                f"{quoted(state)} names no State here, or more than one; write its code under iso3"
            )
        if instrument is None:
            return f"{quoted(treaty)} names no treaty that is kept here, or several; write its id"
        return iso3, instrument


def save(folder: Path, text: str) -> Path:
    """Write the whole new file in place of the old one; a full disk changes nothing."""
    path = folder / "states" / FILE
    cache.replace(path, text.encode())
    return path


def _merged(
    before: Mapping[str, str], given: Mapping[str, str], source: str, on: dt.date
) -> dict[str, str]:
    """The line as it becomes."""
    after = {column: before.get(column, "") for column in _COLUMNS} | dict.fromkeys(_OWN, "")
    after |= {column: cell for column, cell in given.items() if cell}
    named = [given.get("source") or source]
    if any(before.get(procedure) and not given.get(procedure) for procedure in _PROCEDURES):
        named += before["source"].split("|")  # what is held of procedures rests on them
    after["source"] = "|".join(dict.fromkeys(named))
    after["as_of"] = given.get("as_of") or on.isoformat()
    if after["status"].casefold() != "party":
        gone = (c for c in _COLUMNS if c == "since" or c.startswith(("complaint", "inquiry")))
        after |= {column: given.get(column, "") for column in gone}
    for procedure in _PROCEDURES:
        if given.get(procedure):
            after[f"{procedure}_doubt"] = given.get(f"{procedure}_doubt", "")
            day = given.get(f"{procedure}_as_of") or after["as_of"]
            after[f"{procedure}_as_of"] = day
            if given[procedure].casefold() != "yes":
                after[f"{procedure}_since"] = given.get(f"{procedure}_since", "")
    return after


def _is_older(row: TreatyRow, held: TreatyRow | None) -> bool:
    return bool(held and held.as_of and row.as_of and row.as_of.last < held.as_of.last)


def _row_key(row: TreatyRow) -> str:
    """'HTI and CAT': a State and a treaty, of which the table may have one line."""
    return f"{row.iso3} and {row.instrument}"
