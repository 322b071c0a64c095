"""The validators: that what Slack would refuse is caught, and what it takes is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.slack.rig.samples import (
    FEEDBACK,
    SOUND,
    Block,
    actions,
    button,
    entry,
    modal,
    mrkdwn,
    plain,
    section,
    select,
    table,
)
from tests.slack.rig.validate import (
    problems_in_blocks,
    problems_in_manifest,
    problems_in_message,
    problems_in_view,
)


def test_sound_messages_and_views_pass(npm: Path) -> None:
    message = {"channel": "C1", "text": "CEDAW can…", "blocks": SOUND, "thread_ts": "1.2"}
    assert problems_in_message(message) == []
    alert = {"type": "alert", "level": "warning", "text": mrkdwn("No names of survivors")}
    assert problems_in_view(modal(alert, entry(), close=plain("Cancel"))) == []
    assert (
        problems_in_view({"type": "home", "blocks": [SOUND[0], section("Welcome"), SOUND[5]]}) == []
    )


@pytest.mark.parametrize(
    ("why", "blocks"),
    [
        ("knows no block", [{"type": "sectoin", "text": mrkdwn("x")}]),
        ("3000", [section("x" * 3001)]),
        ("where 1 to 3000", [section("")]),
        ("text or fields", [{"type": "section"}]),
        ("plain_text", [{"type": "header", "text": mrkdwn("x")}]),
        ("150", [{"type": "header", "text": plain("x" * 151)}]),
        ("plain_text", [actions(button("a", text=mrkdwn("x")))]),
        ("75", [actions(button("a", text=plain("x" * 76)))]),
        ("blue", [actions(button("a", style="blue"))]),
        ("no address", [actions(button("a", url="javascript:alert(1)"))]),
        ("255", [actions(button("a" * 256))]),
        ("25", [actions(*(button(f"a{n}") for n in range(26)))]),
        ("'a' occurs 2", [actions(button("a"), button("a"))]),
        ("'b' occurs 2", [{**section("x"), "block_id": "b"}, {**section("y"), "block_id": "b"}]),
        ("75", [actions(select(options=[{"text": plain("x" * 76), "value": "v"}]))]),
        ("75", [actions(select(options=[{"text": plain("x"), "value": "v" * 76}]))]),
        ("100", [actions(select(options=[{"text": plain("x"), "value": "v"}] * 101))]),
        ("10", [{"type": "context", "elements": [mrkdwn("x")] * 11}]),
        ("5", [{"type": "context_actions", "elements": [FEEDBACK] * 6}]),
        ("feedback_buttons", [actions(FEEDBACK)]),
        ("label", [{"type": "input", "element": {"type": "plain_text_input", "action_id": "a"}}]),
        ("21 cells", [table(1, 21)]),
        ("100", [table(101, 1)]),
        ("two tables", [table(1, 1), table(1, 1)]),
        ("in a message", [{"type": "alert", "text": plain("x")}]),
        ("50", [{"type": "divider"}] * 51),
        ("12000", [section("x" * 2500)] * 5),
        ("whole channel", [section("<!channel> look")]),
        ("colour", [{**section("x"), "colour": "red"}]),
    ],
)
def test_blocks_that_slack_would_refuse_are_caught(
    npm: Path, why: str, blocks: list[Block]
) -> None:
    problems = problems_in_blocks(blocks, "message")
    assert problems
    assert any(why in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("why", "view"),
    [
        ("24", modal(entry(), title=plain("x" * 25))),
        ("submit", {**modal(entry()), "submit": None}),
        ("3000", modal(entry(), private_metadata="x" * 3001)),
        ("100", modal(*[{"type": "divider"}] * 101)),
        ("callback", modal(entry(), callbackid="ask")),
        ("title", {"type": "modal", "blocks": []}),
        ("in a modal", modal({"type": "markdown", "text": "x"})),
        ("in a home", {"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]}),
        ("in a home", {"type": "home", "blocks": [table(1, 1)]}),
        ("neither", {"type": "modla", "blocks": []}),
    ],
)
def test_views_that_slack_would_refuse_are_caught(npm: Path, why: str, view: Block) -> None:
    assert any(why in problem for problem in problems_in_view(view)), problems_in_view(view)


def test_messages_need_a_channel_known_arguments_and_words_for_screen_readers(npm: Path) -> None:
    assert problems_in_message({"text": "x"})
    assert problems_in_message({"channel": "C1", "text": "x", "thread": "1.2"})
    assert any(
        "screen readers" in p for p in problems_in_message({"channel": "C1", "blocks": SOUND})
    )


MANIFEST: dict[str, Any] = {
    "_metadata": {"major_version": 2},
    "display_information": {"name": "Desk"},
    "features": {
        "bot_user": {"display_name": "Desk"},
        "slash_commands": [{"command": "/desk", "description": "Ask", "should_escape": True}],
    },
    "oauth_config": {
        "scopes": {"bot": ["app_mentions:read", "assistant:write", "chat:write", "commands"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_mention"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def test_manifests_are_checked_for_keys_names_and_scopes_that_events_need(npm: Path) -> None:
    assert problems_in_manifest(MANIFEST) == []
    settings = {
        **MANIFEST["settings"],
        "event_subscriptions": {"bot_events": ["message.im", "nope"]},
    }
    problems = problems_in_manifest({**MANIFEST, "settings": settings, "colour": "red"})
    assert any("im:history" in problem for problem in problems)
    assert any("nope" in problem for problem in problems)
    assert any("colour" in problem for problem in problems)
    unscoped = {
        **MANIFEST,
        "oauth_config": {"scopes": {"bot": ["app_mentions:read", "not:ascope"]}},
    }
    assert any("not:ascope" in problem for problem in problems_in_manifest(unscoped))
    assert any("commands" in problem for problem in problems_in_manifest(unscoped))
