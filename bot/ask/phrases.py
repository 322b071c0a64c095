"""Finds short phrases in a text, word by word, where `*` stands for up to four words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.ask.words import fold, tokens

GAP = r"(?: \S+){0,4}? "


class Spaced(str):
    """A text as its folded words, with a space on each side: made once for many sets of phrases."""

    @classmethod
    def of(cls, text: str) -> Spaced:
        """From any text; one that is spaced already stays as it is."""
        return text if isinstance(text, Spaced) else cls(f" {' '.join(tokens(text))} ")


class Phrases:
    """A set of phrases, compiled into one pattern."""

    def __init__(self, phrases: Iterable[str]) -> None:
        patterns = [self._pattern(phrase) for phrase in phrases]
        joined = "|".join(sorted(filter(None, patterns), key=len, reverse=True))
        self._pattern_all = re.compile(f" (?:{joined}) ") if joined else None

    @staticmethod
    def _pattern(phrase: str) -> str:
        parts = [" ".join(tokens(part)) for part in fold(phrase).split("*")]
        return GAP.join(re.escape(part) for part in parts if part)

    def __contains__(self, text: object) -> bool:
        """Whether a text holds one of the phrases."""
        if self._pattern_all is None or not isinstance(text, str):
            return False
        return self._pattern_all.search(Spaced.of(text)) is not None

    def begins(self, text: str) -> bool:
        """Whether one of a text's sentences begins with one of the phrases."""
        sentences = re.split(r"[.!?؟\n]+", text)
        spaced = (f" {' '.join(tokens(sentence))} " for sentence in sentences)
        return self._pattern_all is not None and any(map(self._pattern_all.match, spaced))

    def starts(self, text: str) -> bool:
        """Whether folded words begin with one of the phrases."""
        return self.after(text) is not None

    def after(self, text: str) -> str | None:
        """What follows in folded words that begin with one of the phrases, the longest; None
        where they don't."""
        spaced = f" {text} "
        found = self._pattern_all.match(spaced) if self._pattern_all else None
        return spaced[found.end() :].strip() if found else None

    def masked(self, text: str) -> str:
        """Folded words with a dash for each of the phrases."""
        return self._pattern_all.sub(" - ", f" {text} ") if self._pattern_all else text

    def place(self, text: str) -> int | None:
        """Where in a text the first of the phrases stands; None where there is none."""
        if self._pattern_all is None:
            return None
        found = self._pattern_all.search(Spaced.of(text))
        return found.start() if found else None

    def count(self, text: str) -> int:
        """How many of the phrases' occurrences a text holds."""
        if self._pattern_all is None:
            return 0
        return len(self._pattern_all.findall(Spaced.of(text)))
