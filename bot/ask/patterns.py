"""Patterns that curators write: folded words in which `kill~` takes any ending, `a|b` is either,
`*` stands for up to four words, `(a)` may be missing, `(a b|c)` is one of several, `#` is a number
in digits and `[people]` any phrase of a group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.ask.phrases import Spaced
from bot.ask.words import fold

_PART = re.compile(r"\[[a-z-]+\]|\([^()]*\)|\*|[^\s()\[\]*]+")
_GAP = r"(?:\S+ ){0,4}?"
_ARABIC = re.compile(r"[\u0600-\u06ff]{3,}")
_BEFORE = "(?:[وفب]?ال|[وف]?لل|[وف])?"
"""What Arabic writes before a word, as one with it: and, so, the, for the."""

Groups = Mapping[Any, Iterable[str]]
"""The phrases that stand for a name in square brackets, by that name."""


class Patterns:
    """A set of patterns, compiled into one expression."""

    def __init__(self, patterns: Iterable[str], groups: Groups | None = None) -> None:
        """`groups` are the phrases that stand for each name in square brackets."""
        known = {name: _any(phrases, {}) for name, phrases in (groups or {}).items()}
        told = _any(patterns, known)
        self._found = re.compile(f"(?<= ){told}") if told else None

    def __contains__(self, text: object) -> bool:
        """Whether a text holds one of the patterns."""
        return isinstance(text, str) and self.first(text) is not None

    def first(self, text: str) -> int | None:
        """Where in a text's folded words the first one stands; None where there is none."""
        found = self._found.search(Spaced.of(text)) if self._found else None
        return found.start() if found else None

    def starts(self, text: str) -> bool:
        """Whether a text begins with one of them."""
        return bool(self._found and self._found.match(Spaced.of(text), 1))

    def whole(self, text: str) -> bool:
        """Whether a text is one of them, or several in a row, and nothing else."""
        if self._found is None:
            return False
        said, at = Spaced.of(text), 1
        while found := self._found.match(said, at):
            at = found.end()
        return at == len(said) > 1

    def count(self, text: str) -> int:
        """How many places of a text are one of them."""
        return len(self._found.findall(Spaced.of(text))) if self._found else 0


def _any(phrases: Iterable[str], groups: Mapping[str, str]) -> str:
    written = {_phrase(phrase, groups) for phrase in phrases}
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
