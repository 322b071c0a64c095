"""The plainest questions on each mechanism are answered by an entry that answers them."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from pathlib import Path

from bot.ask import Desk

QUESTIONS = Path(__file__).resolve().parents[1] / "exam" / "ordinary.tsv"
EVERY = 4
"""Of so many questions one is asked here: all of them take a minute."""
LEAST, LEAST_WITH_SLIPS = 0.92, 0.9


def test_the_entry_that_stands_first_answers(desk: Desk) -> None:
    missed, asked = _missed(desk, EVERY, str)
    assert len(missed) <= (1 - LEAST) * asked, missed


def test_it_does_so_when_a_letter_slips_on_a_phone(desk: Desk) -> None:
    slips = random.Random(1)  # noqa: S311
    missed, asked = _missed(desk, 4 * EVERY, lambda question: _with_slip(question, slips))
    assert len(missed) <= (1 - LEAST_WITH_SLIPS) * asked, missed


def _missed(desk: Desk, every: int, typed: Callable[[str], str]) -> tuple[list[str], int]:
    """The questions that another entry answers first, when they are `typed` in some way; and how
    many were asked."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[::every]
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
