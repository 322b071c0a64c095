"""Short phrases that curators write, and how they are found in a text, word by word.

In `Phrases` a `*` stands for up to four words, `#` for a number, `####` for a year and `^` for one
word with a capital letter (a name). Case, accents and Arabic vowel signs do not matter; an Arabic
word is found with و before it too. A `Lookup` finds the phrases of a list however long it is: one
whose last word ends in `*` stands for all words that begin so, and Arabic words are found with the
article and with the small words that are written before them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import StringConstraints

from bot.knowledge.models import LANGUAGES, Curated

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

    def as_written(self, word: Word) -> str:
        """A word with its capitals and accents."""
        return self.text[word.start : word.end]

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


def is_arabic(word: str) -> bool:
    """Whether a word begins with an Arabic letter."""
    return "\u0600" <= word[0] <= "\u06ff"


def _pattern(phrase: str) -> str:
    parts = []
    for part in phrase.split():
        if part in _SIGNS:
            parts.append(_SIGNS[part])
            continue
        for word in Words(part).words:
            arabic = "و?" if is_arabic(word.folded) else ""
            parts.append(f" {arabic}{re.escape(word.folded)}\\^?")
    return "".join(parts)


_STEM = 3
"""Letters by which stems are looked up."""
_BEFORE = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ك", "ل")
Span = tuple[int, int]


class Lookup:
    """A list of phrases."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._signs: list[str] = []
        for phrase in phrases:
            tokens = [_bare(word.folded) for word in Words(phrase).words]
            if not tokens:
                self._signs.append(phrase)
            elif len(tokens) == 1 and phrase.endswith("*"):
                self._stems[tokens[0][:_STEM]].append(tokens[0])
            else:
                self._whole[tokens[0]].append(tuple(tokens[1:]))

    def all(self, words: Words, first: int = 0, last: int | None = None) -> list[Span]:
        """Where phrases stand between two words; of several at one word the longest."""
        spans: list[Span] = []
        tokens, at = words.words, first
        end = len(tokens) if last is None else min(last, len(tokens))
        while at < end:
            length = self._at(tokens, at, end)
            if length:
                spans.append((at, at + length))
            at += max(length, 1)
        return spans

    def any(self, words: Words, first: int = 0, last: int | None = None) -> bool:
        """Whether one of the phrases stands between two words, or a sign of it in the text."""
        tokens = words.words
        end = len(tokens) if last is None else min(last, len(tokens))
        if any(self._at(tokens, at, end) for at in range(first, end)):
            return True
        return bool(self._signs) and any(sign in words.text for sign in self._signs)

    def _at(self, tokens: Sequence[Word], at: int, end: int) -> int:
        """How many words the longest phrase has that begins at a word."""
        length = 0
        for form in _forms(tokens[at].folded):
            if form not in self._whole and form[:_STEM] not in self._stems:
                continue
            for rest in self._whole.get(form, ()):
                size = len(rest) + 1
                if (
                    size > length
                    and at + size <= end
                    and all(rest[i] in _forms(tokens[at + 1 + i].folded) for i in range(len(rest)))
                ):
                    length = size
            if not length and any(
                form.startswith(stem) for stem in self._stems.get(form[:_STEM], ())
            ):
                length = 1
        return length


@lru_cache(maxsize=32_768)
def _forms(word: str) -> tuple[str, ...]:
    """A word, and for Arabic also without what may be written before it."""
    if not is_arabic(word):
        return (word,)
    rests = [word[len(prefix) :] for prefix in _BEFORE if word.startswith(prefix)]
    return (word, *(rest for rest in rests if len(rest) > 2))


def _bare(word: str) -> str:
    """A word of a phrase without the Arabic article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


Many = tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...]
"""Phrases as curators list them."""


class InLanguages(Curated):
    """Phrases that mean the same, by language."""

    en: Many = ()
    fr: Many = ()
    es: Many = ()
    ar: Many = ()

    def all(self) -> tuple[str, ...]:
        """The phrases of every language."""
        return tuple(phrase for language in LANGUAGES for phrase in getattr(self, language))


class Sayings(InLanguages):
    """Those in which `*` stands for up to four words."""

    @cached_property
    def _compiled(self) -> dict[str, Phrases]:
        return {language: Phrases(getattr(self, language)) for language in LANGUAGES}

    def of(self, language: str | None) -> Phrases:
        """Those of a language; of one that is not known here the English ones."""
        return self._compiled.get(language or "en") or self._compiled["en"]


class PhrasesByLanguage(InLanguages):
    """Those that are looked up, however many they are."""

    @cached_property
    def _compiled(self) -> dict[str, Lookup]:
        return {language: Lookup(getattr(self, language)) for language in LANGUAGES}

    def of(self, language: str | None) -> Lookup:
        """Those of a language; of one that is not known here the English ones."""
        return self._compiled.get(language or "en") or self._compiled["en"]
