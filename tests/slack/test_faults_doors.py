"""What comes through the doors and must not be worked on: forged, broken, from bots, unknown."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.handlers.delivery import MESSAGES
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
from tests.slack.rig import payloads
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.serving import Door, Punctual, door, mention, replies  # noqa: F401

FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


@pytest.fixture
def way(door: Door, make_bot: MakeBot) -> Punctual:
    return door(make_bot())


def nothing_was_done(slack: Slack) -> bool:
    return [call.method for call in slack.settle() if call.method != "ack"] == ["auth.test"]


def test_a_forged_stale_or_unsigned_request_is_refused(slack: Slack, way: Punctual) -> None:
    _, payload = mention(slack)
    forged: list[dict[str, Any]] = [{"secret": "another"}, {"age": 600}, {"signed": False}]
    assert [way.send(payload, **how).status for how in forged] == [401, 401, 401]
    command = Person(way, slack.team).command("help", "protection-cluster")
    assert [way.send(command, **how).status for how in forged] == [401, 401, 401]
    assert nothing_was_done(slack)
    assert way.send(payload).status == 200
    assert slack.calls("chat.postMessage")


@pytest.mark.parametrize("signed", [True, False])
def test_a_check_of_the_certificate_runs_nothing(slack: Slack, way: Punctual, signed: bool) -> None:
    command = Person(way, slack.team).command("ask What can CEDAW do?", "protection-cluster")
    body = urlencode({**command.body, "ssl_check": "1"}).encode()
    proof = way.signature(body, slack.signing_secret) if signed else {}
    assert way.post(body, {**FORM, **proof}).status == 200
    assert nothing_was_done(slack)


@pytest.mark.parametrize(
    ("body", "headers"),
    [(b"", FORM), (b"ssl_check=&command=%2Fadvocacy&text=ask", FORM), (b"{not json", JSON)],
)
def test_a_body_that_slack_would_not_send_is_refused(
    slack: Slack, way: Punctual, body: bytes, headers: dict[str, str]
) -> None:
    assert way.post(body, headers).status == 401
    assert nothing_was_done(slack)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("event", None),
        ("event", "message"),
        ("team_id", ""),
        ("event", {"type": "message", "ts": "1"}),
    ],
)
def test_a_delivery_without_its_form_is_refused_before_anything_works_on_it(
    slack: Slack, way: Punctual, caplog: pytest.LogCaptureFixture, part: str, value: Any
) -> None:
    _, payload = mention(slack)
    payload.body[part] = value
    assert way.send(payload, checked=False).status == 400
    command = Person(way, slack.team).command("help", "protection-cluster")
    for name in ("team_id", "user_id", "response_url"):
        command.body[name] = " "
        assert way.send(command, checked=False).status == 400
    assert nothing_was_done(slack)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_bots_and_the_desk_itself_are_never_answered(slack: Slack, way: Punctual) -> None:
    space = slack.team
    member, channel = space.users["member"], space.channels["protection-cluster"]
    dm = space.dm(member)
    text = f"<@{space.bot_user}> What can CEDAW do?"
    ts = space.say("member", "protection-cluster", text)
    own = payloads.app_mention(space, space.bot_user, channel, text, ts)
    robot = payloads.app_mention(space, "U0ROBOT", channel, text, ts)
    robot.body["event"]["bot_id"] = "B0ROBOT"
    sent = [
        own,
        robot,
        payloads.message(space, space.bot_user, dm, text, ts),
        payloads.bot_message(space, dm, text, ts, "B0ROBOT"),
        payloads.message_changed(space, member, dm, text, ts),
        payloads.message_deleted(space, member, dm, ts),
    ]
    assert [way.send(one, checked=False).status for one in sent] == [200] * 6
    assert nothing_was_done(slack)


def test_a_thread_in_which_a_machine_writes_as_a_person_is_left_alone(
    slack: Slack, way: Punctual
) -> None:
    space, member = slack.team, Person(way, slack.team)
    first = member.mentions("protection-cluster", "?")
    for number in range(MESSAGES + 5):
        event = payloads.app_mention(
            space, member.id, first.channel, "?", f"1700000000.{number:06}", first.ts
        )
        assert way.send(event).status == 200
    assert len(slack.team.replies("protection-cluster", first.ts)) == MESSAGES
    member.mentions("protection-cluster", "?")
    assert len(slack.calls("chat.postMessage")) == MESSAGES + 1, "other threads are not"


def test_what_nothing_listens_to_is_taken_so_that_slack_does_not_send_it_again(
    slack: Slack, way: Punctual
) -> None:
    reaction = payloads.event(slack.team, {"type": "reaction_added", "user": "U1"})
    assert [way.send(reaction, checked=False).status for _ in range(2)] == [200, 200]
    gone = Person(way, slack.team).click(
        _message("button_of_an_older_version"), "b", "with-partners"
    )
    assert way.send(gone).status == 200
    assert nothing_was_done(slack)


def test_while_the_database_can_not_be_written_slack_is_told_to_come_again(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
    tmp_path: Path,
) -> None:
    way = door(make_bot())
    ts, payload = mention(slack)
    with sqlite3.connect(tmp_path / "desk.sqlite") as db:
        db.execute("create trigger full before insert on claims begin select raise(abort, ''); end")
        assert way.send(payload).status == 503
        assert way.request("GET", "/healthz")[0].status == 200
        db.execute("drop trigger full")
    db.close()
    assert way.send(payload, retry=(1, "http_error")).status == 200
    assert len(replies(slack, ts)) == 1


def _message(text: str) -> dict[str, Any]:
    button = {"type": "button", "action_id": "b", "text": {"type": "plain_text", "text": text}}
    return {"text": text, "ts": "1.000001", "blocks": [{"type": "actions", "elements": [button]}]}
