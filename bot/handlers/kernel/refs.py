"""References: what buttons and windows carry. A reference is read with what the desk knows, and
one that names anything else is none: it was altered, or is of another version."""

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

from bot.knowledge.models import Base, Language
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
