"""Mechanisms side by side, topic by topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from bot.knowledge.figures import fill
from bot.knowledge.models import Base

COMPARED = ("what", "can", "cannot", "complaint", "outcome", "follow-up")


@dataclass(frozen=True)
class Row:
    """A topic and what each mechanism's first entry on it says."""

    topic: str
    texts: tuple[str, ...]


def comparison(base: Base, ids: Sequence[str], topics: Sequence[str] | None = None) -> list[Row]:
    """One row a topic, in the order of `ids`; where a mechanism has no entry, the reason."""
    return [
        Row(topic, tuple(_first(base, name, topic) for name in ids)) for topic in topics or COMPARED
    ]


def drawn(base: Base, ids: Sequence[str], rows: Sequence[Row]) -> Table:
    """The rows as a table for a terminal."""
    table = Table(show_lines=True)
    table.add_column("", style="bold")
    for name in ids:
        table.add_column(base.mechanisms[name].short, ratio=1)
    for row in rows:
        table.add_row(base.say(f"topic_{row.topic}", "en"), *row.texts)
    return table


def _first(base: Base, name: str, topic: str) -> str:
    mechanism = base.mechanisms[name]
    for entry in mechanism.entries:
        if entry.topic == topic and not entry.ended:
            return fill(entry.answer, entry.id, base.figure)
    return mechanism.no_entry.get(topic, "—")  # type: ignore[call-overload,no-any-return]
