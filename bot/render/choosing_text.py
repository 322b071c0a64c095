"""Ways to go as text: for a person at a terminal, and line by line for a pipe or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.choosing import Result
from bot.render.choosing import Line, Section, Sign
from bot.render.choosing_words import WayWords

LABEL = 11
"""Columns for what a line of a way is, at least."""
_STYLES: dict[Sign, str] = {"for": "green", "against": "yellow", "risk": "bold yellow"}


def plain(
    result: Result, found: Sequence[Section], labels: Mapping[str, str], words: WayWords
) -> list[str]:
    """Line by line; `labels` gives the words of an answer."""
    lines = [words.asked(result, labels)]
    for section in found:
        lines += ["", section.title] if section.title else []
        lines += [_plain(line, words) for line in section.lines]
        if section.action:
            prepare = words.labelled(words.say("prepare"))
            lines.append(f"- {prepare} {_command(section, result, words)}")
    return [*lines, "", words.closing()]


def _plain(line: Line, words: WayWords) -> str:
    label = line.label or words.label(line.sign)
    if label and not line.label.startswith("["):
        label = words.labelled(label)
    return f"- {label}{' ' if label else ''}{line.text}{_marks(line)}"


def drawn(
    result: Result, found: Sequence[Section], labels: Mapping[str, str], words: WayWords
) -> Group:
    """With colours and columns; `labels` gives the words of an answer."""
    parts: list[Any] = [Text(words.asked(result, labels), "bold")]
    for section in found:
        style = "bold green" if section.way else "bold"
        parts += [Text(), Text(section.title, style)] if section.title else []
        table = _table(section, result, words)
        parts.append(Padding(table, (0, 0, 0, 3 if section.way else 0)))
    return Group(*parts, Text(), Text(words.closing(), "dim"))


def _table(section: Section, result: Result, words: WayWords) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    signs = (len(words.label(line.sign)) for line in section.lines)
    widest = max(LABEL, len(words.say("prepare")), *signs)
    table.add_column(width=widest if section.way else None, max_width=34)
    table.add_column()
    previous: Sign = ""
    for line in section.lines:
        own = words.label(line.sign) if line.sign != previous else ""
        previous = line.sign
        label = line.label or own or ("" if line.sign else "•")
        style = "dim" if section.key == "sources" else _STYLES.get(line.sign, "")
        table.add_row(Text(label, "cyan"), Text.assemble((line.text, style), (_marks(line), "dim")))
    if section.action:
        command = Text(_command(section, result, words), "bold")
        table.add_row(Text(words.say("prepare"), "cyan"), command)
    return table


def _command(section: Section, result: Result, words: WayWords) -> str:
    state = f" --state {result.given.state}" if result.given.state else ""
    chosen = "" if words.language == "en" else f" --lang {words.language}"
    return f"advocacy checklist {section.action}{state}{chosen}"


def _marks(line: Line) -> str:
    return " " + "".join(f"[{n}]" for n in line.notes) if line.notes else ""
