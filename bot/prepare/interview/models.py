"""The shapes of the interview: remarks on answers, and what a text is made of."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from bot.knowledge.curated import Shape
from bot.prepare.interview.answers import Answers
from bot.prepare.models import Outline
from bot.reviews import CalendarEvent, DeadlineState
from bot.states import TreatyStatus

LARGEST = 200_000
"""Bytes of a file of answers."""
Weight = Literal["stop", "danger", "look"]
"""`stop`: nothing is made like this. `danger`: it could hurt somebody; made only once a person has
looked at it. `look`: better corrected."""


class Remark(Shape):
    """Something about the answers that a person should look at before anything is made."""

    weight: Weight
    where: str
    """The label of the answer; empty where it is about all of them."""
    says: str


class InterviewCase(Shape):
    """What the texts are made of: the answers, and what is known of the State on a day."""

    answers: Answers
    on: dt.date
    body: str
    """The mechanism's id."""
    state: str
    """ISO 3166 alpha-3."""
    recommender: str | None
    """The same, of the State that is written to."""
    review: CalendarEvent | None
    last: CalendarEvent | None
    deadline: DeadlineState | None
    treaties: tuple[tuple[str, TreatyStatus | None], ...]
    """For each concern its treaty as the person wrote it, and whether that binds the State; None
    where no treaty of that name is known."""
    outline: Outline | None = None
    """The submission, with the answers in it; None where it was not asked for."""
