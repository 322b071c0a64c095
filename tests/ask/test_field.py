"""Messages as people in the field write them: stories with a question in them, a few words without
a mechanism, questions that sound like another one."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from bot.ask import Answer, Choices, Decline, Desk, FirstSteps, Reply

QUESTIONS = Path(__file__).resolve().parents[1] / "exam" / "field.tsv"
ON = dt.date(2026, 12, 2)
EVERY = 2
SHOWN = {"rule": 2, "tale": 2, "turn": 2}
"""Kinds whose entries were named by their titles alone: one of the first two must be among them."""
LEAST_RIGHT, MOST_WRONG = 0.74, 0.25
"""Of the stories 79 in 100 were right and 19 wrong when this was written, of the others 84 to 97
right; what is asked back or declined is neither."""


def _verdict(reply: Reply, wanted: set[str], shown: int) -> str:
    """`right`, `safe` or `wrong`: in `wanted` "?" stands for asking back, "steps" for first steps,
    "state" for what is known of the State said first; the rest are entries, one of them among the
    first that are `shown`."""
    if isinstance(reply, Choices):
        return "right" if "?" in wanted else "safe"
    if isinstance(reply, FirstSteps):
        return "right" if "steps" in wanted else "safe"
    if isinstance(reply, Decline) or not isinstance(reply, Answer):
        return "safe"
    of_state = reply.here_first and "state" in wanted
    return "right" if of_state or wanted & set(reply.entries[:shown]) else "wrong"


def _reply(desk: Desk, turns: str) -> Reply:
    """The reply to the last of the turns of a talk, written with ` || ` between them."""
    *before, question = turns.split(" || ")
    return desk.ask(question, desk.follow(before), on=ON)


@pytest.mark.parametrize("kind", ["story", "bare", "turned", "rule", "tale", "turn"])
def test_it_is_answered_or_asked_back(desk: Desk, kind: str) -> None:
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    asked = [row for row in rows if row["kind"] == kind][::EVERY]
    verdicts = {
        row["question"]: _verdict(
            _reply(desk, row["question"]), set(row["first"].split("|")), SHOWN.get(kind, 1)
        )
        for row in asked
    }
    wrong = [question for question, verdict in verdicts.items() if verdict == "wrong"]
    right = sum(verdict == "right" for verdict in verdicts.values())
    assert right >= LEAST_RIGHT * len(asked), verdicts
    assert len(wrong) <= MOST_WRONG * len(asked), wrong
