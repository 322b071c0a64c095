"""What stands in the inputs of a window or message, as Slack tells it."""

from __future__ import annotations

from bot.handlers.kernel.blocks import plain
from bot.handlers.kernel.text import BUTTON, clipped, unmarked
from collections.abc import Iterable, Mapping, Sequence
from slack_sdk.models.blocks import CheckboxesElement, DatePickerElement, ExternalDataMultiSelectElement, ExternalDataSelectElement, InputBlock, InputInteractiveElement, Option, PlainTextInputElement, RadioButtonsElement, StaticMultiSelectElement, StaticSelectElement
from typing import Any

class Inputs:
    """What stands in each block's input; a block that is not there is empty."""

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
        held = self._held(block)
        option = held.get("selected_option") or {}
        chosen = (held.get(f"selected_{kind}") for kind in ("date", "time", "user"))
        return str(held.get("value") or option.get("value") or next(filter(None, chosen), ""))

    def several(self, block: str) -> tuple[str, ...]:
        """All that was chosen there."""
        chosen = self._held(block).get("selected_options") or []
        return tuple(dict.fromkeys(str(option["value"]) for option in chosen))

    def _held(self, block: str) -> Mapping[str, Any]:
        return next(iter(self._values.get(block, {}).values()), {})


LONGEST = 3_000
"""Characters that an input of Slack takes."""


SHORT = 120
"""Characters up to which an input has one line."""


Labelled = tuple[str, str]
"""A value and its label."""


def asked(
    field: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str = "",
    optional: bool = False,
    at_once: bool = False,
) -> InputBlock:
    """An input under its label; `at_once`: the desk is told when it changes."""
    return InputBlock(
        block_id=field,
        label=plain(label),
        element=element,
        hint=plain(hint) if hint else None,
        optional=optional,
        dispatch_action=at_once or None,
    )


def typing(
    action: str, longest: int, text: str = "", *, lines: bool | None = None, example: str = ""
) -> PlainTextInputElement:
    """Where a text is typed, of several `lines` where it may be long."""
    longest = min(longest, LONGEST)
    return PlainTextInputElement(
        action_id=action,
        multiline=longest > SHORT if lines is None else lines,
        max_length=longest,
        initial_value=clipped(unmarked(text), longest) or None,
        placeholder=plain(example, 150) if example else None,
    )


def options(labelled: Iterable[Labelled]) -> list[Option]:
    """Options to choose from."""
    return [Option(text=plain(label, BUTTON), value=value) for value, label in labelled]


def chosen(offered: Sequence[Option], values: Sequence[str]) -> list[Option] | None:
    """Those of the options that are chosen already; None where none is."""
    return [one for one in offered if one.value in values] or None


def one_of(
    action: str, labelled: Iterable[Labelled], value: str = "", example: str = ""
) -> StaticSelectElement:
    """One of some options."""
    offered = options(labelled)
    first = chosen(offered, [value])
    return StaticSelectElement(
        action_id=action,
        options=offered,
        initial_option=first[0] if first else None,
        placeholder=plain(example, 150) if example else None,
    )


def some_of(
    action: str, labelled: Iterable[Labelled], values: Sequence[str] = (), most: int | None = None
) -> StaticMultiSelectElement:
    """Several of some options."""
    offered = options(labelled)
    return StaticMultiSelectElement(
        action_id=action,
        options=offered,
        initial_options=chosen(offered, values),
        max_selected_items=most,
    )


def boxes(
    action: str, labelled: Iterable[Labelled], values: Sequence[str] = ()
) -> CheckboxesElement:
    """Boxes to tick."""
    offered = options(labelled)
    return CheckboxesElement(
        action_id=action, options=offered, initial_options=chosen(offered, values)
    )


def round_buttons(action: str, labelled: Iterable[Labelled], value: str = "") -> RadioButtonsElement:
    """One of few options, all of them in view."""
    offered = options(labelled)
    first = chosen(offered, [value])
    return RadioButtonsElement(
        action_id=action, options=offered, initial_option=first[0] if first else None
    )


def found_by_typing(
    action: str, example: str, known: Labelled | None = None
) -> ExternalDataSelectElement:
    """One of many options, which are looked up as one types."""
    return ExternalDataSelectElement(
        action_id=action,
        placeholder=plain(example, 150),
        min_query_length=1,
        initial_option=options([known])[0] if known else None,
    )


def several_found_by_typing(
    action: str, example: str, known: Iterable[Labelled], most: int
) -> ExternalDataMultiSelectElement:
    """Several of many options, which are looked up as one types."""
    return ExternalDataMultiSelectElement(
        action_id=action,
        placeholder=plain(example, 150) if example else None,
        min_query_length=1,
        max_selected_items=most,
        initial_options=options(known) or None,
    )


def day(action: str, iso: str = "") -> DatePickerElement:
    """A day."""
    return DatePickerElement(action_id=action, initial_date=iso or None)


PASTE_WINDOW = "paste_window"


QUESTION = "question"
"""The block and the input that hold what a person typed."""

