"""What Slack did not sign reaches nothing: no part of the desk, no person, no other address."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest

from bot.gate import Gate
from bot.handlers.kernel.sending import is_slacks
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.serving import Door, Punctual, door, mention  # noqa: F401

FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}
SIGNED = "v0=" + "a" * 64
STAMPS = [
    "abc", "NaN", "nan", "inf", "-Infinity", "1e400", "1_0", "9" * 400, "-1", "+1", " ", "1.5",
    "0x1", "٣٣٣", "1760000000, 1760000000", "\xb2", "", "0", "99999999999", None,
]  # fmt: skip
SIGNATURES = [
    "v0=é", "v0=\xff", "", "v0=", "v0=0", "v1=" + "a" * 64, "V0=" + "a" * 64, "v0=" + "A" * 64,
    SIGNED + " ", SIGNED + ", " + SIGNED, "v0=" + "a" * 400, "a" * 64, "null", None,
]  # fmt: skip
DEEP = "[" * 200_000
WITHIN = "[" * 400 + "]" * 400


class Listener:
    """A listener on this machine that no request may reach."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/internal"

    def heard(self) -> bool:
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    heard = Listener()
    yield heard
    heard.close()


@pytest.fixture
def way(door: Door, make_bot: MakeBot) -> Punctual:
    return door(make_bot())


def bodies(slack: Slack, url: str) -> list[tuple[bytes, dict[str, str]]]:
    """What somebody may forge, each with an address to be answered at."""
    space, member = slack.team, slack.team.users["member"]
    where = space.channels["protection-cluster"]
    command = {
        "command": "/advocacy", "team_id": space.id, "channel_id": where, "user_id": member,
        "trigger_id": "1.2.a", "text": "help", "response_url": url,
    }  # fmt: skip
    pressed = {
        "type": "block_actions", "user": {"id": member}, "team": {"id": space.id},
        "trigger_id": "1.2.b", "response_url": url, "container": {"message_ts": "1.2"},
        "channel": {"id": where}, "actions": [{"action_id": "pick.0", "value": "x"}],
        "response_urls": [{"response_url": url}],
    }  # fmt: skip
    kinds = ["block_actions", "block_suggestion", "shortcut", "message_action", "view_submission"]
    interactions = [
        (urlencode({"payload": json.dumps({**pressed, "type": kind})}).encode(), FORM)
        for kind in kinds
    ]
    event = mention(slack)[1].body
    handshake = {"type": "url_verification", "challenge": "canary", "response_url": url}
    return [
        (urlencode(command).encode(), FORM),
        (json.dumps({**event, "response_url": url}).encode(), JSON),
        (json.dumps(handshake).encode(), JSON),
        *interactions,
        (b"\xff\xfe", FORM),
        (DEEP.encode(), JSON),
    ]


def headers_of(stamp: str | None, signature: str | None) -> dict[str, str]:
    given = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}
    return {
        name: value.encode().decode("latin-1") for name, value in given.items() if value is not None
    }


def nothing_was_done(slack: Slack) -> bool:
    return [call.method for call in slack.settle() if call.method != "ack"] == ["auth.test"]


def test_whatever_stands_in_the_headers_nobody_hears_of_it(
    slack: Slack, way: Punctual, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    stamp = str(int(time.time()))
    pairs = [(one, SIGNED) for one in STAMPS] + [(stamp, one) for one in SIGNATURES]
    forged = bodies(slack, listener.url)
    for body, kind in forged:
        for given in pairs:
            answer = way.post(body, {**kind, **headers_of(*given)})
            assert (answer.status, "canary" in answer.text) == (401, False), (given, body[:80])
    assert nothing_was_done(slack)
    assert not listener.heard()
    said = [record for record in caplog.records if record.name.startswith("bot")]
    assert len(said) == 1, "one line, however many knock"
    assert all(text not in caplog.text for text in ("response_url", "help", "pick.0"))


def test_doubled_headers_and_headers_that_steer_bolt_are_no_signature(
    slack: Slack, way: Punctual, listener: Listener
) -> None:
    body, kind = bodies(slack, listener.url)[0]
    good = way.signature(body, slack.signing_secret)
    for name, value in good.items():
        doubled = f"{value}, {value}"
        assert way.post(body, {**kind, **good, name: doubled}).status == 401
        under = {name.replace("-", "_"): value}
        rest = {other: given for other, given in good.items() if other != name}
        assert way.post(body, {**kind, **rest, **under}).status == 401
    lazy = {"x-slack-bolt-lazy-only": "1", "x-slack-bolt-lazy-function-name": "handle_command"}
    assert way.post(body, {**kind, **lazy}).status == 401
    assert nothing_was_done(slack) and not listener.heard()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", FORM),
        (b'{"type": "\xff"}', JSON),
        (DEEP.encode(), JSON),
        (b'{"a":' * 50_000, JSON),
        (urlencode({"payload": DEEP}).encode(), FORM),
        (urlencode({"payload": f'{{"type": "block_actions", "state": {WITHIN}}}'}).encode(), FORM),
        (f'{{"type": "event_callback", "event": {WITHIN}}}'.encode(), JSON),
        (('{"event":' * 300 + "1" + "}" * 300).encode(), JSON),
        (b'{"authorizations":[' * 300 + b"1" + b"]}" * 300, JSON),
        (b'{"type": "event_callback", "event_time": ' + b"9" * 5_000 + b"}", JSON),
        (b'{"type": "event_callback", "event": {"text": "\\ud800"}}', JSON),
        (b"[1, 2]", JSON),
        (b'"text"', JSON),
        (b"{not json", JSON),
        (b"payload=%7Bnot", FORM),
    ],
)
def test_what_is_signed_and_has_no_form_is_refused(
    slack: Slack, way: Punctual, caplog: pytest.LogCaptureFixture, body: bytes, kind: dict[str, str]
) -> None:
    assert way.post(body, {**kind, **way.signature(body, slack.signing_secret)}).status == 400
    assert nothing_was_done(slack)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


