"""What buttons and windows are called, and what they carry: ids of the base, never a text, but in
the window where a question was typed that question."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.ask.models import Asked
from bot.knowledge.models import Topic
from bot.render.slack.refs import Carried, EntryId, MechanismId, Owned, StateCode

PICK = "pick"
"""A choice or a related entry: shows its answer. Several in one block: `pick.0`, `pick.1`…"""
RELATED = "related"
"""An entry beside an answer: shows it without taking the answer away."""
MORE = "more"
ENGLISH = "english"
"""Shows an answer in English beside the one in another language."""
PASTE = "paste"
SHARE = "share"
SHARE_CARD = "share_card"
SHARE_COMPARED = "share_compared"
FEEDBACK = "feedback"
SEND_GAP = "send_gap"
ANSWER_GAP = "answer_gap"
CLOSE_GAP = "close_gap"
ASK = "ask"
CARD = "card"
CARD_TOPIC = "card_topic"
FOLLOW = "follow"
FORGET = "forget"
DIGEST = "digest"
"""Opens the digests of a channel."""
DIGEST_DETAILS = "digest_details"

ASK_WINDOW = "ask_window"
REPLY_WINDOW = "reply_window"
NOTICE_WINDOW = "notice_window"
GAP_WINDOW = "gap_window"
ANSWER_WINDOW = "answer_window"
CARD_WINDOW = "card_window"
PASTE_WINDOW = "paste_window"
DIGEST_PAGE = "digest_page"

QUESTION = "question"
"""The block and the input that hold what a person typed."""

ASK_SHORTCUT = "ask_the_desk"
MESSAGE_SHORTCUT = "ask_about_message"


class Pick(Carried):
    """Something of the base to be shown."""

    entry: EntryId | None = None
    mechanism: MechanismId | None = None
    topic: Topic | None = None
    state: StateCode | None = None


class Shown(Carried):
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


class Compared(Carried):
    """Mechanisms that stand side by side."""

    mechanisms: tuple[MechanismId, ...] = Field(min_length=2, max_length=8)
    topic: Topic | None = None


class Place(Owned):
    """Where a window was opened from: a conversation's and a thread's ids."""

    channel: str | None = None
    thread: str | None = None
    entries: tuple[str, ...] = ()
    reason: Literal["decline", "not_helpful"] = "not_helpful"


class GapRef(Carried):
    """A gap's id."""

    gap: str


class AnswerRef(Owned):
    """The gap that a curator answers in a window."""

    gap: str


class DigestRef(Carried):
    """A channel, one of its subscriptions to the digest, and the week of a message."""

    channel: str
    subscription: str | None = None
    week: str | None = None
