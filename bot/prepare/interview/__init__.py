"""The interview: a dozen questions asked once, and the texts that are made of the answers. Nothing
of the answers is kept: they are a small file of the person who gave them.

Public: `Interview` (`open`, `questions`, `remarks`, `make`), `Answers`, `read_answers`,
`answers_file`, `NotReadable`, `LARGEST`, `TEXTS`, the shapes `InterviewQuestion`, `Field`,
`Remark`, `InterviewCase`, and for curators `check_interview`.
"""

from bot.prepare.interview.answers import LARGEST, Answers, NotReadable, answers_file, read_answers
from bot.prepare.interview.checking import Remark
from bot.prepare.interview.desk import Interview, InterviewCase
from bot.prepare.interview.questions import (
    TEXTS,
    Field,
    InterviewQuestion,
    InterviewTexts,
    TextId,
    check_interview,
)

__all__ = [
    "LARGEST",
    "TEXTS",
    "Answers",
    "Field",
    "Interview",
    "InterviewCase",
    "InterviewQuestion",
    "InterviewTexts",
    "NotReadable",
    "Remark",
    "TextId",
    "answers_file",
    "check_interview",
    "read_answers",
]
