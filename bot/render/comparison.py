"""Mechanisms side by side, topic by topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from bot.knowledge.figures import answer_of
from bot.knowledge.models import Base, Entry, Language

COMPARED = ("what", "can", "cannot", "complaint", "outcome", "follow-up")
UNSURE = ("unchecked", "dated")
"""Statuses that stand beside a statement."""


@dataclass(frozen=True)
class Cell:
    """What a mechanism's first entry on a topic says, after how sure it is where that must be said;
    without an entry, the reason."""

    text: str
    entry: Entry | None = None


@dataclass(frozen=True)
class Row:
    """A topic, and a cell for each mechanism."""

    topic: str
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the cells."""
        return tuple(cell.text for cell in self.cells)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the cells rest on."""
        return tuple(cell.entry for cell in self.cells if cell.entry)


def comparison(
    base: Base,
    ids: Sequence[str],
    topics: Sequence[str] | None = None,
    language: Language = "en",
) -> list[Row]:
    """One row a topic, in the order of `ids`. The first entry on a topic is the one that curators
    put first (docs/curating.md, "topic")."""
    return [
        Row(topic, tuple(_first(base, name, topic, language) for name in ids))
        for topic in topics or COMPARED
    ]


def unsure(base: Base, entry: Entry, language: Language) -> str:
    """How sure an entry is, where that must be said with it."""
    return base.say(f"{entry.status}_tag", language) if entry.status in UNSURE else ""


def drawn(base: Base, ids: Sequence[str], rows: Sequence[Row], language: Language = "en") -> Table:
    """The rows as a table for a terminal."""
    table = Table(show_lines=True)
    table.add_column("", style="bold")
    for name in ids:
        table.add_column(base.short(name, language), ratio=1)
    for row in rows:
        table.add_row(base.say(f"topic_{row.topic}", language), *row.texts)
    return table


def _first(base: Base, name: str, topic: str, language: Language) -> Cell:
    mechanism = base.mechanisms[name]
    for entry in mechanism.entries:
        if entry.topic == topic and not entry.ended:
            tag = unsure(base, entry, language)
            text = answer_of(base, entry, language)
            return Cell(f"({tag}) {text}" if tag else text, entry)
    return Cell(mechanism.no_entry.get(topic, "—"))  # type: ignore[call-overload]
