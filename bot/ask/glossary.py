"""Words of the field that an answer uses and does not explain itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ask.models import Word
from bot.knowledge.models import Term

REMEMBERED = 50_000
"""Texts of which it is remembered which terms they use."""


class Glossary:
    """Finds the terms of a base in texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._finders = [Finder(term) for term in terms]
        self._seen: dict[str, tuple[int, ...]] = {}

    def words(self, texts: Sequence[str]) -> list[Word]:
        """The terms that texts use and don't explain in brackets themselves."""
        used = sorted({i for text in texts for i in self._terms_in(text)})
        return [
            Word(term=self._terms[i].term, means=self._terms[i].means)
            for i in used
            if not any(f"{self._terms[i].term} (" in text for text in texts)
        ]

    def _terms_in(self, text: str) -> tuple[int, ...]:
        """Which terms a text uses. Texts of the base come again and again: each is read once."""
        if text not in self._seen:
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            lowered = text.lower()
            self._seen[text] = tuple(
                i for i, finder in enumerate(self._finders) if finder.stands_in(text, lowered)
            )
        return self._seen[text]


class Finder:
    """Finds a term in any of its forms; the capitals of a term must match."""

    def __init__(self, term: Term) -> None:
        forms = sorted((term.term, *term.also), key=len, reverse=True)
        flags = 0 if any(c.isupper() for c in term.term) else re.IGNORECASE
        self._lowered = [form.lower() for form in forms]
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", flags)

    def stands_in(self, text: str, lowered: str) -> bool:
        """Whether a text, which is also given in lower case, uses the term. Most use none, which
        the letters alone tell, thirty times faster than the pattern."""
        there = any(form in lowered for form in self._lowered)
        return there and self._pattern.search(text) is not None
