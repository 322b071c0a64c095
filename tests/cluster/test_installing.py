"""Workspaces that install the app, with their tokens on PostgreSQL."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Built
from tests.postgres import Server
from tests.slack.bot import make_bot as usual  # noqa: F401
from tests.slack.rig.oauth import install
from tests.slack.rig.slack import Slack
from tests.slack.serving import door, mention, replies  # noqa: F401
from tests.slack.test_workspaces import (
    many,
    test_a_workspace_is_answered_once_it_has_installed_the_desk,
    test_an_installation_can_be_ended_once_by_whoever_began_it,
    test_one_workspace_sees_nothing_of_another,
)

__all__ = [
    "many",
    "test_a_workspace_is_answered_once_it_has_installed_the_desk",
    "test_an_installation_can_be_ended_once_by_whoever_began_it",
    "test_one_workspace_sees_nothing_of_another",
]


@pytest.fixture
def make_bot(usual: Callable[..., Built], database: SecretStr) -> Callable[..., Built]:
    """Builds the bot on the test's server."""
    return lambda **given: usual(**{"advocacy_database": database, **given})


def test_while_the_server_is_away_slack_is_told_to_come_again_and_nobody_is_uninstalled(
    slack: Slack, many: Any, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.postgres.WAIT", 0.2)
    _, way = many()
    install(way, slack.team)
    ts, payload = mention(slack)
    postgres.stop()
    try:
        assert way.send(payload).status == 503
        assert way.request("GET", "/readyz")[0].status == 503
        assert way.request("GET", "/healthz")[0].status == 200
    finally:
        postgres.start()
    while way.send(payload, retry=(1, "http_error")).status != 200:
        pass
    slack.settle()
    assert len(replies(slack, ts)) == 1
    assert way.request("GET", "/readyz")[0].status == 200


def test_an_event_that_waits_for_the_server_is_not_acknowledged_and_answered_once(
    slack: Slack, many: Any, postgres: Server
) -> None:
    _, way = many()
    install(way, slack.team)
    ts, payload = mention(slack)
    postgres.stop()
    try:
        assert way.send(payload).status == 503, "it may be lost while it waits: Slack keeps it"
    finally:
        postgres.start()
    slack.wait("chat.postMessage", seconds=30)
    while way.send(payload, retry=(1, "http_timeout")).status != 200:
        pass
    slack.settle()
    assert len(replies(slack, ts)) == 1
