"""Grades replies to labelled questions.

Two kinds of label: `must`/`must_not` (patterns that the text shown has to match, or may not) and
`facts` (ids of researched facts: a reply is right when an entry that it shows carries one of them).
right: what was wanted came. safe: a question back or "I don't know" where an answer was wanted.
wrong: an answer without what was wanted, or where none was wanted.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.ask import Answer, Choices, Desk, Reply
from bot.knowledge.models import Base

LONGEST = 1_200
"""Characters of a reply; a longer one is no answer on a phone but a heap."""
LEAD = 500
"""First characters of a reply in which what was wanted must stand: what is read at once."""
QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "exam" / "questions.jsonl"

Item = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What a way of answering showed."""

    kind: str
    text: str
    entries: tuple[str, ...] = ()
    task: str | None = None
    certainty: float = 1.0
    english: str = ""
    """The same lines in English, for patterns that know no other language; empty where none are."""


def shown(reply: Reply, text: str, english: str = "") -> Shown:
    """A desk's reply, its plain text and that of the same lines in English."""
    return Shown(
        "answer" if reply.kind == "steps" else reply.kind,  # first steps answer an alarm
        text,
        _entries(reply),
        getattr(reply, "task", None),
        reply.certainty,
        english,
    )


def in_english(desk: Desk, reply: Reply) -> Answer | None:
    """The same lines of the same entries in English; None where nothing was translated."""
    if not isinstance(reply, Answer) or reply.language == "en":
        return None
    same = desk.entry(reply.entries[0], lines=reply.lines)
    kept = {"state": reply.state, "here": reply.here, "here_first": reply.here_first}
    return same.model_copy(update=kept)


def _entries(reply: Reply) -> tuple[str, ...]:
    """The entries that a reply shows, or offers to choose from."""
    if isinstance(reply, Choices):
        return tuple(choice.entry for choice in reply.choices if choice.entry)
    return getattr(reply, "entries", ())


def read(path: Path = QUESTIONS) -> list[Item]:
    """Labelled questions, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


class Grader:
    """Grades against one base."""

    def __init__(self, base: Base, longest: int = LONGEST, lead: int | None = None) -> None:
        self._longest = longest
        self._lead = lead
        self._carriers: dict[str, set[str]] = defaultdict(set)
        for entry in base.entries.values():
            for fact in entry.facts:
                self._carriers[fact].add(entry.id)

    def carriers(self, item: Item) -> set[str]:
        """The entries that carry what a right answer needs."""
        return set().union(*(self._carriers.get(fact, set()) for fact in item.get("facts", [])))

    def grade(self, item: Item, reply: Shown) -> str:
        """right, safe or wrong."""
        wanted = set(item.get("want", "answer").split("|"))
        if reply.kind not in wanted:
            return "safe" if reply.kind in ("choices", "decline") else "wrong"
        text = _plain(reply.text)
        if reply.kind == "task" and item.get("task"):
            return "right" if reply.task in item["task"].split("|") else "safe"
        if reply.kind == "answer":
            if len(text) > self._longest:
                return "wrong"
            if "must" not in item:
                return "right" if set(reply.entries) & self.carriers(item) else "wrong"
            if not (self._holds(text, item) or self._holds(_plain(reply.english), item)):
                return "wrong"
        forbidden = any(re.search(p, text, re.I | re.S) for p in item.get("must_not", []))
        return "wrong" if forbidden else "right"

    def _holds(self, text: str, item: Item) -> bool:
        """Whether all that is wanted stands where it is read at once."""
        return all(re.search(p, text[: self._lead], re.I | re.S) for p in item["must"])


def by(items: Iterable[Item], verdicts: Iterable[str], key: str) -> dict[str, Counter[str]]:
    """Verdicts counted by a label of the items."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for item, verdict in zip(items, verdicts, strict=True):
        groups[str(item.get(key) or "-")][verdict] += 1
    return dict(sorted(groups.items()))


def line(name: str, count: Counter[str]) -> str:
    """One row of a table: shares in per cent."""
    total = sum(count.values()) or 1
    shares = [100 * count[verdict] / total for verdict in ("right", "safe", "wrong")]
    return f"{name:<22}{total:>6}" + "".join(f"{share:>8.0f}" for share in shares)


def _plain(text: str) -> str:
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("‑", "-")
    return re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", text)
