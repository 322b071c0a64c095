"""What curators write in `knowledge/interview/`: its shapes, and the one who reads it, all or
nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field as Checked
from pydantic import RootModel, StringConstraints

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import LANGUAGES, Curated, Language, Slug
from bot.knowledge.shapes import read_shape
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


FOLDER = "interview"
KNOWN = (
    "state", "first_ask", "all_asks", "concerns", "keywords", "last_review", "party", "about_end",
    "about_sentence", "method_end", "limits_end", "duty_end",
)  # fmt: skip
"""What sections may print as {name} besides the answers."""
_NAME = re.compile(r"\{([^{}]*)\}")


class _Questions(Curated):
    questions: tuple[InterviewQuestion, ...] = Checked(min_length=10, max_length=12)


class _Sections(RootModel[dict[str, InterviewSection]]):
    pass


class _Words(RootModel[dict[str, InterviewText]]):
    pass


@dataclass(frozen=True)
class InterviewTexts:
    """What curators wrote for the interview."""

    questions: tuple[InterviewQuestion, ...]
    sections: dict[str, InterviewSection]
    words: dict[str, InterviewText]

    def fields(self, each: bool) -> tuple[Field, ...]:
        """The fields asked once, or those asked for each concern."""
        questions = (question for question in self.questions if question.each == each)
        return tuple(field for question in questions for field in question.fields)


def load_interview(folder: Path) -> InterviewTexts:
    """The interview of a knowledge folder; KnowledgeError with every problem, file and line."""
    keys = (*InterviewQuestion.model_fields, *Field.model_fields, *LANGUAGES)
    questions, _ = read_shape(folder, f"{FOLDER}/questions.yaml", _Questions, keys)
    sections, file = read_shape(folder, f"{FOLDER}/sections.yaml", _Sections, keys)
    words, _ = read_shape(folder, f"{FOLDER}/words.yaml", _Words, keys)
    texts = InterviewTexts(questions.questions, sections.root, words.root)
    names = {field.id for each in (True, False) for field in texts.fields(each)} | {*KNOWN}
    problems = [
        Problem(file.name, file.line((id, "text", language)), f"{{{name}}} is no answer")
        for id, section in texts.sections.items()
        for language in LANGUAGES
        for text in section.text.of(language)
        for name in _NAME.findall(text)
        if name not in names
    ]
    if problems:
        raise KnowledgeError(problems)
    return texts


def check_interview(folder: Path) -> list[Problem]:
    """Everything that must be corrected in a knowledge folder's interview, where it has one."""
    if not (folder / FOLDER).is_dir():
        return []
    try:
        load_interview(folder)
    except KnowledgeError as error:
        return error.problems
    return []
