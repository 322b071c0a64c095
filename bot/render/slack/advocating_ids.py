"""What the buttons and windows of messages, ways to go, drafts and past recommendations are called,
and what they carry: ids, and for a search its words."""

from __future__ import annotations

from typing import Self

from pydantic import AliasChoices, Field

from bot.knowledge.models import Language
from bot.render.slack.refs import (
    ActionRef,
    Carried,
    MechanismId,
    MessageId,
    Owned,
    StateCode,
)
from bot.states.recommendations import Position

MESSAGE = "message"
"""Opens the form of a message. Several in one block: `message.0`, `message.1`…"""
MESSAGE_FORM = "message_form"
MESSAGE_KIND = "message_kind"
MESSAGE_STATE = "message_state"
MESSAGE_WORD = "message_word"
MESSAGE_KNOWINGLY = "message_knowingly"
MESSAGE_SHARE = "message_share"
MESSAGE_SHORTCUT = "draft_from_message"

CHOOSE = "choose"
"""Opens the questions. Several in one block: `choose.0`…"""

DRAFT_ACTION = "draft_action"
DRAFT_STATE = "draft_state"
DRAFT_JOINT = "draft_joint"
DRAFT_CHECK = "draft_check"
DRAFT_WHOLE = "draft_whole"

PAST = "recommendations"
"""Opens the window in which past recommendations are searched."""
PAST_FORM = "recommendations_form"
PAST_PAGE = "recommendations_page"
"""Another page. Two in one block: `recommendations_page.0`, `recommendations_page.1`."""
PAST_PICTURE = "recommendations_picture"
PAST_SHARE = "recommendations_share"
PAST_STATES = "recommendations_states"
PAST_THEMES = "recommendations_themes"


class MessageRef(Owned):
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


class ChooseRef(Owned):
    """What is known when the questions are opened: values of their options. A message's button
    carries no more than what the message itself shows."""

    state: StateCode | None = None
    who: str | None = None
    about: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()


class DraftRef(ActionRef):
    """A file in Slack, and what it is for as far as its sender said so."""

    file: str = Field(pattern=r"^F[A-Z0-9]{2,30}$")


class PastRef(Carried):
    """A search in past recommendations, and the page that is shown."""

    words: str = Field(
        default="",
        max_length=150,
        validation_alias=AliasChoices("w", "words"),
        serialization_alias="w",
    )
    """What was typed to be looked for: it stands in the message too, for the person alone."""
    states: tuple[StateCode, ...] = Field(default=(), max_length=5)
    by: tuple[StateCode, ...] = Field(default=(), max_length=5)
    mechanisms: tuple[MechanismId, ...] = Field(default=(), max_length=5)
    themes: tuple[str, ...] = Field(default=(), max_length=3)
    positions: tuple[Position, ...] = Field(default=(), max_length=5)
    since: int | None = Field(default=None, ge=1990, le=2100)
    page: int = Field(default=1, ge=1)

    def on(self, page: int) -> Self:
        """The same on another page."""
        return self.model_copy(update={"page": page})
