"""Finds wordings that curators write in a text.

`Phrases` compares word by word, and `*` stands for up to four words. `Patterns` is one expression
of folded words, in which besides that `kill~` takes any ending, `a|b` is either, `(a)` may be
missing, `(a b|c)` is one of several, `#` is a number in digits and `[people]` any phrase of a
group.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

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
        ends = next(self._found(words), None)
        return None if ends is None else sum(len(word) + 1 for word in words[: ends[0]])

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
    return next((end for end in tries if end is not None), None)


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

    def _for(self, spaced: Spaced) -> re.Pattern[str] | None:
        """The expression to look for in a text; None where the set holds nothing for it."""
        arabic = not spaced.isascii() and bool(_LETTER.search(spaced))
        if arabic not in self._compiled:
            self._compiled[arabic] = self._compile(arabic)
        return self._compiled[arabic]

    def _compile(self, arabic: bool) -> re.Pattern[str] | None:
        def those(phrases: Iterable[str]) -> list[str]:
            return [phrase for phrase in phrases if arabic or not _LETTER.search(phrase)]

        known = {name: _any(those(phrases), {}) for name, phrases in self._groups.items()}
        written = _any(those(self._patterns), known)
        before = f"{_any(those(self._before), {})}?" if self._before else ""
        return re.compile(f"(?<= ){before}{written}") if written else None

    def __contains__(self, text: object) -> bool:
        """Whether a text holds one of the patterns."""
        return isinstance(text, str) and self.first(text) is not None

    def first(self, text: str) -> int | None:
        """Where in a text's folded words the first one stands; None where there is none."""
        spaced = Spaced.of(text)
        pattern = self._for(spaced)
        match = pattern.search(spaced) if pattern else None
        return match.start() if match else None

    def starts(self, text: str) -> bool:
        """Whether a text begins with one of them."""
        spaced = Spaced.of(text)
        pattern = self._for(spaced)
        return bool(pattern and pattern.match(spaced, 1))

    def whole(self, text: str) -> bool:
        """Whether a text is one of them, or several in a row, and nothing else."""
        spaced, at = Spaced.of(text), 1
        pattern = self._for(spaced)
        while pattern and (match := pattern.match(spaced, at)):
            at = match.end()
        return at == len(spaced) > 1

    def count(self, text: str) -> int:
        """How many places of a text are one of them."""
        spaced = Spaced.of(text)
        pattern = self._for(spaced)
        return len(pattern.findall(spaced)) if pattern else 0


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
    longest = sorted(filter(None, written), key=lambda phrase: (-len(phrase), phrase))
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
    ways = [_words(part) for part in words.split("|")]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _words(words: str) -> str:
    return "".join(f"{_word(word)} " for word in words.split())


def _word(word: str) -> str:
    ending = r"\S*" if word.endswith("~") else ""
    folded = fold(word.rstrip("~"))
    before = _BEFORE if _ARABIC.fullmatch(folded) else ""
    return before + re.escape(folded).replace(r"\#", r"\d+") + ending
