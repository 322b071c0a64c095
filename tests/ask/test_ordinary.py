"""The plainest questions on each mechanism are answered by an entry that answers them."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.ask import Choices, Desk

QUESTIONS = Path(__file__).resolve().parents[1] / "exam" / "ordinary.tsv"
EVERY = 4
"""Of so many questions one is asked here: all of them take a minute."""
LEAST, LEAST_WITH_SLIPS = 0.92, 0.9
BODIES = QUESTIONS.with_name("bodies.tsv")
"""What people need of each of 18 bodies, asked in four languages."""
LEAST_OF_BODIES = 0.87


def test_the_entry_that_stands_first_answers(desk: Desk) -> None:
    missed, asked = _missed(desk, QUESTIONS, EVERY, str)
    assert len(missed) <= (1 - LEAST) * asked, missed


def test_it_does_so_when_a_letter_slips_on_a_phone(desk: Desk) -> None:
    slips = random.Random(1)  # noqa: S311
    missed, asked = _missed(
        desk, QUESTIONS, 4 * EVERY, lambda question: _with_slip(question, slips)
    )
    assert len(missed) <= (1 - LEAST_WITH_SLIPS) * asked, missed


def test_what_people_need_of_each_body_is_answered_in_each_language(desk: Desk) -> None:
    missed, asked = _missed(desk, BODIES, 2 * EVERY - 1, str)
    assert len(missed) <= (1 - LEAST_OF_BODIES) * asked, missed


@pytest.mark.parametrize(
    "question",
    [
        "can the Human Rights Council open a confidential inquiry under article 20",
        "does the Arab committee accept urgent actions on disappearances",
    ],
)
def test_what_is_asked_of_one_body_is_not_answered_with_the_rule_of_another(
    desk: Desk, question: str
) -> None:
    reply = desk.ask(question)
    assert isinstance(reply, Choices)
    assert {choice.mechanism for choice in reply.choices} == set(reply.mechanisms)


def _missed(
    desk: Desk, file: Path, every: int, typed: Callable[[str], str]
) -> tuple[list[str], int]:
    """The questions of a `file` that another entry answers first, when they are `typed` in some
    way; and how many were asked."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[::every]
    missed = []
    for row in rows:
        *before, question = row["question"].split(" || ")
        question = typed(question)
        reply = desk.ask(question, desk.follow(before))
        if next(iter(getattr(reply, "entries", ())), "") not in row["first"].split("|"):
            missed.append(question)
    return missed, len(rows)


def _with_slip(question: str, slips: random.Random) -> str:
    """A question with a letter left out, or two swapped, in one of its longer words."""
    words = [match.span() for match in re.finditer(r"\b[a-z]{5,}\b", question)]
    if not words:
        return question
    start, end = slips.choice(words)
    at = slips.randrange(start + 1, end - 1)
    swapped = question[at + 1] + question[at] if slips.random() < 0.5 else ""
    return question[:at] + swapped + question[at + (2 if swapped else 1) :]
