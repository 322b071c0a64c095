"""Socket Mode: connections that are renewed, cut or silent, envelopes out of order and repeated."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from slack_sdk import WebClient

from bot.app import Built
from bot.connection import SocketDoor
from bot.store import Workspace
from bot.work import Work
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
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
        door = SocketDoor(built.app, Work(built), slack.app_token, client, ping=0.3)
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
    while built.parts.storage.claims.state(Workspace(team=slack.team.id), claim) != "done":
        time.sleep(0.05)
    socket_server.wait_connected(opened=2)
    socket_server.send(payload, retry=(1, "timeout"))
    slack.settle()
    assert len(replies(slack, ts)) == 1
