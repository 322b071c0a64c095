"""Socket Mode: connections that are renewed, cut or silent, envelopes out of order and repeated."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from slack_sdk import WebClient

from bot.app import Built
from bot.connection import PING, SocketDoor
from bot.store import Workspace
from bot.work import Work
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
from tests.slack.relay import Relay, line  # noqa: F401
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import QUESTION, mention, replies

Connect = Callable[[Built], SocketDoor]


@pytest.fixture
def connect(slack: Slack, socket_server: Socket) -> Iterator[Connect]:
    """`connect(built)` connects the bot to Slack as `advocacy serve` does."""
    open_doors: list[SocketDoor] = []

    def to(built: Built) -> SocketDoor:
        client = WebClient(token=slack.app_token, base_url=slack.api_url)
        door = SocketDoor(Work(built), client, ping=0.3)
        open_doors.append(door)
        door.connect()
        socket_server.wait_connected()
        return door

    yield to
    for door in open_doors:
        door.finish()


def test_after_a_renewed_and_a_cut_connection_people_are_answered(
    slack: Slack,
    socket_server: Socket,
    make_bot: MakeBot,
    connect: Connect,
) -> None:
    connect(make_bot())
    member = Person(socket_server, slack.team)
    socket_server.refresh()
    socket_server.wait_connected(opened=2)
    assert member.mentions("protection-cluster", QUESTION).answer.status == 200
    socket_server.drop()
    socket_server.wait_connected(opened=3)
    member.runs(f"ask {QUESTION}")
    slack.wait("response_url")
    assert len(slack.calls("chat.postMessage")) == 1


def test_envelopes_out_of_order_and_repeated_are_each_answered_once(
    slack: Slack,
    socket_server: Socket,
    make_bot: MakeBot,
    connect: Connect,
) -> None:
    connect(make_bot())
    asked = [mention(slack) for _ in range(4)]
    sent = [socket_server.post(payload) for _, payload in reversed(asked)]
    for envelope in sent:
        socket_server.wait_ack(envelope)
    for envelope, (_, payload) in zip(reversed(sent), asked, strict=True):
        socket_server.send(payload, envelope_id=envelope)
        socket_server.send(payload, retry=(1, "timeout"))
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1, 1, 1, 1]


def test_what_slack_refused_is_not_acknowledged_and_answered_when_it_comes_again(
    slack: Slack,
    socket_server: Socket,
    make_bot: MakeBot,
    connect: Connect,
) -> None:
    connect(make_bot())
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", "429")
    socket_server.post(payload)
    slack.wait("chat.postMessage")
    slack.settle()
    assert socket_server.acks == []
    socket_server.send(payload, retry=(1, "timeout"))
    assert len(replies(slack, ts)) == 1


def test_a_reply_whose_acknowledgement_was_lost_is_not_given_again(
    slack: Slack,
    socket_server: Socket,
    make_bot: MakeBot,
    connect: Connect,
) -> None:
    built = make_bot()
    connect(built)
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", "slow", seconds=0.5)
    socket_server.post(payload)
    slack.wait("chat.postMessage")
    socket_server.drop()
    claim = f"event:{payload.body['event_id']}"
    while built.services.storage.claims.state(Workspace(team=slack.team.id), claim) != "done":
        time.sleep(0.05)
    socket_server.wait_connected(opened=2)
    socket_server.send(payload, retry=(1, "timeout"))
    slack.settle()
    assert len(replies(slack, ts)) == 1


@pytest.mark.parametrize("frames", ["parts", "binary", "binary parts"])
def test_a_question_that_arrives_in_parts_is_answered_and_not_logged(
    slack: Slack,
    socket_server: Socket,
    make_bot: MakeBot,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
    frames: str,
) -> None:
    connect(make_bot())
    ts, payload = mention(slack, f"{QUESTION} Zanzalor, زنزلور")
    socket_server.wait_ack(socket_server.post(payload, frames=frames))
    assert len(replies(slack, ts)) == 1
    assert "Zanzalor" not in caplog.text


@pytest.mark.parametrize(
    "message",
    ["canary", '"canary"', "[" * 100_000, '{"canary":' * 50_000, b"\xffcanary", "null", ""],
)
def test_what_is_no_message_of_slacks_is_left_and_not_logged(
    slack: Slack,
    socket_server: Socket,
    make_bot: MakeBot,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
    message: str | bytes,
) -> None:
    connect(make_bot())
    socket_server.send_raw(message)
    ts, payload = mention(slack)
    socket_server.send(payload)
    assert len(replies(slack, ts)) == 1
    assert "canary" not in caplog.text and "[[" not in caplog.text


def test_a_line_that_ends_without_a_word_is_noticed_at_once(
    slack: Slack, socket_server: Socket, make_bot: MakeBot, connect: Connect
) -> None:
    door = connect(make_bot())
    assert door.connected
    url, slack.proxy.socket_url = slack.proxy.socket_url, None
    socket_server.drop()
    assert within(10, lambda: not door.connected)
    slack.proxy.socket_url = url
    assert within(10, lambda: door.connected)
    ts, payload = mention(slack)
    socket_server.send(payload)
    assert len(replies(slack, ts)) == 1


def test_a_line_that_is_deaf_is_noticed_and_made_anew(
    slack: Slack, line: Relay, socket_server: Socket, make_bot: MakeBot, connect: Connect
) -> None:
    door = connect(make_bot())
    line.silent = True
    assert within(10, lambda: not door.connected)
    line.silent = False
    assert within(15, lambda: door.connected)
    ts, payload = mention(slack)
    socket_server.send(payload)
    assert len(replies(slack, ts)) == 1


def test_by_default_a_deaf_line_is_noticed_in_less_than_ten_seconds() -> None:
    assert 3 * PING < 10


def within(seconds: float, done: Callable[[], bool]) -> bool:
    """Whether it comes true in so many seconds."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
