"""Blocks and views that Slack takes, for the rig's own tests."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn(text)}


def button(action_id: str, **more: Any) -> Block:
    return {"type": "button", "text": plain("Press"), "action_id": action_id, **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> Block:
    options = [{"text": plain("Mali"), "value": "MLI"}]
    return {"type": "static_select", "action_id": "state", "options": options, **more}


def entry(action_id: str = "question", **more: Any) -> Block:
    element = {"type": "plain_text_input", "action_id": action_id}
    return {
        "type": "input",
        "block_id": "entry",
        "label": plain("Question"),
        "element": element,
        **more,
    }


def table(rows: int, columns: int) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def modal(*blocks: Block, **more: Any) -> Block:
    base = {"type": "modal", "title": plain("Ask"), "submit": plain("Send"), "callback_id": "ask"}
    return {**base, "blocks": list(blocks), **more}


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Helpful"), "value": "yes"},
    "negative_button": {"text": plain("Not helpful"), "value": "no"},
}

SOUND = [
    {"type": "header", "text": plain("CEDAW")},
    {**section("It *can*…"), "accessory": button("more", value="cedaw")},
    {"type": "section", "fields": [mrkdwn("*Session*"), mrkdwn("92")]},
    {"type": "markdown", "text": "**Sources**"},
    table(2, 3),
    actions(select(), button("share", style="primary")),
    actions({"type": "external_select", "action_id": "find", "min_query_length": 1}),
    {"type": "context", "elements": [mrkdwn("Checked in March")]},
    {"type": "context_actions", "elements": [FEEDBACK]},
    {"type": "divider"},
]
