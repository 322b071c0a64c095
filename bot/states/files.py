"""Reads the CSV files of `knowledge/states/`, line by line into shapes whose fields say how each
cell is read, and says on which line something is wrong.

What was refreshed from official files is laid over them: a folder beside the knowledge base, which
an upgrade of the desk keeps. Its lines stand in place of those that came with the desk, but for
newer ones.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from bot.knowledge import quoted
from bot.knowledge.files import check_columns, csv_lines
from bot.knowledge.sources import Source
from bot.reviews import Cells, PartialDate
from bot.settings import settings

Made = TypeVar("Made")
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
        name, content, lambda present: check_columns(name, present, columns, needed)
    ):
        yield line, dict.fromkeys(columns, "") | cells


class StateCells(Cells):
    """The cells of one line of a table of States, whose words and ids stand as the desk writes
    them."""

    def needed(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not self.text(column):
            self.wrong.append(f"{column}: it is missing")
        return self.text(column)

    def several(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that are set apart by |."""
        return tuple(filter(None, (part.strip() for part in self.text(column).split("|"))))

    def needed_date(self, column: str) -> PartialDate:
        """A day, a month or a year, which must be there."""
        date = self.date(self.needed(column) and column)
        return date or PartialDate(year=1)

    def word(self, column: str, words: Sequence[str]) -> Any:
        """One of the words, in whatever case it is written; what is none is noted in `wrong`."""
        text = self.text(column).casefold()
        for word in words:
            if text == word.casefold():
                return word
        near = get_close_matches(text, words, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"use {', '.join(words)}"
        self.wrong.append(f"{column}: {quoted(text)} is not one of its words; {hint}")
        return text

    def perhaps(self, column: str, words: Sequence[str]) -> Any:
        """One of the words, or None for an empty cell."""
        return self.word(column, words) if self.text(column) else None

    def id_among(self, column: str, kind: str, known: Collection[str]) -> str:
        """An id that must be among those known; an empty cell is fine."""
        text = self.text(column)
        if text and text not in known:
            near = get_close_matches(text, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self.wrong.append(f"{column}: there is no {kind} {quoted(text)}{hint}")
        return text


@dataclass(frozen=True)
class TableNames:
    """The ids that a line may name."""

    states: Mapping[str, str]
    """Code → name."""
    mechanisms: Collection[str]
    entries: Collection[str]
    sources: Collection[str]
    instruments: Collection[str] = ()
    bodies: Collection[str] = ()


Reader = Callable[[StateCells, str, TableNames], Any]
"""What makes a value of the cell under a column, and notes in `wrong` why it can't be used."""


def _among(kind: str, ids: str) -> Reader:
    """An id of those that `TableNames` has under `ids`; an empty cell is fine."""
    return lambda cells, column, known: cells.id_among(column, kind, getattr(known, ids))


def _state(cells: StateCells, column: str, known: TableNames) -> str:
    """The code of a State; its name, where given, must be the one known here."""
    code, name = cells.text(column), cells.text("state")
    called = known.states.get(code)
    if called is None:
        cells.wrong.append(f"iso3: there is no State with the code {quoted(code)}")
    elif name and name != called:
        cells.wrong.append(f"state: {code} is {called}, but the line says {name}")
    return code


def sources(cells: StateCells, _: str, known: TableNames) -> tuple[str, ...]:
    """Sources: ids, addresses or, from an import, a text with a space in it."""
    source_ids = cells.several("source")
    for source in source_ids:
        if source not in known.sources and not source.startswith("https://") and " " not in source:
            cells.wrong.append(
                f"source: there is no source {quoted(source)}; give its id in sources.csv or"
                " sources.yaml, an address (https://…), or say in a few words what it is"
            )
    return source_ids


Needed = Annotated[str, lambda cells, column, _: cells.needed(column)]
StateCode = Annotated[str, _state]
OtherState = Annotated[str, _among("State", "states")]
MechanismId = Annotated[str, _among("mechanism", "mechanisms")]
EntryId = Annotated[str, _among("entry", "entries")]
TreatyId = Annotated[str, _among("treaty", "instruments")]
BodyId = Annotated[str, _among("regional body", "bodies")]
SourceIds = Annotated[tuple[str, ...], sources]
_BY_TYPE: Mapping[Any, Reader] = {
    str: lambda cells, column, _: cells.text(column),
    bool: lambda cells, column, _: cells.text(column) == "yes",
    tuple[str, ...]: lambda cells, column, _: cells.several(column),
    PartialDate: lambda cells, column, _: cells.needed_date(column),
    PartialDate | None: lambda cells, column, _: cells.date(column),
}


def _reader(hint: Any) -> Reader:
    """How the cell of a field of that type is read: a Literal holds one of its words."""
    if get_origin(hint) is Annotated:
        reader: Reader = hint.__metadata__[0]
        return reader
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    if get_origin(hint) is Literal:
        return lambda cells, column, _: cells.word(column, get_args(hint))
    words, _ = get_args(hint)
    return lambda cells, column, _: cells.perhaps(column, get_args(words))


@cache
def _fields(kind: type) -> tuple[tuple[str, Reader], ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple((name, _reader(hint)) for name, hint in hints.items())


def line_of(kind: Callable[..., Made], cells: StateCells, known: TableNames) -> Made:
    """A line of a table as its shape, each cell read as the type of its field says; what can't be
    used is noted in `cells.wrong`."""
    return kind(**{name: read(cells, name, known) for name, read in _fields(kind)})


def columns_of(kind: type) -> tuple[str, ...]:
    """The columns of a table, in the order of its shape's fields; beside a State's code stands its
    name, for who reads the table."""
    columns: list[str] = []
    for name, read in _fields(kind):
        columns.append("source" if read is sources else name)
        columns += ["state"] if read is _state else []
    return tuple(columns)


KEYS: Mapping[str, tuple[str, str]] = {
    "ratifications": ("iso3", "instrument"),
    "regional": ("iso3", "body"),
    "institutions": ("iso3", "kind"),
}
"""The tables that can be refreshed, and the columns that name a line."""
RECEIPTS = "receipts.csv"
RECEIPT_COLUMNS = (
    "id", "set", "title", "publisher", "url", "file", "sha256", "as_of", "who", "day", "changes",
)  # fmt: skip


@dataclass(frozen=True)
class Receipt:
    """A file that was taken: where it is from, its hash, who took it and when."""

    id: str
    set: str
    title: str
    publisher: str
    url: str
    file: str
    sha256: str
    as_of: str
    who: str
    day: str
    changes: str

    def source(self) -> Source:
        """The receipt as a source that replies cite."""
        read = f"file {self.file}, sha256 {self.sha256[:12]}, read by {self.who} on {self.day}"
        return Source(
            title=f"{self.title} ({read})",
            publisher=self.publisher,
            url=self.url,
            date=self.as_of,
            official=True,
        )


def receipts() -> list[Receipt]:
    """Every receipt, oldest first; none where nothing was refreshed."""
    path = settings().refreshed / RECEIPTS
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Receipt(**{column: row.get(column) or "" for column in RECEIPT_COLUMNS})
            for row in csv.DictReader(file)
        ]


def over(name: str, base: Iterable[Line], columns: tuple[str, ...]) -> Iterator[Line]:
    """The lines of a table with what was refreshed laid over them; a line that came with the desk
    stays where it is of a later day than the refreshed one."""
    if name not in KEYS:
        yield from base
        return
    own = _own(name, columns)
    last = 0
    for line, cells in base:
        last = line
        newer = own.pop(_key(name, cells), None)
        yield line, (newer if newer and not _older(newer, cells) else cells)
    for number, cells in enumerate(own.values(), last + 1):
        yield number, cells


def path_of(name: str) -> Path:
    """Where the refreshed file of a table stands, whether it is there or not."""
    return settings().refreshed / "states" / f"{name}.csv"


def _own(name: str, columns: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, str]]:
    path = path_of(name)
    if not path.is_file():
        return {}
    its = lines(f"refreshed/{name}.csv", path.read_bytes(), columns, KEYS[name])
    return {_key(name, cells): cells for _, cells in its}


def _key(name: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cells[column] for column in KEYS[name])


def _older(own: Mapping[str, str], shipped: Mapping[str, str]) -> bool:
    days = [cells.get("as_of") or "" for cells in (own, shipped)]
    if not all(days):
        return False
    mine, theirs = (PartialDate.parse(day) for day in days)
    return mine.last < theirs.last
