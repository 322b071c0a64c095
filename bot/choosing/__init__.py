"""Which way to go: from what happened, where and what is hoped for to the mechanisms that can be
used, in order, with reasons, conditions, time limits and risks. The rules are data
(`knowledge/choosing.yaml`) that a lawyer can read and correct; nothing of what is said is kept.

Public: `Chooser` (`open`, `in_language`, `choose`, `questions`), `CaseFacts`,
`ChooserQuestion`, the shapes `Result`, `JudgedWay` and what they hold; for curators `check_rules`.
"""

from bot.choosing.chooser import Chooser, ChooserQuestion, answered, questions
from bot.choosing.load import check_rules
from bot.choosing.models import (
    ABOUT,
    ACTORS,
    HARM,
    HOPES,
    TRIED,
    WHO,
    CaseFacts,
    Condition,
    JudgedWay,
    Limit,
    NotBeside,
    Reason,
    Result,
    Running,
    Send,
    Statement,
    StateSays,
    Who,
)
from bot.choosing.rules import QuestionText

__all__ = [
    "ABOUT",
    "ACTORS",
    "HARM",
    "HOPES",
    "TRIED",
    "WHO",
    "CaseFacts",
    "Chooser",
    "ChooserQuestion",
    "Condition",
    "JudgedWay",
    "Limit",
    "NotBeside",
    "QuestionText",
    "Reason",
    "Result",
    "Running",
    "Send",
    "StateSays",
    "Statement",
    "Who",
    "answered",
    "check_rules",
    "questions",
]
