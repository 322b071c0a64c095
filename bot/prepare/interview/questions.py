"""The shapes of what curators write in `knowledge/interview/`, checked as they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated, Literal, get_args

from pydantic import Field as Checked
from pydantic import StringConstraints

from bot.knowledge.models import Curated, Language, Slug
from bot.knowledge.typography import spaced

TextId = Literal[
    "submission", "factsheet", "embassy", "talking-points", "statement", "press", "table"
]
TEXTS: tuple[TextId, ...] = get_args(TextId)
"""The texts that are made of the answers."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=420)]
FieldId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=30)]


class InterviewText(Curated):
    """A text in the languages of the interview."""

    en: Words
    fr: Words
    es: Words
    ar: Words

    def of(self, language: Language) -> str:
        """The text in that language."""
        return spaced(getattr(self, language), language)


class Field(Curated):
    """One answer."""

    id: FieldId
    label: InterviewText
    hint: InterviewText
    optional: bool = False
    lines: int = Checked(default=1, ge=1, le=6)
    """How many lines it may have; each counts for itself."""
    longest: int = Checked(default=400, ge=10, le=600)
    """Characters of a line."""
    choices: tuple[Slug, ...] = ()
    texts: tuple[TextId, ...] = ()
    """The texts that need it, where those of its question are more."""


class InterviewQuestion(Curated):
    """One question, with one or a few answers."""

    id: Slug
    ask: InterviewText
    each: bool = False
    """Asked for each concern."""
    texts: tuple[TextId, ...] = ()
    """The texts that need it; none stands for all."""
    fields: tuple[Field, ...] = Checked(min_length=1)

    def fields_for(self, texts: Collection[str]) -> tuple[Field, ...]:
        """Its fields that one of these texts needs."""
        if self.texts and not set(self.texts) & set(texts):
            return ()
        return tuple(
            field for field in self.fields if not field.texts or set(field.texts) & set(texts)
        )


class Questions(Curated):
    """All of them, in the order in which they are asked."""

    questions: tuple[InterviewQuestion, ...] = Checked(min_length=10, max_length=12)

    def fields(self, each: bool) -> Iterator[Field]:
        """The fields asked once, or those asked for each concern."""
        for question in self.questions:
            if question.each == each:
                yield from question.fields


class InterviewLines(Curated):
    """Paragraphs in each language."""

    en: tuple[Words, ...]
    fr: tuple[Words, ...]
    es: tuple[Words, ...]
    ar: tuple[Words, ...]

    def of(self, language: Language) -> tuple[str, ...]:
        """The paragraphs in that language."""
        return tuple(spaced(text, language) for text in getattr(self, language))


class InterviewSection(Curated):
    """How a section of a submission is filled."""

    title: InterviewText
    text: InterviewLines
