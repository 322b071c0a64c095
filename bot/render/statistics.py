"""How much the knowledge base holds, as tables for a terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import get_args

from rich.table import Table

from bot.knowledge.models import TOPICS, Base, Status


def tables(base: Base, today: dt.date) -> list[Table]:
    """Mechanism × topic, and statuses, asks and staleness by mechanism."""
    return [_topics(base), _statuses(base, today)]


def _topics(base: Base) -> Table:
    table = Table(title="Entries by mechanism and topic")
    table.add_column("")
    for topic in (*TOPICS, "all"):
        table.add_column(topic, justify="right")
    for mechanism in base.mechanisms.values():
        count = Counter(entry.topic for entry in mechanism.entries)
        cells = [str(count[topic] or "·") for topic in TOPICS]
        table.add_row(mechanism.id, *cells, str(len(mechanism.entries)))
    total = Counter(entry.topic for entry in base.entries.values())
    sums = [str(total[topic]) for topic in TOPICS]
    table.add_row("all", *sums, str(len(base.entries)), style="bold")
    return table


def _statuses(base: Base, today: dt.date) -> Table:
    table = Table(title="How settled, how reachable, how current")
    statuses = get_args(Status)
    headings = (*statuses, "ended rules", "asks", "to review", "expired")
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="right")
    rows = [(m.id, list(m.entries)) for m in base.mechanisms.values()]
    for name, entries in [*rows, ("all", list(base.entries.values()))]:
        count = Counter(entry.status for entry in entries)
        cells = [
            *(count[status] for status in statuses),
            sum(entry.ended is not None for entry in entries),
            sum(len(entry.asks.all()) for entry in entries),
            sum(entry.review_by < today for entry in entries),
            sum(bool(e.valid_until and e.valid_until < today) for e in entries),
        ]
        table.add_row(name, *map(str, cells), style="bold" if name == "all" else "")
    return table
