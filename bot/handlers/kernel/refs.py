"""References: what buttons and windows carry, and what the buttons are called that lead from one
feature into another. Ids of the base, never a text, but in the window where a question was typed
that question.

A reference is read with what the desk knows, and one that names anything else is none: it was
altered, or is of another version."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ask import Asked
from bot.handlers.kernel.blocks import Message, Notices, button
from bot.knowledge.models import Base, Language, Topic
from bot.prepare import Action
from bot.states import StateNames


@dataclass(frozen=True)
class KnownNames:
    """All that a reference may name: the context in which its fields are checked."""

    base: Base
    states: StateNames
    actions: Mapping[str, Action] = field(default_factory=dict)
    messages: Container[str] = frozenset()


def _one_of(knows: Callable[[KnownNames, str], bool]) -> AfterValidator:
    """Checks a name where there is a context; what the desk itself makes is not checked."""

    def check(name: str, info: ValidationInfo) -> str:
        known: KnownNames | None = info.context
        if known is not None and not knows(known, name):
            raise ValueError("nothing of that name is known")
        return name

    return AfterValidator(check)


StateCode = Annotated[str, _one_of(lambda known, code: known.states.knows(code))]
"""A State's ISO 3166-1 alpha-3 code."""
MechanismId = Annotated[str, _one_of(lambda known, name: name in known.base.mechanisms)]
EntryId = Annotated[str, _one_of(lambda known, name: name in known.base.entries)]
ActionId = Annotated[str, _one_of(lambda known, name: name in known.actions)]
"""An action that is prepared: a checklist, an outline."""
MessageId = Annotated[str, _one_of(lambda known, name: name in known.messages)]
"""A kind of advocacy message."""


class Ref(BaseModel):
    """Base of what buttons and windows carry: ids, never a text that is not said beside them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    language: Language = Field(
        default="en", validation_alias=AliasChoices("l", "language"), serialization_alias="l"
    )
    """Written in short: an option of a menu holds 75 characters."""

    @classmethod
    def read(cls, value: object, known: KnownNames | None = None) -> Self | None:
        """What a button's value or a window's metadata says; None where it is none of ours, or
        names what is not `known`."""
        if not isinstance(value, str):
            return None
        try:
            return cls.model_validate_json(value, context=known)
        except ValidationError:
            return None

    def changed(self, known: KnownNames, **fields: object) -> Self | None:
        """The same with other fields; None where they are not `known`."""
        try:
            return self.model_validate({**self.model_dump(), **fields}, context=known)
        except ValidationError:
            return None

    @property
    def value(self) -> str:
        """The value to put on a button or into a window."""
        return self.model_dump_json(exclude_none=True, by_alias=True)


class ActionRef(Ref):
    """Base of what is about an action that is prepared."""

    action: ActionId | None = None
    mechanism: MechanismId | None = None
    state: StateCode | None = None
    joint: bool = False

    @model_validator(mode="after")
    def _before_this_mechanism(self, info: ValidationInfo) -> Self:
        known: KnownNames | None = info.context
        if known is not None and self.action is not None:
            action = known.actions[self.action]
            if self.mechanism not in (None, action.mechanism, *action.any_of):
                raise ValueError("the action is not for this mechanism")
        return self


class PersonalRef(Ref):
    """Base of what a window carries that one person was given: nobody else can send it off."""

    team: str = ""
    person: str = ""

    def belongs(self, team: str, person: str) -> bool:
        """Whether it was given to this person of this workspace."""
        return (self.team, self.person) == (team, person)


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
