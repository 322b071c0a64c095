"""What buttons and windows are called, and what they carry: ids of the base, never a text, but in
the window where a question was typed that question."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ask import Asked
from bot.handlers.kernel.blocks import Message, Notices, button
from bot.handlers.kernel.refs import (
    ActionRef,
    EntryId,
    MechanismId,
    MessageId,
    PersonalRef,
    Ref,
    StateCode,
)
from bot.knowledge.models import Base, Language, Topic

PICK = "pick"
"""A choice or a related entry: shows its answer. Several in one block: `pick.0`, `pick.1`…"""
RELATED = "related"
"""An entry beside an answer: shows it without taking the answer away."""
SEND_GAP = "send_gap"
ASK = "ask"


class ItemRef(Ref):
    """Something of the base to be shown."""

    entry: EntryId | None = None
    mechanism: MechanismId | None = None
    topic: Topic | None = None
    state: StateCode | None = None


class AnswerRef(Ref):
    """The entries that a reply showed, for what is done with it afterwards."""

    entries: tuple[EntryId, ...] = ()
    reason: Literal["decline", "not_helpful"] = "not_helpful"
    thread: str | None = None
    """The thread in which the reply stood, where what carries this stands elsewhere."""
    state: StateCode | None = None
    mechanisms: tuple[MechanismId, ...] = ()
    """Those that were named with the State."""
    asked: Asked | None = None
    """What was asked of the State, where that stood first."""
    lines: tuple[str, ...] = ()
    """The lines that the reply said, by name."""


class ThreadRef(PersonalRef):
    """Where a window was opened from: a conversation's and a thread's ids."""

    channel: str | None = None
    thread: str | None = None
    entries: tuple[str, ...] = ()
    reason: Literal["decline", "not_helpful"] = "not_helpful"


CHECKLIST = "checklist"
"""Opens a checklist, or the form where something is missing. Several in one block: `checklist.0`,
`checklist.1`…"""
OUTLINE = "outline"
PREPARATION_START = "preparation_start"


class PrepareRef(ActionRef):
    """An action, and what it is for; where it is shown."""

    deadline: str | None = Field(default=None, pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$")
    """A day, or a day and an hour in Geneva, that a person gave."""
    channel: str | None = None
    """Where a command was given, for a window."""
    outline: bool = False
    """Whether an outline is wanted, and not a checklist."""
    text: Language | None = None
    """The language of the text, where the person chose another than their own."""

    @property
    def written_in(self) -> Language:
        """The language of the text."""
        return self.text or self.language


MESSAGE = "message"
"""Opens the form of a message. Several in one block: `message.0`, `message.1`…"""
MESSAGE_STATE = "message_state"
"""An input in which a State is found by typing; several in one window: `message_state.embassy`…"""
CHOOSE = "choose"
"""Opens the questions. Several in one block: `choose.0`…"""


def not_possible(base: Base, reason: str, ref: PrepareRef) -> Message:
    """Why it can't be made, and the way to another choice."""
    what = OUTLINE if ref.outline else CHECKLIST
    other = ref.model_copy(update={"action": None, "joint": False})
    change = button(base.say("prepare_change", ref.language), f"{what}.0", other.value)
    return Notices(base).way_back(reason, change)


class MessageRef(PersonalRef):
    """A message, and what it is for; where the command was given."""

    message: MessageId | None = None
    mechanism: MechanismId | None = None
    state: StateCode | None = None
    channel: str | None = None
    written: Language | None = None
    """The language of the text, where that was chosen."""

    @property
    def text(self) -> Language:
        """The language of the text: the person's own where none was chosen."""
        return self.written or self.language


class ChooseRef(PersonalRef):
    """What is known when the questions are opened: values of their options. A message's button
    carries no more than what the message itself shows."""

    state: StateCode | None = None
    who: str | None = None
    about: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()


DATES_CALENDAR = "dates_calendar"
DATES_PICTURE = "dates_picture"


class DatesRef(Ref):
    """Which dates are meant; those of all States and mechanisms where none is named."""

    states: tuple[StateCode, ...] = Field(default=(), max_length=20)
    mechanisms: tuple[MechanismId, ...] = Field(default=(), max_length=20)
    within: int | None = Field(default=None, ge=1, le=3_660)
    """Days."""


def date_buttons(base: Base, ref: DatesRef) -> list[Block]:
    """Dates into one's own calendar; those of one State also as a picture."""
    buttons = [button(base.say("calendar_add", ref.language), DATES_CALENDAR, ref.value)]
    if len(ref.states) == 1:
        buttons.append(button(base.say("picture", ref.language), DATES_PICTURE, ref.value))
    return [ActionsBlock(elements=buttons)]
