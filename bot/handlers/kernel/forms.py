"""Forms: a window's inputs, declared once with their types, which draw and read themselves.

A form is a pydantic model; its fields are annotated with an `Input`:

    class SubscriptionForm(Form):
        states: Annotated[tuple[StateCode, ...], SearchedMany("digest_states", most=20)] = ()
        horizon: Annotated[int, OneOf("digest_horizon")] = 90

`form.blocks(page, offered)` draws it with what it holds; `SubscriptionForm.read(inputs, known)` is
what somebody filled in, or raises `Wrong`, which is said at the inputs. An input whose number or
name is known only as the window opens (a message's own fields, a step's owner) is used by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from slack_sdk.models.blocks import Block, InputBlock

from bot.handlers.kernel.blocks import Page, window
from bot.handlers.kernel.inputs import PASTE_WINDOW, QUESTION, Input, Inputs, Offered, Typed
from bot.handlers.kernel.refs import KnownNames
from bot.knowledge.models import Base, Language


@dataclass(frozen=True)
class PhraseCall:
    """One of the desk's phrases, with its values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class Wrong(Exception):
    """What was filled in can't be taken: by block, why, as a phrase or as a sentence; without any
    block, it was never offered."""

    def __init__(self, by_block: Mapping[str, PhraseCall] | Mapping[str, str]) -> None:
        self.by_block = by_block
        super().__init__(", ".join(by_block))

    @classmethod
    def at(cls, block: str, phrase: str, **values: object) -> Self:
        """Wrong at one input."""
        return cls({block: PhraseCall(phrase, values)})

    def sentences(self, base: Base, language: Language) -> dict[str, str]:
        """By block, the sentence that stands there."""
        return {
            block: why if isinstance(why, str) else base.say(why.key, language, **why.values)
            for block, why in self.by_block.items()
        }


class Form(BaseModel):
    """Base of forms: what stands in one, as it is drawn and as it is read."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def inputs(cls) -> dict[str, Input]:
        """The inputs by the names of their fields, in order."""
        fields = cls.model_fields.items()
        return {name: i for name, f in fields for i in f.metadata if isinstance(i, Input)}

    def blocks(
        self,
        page: Page,
        offered: Mapping[str, Offered] | None = None,
        only: Collection[str] | None = None,
        required: Collection[str] = (),
    ) -> list[Block]:
        """Its inputs (of some fields `only`), with what stands in them; `offered` are the options
        by field, `required` fields that are optional elsewhere."""
        blocks: list[Block] = []
        for name, control in self.inputs().items():
            if only is None or name in only:
                asked = replace(control, optional=False) if name in required else control
                blocks.append(
                    asked.input_block(page, getattr(self, name), (offered or {}).get(name, ()))
                )
        return blocks

    def block(self, name: str, page: Page, offered: Offered = ()) -> InputBlock:
        """The input of one field, with what stands in it."""
        return self.inputs()[name].input_block(page, getattr(self, name), offered)

    @classmethod
    def read(
        cls, inputs: Inputs, known: KnownNames | None = None, before: Self | None = None
    ) -> Self:
        """What stands in a window; an input that it has not is as it was `before`.

        Raises Wrong for what is not `known`, was never offered, or is missing.
        """
        values = before.model_dump() if before else {}
        for name, control in cls.inputs().items():
            if control.block in inputs:
                value = control.read(inputs)
                values[name] = cls.model_fields[name].get_default() if value is None else value
        try:
            return cls.model_validate(values, context=known)
        except ValidationError as error:
            raise Wrong(cls._wrong(error)) from error

    @classmethod
    def _wrong(cls, error: ValidationError) -> dict[str, PhraseCall]:
        inputs = cls.inputs()
        phrases: dict[str, PhraseCall] = {}
        for fault in error.errors():
            at = inputs.get(str(fault["loc"][0])) if fault["loc"] else None
            if at is None or not at.wrong:
                return {}
            phrases[at.block] = PhraseCall(at.wrong, {"name": str(fault["input"])[:20]})
        return phrases


def paste_window(page: Page, text: str) -> dict[str, Any]:
    """A text to copy, in an input: there a phone copies it."""
    block = Typed(QUESTION, label="paste_label", lines=True).input_block(page, text)
    # Slack shows no input without a button that sends it; here it only closes.
    close, done = page.say("close"), page.say("done")
    return window(PASTE_WINDOW, page.say("paste"), [block], close=close, submit=done)
