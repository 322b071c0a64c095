"""Which line of an entry its asks belong to, proposed by the words that they have in common.

For curators: `advocacy knowledge tie`. An ask is moved only where one line clearly says what it
looks for: of 194 moves that were read over 185 were right (docs/finding.md). What is less clear is
listed, to be read over; everything else stays `any`. Of 67 moves in French, Spanish and Arabic that
were read over, 64 were right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.ask.body import ANY, LEADING, Lines
from bot.ask.entries import ANSWER, EntryShown, kind, shown_of
from bot.knowledge.curated import LANGUAGES
from bot.knowledge.models import Base, Entry

CLEAR, LIKELY = 0.45, 0.35
"""How much of an ask (0 to 1) a line must say that title and answer don't: to be moved, and to be
listed."""
ALONE = 0.4
"""How much of that the next best line may say."""
OF_ANSWER, OF_OTHERS = 0.6, 0.05
"""How much of it title and answer must say, and others may, so that the answer is its line."""


@dataclass(frozen=True)
class Tie:
    """An ask and the line that it belongs to."""

    entry: str
    ask: str
    line: str
    clear: bool
    """Whether it can be moved without being read over."""


def ties(base: Base, lines: Lines) -> Iterator[Tie]:
    """What is proposed for the asks that stand under `any`, in each language in which the entry is
    said."""
    for entry in base.entries.values():
        untied = entry.asks_of.get(ANY)
        if untied is None or entry.ended:
            continue
        for language in LANGUAGES:
            text = shown_of(base, entry, language)
            for ask in getattr(untied, language) if text.language == language else ():
                if tie := _tie(entry, ask, text, lines):
                    yield tie


def _tie(entry: Entry, ask: str, text: EntryShown, lines: Lines) -> Tie | None:
    language = text.language
    asked = lines.asked(ask, language)
    known = lines.stems(f"{text.title} {text.answer}", language)
    left = {term: weight for term, weight in asked.terms.items() if term not in known}
    if not asked.weight:
        return None
    says = {
        name: sum(w for term, w in left.items() if term in lines.stems(line.text, language))
        / asked.weight
        for name, line in text.lines.items()
        if kind(name) in LEADING and name != ANSWER
    }
    ordered = sorted(says, key=lambda name: -says[name])
    best, *others = ordered or [ANSWER]
    most = says.get(best, 0.0)
    if most >= LIKELY and (not others or says[others[0]] <= ALONE * most):
        return Tie(entry.id, ask, best, clear=most >= CLEAR)
    of_answer = 1 - sum(left.values()) / asked.weight
    if of_answer >= OF_ANSWER and most < OF_OTHERS:
        return Tie(entry.id, ask, ANSWER, clear=True)
    return None


def move_asks(file: Path, moved: Mapping[tuple[str, str], str]) -> int:
    """Put asks of a file of `asks/` under their lines: (entry, ask) → line. All else stays as it
    is written. Returns how many were moved."""
    blocks: dict[str, dict[str, dict[str, list[str]]]] = {}
    head: list[str] = []
    entry, line, language, count = "", "", "", 0
    for row in file.read_text(encoding="utf-8").splitlines():
        if row.startswith("    - "):
            ask = _text_of(row)
            to = moved.get((entry, ask), line) if line == ANY else line
            count += to != line
            blocks[entry].setdefault(to, {}).setdefault(language, []).append(row)
        elif row.startswith("    "):
            language = row.strip().rstrip(":")
        elif row.startswith("  "):
            line = row.strip().rstrip(":")
        elif row.startswith("#") or not row.strip():
            head += [row] if row and not blocks else []
        else:
            entry = row.rstrip(":")
            blocks[entry] = {}
    if count:
        whole = file.with_name(f".{file.name}")
        whole.write_text("\n".join([*head, "", *_written(blocks), ""]), encoding="utf-8")
        whole.replace(file)
    return count


def _written(blocks: Mapping[str, Mapping[str, Mapping[str, list[str]]]]) -> Iterator[str]:
    for number, (entry, of_lines) in enumerate(blocks.items()):
        yield from ([""] if number else [])
        yield f"{entry}:"
        for line in sorted(of_lines, key=lambda name: (name == ANY, name != ANSWER, name)):
            yield f"  {line}:"
            for language, rows in of_lines[line].items():
                yield f"    {language}:"
                yield from rows


def _text_of(row: str) -> str:
    return str(json.loads(row.removeprefix("    - ")))
