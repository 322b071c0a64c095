"""Whether Slack would take what the desk sends, and whether a test sends what Slack would send.

Each function returns sentences, none when all is well. Three judges who don't know of each other:
Slack's TypeScript types (schemas.py), Slack's Python models, and our table of limits (blocks.py).
"""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.slack.rig import limits
from tests.slack.rig.blocks import broken_limits, calls_everyone, characters, repeated
from tests.slack.rig.schemas import definition_of_block, misfits

Surface = Literal["message", "modal", "home"]

HERE = Path(__file__).resolve().parent.parent

ARGUMENTS = {
    "chat.postMessage": "OutPostMessage",
    "chat.postEphemeral": "OutPostEphemeral",
    "chat.update": "OutUpdate",
    "views.open": "OutViewsOpen",
    "views.push": "OutViewsPush",
    "views.update": "OutViewsUpdate",
    "views.publish": "OutViewsPublish",
}

RECENT_SCOPES = {"assistant:write", "search:read.public"}
"""Scopes that Slack's types don't list yet."""

SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.mpim": "mpim:history",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_rename": "channels:read",
    "user_change": "users:read",
    "reaction_added": "reactions:read",
    "link_shared": "links:read",
}


def problems_in_blocks(blocks: Any, surface: Surface) -> list[str]:
    """What is wrong with the blocks of a message, a modal or a home tab."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks: not a list of objects"]
    most = limits.MESSAGE_BLOCKS if surface == "message" else limits.VIEW_BLOCKS
    found = [f"blocks: {len(blocks)}, where {most} may be"] if len(blocks) > most else []
    for index, block in enumerate(blocks):
        found += _problems_in_block(block, f"blocks[{index}]", surface)
    if surface == "message" and (total := characters(blocks)) > limits.MESSAGE_CHARACTERS:
        found.append(f"blocks: {total} characters in all, where {limits.MESSAGE_CHARACTERS} may be")
    if [block.get("type") for block in blocks].count("table") > 1:
        found.append("blocks: two tables in one message, where one may be")
    if calls_everyone(blocks):
        found.append("blocks: a text notifies the whole channel")
    return found + repeated(blocks, "blocks")


def problems_in_view(view: Any) -> list[str]:
    """What is wrong with a modal or a home tab."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["view: neither a modal nor a home tab"]
    surface: Surface = view["type"]
    shell = {**view, "blocks": []}
    found = misfits("OutModal" if surface == "modal" else "OutHome", shell)
    found += broken_limits(shell, "view", "view")
    kinds = {block.get("type") for block in view.get("blocks", []) if isinstance(block, dict)}
    if surface == "modal" and "input" in kinds and not view.get("submit"):
        found.append("view: a modal with an input has a submit button")
    try:
        View(**{**shell, "blocks": [{"type": "divider"}]}).to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        found.append(f"view: {error}")
    return found + problems_in_blocks(view.get("blocks"), surface)


def problems_in_message(args: dict[str, Any], method: str = "chat.postMessage") -> list[str]:
    """What is wrong with the arguments of a call that posts or changes a message, or opens a view.

    `method` may also be `response_url`: the body posted to one, or returned to a slash command.
    """
    found = []
    if name := ARGUMENTS.get(method):
        apart = (
            "blocks",
            "view",
            "team_id",
        )  # the last is added by Bolt's client, for every method
        bare = {key: value for key, value in args.items() if key not in apart}
        stand_in = {"view": {"type": "home", "blocks": []}} if "view" in args else {}
        empty: dict[str, Any] = {"blocks": []} if args.get("blocks") else {}
        found += misfits(name, {**bare, **stand_in, **empty})
    if "view" in args:
        return found + problems_in_view(args["view"])
    if args.get("blocks"):
        found += problems_in_blocks(args["blocks"], "message")
        if not args.get("text"):
            found.append("text: missing; notifications and screen readers read it, not the blocks")
    if len(args.get("text") or "") > limits.MESSAGE_TEXT:
        found.append(f"text: {len(args['text'])}, where {limits.MESSAGE_TEXT} may be")
    if calls_everyone(args.get("text")):
        found.append("text: notifies the whole channel")
    return found


def problems_in_options(body: Any) -> list[str]:
    """What is wrong with an answer to a block_suggestion: up to 100 options, or groups of them."""
    if not isinstance(body, dict) or not {"options", "option_groups"} & body.keys():
        return ["options: neither options nor option_groups"]
    menu = {"type": "static_select", **body}
    found = broken_limits(menu, "static_select", "answer") if any(body.values()) else []
    for option in body.get("options", []):
        found += misfits("PlainTextOption", option)
    return found


def problems_in_manifest(manifest: dict[str, Any]) -> list[str]:
    """What is wrong with an app manifest, by Slack's schema and types and by what needs what."""
    found = [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in _manifest_schema().iter_errors(manifest)
    ]
    scopes = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    known = json.loads(json.dumps(manifest))
    if scopes:
        known["oauth_config"]["scopes"]["bot"] = sorted(scopes - RECENT_SCOPES)
    found += misfits("OutManifest", known)
    found += [
        f"bot_events: {event} needs the scope {SCOPE_OF_EVENT[event]}"
        for event in events
        if event in SCOPE_OF_EVENT and SCOPE_OF_EVENT[event] not in scopes
    ]
    features = manifest.get("features", {})
    if (features.get("slash_commands") or features.get("shortcuts")) and "commands" not in scopes:
        found.append("features: slash commands and shortcuts need the scope commands")
    return found


def _problems_in_block(block: dict[str, Any], place: str, surface: Surface) -> list[str]:
    kind = str(block.get("type"))
    name = definition_of_block(kind)
    if name is None:
        return [f"{place}: Slack knows no block '{kind}'"]
    found = []
    if surface not in limits.ONLY_IN.get(kind, {surface}):
        found.append(f"{place}: a block '{kind}' may not stand in a {surface}")
    found += [f"{place} {problem}" for problem in misfits(name, block)]
    found += broken_limits(block, kind, place)
    return found + [f"{place}: {problem}" for problem in _model_complaints(block)]


def _model_complaints(block: dict[str, Any]) -> list[str]:
    """What Slack's Python models say; parts that they don't know are left to the types."""
    if block["type"] == "data_table":
        return []  # the types know it, the models don't
    logging.getLogger("slack_sdk.models").setLevel(logging.CRITICAL)
    try:
        parsed = Block.parse(block)
        if parsed is None:
            return [f"slack_sdk knows no block '{block['type']}'"]
        parsed.to_dict()
    except (SlackObjectFormationError, TypeError, AttributeError, KeyError, ValueError) as error:
        return [f"slack_sdk: {error}"]
    return []


@cache
def _manifest_schema() -> Draft7Validator:
    return Draft7Validator(json.loads((HERE / "manifest.schema.2.0.0.json").read_text()))
