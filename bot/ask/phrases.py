"""Finds short phrases in a text, word by word, where `*` stands for up to four words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from bot.ask.words import fold, tokens

GAP = 4
"""Words that a `*` stands for at most."""
_SENTENCE = re.compile(r"[.!?؟\n]+")

Words = tuple[str, ...]


class Spaced(str):
    """A text as its folded words, with a space on each side: made once for many sets of phrases."""

    words: list[str]

    @classmethod
    def of(cls, text: str) -> Spaced:
        """From any text; one that is spaced already stays as it is."""
        if isinstance(text, Spaced):
            return text
        words = tokens(text)
        spaced = cls(f" {' '.join(words)} ")
        spaced.words = words
        return spaced


class Phrases:
    """A set of phrases, by their first words. They are compared word by word, since an expression
    of them all would take longer to compile than a question takes to answer."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._begins: dict[str, list[tuple[Words, ...]]] = defaultdict(list)
        parted = {
            tuple(filter(None, (tuple(tokens(part)) for part in fold(phrase).split("*"))))
            for phrase in phrases
        }
        for parts in sorted(parted - {()}, key=_longest):
            self._begins[parts[0][0]].append(parts)

    def __contains__(self, text: object) -> bool:
        """Whether a text holds one of the phrases."""
        return isinstance(text, str) and next(self._found(Spaced.of(text).words), None) is not None

    def begins(self, text: str) -> bool:
        """Whether one of a text's sentences begins with one of the phrases."""
        sentences = map(tokens, _SENTENCE.split(text))
        return any(self._end(words, 0) is not None for words in sentences)

    def starts(self, text: str) -> bool:
        """Whether folded words begin with one of the phrases."""
        return self.after(text) is not None

    def after(self, text: str) -> str | None:
        """What follows in folded words that begin with one of the phrases, the longest; None
        where they don't."""
        words = text.split()
        end = self._end(words, 0)
        return None if end is None else " ".join(words[end:])

    def masked(self, text: str) -> str:
        """Folded words with a dash for each of the phrases."""
        words, rest, at = text.split(), [], 0
        for start, end in self._found(words):
            rest += [*words[at:start], "-"]
            at = end
        return " ".join((*rest, *words[at:]))

    def place(self, text: str) -> int | None:
        """Where in a text's folded words the first of the phrases stands, in letters from the
        beginning; None where there is none."""
        words = Spaced.of(text).words
        found = next(self._found(words), None)
        return None if found is None else sum(len(word) + 1 for word in words[: found[0]])

    def count(self, text: str) -> int:
        """How many of the phrases' occurrences a text holds."""
        return sum(1 for _ in self._found(Spaced.of(text).words))

    def _found(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """The first and the past-the-last word of each phrase that stands in the words, from the
        left; none overlaps or touches the one before."""
        free = 0
        for at, word in enumerate(words):
            if at >= free and word in self._begins and (end := self._end(words, at)) is not None:
                yield at, end
                free = end + 1

    def _end(self, words: list[str], at: int) -> int | None:
        """The place after the longest phrase that begins at a word."""
        begins = self._begins.get(words[at], ()) if at < len(words) else ()
        ends = (_end_of(parts, words, at) for parts in begins)
        return next((end for end in ends if end is not None), None)


def _longest(parts: tuple[Words, ...]) -> tuple[int, tuple[Words, ...]]:
    """The order in which phrases are tried: the longest first; a gap counts as three words."""
    letters = sum(len(word) + 1 for part in parts for word in part)
    return -letters - 15 * (len(parts) - 1), parts


def _end_of(parts: tuple[Words, ...], words: list[str], at: int) -> int | None:
    """The place after a phrase whose first part begins at a word; None where it does not stand
    there. Of the parts after a gap the nearest counts."""
    first, rest = parts[0], parts[1:]
    end = at + len(first)
    if tuple(words[at:end]) != first:
        return None
    if not rest:
        return end
    tries = (_end_of(rest, words, end + gap) for gap in range(GAP + 1))
    return next((found for found in tries if found is not None), None)
