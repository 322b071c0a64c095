"""Recognises the mechanisms that a text names: names, acronyms, and both with typing slips."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.ask.languages import ALL_STOP, STOP
from bot.ask.words import Vocabulary, stem, tokens
from bot.knowledge.models import Base, Language

_MENDED = 4
"""Letters an acronym must have before one slip in it is forgiven (CAT and CED are too near)."""

_COMMITTEE = re.compile(r"^[وف]?لل(?=جن)")
_JOINED = re.compile(r"^[وف]?(?:لل|[بك]ال)(?=..)")


@dataclass(frozen=True)
class Named:
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
                    said = _bare(tokens(name), language)
                    words = _content(said, language)
                    if len(words) == 1 < len(said):
                        continue  # "after the session": the one word left would name it anywhere
                    if len(words) > 1 or (words and len(words[0]) > 5):
                        self._phrases[tuple(words)].add(mechanism.id)
                    elif words:
                        self._acronyms[words[0]].add(mechanism.id)
        self._longest = max(map(len, self._phrases), default=0)

    def find(
        self, text: str, language: Language, vocabulary: Vocabulary, written: Language | None = None
    ) -> list[Named]:
        """The mechanisms named in a text, in order; the longest name wins over one inside it. Names
        are read in a `language`, whichever it is `written` in.

        A name that several mechanisms share is given once for each.
        """
        raw = _bare(tokens(text), language)
        found: list[Named] = []
        taken: set[int] = set()
        kept = [i for i, word in enumerate(raw) if word not in STOP[language]]
        stemmed = [stem(vocabulary.mend(raw[i]), language) for i in kept]
        unmended = [stem(raw[i], language) for i in kept]
        plain = [raw[i] for i in kept]
        for length in range(min(self._longest, len(kept)), 0, -1):
            for at in range(len(kept) - length + 1):
                places = set(kept[at : at + length])
                if places & taken:
                    continue
                readings = (tuple(words[at : at + length]) for words in (stemmed, unmended, plain))
                ids = next(filter(None, map(self._phrases.get, readings)), None)
                if ids:
                    taken |= places
                    found += [Named(m, kept[at], kept[at + length - 1]) for m in sorted(ids)]
        for i, word in enumerate(raw):
            # "las" is Spanish before it is the League of Arab States
            common = word in STOP[language] or word in STOP[written or language]
            if i not in taken and not common and (ids := self._acronym(word, vocabulary)):
                found += [Named(m, i, i) for m in sorted(ids)]
        return sorted(found, key=lambda named: named.start)

    def _acronym(self, word: str, vocabulary: Vocabulary) -> set[str]:
        if word in self._acronyms:
            return self._acronyms[word]
        if len(word) < _MENDED or word in vocabulary.words or word in ALL_STOP:
            return set()
        near = {
            acronym
            for acronym in self._acronyms
            if len(acronym) >= _MENDED
            and acronym[0] == word[0]
            and OSA.distance(word, acronym) == 1
        }
        ids = set().union(*(self._acronyms[a] for a in near)) if near else set()
        return ids if len(ids) == 1 else set()


def _bare(words: list[str], language: Language) -> list[str]:
    """Arabic words without the "to" and "with" that are written as one with the article: `للطفل`
    and `بالطفل` name what `الطفل` does; in `للجنة` the second letter belongs to "committee"."""
    if language != "ar":
        return words
    return [_JOINED.sub("ال", _COMMITTEE.sub("ل", word)) for word in words]


def _content(words: list[str], language: Language) -> list[str]:
    return [stem(word, language) for word in words if word not in STOP[language]]
