"""What was refreshed from official files: a folder beside the knowledge base, which an upgrade of
the desk keeps. Its lines stand in place of those that came with the desk, but for newer ones."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.models import Source
from bot.reviews import PartialDate
from bot.settings import settings
from bot.states.csvfile import Line, lines

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
    """The refreshed file of a table."""
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
