"""An entry's texts in the language of an answer, by the names of their lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.ask.models import Line
from bot.knowledge.figures import fill
from bot.knowledge.models import TITLE, Base, Entry, Language, Status

ANSWER = "answer"
_DOUBT: dict[Status, int] = {
    "checked": 0,
    "single-source": 1,
    "dated": 2,
    "unchecked": 3,
    "advice": 4,
}
TELLING = 40
"""Characters that a sentence needs to be said without the next."""
_SENTENCE = re.compile(r"(?<=[^A-Z\d][.!?؟])\s+(?=[\"“«(¿¡]?[^\Wa-z])")
"""Where a sentence ends: not after "No." of a symbol or a single capital letter."""


@dataclass(frozen=True)
class EntryShown:
    """An entry's texts, figures filled in."""

    title: str
    language: Language
    """The one that they are in: English where they are not translated."""
    lines: Mapping[str, Line]
    """By the names that `asks/` uses: `answer`, `point-1`, `cannot-1`, … in reading order."""

    @property
    def answer(self) -> str:
        """The answer."""
        return self.lines[ANSWER].text

    @property
    def warning(self) -> str | None:
        """A danger to somebody's safety."""
        return self.lines["warning"].text if "warning" in self.lines else None

    def of(self, part: str) -> dict[str, Line]:
        """The lines of one kind: `point`, `cannot`, `advice`, `not-any-more`, `warning`."""
        return {name: line for name, line in self.lines.items() if kind(name) == part}


def kind(name: str) -> str:
    """What kind of line one of that name is: `point` of `point-2`."""
    return name.rstrip("0123456789").rstrip("-")


def first_sentence(text: str) -> str:
    """The first sentence of a text, with the next where it is too short to tell anything alone."""
    first, *rest = _SENTENCE.split(text, maxsplit=2)
    return f"{first} {rest[0]}" if rest and len(first) < TELLING else first


def shown_of(base: Base, entry: Entry, language: Language) -> EntryShown:
    """An entry's texts, in English where they are not translated."""
    translated = base.translated(entry, language)
    said: Language = "en" if translated is None else language
    texts = translated or entry.named()
    sure = {f"point-{i}": _less_sure(p.status, entry.status) for i, p in enumerate(entry.points, 1)}
    return EntryShown(
        title=texts[TITLE],
        language=said,
        lines={
            name: Line(text=fill(texts[name], entry.id, base.figure, said), status=sure.get(name))
            for name in entry.lines()
        },
    )


def _less_sure(own: Status | None, whole: Status) -> Status | None:
    """A line's own status, where it is less sure than the answer that it stands in."""
    return own if own and _DOUBT[own] > _DOUBT[whole] else None
