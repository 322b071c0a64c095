"""Which deliveries are long work for the processor, so that they have a lane of their own."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.handlers.checklists import CHECKLIST_WORD, OUTLINE_WORD
from bot.handlers.drafts import DRAFT_CHECK, DRAFT_WHOLE
from bot.handlers.kernel.links import DATES_PICTURE
from bot.handlers.mechanisms import CYCLE_PICTURE
from bot.handlers.messages import MESSAGE_WORD
from bot.handlers.recommendations import PAST_PICTURE

HEAVY = frozenset({
    DRAFT_CHECK,
    DRAFT_WHOLE,
    MESSAGE_WORD,
    PAST_PICTURE,
    CYCLE_PICTURE,
    DATES_PICTURE,
    CHECKLIST_WORD,
    OUTLINE_WORD,
})  # fmt: skip
"""Buttons upon which a draft is checked, a picture drawn or a Word document made."""


def heavy(body: dict[str, Any]) -> str | None:
    """The mark of a heavy delivery: the same for another press of the same button by the same
    person. None for what is light."""
    if body.get("type") != "block_actions":
        return None
    action = body["actions"][0]
    if action["action_id"] not in HEAVY:
        return None
    place = body.get("container") or {}
    pressed = [
        action["action_id"],
        action.get("value"),
        place.get("channel_id"),
        place.get("message_ts") or place.get("view_id"),
        body["user"]["id"],
        body.get("state"),
    ]
    return hashlib.sha256(json.dumps(pressed, sort_keys=True).encode()).hexdigest()
