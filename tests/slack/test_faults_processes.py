"""Several real processes on one database: every delivery is answered once, whoever dies."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.slack.bot import slack_scopes  # noqa: F401
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import (  # noqa: F401
    Door,
    Serve,
    database,
    door,
    mention,
    replies,
    serve,
)


def time_passes(database: Path) -> None:
    """The claims of those who died run out."""
    with sqlite3.connect(database) as db:
        db.execute("update claims set until = '2000-01-01T00:00:00.000000+00:00'")
    db.close()


def test_the_same_event_at_once_to_two_processes_is_answered_once(
    slack: Slack, door: Door, serve: Serve
) -> None:
    both = [serve("--http", "--port", "0") for _ in range(2)]
    ways = [door(one.url) for one in both]
    asked = [mention(slack) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        for _, payload in asked:
            sent = [pool.submit(way.send, payload) for way in ways for _ in range(2)]
            assert {one.result().status for one in sent} <= {200, 503}
    slack.wait("chat.postMessage", count=4)
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1, 1, 1, 1]
    assert {way.send(payload).status for _, payload in asked for way in ways} == {200}
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1, 1, 1, 1]
    assert [one.stop() for one in both] == [0, 0]


def test_a_process_killed_before_its_reply_leaves_the_question_to_another(
    slack: Slack, door: Door, serve: Serve, database: Path
) -> None:
    first, second = serve("--http", "--port", "0"), serve("--http", "--port", "0")
    other = door(second.url)
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", "timeout", seconds=5)
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(door(first.url).send, payload)
        slack.wait("chat.postMessage")
        first.kill()
        with pytest.raises(OSError):
            lost.result()

    assert other.send(payload, retry=(1, "http_error")).status == 503
    assert replies(slack, ts) == []
    time_passes(database)
    assert other.send(payload, retry=(2, "http_error")).status == 200
    assert other.send(payload, retry=(3, "http_error")).status == 200
    slack.settle()
    [reply] = replies(slack, ts)
    assert "2,815" in reply


def test_over_a_socket_what_a_killed_process_left_is_answered_after_its_claim(
    slack: Slack, socket_server: Socket, serve: Serve, database: Path
) -> None:
    first = serve()
    socket_server.wait_connected()
    first.logged("ready")
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", "timeout", seconds=5)
    socket_server.post(payload)
    slack.wait("chat.postMessage")
    first.kill()
    assert socket_server.acks == []

    serve().logged("ready")
    early = socket_server.post(payload, retry=(1, "timeout"))
    slack.settle()
    assert socket_server.acks == [] and replies(slack, ts) == []
    time_passes(database)
    late = socket_server.post(payload, retry=(2, "timeout"))
    assert socket_server.wait_ack(late)["envelope_id"] == late != early
    assert len(replies(slack, ts)) == 1
