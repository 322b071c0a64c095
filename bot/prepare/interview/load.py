"""Reads `knowledge/interview/`, all or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import RootModel

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import LANGUAGES
from bot.knowledge.shapes import read_shape
from bot.prepare.interview.questions import (
    Field,
    InterviewQuestion,
    InterviewSection,
    InterviewText,
    Questions,
)

FOLDER = "interview"
KNOWN = (
    "state", "first_ask", "all_asks", "concerns", "keywords", "last_review", "party", "about_end",
    "about_sentence", "method_end", "limits_end", "duty_end",
)  # fmt: skip
"""What sections may print as {name} besides the answers."""
_NAME = re.compile(r"\{([^{}]*)\}")


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
        return tuple(Questions(questions=self.questions).fields(each))


def load_interview(folder: Path) -> InterviewTexts:
    """The interview of a knowledge folder; KnowledgeError with every problem, file and line."""
    keys = (*InterviewQuestion.model_fields, *Field.model_fields, *LANGUAGES)
    questions, _ = read_shape(folder, f"{FOLDER}/questions.yaml", Questions, keys)
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
