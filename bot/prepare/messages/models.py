"""The shape of a message that was made: plain data, put into words where it is shown."""

from __future__ import annotations

import datetime as dt

from bot.knowledge.curated import Shape
from bot.knowledge.models import Language
from bot.prepare.drafts import Danger
from bot.prepare.messages.texts import FieldKind, Part, Past, Tone
from bot.prepare.models import Cited, Rule
from bot.prepare.smart import Flaw
from bot.reviews import CalendarEvent, DeadlineState
from bot.states import TreatyStatus
from bot.states.recommendations import About, Recommendation

Value = str | tuple[str, ...] | dt.date | None
"""What was given in a field: text, lines, the code of a State, the id of an option or a treaty, a
day; None where an optional one was left empty."""


class FormField(Shape):
    """A field that a form asks for, in the order in which it is asked."""

    id: str
    label: str
    hint: str
    kind: FieldKind
    part: Part | None
    required: bool
    longest: int
    """Characters; of each line, where there are several."""
    most: int
    """Lines: one, or as many as there may be."""
    options: tuple[tuple[str, str], ...]
    """Of a choice: id and label; the first holds where nobody chooses, unless it is required."""


class Judged(Shape):
    """A recommendation of the message, and what the SMART check found in it."""

    label: str
    """The field's."""
    text: str
    flaws: tuple[Flaw, ...]
    """Empty: nothing to correct."""
    mended: str = ""
    """The sentence with blanks for what it lacks; empty where there is nothing to correct."""


class SpeakingTime(Shape):
    """A speaking time, and the words that fit into it."""

    seconds: int
    words: int
    rule: Rule


class Earlier(Shape):
    """Past recommendations to the State that stand where nobody wrote anything."""

    how: Past
    recommendations: tuple[Recommendation, ...]
    about: About
    """What they come from."""


class FieldValue(Shape):
    """What a person gave for a field; `value` is None where they gave nothing."""

    value: Value
    kind: FieldKind
    label: str = ""
    """Of a choice: the label of the option; of a State or treaty: its name."""
    earlier: Earlier | None = None
    """What the desk put there, where there is no value."""


class AdvocacyMessage(Shape):
    """A message: what was given, and what is known."""

    id: str
    language: Language
    """In which it is written."""
    reader: Language
    """In which its writer is told what to know of it."""
    title: str
    what: str
    tone: Tone
    state: str
    state_name: str
    mechanism: str | None
    acronym: str
    """The mechanism's, as the language has it: UPR, EPU, CEDAW."""
    full_name: str
    """The mechanism's whole name, as a letter writes it before the acronym."""
    on: dt.date
    values: dict[str, FieldValue]
    review: CalendarEvent | None
    """The State's next review before that mechanism."""
    last: CalendarEvent | None
    deadline: DeadlineState | None
    reviewed: bool
    """Whether the mechanism reviews States at all, so that a date is to be expected."""
    party: TreatyStatus | None
    """For a committee: whether its treaty binds the State."""
    law: TreatyStatus | None
    """For a treaty that was named: that it binds the State, or that this is not known."""
    judged: tuple[Judged, ...]
    dangers: tuple[Danger, ...]
    """What was typed that could identify somebody, and stands there all the same."""
    clock: SpeakingTime | None
    longest: int | None
    longest_why: str | None
    before: tuple[Rule, ...]
    """What to do before it is sent."""
    sources: dict[str, Cited]
