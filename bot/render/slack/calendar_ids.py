"""What the buttons and windows of the calendar are called, and what they carry: never a text."""

from __future__ import annotations

from pydantic import Field

from bot.render.slack.refs import Carried, MechanismId, Owned, StateCode

DATES_CALENDAR = "dates_calendar"
DATES_PICTURE = "dates_picture"
DATES_SHARE = "dates_share"
CYCLE_PICTURE = "cycle_picture"
CORRECT = "correct"
"""Opens the form for a date. Several in one message: `correct.0`, `correct.1`…"""
CORRECT_BACK = "correct_back"
"""Takes a correction back. Several in one message: `correct_back.0`, `correct_back.1`…"""

CORRECT_FORM = "correct_form"


class DatesRef(Carried):
    """Which dates are meant; those of all States and mechanisms where none is named."""

    states: tuple[StateCode, ...] = Field(default=(), max_length=20)
    mechanisms: tuple[MechanismId, ...] = Field(default=(), max_length=20)
    within: int | None = Field(default=None, ge=1, le=3_660)
    """Days."""


class DateRef(Carried):
    """A date that can be corrected, by the key of its row."""

    key: str


class CorrectionRef(Carried):
    """A correction's id."""

    correction: str


class FormRef(Owned):
    """The date that a curator corrects in a window."""

    key: str
