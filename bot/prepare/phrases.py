"""Short phrases that curators write, and how they are found in a text, word by word.

In a phrase `*` stands for up to four words, `#` for a number, `####` for a year and `^` for one
word with a capital letter (a name). Case, accents and Arabic vowel signs do not matter; an Arabic
word is found with و before it too.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_ARABIC = str.maketrans("أإآٱىة", "اااايه", "ـ")
_TOKEN = re.compile(r"[^\W_]+|[,;،؛]")
_BREAK = ",;،؛"
_SIGNS = {"*": r"(?: \S+){0,4}?", "#": r" \d+", "####": r" (?:19|20)\d\d", "^": r" \S+\^"}


@dataclass(frozen=True)
class Word:
    """A word of a text: as it is compared, and where it stands."""

    folded: str
    start: int
    end: int
    capital: bool
    breaks: bool
    """A comma or semicolon stands before it."""


class Words:
    """A text cut into words."""

    def __init__(self, text: str) -> None:
        bare = unicodedata.normalize("NFKC", text)
        # vowel signs would cut an Arabic word in two
        self.text = "".join(c for c in bare if unicodedata.category(c) != "Mn")
        self.words: list[Word] = []
        breaks = False
        for match in _TOKEN.finditer(self.text):
            token = match[0]
            if token in _BREAK:
                breaks = True
                continue
            self.words.append(Word(folded(token), *match.span(), token[0].isupper(), breaks))
            breaks = False

    def text_between(self, start: int, end: int) -> str:
        """The words from `start` to before `end`, as they were written."""
        if start >= end:
            return ""
        return self.text[self.words[start].start : self.words[end - 1].end]

    @cached_property
    def spaced(self) -> str:
        """All words with a space before each; `^` after one with a capital."""
        return "".join(f" {w.folded}{'^' if w.capital else ''}" for w in self.words) + " "

    @cached_property
    def places(self) -> list[int]:
        """Where the space before each word stands in `spaced`, and the one after the last."""
        return [place for place, sign in enumerate(self.spaced) if sign == " "]


class Phrases:
    """A set of phrases, compiled into one pattern."""

    def __init__(self, phrases: Iterable[str]) -> None:
        patterns = sorted((_pattern(phrase) for phrase in phrases), key=len, reverse=True)
        self._all = re.compile(f"(?:{'|'.join(patterns)})(?= )") if patterns else None

    def find(self, words: Words, start: int = 0) -> tuple[int, int] | None:
        """Where the first of them stands from the word `start` on: the first word's number and
        the one after the last."""
        if self._all is None or start >= len(words.words):
            return None
        match = self._all.search(words.spaced, words.places[start])
        return _numbers(words, match) if match else None

    def at(self, words: Words, place: int) -> int | None:
        """The number of the word after the phrase that begins at the word `place`."""
        if self._all is None or place >= len(words.words):
            return None
        match = self._all.match(words.spaced, words.places[place])
        return _numbers(words, match)[1] if match else None


def _numbers(words: Words, match: re.Match[str]) -> tuple[int, int]:
    return bisect_left(words.places, match.start()), bisect_left(words.places, match.end())


def folded(word: str) -> str:
    """A word in lower case, without accents; one spelling for Arabic letters that vary."""
    if word.isascii():
        return word.casefold()
    apart = unicodedata.normalize("NFKD", word)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().translate(_ARABIC)


def _pattern(phrase: str) -> str:
    parts = []
    for part in phrase.split():
        if part in _SIGNS:
            parts.append(_SIGNS[part])
            continue
        for word in Words(part).words:
            arabic = "و?" if "\u0600" <= word.folded[0] <= "\u06ff" else ""
            parts.append(f" {arabic}{re.escape(word.folded)}\\^?")
    return "".join(parts)
