"""Finds the phrases of a curated list in the words of a text, however long the list is.

A phrase whose last word ends in `*` stands for all words that begin so. Arabic words are found
with the article and with the small words that are written before them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.prepare.phrases import Word, Words

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
    if not "\u0600" <= word[0] <= "\u06ff":
        return (word,)
    rests = [word[len(prefix) :] for prefix in _BEFORE if word.startswith(prefix)]
    return (word, *(rest for rest in rests if len(rest) > 2))


def _bare(word: str) -> str:
    """A word of a phrase without the Arabic article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
