"""Asks that a mechanism can't fulfil, and what to ask instead: `knowledge/cannot-asks.yaml`.

Curators say by which words such an ask is known, in four languages, which *cannot* entry stands
against it, and what to ask instead. Nothing of it is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import LANGUAGES, Base, Curated, Language, Slug
from bot.knowledge.shapes import EntryRef, Known, MechanismRef, read_shape
from bot.prepare.actions import Text
from bot.prepare.phrases import InLanguages, Phrases, Words

FILE = "cannot-asks.yaml"
Who = Literal["state", "addressee", "speaker"]
"""Whose doing an ask is about: what the State is to do, what the addressee itself is to do, or who
speaks."""


class AnswerText(Curated):
    """What is said before one mechanism, or several of a kind."""

    mechanisms: tuple[MechanismRef, ...] = Field(min_length=1)
    rule: EntryRef
    says: Text
    """What it can't do, and after a colon what to ask instead."""


class CannotText(Curated):
    """A kind of ask that can't be fulfilled."""

    id: Slug
    doing: tuple[Who, ...] = Field(min_length=1)
    """In which fields it is looked for."""
    words: InLanguages
    answers: tuple[AnswerText, ...] = Field(min_length=1)


class CannotTexts(Curated):
    """The file: asks that no addressee can fulfil, and the words by which one is passed on."""

    passed_on: InLanguages
    """Words that turn an ask to the addressee into one to the State: urge the Government to."""
    asks: tuple[CannotText, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Cannot:
    """An ask that its addressee can't fulfil: why, what to ask instead, and the entry that says
    so."""

    says: str
    rule: str
    found: str
    """The words by which it was known."""


class CannotAsks:
    """Finds asks that can't be fulfilled."""

    def __init__(self, texts: CannotTexts, base: Base) -> None:
        self._base = base
        self._passed_on = Phrases(texts.passed_on.all())
        self._asks = [(case, Phrases(case.words.all())) for case in texts.asks]

    def find(
        self, text: str, doing: Who, mechanism: str, language: Language = "en"
    ) -> Cannot | None:
        """Why that mechanism can't do what the text asks, in a language; None where nothing speaks
        against it."""
        words = Words(text)
        passed_on = self._passed_on.find(words) if doing == "addressee" else None
        for case, phrases in self._asks:
            fitting = ((n, a) for n, a in enumerate(case.answers, 1) if mechanism in a.mechanisms)
            number, answer = next(fitting, (0, None))
            if answer is None or doing not in case.doing:
                continue
            span = phrases.find(words)
            if span and not (passed_on and passed_on[0] <= span[0]):
                place = f"{FILE}/asks/{case.id}/answers/{number}/says"
                says = self._base.in_language(place, answer.says, language)
                return Cannot(says, answer.rule, words.text_between(*span))
        return None


def load_cannot_asks(folder: Path, base: Base) -> CannotAsks:
    """Those of a knowledge folder; KnowledgeError with every problem, file and line each."""
    keys = [*CannotText.model_fields, *AnswerText.model_fields]
    texts, file = read_shape(folder, FILE, CannotTexts, keys, known=Known(base))
    problems = [
        Problem(file.name, file.line(where), message) for where, message in _problems(texts, base)
    ]
    if problems:
        raise KnowledgeError(problems)
    return CannotAsks(texts, base)


def _problems(texts: CannotTexts, base: Base) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, case in enumerate(texts.asks):
        for language in LANGUAGES:
            if not getattr(case.words, language):
                yield ("asks", index, "words"), f"{case.id}: no words in '{language}'"
        for number, answer in enumerate(case.answers):
            where = ("asks", index, "answers", number)
            entry = base.entries[answer.rule]
            if entry.topic != "cannot" or entry.ended:
                message = f"{entry.id} must be an entry on 'cannot' that has not ended"
                yield (*where, "rule"), message
