"""SIGHUP: the running bot takes up a changed knowledge base whole, and a broken one not at all."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.small import ENTRY, write
from tests.slack.bot import slack_scopes  # noqa: F401
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import (  # noqa: F401
    ROOT,
    Door,
    Serve,
    database,
    door,
    mention,
    replies,
    serve,
)

QUESTION = "How many words may a UPR submission have?"
CHANGED = ENTRY.replace("value: 2815", "value: 2999")


@pytest.fixture
def running(serve: Serve, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """A bot over a small knowledge base of its own."""
    states = write(tmp_path / "knowledge") / "states"
    states.mkdir(exist_ok=True)
    shutil.copy(ROOT / "knowledge" / "states" / "names.csv", states)
    mode = ("--http", "--port", "0") if request.param == "http" else ("--port", "0")
    if request.param == "socket":
        request.getfixturevalue("socket_server")
    places = {"ADVOCACY_KNOWLEDGE": tmp_path / "knowledge", "ADVOCACY_CACHE": tmp_path / "cache"}
    started = serve(*mode, **{name: str(place) for name, place in places.items()})
    started.logged("ready", seconds=60)
    return started


@pytest.mark.parametrize("running", ["http"], indirect=True)
def test_what_was_changed_is_said_and_what_is_broken_is_not_taken_up(
    slack: Slack, running: Any, door: Door, tmp_path: Path
) -> None:
    way, look = door(running.url), door(running.health)

    def answered() -> str:
        ts, payload = mention(slack, QUESTION)
        assert way.send(payload).status == 200
        [reply] = replies(slack, ts)
        return reply

    def version() -> str:
        ready = look.request("GET", "/readyz")[0]
        assert ready.status == 200
        return str(ready.json["knowledge"])

    first = version()
    assert "2,815" in answered()
    write(tmp_path / "knowledge", CHANGED)
    running.process.send_signal(signal.SIGHUP)
    told = running.logged("the knowledge base was renewed")
    assert told["knowledge"] == version() != first
    assert "2,999" in answered()
    second = version()

    write(tmp_path / "knowledge", CHANGED.replace("topic: submit", "topic: gone"))
    before = len(running.lines)
    running.process.send_signal(signal.SIGHUP)
    told = running.logged("the knowledge base stays as it was")
    assert "upr.yaml" in told["why"] and told["level"] == "ERROR"
    assert len(running.lines) == before + 1, "one line"
    assert version() == second and "2,999" in answered()

    measures = look.request("GET", "/metrics")[0].text
    asked = 'advocacy_deliveries_total{kind="app_mention",outcome="done"}'
    assert f"{asked} 3.0" in measures, "what was counted goes on"
    assert running.stop() == 0


@pytest.mark.parametrize("running", ["socket"], indirect=True)
def test_over_a_socket_too(
    slack: Slack, running: Any, socket_server: Socket, door: Door, tmp_path: Path
) -> None:
    write(tmp_path / "knowledge", CHANGED)
    running.process.send_signal(signal.SIGHUP)
    running.logged("the knowledge base was renewed")
    ts, payload = mention(slack, QUESTION)
    assert socket_server.send(payload).status == 200
    [reply] = replies(slack, ts)
    assert "2,999" in reply
    assert running.stop() == 0
