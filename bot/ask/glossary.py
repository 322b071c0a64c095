"""The words of the field: which a text uses, and which it asks the meaning of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from bot.ask.models import Word
from bot.ask.patterns import Phrases
from bot.ask.words import ALL_STOP, STOP, stem, tokens
from bot.knowledge.front import Courtesy
from bot.knowledge.models import LANGUAGES, Base, Language, Term

_WORD = re.compile(r"\w+")
REMEMBERED = 50_000
"""Texts of which it is remembered which terms they use."""


class Glossaries:
    """The glossaries of a base, each made when it is first needed."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._glossaries: dict[Language, Glossary] = {}

    def of(self, language: Language) -> Glossary:
        """The glossary of a language: the terms that are translated into it."""
        if language not in self._glossaries:
            self._glossaries[language] = Glossary(list(self._terms(language)))
        return self._glossaries[language]

    def _terms(self, language: Language) -> Iterator[Term]:
        for term in self._base.terms:
            if term.common:
                continue
            if language == "en":
                yield term
                continue
            if form := self._base.term_said(term, language):
                yield Term.model_construct(term=form[0], also=(), means=form[1])


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
        """The terms that texts use and don't explain themselves, in brackets or as the glossary
        does."""
        used = sorted({i for text in texts for i in self._terms_in(text)})
        return [
            Word(term=self._terms[i].term, means=self._terms[i].means)
            for i in used
            if not any(_explains(text, self._terms[i]) for text in texts)
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


def _explains(text: str, term: Term) -> bool:
    return f"{term.term} (" in text or f": {term.means}." in text


def _pattern(term: Term) -> re.Pattern[str]:
    """Finds a term in any of its forms; the capitals of a term must match."""
    forms = sorted((term.term, *term.also), key=len, reverse=True)
    flags = 0 if any(c.isupper() for c in term.term) else re.IGNORECASE
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", flags)


LONGEST = 14
"""Words up to which a text can ask for the meaning of one, and nothing else."""
_ARTICLE = re.compile(r"^[وف]?(?:ال|بال|لل)(?=..)")
OWN_SMALL = {
    language: STOP[language].difference(*(STOP[other] for other in LANGUAGES if other != language))
    for language in LANGUAGES
}
"""Small words of one language alone: a text that holds one asks for no word of another, unless that
is English ("general comment?")."""

Form = tuple[str, ...]


class MeaningReader:
    """Reads which word of the glossary a text asks the meaning of, of those whose line stands in an
    entry: what the others are, the first sentence of what is found for them says."""

    def __init__(self, base: Base) -> None:
        around = base.basics.meaning if base.basics else Courtesy()
        self._before = Phrases(around.before.all())
        self._after = [tuple(tokens(phrase)) for phrase in around.after.all()]
        self._base = base
        self._lines: dict[Language, dict[Form, str]] = {}

    def _lines_in(self, language: Language) -> dict[Form, str]:
        """The lines by the words of a language, which is opened when it is first looked at."""
        if language not in self._lines:
            self._lines[language] = {
                _form(tokens(written), language): f"{entry}#{line}"
                for entry, terms in self._base.words.items()
                for line, term in terms.items()
                for written in self._base.written(term, language)
            }
        return self._lines[language]

    def asked(self, text: str, language: Language, bare: bool) -> tuple[str, Language] | None:
        """The line that says what the word means, as `entry#word-1`, and the language to answer in:
        that of the text, or of a word that stands alone and is of another one ("general comment?");
        None where a cleaned text asks something else. `bare` is whether a word alone asks."""
        words = tokens(text)
        if len(words) > LONGEST:
            return None
        after = self._before.after(" ".join(words))
        begun = words if after is None else after.split()
        word = self._without_end(begun)
        if not bare and after is None and word == begun:
            return None
        of_one = not OWN_SMALL[language].isdisjoint(_named(word))
        others = ("en",) if of_one else LANGUAGES
        for of in dict.fromkeys((language, *others)):
            if line := self._lines_in(of).get(_form(word, of)):
                alone = word == words and not text.isupper()
                return line, of if alone else language
        return None

    def _without_end(self, words: list[str]) -> list[str]:
        """Words without what may stand after the word that is asked for ("… mean")."""
        while end := next((e for e in self._after if tuple(words[-len(e) :]) == e), None):
            words = words[: -len(end)]
        return words


def _form(words: list[str], language: Language) -> Form:
    """The word that is asked for, however it stands in the text: without articles, as stems. One
    that is a small word of another language stays ("AL")."""
    bare = (_ARTICLE.sub("", word) if language == "ar" else word for word in _named(words))
    return tuple(stem(word, language) for word in bare)


def _named(words: list[str]) -> list[str]:
    """Words without the small ones before them."""
    return list(dropwhile(ALL_STOP.__contains__, words)) or words
