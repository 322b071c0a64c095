"""The few shapes of Slack's that every message and window here is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.render.slack.text import BUTTON, SECTION, clipped, unmarked

CONTEXT = 2_000
TITLE = 24
"""Characters of a window's title and of its buttons."""


@dataclass(frozen=True)
class Message:
    """A message for Slack: its blocks and the fallback text that stands for them."""

    text: str
    """Already escaped: Slack reads it as mrkdwn."""
    blocks: tuple[Block, ...]

    def plus(self, *blocks: Block) -> Message:
        """The message with more blocks at its end."""
        return Message(self.text, (*self.blocks, *blocks))

    def arguments(self) -> dict[str, Any]:
        """As arguments for Slack's methods. Raises where a block breaks one of Slack's limits."""
        return {"text": self.text, "blocks": [block.to_dict() for block in self.blocks]}


def plain(text: str, longest: int = SECTION) -> PlainTextObject:
    """A text in which Slack reads no markup."""
    return PlainTextObject(text=clipped(unmarked(text), longest), emoji=False)


def mrkdwn(text: str) -> SectionBlock:
    """A section of escaped text with our own markup."""
    return SectionBlock(text=MarkdownTextObject(text=text))


def section(text: str) -> SectionBlock:
    """A section of plain text."""
    return SectionBlock(text=plain(text))


def context(text: str) -> ContextBlock:
    """Small grey text."""
    return ContextBlock(elements=[plain(text, CONTEXT)])


def button(
    text: str,
    action: str,
    value: str | None = None,
    *,
    style: str | None = None,
    confirm: Mapping[str, Any] | None = None,
    spoken: str | None = None,
) -> ButtonElement:
    """A button; `confirm` is what `confirmation` makes, `spoken` what a screen reader says."""
    return ButtonElement(
        text=plain(text, BUTTON),
        action_id=action,
        value=value,
        style=style,
        confirm=dict(confirm) if confirm else None,
        accessibility_label=clipped(unmarked(spoken), BUTTON) if spoken else None,
    )


def confirmation(title: str, text: str, yes: str, no: str) -> dict[str, Any]:
    """What Slack asks before a button acts."""
    return {
        "title": plain(title, 100).to_dict(),
        "text": plain(text, 300).to_dict(),
        "confirm": plain(yes, 30).to_dict(),
        "deny": plain(no, 30).to_dict(),
    }


def window(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: str = "",
) -> dict[str, Any]:
    """A modal window, as Slack's `views.open` takes it. Raises where it breaks a limit."""
    view = View(
        type="modal",
        callback_id=callback,
        title=plain(title, TITLE),
        close=plain(close, TITLE),
        submit=plain(submit, TITLE) if submit else None,
        private_metadata=metadata,
        blocks=list(blocks),
    )
    return view.to_dict()
