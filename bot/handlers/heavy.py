"""Which deliveries are long work for the processor, so that they have a lane of their own."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.render.slack import advocating_ids, calendar_ids, prepare_ids

HEAVY = frozenset({
    advocating_ids.DRAFT_CHECK,
    advocating_ids.DRAFT_WHOLE,
    advocating_ids.MESSAGE_WORD,
    advocating_ids.PAST_PICTURE,
    calendar_ids.CYCLE_PICTURE,
    calendar_ids.DATES_PICTURE,
    prepare_ids.CHECKLIST_WORD,
    prepare_ids.OUTLINE_WORD,
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
