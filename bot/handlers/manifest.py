"""The app's manifest: what Slack is told about it, made from what is registered here."""

from __future__ import annotations

from typing import Any

from bot.ask import PROMPTS
from bot.deployment import Deployment
from bot.handlers.asking import ASK_ABOUT_SHORTCUT, ASK_SHORTCUT
from bot.handlers.commands import usage_hint
from bot.handlers.messages import DRAFT_SHORTCUT
from bot.knowledge.models import Base

SCOPES: dict[str, str] = {
    "app_mentions:read": "to see messages that mention the desk",
    "assistant:write": "to show suggested questions and that it is working",
    "channels:history": "to find, after a crash, whether a digest or a reminder was posted already",
    "channels:read": "to notice that it was added to a public channel",
    "chat:write": "to reply",
    "commands": "for the slash command and the shortcuts",
    "files:read": "to check a draft that somebody sends it in a direct message",
    "files:write": "to hand out what people ask for as a file: Word documents, calendars",
    "groups:history": "the same in private channels",
    "groups:read": "to notice that it was added to a private channel",
    "im:history": "to read direct messages written to it",
    "im:write": "to send a person a file or a reminder as a direct message",
    "users:read": "to reply in the person's language",
}
"""The scopes of the bot, each with its reason. There is no other."""
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)


def manifest(base: Base, deployment: Deployment, address: str | None = None) -> dict[str, Any]:
    """The manifest, as Slack's schema 2.0 has it.

    `address` is the public address of an HTTP deployment (https://…); without it Socket Mode is
    on and Slack needs no address.
    """
    say = base.say
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    command: dict[str, Any] = {
        "command": deployment.advocacy_command,
        "description": "What each human rights mechanism can and cannot do",
        "usage_hint": usage_hint(),
        "should_escape": True,
    }
    oauth: dict[str, Any] = {"scopes": {"bot": sorted(SCOPES)}}
    if address:
        root = address.rstrip("/")
        url = f"{root}/slack/events"
        events["request_url"] = url
        interactivity |= {"request_url": url, "message_menu_options_url": url}
        command["url"] = url
        if deployment.many:
            oauth["redirect_urls"] = [f"{root}/slack/oauth_redirect"]
    return {
        "display_information": {
            "name": "Advocacy Desk",
            "description": "Human rights mechanisms: what they can and cannot do, with sources",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": say("home_intro", "en"),
                "suggested_prompts": [
                    {"title": say(key, "en"), "message": say(key, "en")} for key in PROMPTS
                ],
            },
            "bot_user": {"display_name": "Advocacy Desk", "always_online": True},
            "shortcuts": [
                {
                    "name": say("ask", "en"),
                    "type": "global",
                    "callback_id": ASK_SHORTCUT,
                    "description": "Ask about a human rights mechanism",
                },
                {
                    "name": "Ask about this",
                    "type": "message",
                    "callback_id": ASK_ABOUT_SHORTCUT,
                    "description": "Edit the text first; nothing is looked up before",
                },
                {
                    "name": "Draft from this",
                    "type": "message",
                    "callback_id": DRAFT_SHORTCUT,
                    "description": "Begin an advocacy message with this text; nothing is kept",
                },
            ],
            "slash_commands": [command],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }
