"""Names of mechanisms in a text: which it names, between which words, and what stands beside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rapidfuzz.distance import OSA

from bot.ask.patterns import Spaced
from bot.ask.words import ALL_STOP, AND, JOINING, STOP, Vocabulary, stem, tokens
from bot.knowledge.models import Base, Language

_ARTICLES = frozenset(
    "the in at before about le la les l au aux en du de el los las ante في امام عن".split()
)
"""Folded words between the name of a State and that of a body that say nothing."""
_NAME = "mechanism"
"""Stands for the name of one where the words around it are read."""
_CORRECTED = 4
"""Letters an acronym must have before one typo in it is forgiven (CAT and CED are too near)."""

_COMMITTEE = re.compile(r"^[وف]?لل(?=جن)")
_JOINED = re.compile(r"^[وف]?(?:لل|[بك]ال)(?=..)")
_ADJECTIVE = re.compile(r"ال\w+يه$")


@dataclass(frozen=True)
class MechanismMention:
    """A mechanism that a text names, and between which words."""

    mechanism: str
    start: int
    end: int


class MechanismNames:
    """The names of all mechanisms, and the finding of them in a text."""

    def __init__(self, base: Base) -> None:
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._acronyms: dict[str, set[str]] = defaultdict(set)
        for mechanism in base.mechanisms.values():
            for acronym in mechanism.acronyms:
                words = tokens(acronym)
                if len(words) == 1:
                    self._acronyms[words[0]].add(mechanism.id)
                elif words:
                    self._phrases[tuple(words)].add(mechanism.id)
            for language in ("en", "fr", "es", "ar"):
                for name in getattr(mechanism.names, language):
                    whole = _bare(tokens(name), language)
                    words = _content(whole, language)
                    if len(words) == 1 < len(whole):
                        continue  # "after the session": the one word left would name it anywhere
                    if len(words) > 1 or (words and len(words[0]) > 5):
                        self._phrases[tuple(words)].add(mechanism.id)
                    elif words:
                        self._acronyms[words[0]].add(mechanism.id)
        self._longest_from: dict[str, int] = {}
        """Words of the longest name that begins with a word."""
        for phrase in self._phrases:
            longest = self._longest_from.get(phrase[0], 0)
            self._longest_from[phrase[0]] = max(longest, len(phrase))

    def find(
        self, text: str, language: Language, vocabulary: Vocabulary, written: Language | None = None
    ) -> list[MechanismMention]:
        """The mechanisms named in a text, in order; the longest name wins over one inside it. Names
        are read in a `language`, whichever it is `written` in.

        A name that several mechanisms share is given once for each.
        """
        raw = _bare(tokens(text), language)
        if language == "ar":
            raw = [self._without_joined(word) for word in raw]
        mentions: list[MechanismMention] = []
        taken: set[int] = set()
        content = [i for i, word in enumerate(raw) if word not in STOP[language]]
        stemmed = [stem(vocabulary.correct(raw[i]), language) for i in content]
        uncorrected = [stem(raw[i], language) for i in content]
        plain = [raw[i] for i in content]
        longest = [
            max(self._longest_from.get(words[at], 0) for words in (stemmed, uncorrected, plain))
            for at in range(len(content))
        ]
        for length in range(min(max(longest, default=0), len(content)), 0, -1):
            for at in range(len(content) - length + 1):
                if longest[at] < length:
                    continue
                places = set(content[at : at + length])
                if places & taken:
                    continue
                readings = (
                    tuple(words[at : at + length]) for words in (stemmed, uncorrected, plain)
                )
                ids = next(filter(None, map(self._phrases.get, readings)), None)
                if ids:
                    taken |= places
                    mentions += [
                        MechanismMention(m, content[at], content[at + length - 1])
                        for m in sorted(ids)
                    ]
        for i, word in enumerate(raw):
            # "las" is Spanish before it is the League of Arab States
            common = word in STOP[language] or word in STOP[written or language]
            if i not in taken and not common and (ids := self._acronym(word, vocabulary)):
                mentions += [MechanismMention(m, i, i) for m in sorted(ids)]
        return sorted(mentions, key=lambda named: named.start)

    def _without_joined(self, word: str) -> str:
        """An Arabic word without the "and" that is written as one with it, where a name begins with
        the rest: `ولجنة مناهضة التعذيب`."""
        rest = word[1:]
        joined = word[:1] in AND and len(rest) > 2
        begins = joined and not {word, stem(word, "ar")} & self._longest_from.keys()
        return rest if begins and stem(rest, "ar") in self._longest_from else word

    def _acronym(self, word: str, vocabulary: Vocabulary) -> set[str]:
        if word in self._acronyms:
            return self._acronyms[word]
        if len(word) < _CORRECTED or word in vocabulary.words or word in ALL_STOP:
            return set()
        near = {
            acronym
            for acronym in self._acronyms
            if len(acronym) >= _CORRECTED
            and acronym[0] == word[0]
            and OSA.distance(word, acronym) == 1
        }
        ids = set().union(*(self._acronyms[a] for a in near)) if near else set()
        return ids if len(ids) == 1 else set()


def _bare(words: list[str], language: Language) -> list[str]:
    """Arabic words without the "to" and "with" that are written as one with the article: `للطفل`
    and `بالطفل` name what `الطفل` does. In `للجنة` the second letter belongs to "committee", which
    has its article where an adjective with one follows: `للجنة الأفريقية`."""
    if language != "ar":
        return words
    committee = [
        _COMMITTEE.sub("الل" if _ADJECTIVE.match(after) else "ل", word)
        for word, after in zip_longest(words, words[1:], fillvalue="")
    ]
    return [_JOINED.sub("ال", word) for word in committee]


def _content(words: list[str], language: Language) -> list[str]:
    return [stem(word, language) for word in words if word not in STOP[language]]


def around_names(matter: str, named: Sequence[MechanismMention]) -> tuple[int, int]:
    """How many words of a text stand around the names of mechanisms: all, and those that do more
    than join names."""
    words = tokens(matter)
    spans = {(n.start, n.end) for n in named}
    around = len(words) - sum(end - start + 1 for start, end in spans)
    return around, around - sum(word in JOINING or word in _ARTICLES for word in words)


def with_short_names(words: Sequence[str], named: Sequence[MechanismMention]) -> Spaced:
    """A text in which every name of a mechanism is one word: a pattern has room for four."""
    starts = {n.start for n in named}
    inside = {i for n in named for i in range(n.start + 1, n.end + 1)}
    short = (_NAME if i in starts else word for i, word in enumerate(words) if i not in inside)
    return Spaced.of(" ".join(short))


def beside_names(
    words: Sequence[str], language: Language, named: Sequence[MechanismMention]
) -> set[str]:
    """The words of content that stand beside the names of mechanisms."""
    inside = {i for n in named for i in range(n.start, n.end + 1)}
    return {w for i, w in enumerate(words) if i not in inside and w not in STOP[language]}
