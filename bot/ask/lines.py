"""Which line of an entry answers a question, and which others say more of what is asked.

An ask belongs to the line that answers it (`asks/`, docs/curating.md). Where no ask comes near, the
words of the lines decide, and only clearly: else the answer answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.ask.languages import ALL_STOP
from bot.ask.lexical import Lexical
from bot.ask.shown import ANSWER, EntryShown, kind
from bot.ask.words import stem, tokens
from bot.knowledge.models import Entry, Language

ANY = "any"
LEADING = ("answer", "point", "cannot", "not-any-more")
"""Kinds of lines that may stand first: advice and warnings go with an answer."""
NEAR = 0.6
"""How like an ask must be to the question (0 to 1), so that its line is the one that answers."""
CLEARLY = 0.3
"""How much more of the question a line must say than title and answer together, to stand first."""
REMEMBERED = 32_768
"""Texts of the base of which the stems are remembered."""


@dataclass(frozen=True)
class Asked:
    """What a question looks for."""

    terms: Mapping[str, float]
    """Stem → how much it counts: how rare it is, less where it was mended or means the same."""
    language: Language = "en"

    @property
    def weight(self) -> float:
        """What all of it counts."""
        return sum(self.terms.values())


NOTHING_ASKED = Asked({})
"""For where nothing was asked: no line tells more than another."""


class Lines:
    """Weighs the lines of entries against questions."""

    def __init__(self, lexical: Lexical) -> None:
        self._lexical = lexical
        self.stems = lru_cache(maxsize=REMEMBERED)(_stems)

    def asked(self, text: str, language: Language) -> Asked:
        """What a cleaned text looks for."""
        terms = self._lexical.weighed(text, language)
        return Asked({t: w * self._lexical.idf(t) for t, w in terms.items()}, language)

    def tells(self, asked: Asked, text: str, language: Language = "en") -> float:
        """The share of what is asked (0 to 1) of which a text speaks."""
        if not asked.terms:
            return 0.0
        stems = self.stems(text, language)
        return sum(w for term, w in asked.terms.items() if term in stems) / asked.weight

    def leading(self, asked: Asked, entry: Entry, text: EntryShown) -> str:
        """The name of the line that answers, of those that `text` holds of the entry."""
        said = {name: line.text for name, line in text.lines.items()}
        line = self._by_asks(asked, entry)
        if line in said and kind(line) in LEADING:
            return line
        if line == ANSWER or not asked.terms:
            return ANSWER
        known = self.tells(asked, f"{text.title} {said[ANSWER]}", text.language)
        best, name = known + CLEARLY, ANSWER
        for other, line in said.items():
            if kind(other) in LEADING and (told := self.tells(asked, line, text.language)) > best:
                best, name = told, other
        return name

    def _by_asks(self, asked: Asked, entry: Entry) -> str:
        """The line of the nearest ask; `any` where none is near, or nobody has said which line."""
        best, line = NEAR, ANY
        for name, asks in entry.asks_of.items():
            for language in dict.fromkeys((asked.language, "en")):
                for ask in getattr(asks, language):
                    like = self._likeness(asked, ask, language)
                    if like > best or (like == best and line == ANY):
                        best, line = like, name
        return line

    def _likeness(self, asked: Asked, ask: str, language: Language) -> float:
        """How like an ask is to the question: what both look for, of what each does."""
        stems = self.stems(ask, language)
        both = sum(w for term, w in asked.terms.items() if term in stems)
        if not both:
            return 0.0
        return 2 * both / (asked.weight + sum(map(self._lexical.idf, stems)))


def _stems(text: str, language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in tokens(text) if word not in ALL_STOP)
