"""Ways to go as text: for a person at a terminal, and line by line for a pipe or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.choosing import Result
from bot.render.choosing import LABELS, Line, Section, Sign
from bot.render.choosing_words import asked

NO_ADVICE = "This is no legal advice. Check with a lawyer what costs a time limit."
_STYLES: dict[Sign, str] = {"for": "green", "against": "yellow", "risk": "bold yellow"}


MORE = "More: the same command with --more (all reasons, conditions, who sees it, risks)."


def plain(result: Result, found: Sequence[Section], labels: Mapping[str, str]) -> list[str]:
    """Line by line; `labels` gives the words of an answer."""
    lines = [asked(result, labels)]
    for section in found:
        lines += ["", section.title] if section.title else []
        lines += [_plain(line) for line in section.lines]
        lines += [f"- Prepare it: {_command(section, result)}"] if section.action else []
    return [*lines, "", NO_ADVICE]


def _plain(line: Line) -> str:
    label = line.label or LABELS.get(line.sign, "")
    end = "" if not label or line.label.startswith("[") else ":"
    return f"- {label}{end}{' ' if label else ''}{line.text}{_marks(line)}"


def drawn(result: Result, found: Sequence[Section], labels: Mapping[str, str]) -> Group:
    """With colours and columns; `labels` gives the words of an answer."""
    parts: list[Any] = [Text(asked(result, labels), "bold")]
    for section in found:
        style = "bold green" if section.way else "bold"
        parts += [Text(), Text(section.title, style)] if section.title else []
        parts.append(Padding(_table(section, result), (0, 0, 0, 3 if section.way else 0)))
    return Group(*parts, Text(), Text(NO_ADVICE, "dim"))


def _table(section: Section, result: Result) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=11 if section.way else None, max_width=34)
    table.add_column()
    previous: Sign = ""
    for line in section.lines:
        own = LABELS.get(line.sign, "") if line.sign != previous else ""
        previous = line.sign
        label = line.label or own or ("" if line.sign else "•")
        style = "dim" if section.key == "sources" else _STYLES.get(line.sign, "")
        table.add_row(Text(label, "cyan"), Text.assemble((line.text, style), (_marks(line), "dim")))
    if section.action:
        table.add_row(Text("Prepare it", "cyan"), Text(_command(section, result), "bold"))
    return table


def _command(section: Section, result: Result) -> str:
    state = f" --state {result.given.state}" if result.given.state else ""
    return f"advocacy checklist {section.action}{state}"


def _marks(line: Line) -> str:
    return " " + "".join(f"[{n}]" for n in line.notes) if line.notes else ""