@pytest.mark.parametrize("part", ["response_url", "response_urls"])
def test_a_signed_delivery_is_not_answered_at_an_address_that_is_not_slacks(
    slack: Slack, way: Punctual, listener: Listener, part: str
) -> None:
    command = Person(way, slack.team).command("help", "protection-cluster")
    given: Any = listener.url if part == "response_url" else [{"response_url": listener.url}]
    body = {"type": "block_actions", part: given} if part == "response_urls" else command.body
    raw = urlencode({"payload": json.dumps(body)} if "type" in body else {**body, part: given})
    proof = way.signature(raw.encode(), slack.signing_secret)
    assert way.post(raw.encode(), {**FORM, **proof}).status == 400
    assert nothing_was_done(slack) and not listener.heard()


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://hooks.slack.com/commands/T1/1/x", True),
        ("https://hooks.slack-gov.com/actions/T1/1/x", True),
        ("https://files.slack.com:443/x", True),
        ("http://127.0.0.1:9/api/x", True),
        ("http://127.0.0.1:99/api/x", False),
        ("https://127.0.0.1:9/api/x", False),
        ("http://hooks.slack.com/x", False),
        ("https://hooks.slack.com.example.org/x", False),
        ("https://hooks.slack.com@example.org/x", False),
        ("https://example.org/hooks.slack.com", False),
        ("https://example.org\\.slack.com/x", False),
        ("https://example.org#.slack.com/x", False),
        ("https://example.org?.slack.com/x", False),
        ("https://slackxcom/x", False),
        ("https://evilslack.com/x", False),
        ("https://hooks.slack.com:99999999/x", False),
        ("https://hooks.slack.com:8443/x", False),
        ("https://hooks.ſlack.com/x", False),
        ("https://[::1].slack.com/x", False),
        ("https://hooks.slack.com/x\r\nHost: y", False),
        ("file:///etc/passwd", False),
        ("", False),
        (None, False),
        (["https://hooks.slack.com/"], False),
    ],
)
def test_only_slacks_addresses_are_slacks(address: Any, right: bool) -> None:
    assert is_slacks(address, "http://127.0.0.1:9/api/") is right


def test_a_browser_that_installs_can_not_make_the_desk_stumble(
    slack: Slack, door: Door, make_bot: MakeBot, listener: Listener
) -> None:
    many = {"slack_bot_token": None, "slack_client_id": "1.2", "slack_client_secret": "x"}
    way = door(make_bot(**many))
    strange = [
        "state=%ff%00",
        "state=a&state=b",
        "error=%3Cscript%3E",
        "code=x",
        "&" * 3_000,
        "state=" + "a" * 9_000,
    ]
    for query in strange:
        for cookie in ("", "slack-app-oauth-state=a", "slack-app-oauth-state=\xe9;;=", "=" * 2_000):
            path = f"/slack/oauth_redirect?{query}"
            answer, _ = way.request("GET", path, DEEP.encode(), {**JSON, "cookie": cookie})
            assert answer.status in (200, 400, 401) and "<script>" not in answer.text
    assert way.request("GET", "/slack/install", b"\xff{[", JSON)[0].status == 200
    assert [call for call in slack.settle() if call.method.startswith("oauth")] == []
    body, kind = bodies(slack, listener.url)[0]
    for path in ("/slack/install", "/slack/oauth_redirect", "/slack/options", "/slack/actions"):
        assert way.post(body, kind, path).status == 404
    assert way.post(body, {**kind, **headers_of("x", SIGNED)}).status == 401
    assert not listener.heard()


def test_a_failure_before_it_is_known_who_asks_is_told_to_nobody(
    slack: Slack, door: Door, make_bot: MakeBot
) -> None:
    """Behind the gate too: should a library stumble over a header again, nobody hears of it."""
    bot = make_bot()
    body = Person(door(bot), slack.team).command("help", "protection-cluster").body
    headers = {"x-slack-request-timestamp": "x", "x-slack-signature": SIGNED}
    answer = bot.app.dispatch(BoltRequest(body=urlencode(body), headers=headers))
    assert answer.body == "" and nothing_was_done(slack)


@pytest.mark.parametrize("secret", ["", " ", "\n\t "])
def test_there_is_no_gate_with_an_empty_secret(secret: str) -> None:
    with pytest.raises(ValueError, match="signing secret"):
        Gate(secret)
