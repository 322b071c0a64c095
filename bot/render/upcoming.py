"""Events ahead, and where a State stands, for a terminal, for a script and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.knowledge.files import cell
from bot.render.state_words import StateWords
from bot.render.words import DisplayNames, Words
from bot.reviews import CalendarEvent, StateCalendar

COLUMNS = (
    "what", "start", "end", "precision", "how_sure", "papers", "state", "iso3", "mechanism", "key",
    "source", "checked_on", "note",
)  # fmt: skip
_STYLES = {"expected": "yellow", "at_risk": "red", "moved": "magenta", "unknown": "yellow"}


@dataclass(frozen=True)
class AlikeEvents:
    """Events alike in all but the State."""

    first: CalendarEvent
    states: tuple[str, ...]


def grouped(events: Iterable[CalendarEvent], names: DisplayNames) -> list[AlikeEvents]:
    """The events in their order, those that differ only in the State put together."""
    groups: dict[tuple[object, ...], list[CalendarEvent]] = {}
    for event in events:
        alike = (event.kind, event.whose, event.mechanism, event.session, event.stage, event.cycle)
        sure = (event.when, event.certainty, event.rule, event.earlier, event.deadline, event.note)
        groups.setdefault((*alike, *sure), []).append(event)
    return [
        AlikeEvents(many[0], tuple(sorted(names.state(event.iso3) for event in many if event.iso3)))
        for many in groups.values()
    ]


def lines(events: Iterable[CalendarEvent], words: Words) -> list[str]:
    """A line for each group: date · what · how sure · submissions · remark."""
    return [" · ".join(_cells(group, words)) for group in grouped(events, words.names)]


def drawn(events: Iterable[CalendarEvent], words: Words) -> Table:
    """The same for a person at a terminal: the date, and beside it what comes and how sure."""
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(width=18)
    table.add_column()
    for group in grouped(events, words.names):
        date, what, how_sure, *rest = _cells(group, words)
        beside = Text.assemble(
            (what, "bold"), "\n", (how_sure, _STYLES.get(group.first.certainty, "green"))
        )
        for text in rest:
            beside.append(f"\n{text}", "dim")
        table.add_row(Text(date, "bold cyan"), beside)
    return table


def _cells(group: AlikeEvents, words: Words) -> list[str]:
    event = group.first
    date = f"{words.when(event.when)}{words.days(event.days_left)}"
    rest = filter(None, (words.submissions_to(event), words.remark(event.note)))
    return [date, words.title(event, words.listed(group.states)), words.sure_by_rule(event), *rest]


def state_lines(
    calendar: StateCalendar, words: StateWords
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Where a State stands: a paragraph for each mechanism, and what can be done now (titles)."""
    for mechanism in calendar.mechanisms:
        advice = tuple(words.names.source(entry) for entry in mechanism.advice)
        name = words.labelled(words.names.mechanism(mechanism.mechanism))
        yield f"{name} {words.review(mechanism)}", advice
    calls = [words.call(call) for call in calendar.calls]
    yield f"{words.labelled(words.say('state_calls'))} {' | '.join(calls) or words.no_calls()}", ()


def record(event: CalendarEvent, words: Words) -> dict[str, Any]:
    """An event as JSON: the shape's own fields, and what people read."""
    state = words.names.state(event.iso3) if event.iso3 else None
    return {
        **event.model_dump(mode="json"),
        "precision": event.when.precision if event.when else "unknown",
        "state": state,
        "title": words.title(event, state or ""),
        "date": words.when(event.when),
        "how_sure": words.sure(event),
        "papers": words.submissions(event.deadline),
        "note": words.remark(event.note),
        "source_title": words.names.source(event.source),
    }


def table(events: Sequence[CalendarEvent], words: Words) -> str:
    """The events as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for event in events:
        dates = {"start": event.when and event.when.start, "end": event.when and event.when.end}
        fields = record(event, words)
        row = {**fields, **dates, "what": fields["title"], "source": fields["source_title"]}
        writer.writerow({k: cell(v) if isinstance(v, str) else v for k, v in row.items()})
    return out.getvalue()
