"""Patterns that curators write: folded words in which `kill~` takes any ending, `a|b` is either,
`*` stands for up to four words, `(a)` may be missing, `(a b|c)` is one of several, `#` is a number
in digits and `[people]` any phrase of a group."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.ask.phrases import Spaced
from bot.ask.words import fold

_END = re.compile(r"\[([a-z-]+)\]$")
_PART = re.compile(r"\[[a-z-]+\]|\([^()]*\)|\*|[^\s()\[\]*]+")
_GAP = r"(?:\S+ ){0,4}?"
_ARABIC = re.compile(r"[\u0600-\u06ff]{3,}")
_LETTER = re.compile(r"[\u0600-\u06ff]")
_BEFORE = "(?:[وفب]?ال|[وف]?لل|[وف])?"
"""What Arabic writes before a word, as one with it: and, so, the, for the."""

Groups = Mapping[Any, Iterable[str]]
"""The phrases that stand for a name in square brackets, by that name."""


class Patterns:
    """A set of patterns, compiled into one expression when it is first looked for: most questions
    need few of the sets that there are, and those in Arabic letters only where a text has some."""

    def __init__(
        self,
        patterns: Iterable[str],
        groups: Groups | None = None,
        before: Iterable[str] = (),
    ) -> None:
        """`groups` are the phrases that stand for each name in square brackets; one of those in
        `before` may stand before any pattern."""
        self._patterns, self._groups = tuple(patterns), groups or {}
        self._before = tuple(before)
        self._compiled: dict[bool, re.Pattern[str] | None] = {}

    def _for(self, said: Spaced) -> re.Pattern[str] | None:
        """The expression to look for in a text; None where the set holds nothing for it."""
        arabic = not said.isascii() and bool(_LETTER.search(said))
        if arabic not in self._compiled:
            self._compiled[arabic] = self._compile(arabic)
        return self._compiled[arabic]

    def _compile(self, arabic: bool) -> re.Pattern[str] | None:
        def those(phrases: Iterable[str]) -> list[str]:
            return [one for one in phrases if arabic or not _LETTER.search(one)]

        known = {name: _any(those(phrases), {}) for name, phrases in self._groups.items()}
        written = _any(those(self._patterns), known)
        before = f"{_any(those(self._before), {})}?" if self._before else ""
        return re.compile(f"(?<= ){before}{written}") if written else None

    def __contains__(self, text: object) -> bool:
        """Whether a text holds one of the patterns."""
        return isinstance(text, str) and self.first(text) is not None

    def first(self, text: str) -> int | None:
        """Where in a text's folded words the first one stands; None where there is none."""
        said = Spaced.of(text)
        pattern = self._for(said)
        found = pattern.search(said) if pattern else None
        return found.start() if found else None

    def starts(self, text: str) -> bool:
        """Whether a text begins with one of them."""
        said = Spaced.of(text)
        pattern = self._for(said)
        return bool(pattern and pattern.match(said, 1))

    def whole(self, text: str) -> bool:
        """Whether a text is one of them, or several in a row, and nothing else."""
        said, at = Spaced.of(text), 1
        pattern = self._for(said)
        while pattern and (found := pattern.match(said, at)):
            at = found.end()
        return at == len(said) > 1

    def count(self, text: str) -> int:
        """How many places of a text are one of them."""
        said = Spaced.of(text)
        pattern = self._for(said)
        return len(pattern.findall(said)) if pattern else 0


def _any(phrases: Iterable[str], groups: Mapping[str, str]) -> str:
    """Any of the phrases. What ends with the same group has the group once: it may be long."""
    by_end: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        end = _END.search(phrase)
        head = phrase[: end.start()] if end else phrase
        by_end[groups[end[1]] if end else ""].add(_phrase(head, groups))
    written = set()
    for group, begins in by_end.items():
        alone = "?" if group and "" in begins and any(begins) else ""
        written.add(f"{_either_of(begins)}{alone}{group}")
    return _either_of(written)


def _either_of(written: Iterable[str]) -> str:
    longest = sorted(filter(None, written), key=lambda one: (-len(one), one))
    return f"(?:{'|'.join(longest)})" if longest else ""


def _phrase(phrase: str, groups: Mapping[str, str]) -> str:
    return "".join(_part(part, groups) for part in _PART.findall(phrase))


def _part(part: str, groups: Mapping[str, str]) -> str:
    if part == "*":
        return _GAP
    if part.startswith("["):
        return groups[part[1:-1]]
    if part.startswith("("):
        inside = _either(part[1:-1])
        return f"(?:{inside})?" if "|" not in part else inside
    return _either(part)


def _either(words: str) -> str:
    ways = [_words(one) for one in words.split("|")]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _words(words: str) -> str:
    return "".join(f"{_word(word)} " for word in words.split())


def _word(word: str) -> str:
    ending = r"\S*" if word.endswith("~") else ""
    said = fold(word.rstrip("~"))
    before = _BEFORE if _ARABIC.fullmatch(said) else ""
    return before + re.escape(said).replace(r"\#", r"\d+") + ending
