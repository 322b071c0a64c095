"""Words of the field that an answer uses and does not explain itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.ask.models import Word
from bot.knowledge.models import Base, Language, Term

_WORD = re.compile(r"\w+")
REMEMBERED = 50_000
"""Texts of which it is remembered which terms they use."""


class Glossaries:
    """The glossaries of a base, each made when it is first needed."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._made: dict[Language, Glossary] = {}

    def of(self, language: Language) -> Glossary:
        """The glossary of a language: the terms that are translated into it."""
        if language not in self._made:
            self._made[language] = Glossary(list(self._terms(language)))
        return self._made[language]

    def _terms(self, language: Language) -> Iterator[Term]:
        for term in self._base.terms:
            if language == "en":
                yield term
                continue
            if said := self._base.term_said(term, language):
                yield Term.model_construct(term=said[0], also=(), means=said[1])


class Glossary:
    """Finds the terms of a language in texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._patterns = [_pattern(term) for term in terms]
        self._beginning: dict[str, set[int]] = defaultdict(set)
        for i, term in enumerate(terms):
            for form in (term.term, *term.also):
                self._beginning[_WORD.findall(form.lower())[0]].add(i)
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
        """Which terms a text uses. Texts of the base come again and again: each is read once, and
        only terms are looked for whose first word stands in it."""
        if text not in self._seen:
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            near = {
                i for word in _WORD.findall(text.lower()) for i in self._beginning.get(word, ())
            }
            self._seen[text] = tuple(i for i in sorted(near) if self._patterns[i].search(text))
        return self._seen[text]


def _pattern(term: Term) -> re.Pattern[str]:
    """Finds a term in any of its forms; the capitals of a term must match."""
    forms = sorted((term.term, *term.also), key=len, reverse=True)
    flags = 0 if any(c.isupper() for c in term.term) else re.IGNORECASE
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", flags)
