"""The few shapes of Slack's that every message and window here is made of, and the desk's own
sentences in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.handlers.kernel.text import BUTTON, SECTION, clipped, escape, unmarked
from bot.knowledge.models import Base, Language
from bot.states import StateNames

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


NOTICE_WINDOW = "notice_window"


def shareable(base: Base, message: Message, action: str, value: str, language: Language) -> Message:
    """A message that one person sees, with the button that shows it to the channel."""
    return message.plus(ActionsBlock(elements=[share_button(base, action, value, language)]))


def share_button(
    base: Base, action: str, value: str, language: Language, sure: str = "share_confirm"
) -> ButtonElement:
    """The button that shows to the channel what one person sees; it asks first (`sure`, a phrase's
    key)."""
    label, asked, no = (base.say(key, language) for key in ("share", sure, "cancel"))
    return button(label, action, value, confirm=confirmation(label, asked, label, no))


@dataclass(frozen=True)
class Page:
    """What windows and forms are drawn with: phrases and names of States in the person's
    language."""

    base: Base
    states: StateNames
    language: Language

    def say(self, phrase: str, **values: object) -> str:
        """One of the desk's phrases."""
        return self.base.say(phrase, self.language, **values)

    def state(self, code: str) -> tuple[str, str]:
        """A State as an option: its code and its name."""
        return code, self.states.name(code, self.language)

    def window(
        self,
        callback: str,
        title: str,
        blocks: Sequence[Block],
        metadata: str = "",
        *,
        close: str = "close",
        submit: str = "",
    ) -> dict[str, Any]:
        """A window whose title and buttons are phrases (their keys)."""
        name, no = self.say(title), self.say(close)
        yes = self.say(submit) if submit else None
        return window(callback, name, blocks, close=no, submit=yes, metadata=metadata)


class Notices:
    """The desk's own sentences, as messages and windows."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._say = base.say

    def late(self, language: Language, label: str, action: str, value: str) -> Message:
        """When Slack closed a step: the same button again, which gives a new chance."""
        return self.way_back(self._say("too_late", language), button(label, action, value))

    def way_back(self, lead: str, *buttons: ButtonElement) -> Message:
        """A sentence, and buttons: as beside a window, which lead back to it."""
        return Message(escape(lead), (section(lead), ActionsBlock(elements=list(buttons))))

    def notice(self, phrase: str, language: Language) -> dict[str, Any]:
        """One of the desk's own phrases as a window."""
        return self.page(self._say(phrase, language), language)

    def page(self, text: str, language: Language, title: str = "home_title") -> dict[str, Any]:
        """A sentence for people as a window, under a title (a phrase's key)."""
        name, close = self._say(title, language), self._say("close", language)
        return window(NOTICE_WINDOW, name, [section(text)], close=close)

    def said_all(self, phrases: Sequence[str], language: Language) -> Message:
        """Several of the desk's own phrases, one after another."""
        texts = [self._say(phrase, language) for phrase in phrases]
        return Message(escape(" ".join(texts)), tuple(section(text) for text in texts))

    def said(self, phrase: str, language: Language, **values: object) -> Message:
        """One of the desk's own phrases."""
        return self.sentence(self._say(phrase, language, **values))

    def sentence(self, text: str) -> Message:
        """A sentence for people, as it stands."""
        return Message(escape(text), (section(text),))

    def noted(self, message: Message, phrases: Iterable[str], language: Language) -> Message:
        """A message with some of the desk's own phrases at its end."""
        return message.plus(*(context(self._say(phrase, language)) for phrase in phrases))
