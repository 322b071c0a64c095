"""What comes, and where a State stands, for a terminal, for a script and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.knowledge.csvfile import cell
from bot.render.state_words import StateWords
from bot.render.words import Names, Words
from bot.reviews import CalendarEvent, StateCalendar

COLUMNS = (
    "what", "start", "end", "precision", "how_sure", "papers", "state", "iso3", "mechanism", "key",
    "source", "checked_on", "note",
)  # fmt: skip
_STYLES = {"expected": "yellow", "at_risk": "red", "moved": "magenta", "unknown": "yellow"}


@dataclass(frozen=True)
class Group:
    """What belongs together: alike in all but the State."""

    first: CalendarEvent
    states: tuple[str, ...]


def grouped(comings: Iterable[CalendarEvent], names: Names) -> list[Group]:
    """The comings with those that differ only in the State put together, in their order."""
    groups: dict[tuple[object, ...], list[CalendarEvent]] = {}
    for one in comings:
        alike = (one.kind, one.whose, one.mechanism, one.session, one.stage, one.cycle)
        sure = (one.when, one.certainty, one.rule, one.earlier, one.deadline, one.note)
        groups.setdefault((*alike, *sure), []).append(one)
    return [
        Group(many[0], tuple(sorted(names.state(one.iso3) for one in many if one.iso3)))
        for many in groups.values()
    ]


def lines(comings: Iterable[CalendarEvent], words: Words) -> list[str]:
    """What comes, one line for what belongs together: date · what · how sure · papers · why."""
    return [" · ".join(_cells(group, words)) for group in grouped(comings, words.names)]


def drawn(comings: Iterable[CalendarEvent], words: Words) -> Table:
    """The same for a person at a terminal: the date, and beside it what comes and how sure."""
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(width=18)
    table.add_column()
    for group in grouped(comings, words.names):
        date, what, how_sure, *rest = _cells(group, words)
        told = Text.assemble(
            (what, "bold"), "\n", (how_sure, _STYLES.get(group.first.certainty, "green"))
        )
        for text in rest:
            told.append(f"\n{text}", "dim")
        table.add_row(Text(date, "bold cyan"), told)
    return table


def _cells(group: Group, words: Words) -> list[str]:
    one = group.first
    date = f"{words.when(one.when)}{words.days(one.days_left)}"
    rest = filter(None, (_papers(one, words), words.remark(one.note)))
    return [date, words.title(one, words.listed(group.states)), words.sure_by_rule(one), *rest]


def _papers(one: CalendarEvent, words: Words) -> str:
    """Nothing where no date is known: that its deadline is not published goes without saying."""
    unsaid = one.when is None and one.deadline and one.deadline.kind == "not_published"
    return "" if unsaid else words.papers(one.deadline)


def standing(calendar: StateCalendar, words: StateWords) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Where a State stands: a paragraph for each mechanism, and what can be done now (titles)."""
    for one in calendar.mechanisms:
        advice = tuple(words.names.source(entry) for entry in one.advice)
        name = words.labelled(words.names.mechanism(one.mechanism))
        yield f"{name} {words.review(one)}", advice
    calls = [words.call(one) for one in calendar.calls]
    yield f"{words.labelled(words.say('state_calls'))} {' | '.join(calls) or words.no_calls()}", ()


def record(one: CalendarEvent, words: Words) -> dict[str, Any]:
    """A coming as JSON: the shape's own fields, and what people read."""
    state = words.names.state(one.iso3) if one.iso3 else None
    return {
        **one.model_dump(mode="json"),
        "precision": one.when.precision if one.when else "unknown",
        "state": state,
        "title": words.title(one, state or ""),
        "date": words.when(one.when),
        "how_sure": words.sure(one),
        "papers": words.papers(one.deadline),
        "note": words.remark(one.note),
        "source_title": words.names.source(one.source),
    }


def table(comings: Sequence[CalendarEvent], words: Words) -> str:
    """The comings as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for one in comings:
        dates = {"start": one.when and one.when.start, "end": one.when and one.when.end}
        said = record(one, words)
        row = {**said, **dates, "what": said["title"], "source": said["source_title"]}
        writer.writerow({k: cell(v) if isinstance(v, str) else v for k, v in row.items()})
    return out.getvalue()
