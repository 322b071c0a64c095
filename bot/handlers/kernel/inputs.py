"""The kinds of inputs in windows and messages: each draws itself with what stands in it, and reads
what somebody put there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    OptionGroup,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserSelectElement,
)
from slack_sdk.models.blocks import InputInteractiveElement as Element

from bot.handlers.kernel.blocks import Page, plain
from bot.handlers.kernel.text import BUTTON, clipped, unmarked

LONGEST = 3_000
"""Characters that an input of Slack takes."""
SHORT = 120
"""Characters up to which an input has one line."""
BOXES = 10
"""Options that boxes take."""
HINT = 150
"""Characters of what stands in an empty input."""
QUESTION_LENGTH = 1_500
"""Characters of a question that a window takes."""
QUESTION = "question"
"""The block and the input that hold a question, an answer, or a text to copy."""
PASTE_WINDOW = "paste_window"
Labelled = tuple[str, str]
"""A value and its label."""


@dataclass(frozen=True)
class Group:
    """Options under a heading."""

    label: str
    options: Sequence[Labelled]


Offered = Sequence[Labelled] | Sequence[Group]


class Inputs:
    """What stands in each block's input, as Slack tells it; a block that is not there is empty."""

    def __init__(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        self._values = values

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Inputs:
        """Those of a window that was sent off, or in which something was pressed; of a message."""
        state = (body.get("view") or body).get("state") or {}
        return cls(state.get("values") or {})

    def __contains__(self, block: str) -> bool:
        """Whether there is such a block."""
        return block in self._values

    def blocks(self) -> list[str]:
        """The ids of all blocks."""
        return list(self._values)

    def text(self, block: str) -> str:
        """What was typed or chosen there; empty where nothing was."""
        state = self._held(block)
        option = state.get("selected_option") or {}
        picked = (state.get(f"selected_{kind}") for kind in ("date", "time", "user"))
        return str(state.get("value") or option.get("value") or next(filter(None, picked), ""))

    def several(self, block: str) -> tuple[str, ...]:
        """All that was chosen there."""
        chosen = self._held(block).get("selected_options") or []
        return tuple(dict.fromkeys(str(option["value"]) for option in chosen))

    def _held(self, block: str) -> Mapping[str, Any]:
        return next(iter(self._values.get(block, {}).values()), {})


@dataclass(frozen=True)
class Input(ABC):
    """An input under its label."""

    block: str
    action: str = field(default="", kw_only=True)
    """Its action id, where that is not its block's id."""
    label: str = field(default="", kw_only=True)
    """A phrase's key, where that is not its block's id."""
    hint: str = field(default="", kw_only=True)
    """A phrase's key: small text below."""
    example: str = field(default="", kw_only=True)
    """A phrase's key: what stands in it while it is empty."""
    optional: bool = field(default=False, kw_only=True)
    at_once: bool = field(default=False, kw_only=True)
    """Whether the desk is told as it changes."""
    wrong: str = field(default="", kw_only=True)
    """The phrase where what stands there can't be taken (`name` is what stands there); without one
    the whole window is refused, as of what was never offered."""

    def input_block(
        self,
        page: Page,
        value: Any = None,
        offered: Offered = (),
        *,
        label: str = "",
        hint: str = "",
    ) -> InputBlock:
        """Its block, with a value in it; `label` and `hint` are texts in place of its phrases."""
        hint = hint or (page.say(self.hint) if self.hint else "")
        return InputBlock(
            block_id=self.block,
            label=plain(label or page.say(self.label or self.block)),
            element=self.element(page, value, offered),
            hint=plain(hint) if hint else None,
            optional=self.optional,
            dispatch_action=self.at_once or None,
        )

    @abstractmethod
    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """What is typed into or chosen from."""

    def read(self, inputs: Inputs) -> object:
        """What stands there; None where nothing does."""
        return inputs.text(self.block) or None

    @property
    def _id(self) -> str:
        return self.action or self.block

    def _example(self, page: Page) -> Any:
        return plain(page.say(self.example), HINT) if self.example else None


@dataclass(frozen=True)
class Typed(Input):
    """A text that is typed, in several lines where it may be long."""

    longest: int = LONGEST
    shortest: int | None = None
    lines: bool | None = None

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """Where it is typed."""
        longest = min(self.longest, LONGEST)
        return PlainTextInputElement(
            action_id=self._id,
            multiline=longest > SHORT if self.lines is None else self.lines,
            max_length=longest,
            min_length=self.shortest,
            initial_value=clipped(unmarked(value or ""), longest) or None,
            placeholder=self._example(page),
        )


@dataclass(frozen=True)
class OneOf(Input):
    """One of some options; the options may stand in groups."""

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The list of them."""
        flat, groups = options(offered), option_groups(offered)
        every = [*flat, *(option for group in groups for option in group.options or ())]
        return StaticSelectElement(
            action_id=self._id,
            options=flat or None,
            option_groups=groups or None,
            initial_option=next((option for option in every if option.value == str(value)), None),
            placeholder=self._example(page),
        )


@dataclass(frozen=True)
class RoundButtons(Input):
    """One of few options, all of them in view."""

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The buttons."""
        listed = options(offered)
        first = next((option for option in listed if option.value == str(value)), None)
        return RadioButtonsElement(action_id=self._id, options=listed, initial_option=first)


@dataclass(frozen=True)
class _Several(Input):
    """Several of some options."""

    def read(self, inputs: Inputs) -> object:
        """All that was chosen."""
        return inputs.several(self.block) or None


@dataclass(frozen=True)
class SomeOf(_Several):
    """Several of some options, in a list."""

    most: int | None = None

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The list of them."""
        listed = options(offered)
        return StaticMultiSelectElement(
            action_id=self._id,
            options=listed,
            initial_options=_chosen(listed, value),
            max_selected_items=self.most,
        )


@dataclass(frozen=True)
class Boxes(_Several):
    """Boxes to tick; more than Slack takes stand in a list."""

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The boxes."""
        listed = options(offered)
        if len(listed) > BOXES:
            return StaticMultiSelectElement(
                action_id=self._id, options=listed, initial_options=_chosen(listed, value)
            )
        return CheckboxesElement(
            action_id=self._id, options=listed, initial_options=_chosen(listed, value)
        )


@dataclass(frozen=True)
class Box(Input):
    """One box to tick: true or false."""

    ticked: str = ""
    """The phrase beside the box."""
    option: str = ""
    """The value of its option, where that is not its block's id."""

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The box."""
        listed = options([(self.option or self.block, page.say(self.ticked or self.block))])
        return CheckboxesElement(
            action_id=self._id, options=listed, initial_options=listed if value else None
        )

    def read(self, inputs: Inputs) -> object:
        """Whether it is ticked."""
        return bool(inputs.several(self.block))


@dataclass(frozen=True)
class Searched(Input):
    """One of many options, which are looked up as one types: a State, where it is not told."""

    example: str = "home_states_hint"

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """Where it is looked up."""
        named = options(offered) if offered or not value else options([page.state(value)])
        return ExternalDataSelectElement(
            action_id=self._id,
            placeholder=self._example(page),
            min_query_length=1,
            initial_option=named[0] if value else None,
        )


@dataclass(frozen=True)
class SearchedMany(_Several):
    """Several of many options, which are looked up as one types: States, where it is not told."""

    most: int = 20
    example: str = "home_states_hint"

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """Where they are looked up."""
        named = options(offered or [page.state(code) for code in value or ()])
        return ExternalDataMultiSelectElement(
            action_id=self._id,
            placeholder=self._example(page),
            min_query_length=1,
            max_selected_items=self.most,
            initial_options=named or None,
        )


@dataclass(frozen=True)
class Day(Input):
    """A day."""

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The calendar of it."""
        return DatePickerElement(action_id=self._id, initial_date=str(value) if value else None)


@dataclass(frozen=True)
class Time(Input):
    """A time of day."""

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The clock of it."""
        return TimePickerElement(action_id=self._id, initial_time=f"{value:%H:%M}")


@dataclass(frozen=True)
class Member(Input):
    """A person of the workspace."""

    def element(self, page: Page, value: Any = None, offered: Offered = ()) -> Element:
        """The list of them."""
        return UserSelectElement(
            action_id=self._id, initial_user=value or None, placeholder=self._example(page)
        )


def options(offered: Iterable[Labelled | Group]) -> list[Option]:
    """Options to choose from; those in groups are none of them."""
    flat = (entry for entry in offered if not isinstance(entry, Group))
    return [Option(text=plain(label, BUTTON), value=value) for value, label in flat]


def option_groups(offered: Iterable[Labelled | Group]) -> list[OptionGroup]:
    """Options under their headings."""
    return [
        OptionGroup(label=plain(group.label, BUTTON), options=options(group.options))
        for group in offered
        if isinstance(group, Group) and group.options
    ]


def _chosen(offered: Sequence[Option], values: Collection[str] | None) -> list[Option] | None:
    return [option for option in offered if option.value in (values or ())] or None
