"""The rig itself, through a bot of a few lines: both doors, refusals, faults, what is caught."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from socket import SHUT_RDWR
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore
from slack_sdk.webhook import WebhookClient

from tests.slack.rig import payloads
from tests.slack.rig.draw import PHONE, draw, html
from tests.slack.rig.http import Http, close
from tests.slack.rig.inbound import problems_in_payload
from tests.slack.rig.oauth import install
from tests.slack.rig.people import Person
from tests.slack.rig.samples import SOUND, actions, button, entry, modal, plain, section
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket


@pytest.fixture
def bot(slack: Slack) -> Iterator[App]:
    """A bot of a few lines, to see the rig through its eyes."""
    client = WebClient(token=slack.team.bot_token, base_url=slack.api_url)
    app = App(client=client, signing_secret=slack.signing_secret)

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Say) -> None:
        say(
            text="It can.",
            blocks=[section("It *can*."), actions(button("open"))],
            thread_ts=event["ts"],
        )

    @app.event("message")
    def written(event: dict[str, Any], say: Say, client: WebClient) -> None:
        user = client.users_info(user=event["user"], include_locale=True)["user"]
        say(f"{user['tz']} {user['locale']}")

    @app.command("/advocacy")
    def commanded(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack()
        respond(text="For you: " + command["text"], blocks=[section("x"), actions(button("share"))])

    @app.action("share")
    def shared(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Shared", response_type="in_channel")

    @app.action("open")
    def opened(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        search = {"type": "external_select", "action_id": "state", "min_query_length": 1}
        where = {"type": "input", "label": plain("State"), "element": search, "optional": True}
        client.views_open(
            trigger_id=body["trigger_id"], view=modal(entry(), where, notify_on_close=True)
        )

    @app.options("state")
    def offered(ack: Ack, payload: dict[str, Any]) -> None:
        ack(options=[{"text": plain(payload["value"].title()), "value": "MLI"}])

    @app.view("ask")
    def submitted(ack: Ack) -> None:
        ack(response_action="update", view=modal(section("Thank you"), notify_on_close=True))

    @app.view_closed("ask")
    def closed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_publish(
            user_id=body["user"]["id"], view={"type": "home", "blocks": [section("Hi")]}
        )

    @app.shortcut("draft")
    def drafted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(entry(), title=plain("Draft")))

    yield app
    close(app)


Served = Callable[[Any], Http]


def test_a_mention_over_http_is_answered_in_its_thread_and_leads_through_a_modal(
    slack: Slack, bot: App, http: Served
) -> None:
    member = Person(http(bot), slack.team)
    said = member.mentions("protection-cluster", "what can CEDAW do?")
    assert said.answer.status == 200
    slack.wait("chat.postMessage")
    [reply] = slack.team.replies("protection-cluster", said.ts)
    assert reply["text"] == "It can."

    member.clicks(reply, "open", "protection-cluster")
    slack.wait("views.open")
    with pytest.raises(AssertionError, match="must be filled in"):
        member.submits(slack.modal(), {})
    assert member.types_into(slack.modal(), "state", "mali")[0]["text"]["text"] == "Mali"
    member.submits(
        slack.modal(), {"question": "What?", "state": {"text": plain("M"), "value": "MLI"}}
    )
    assert slack.modal()["blocks"][0]["text"]["text"] == "Thank you"
    member.closes(slack.modal())
    slack.wait("views.publish")
    assert slack.home(member.id)["blocks"][0]["text"]["text"] == "Hi"


def test_a_slash_command_is_answered_for_one_and_shared_with_all(
    slack: Slack, bot: App, http: Served
) -> None:
    member = Person(http(bot), slack.team)
    member.runs("ask CEDAW")
    slack.wait("response_url")
    [shown] = slack.ephemerals(member.id)
    assert shown["text"] == "For you: ask CEDAW"
    assert slack.team.history("protection-cluster") == []
    member.clicks(shown, "share", "protection-cluster")
    slack.wait("response_url", count=2)
    assert [one["text"] for one in slack.team.history("protection-cluster")] == ["Shared"]


def test_shortcuts_on_a_message_and_from_the_menu_open_a_modal(
    slack: Slack, bot: App, http: Served
) -> None:
    member = Person(http(bot), slack.team)
    ts = slack.team.say("newcomer", "case-management", "a case")
    member.uses_on_message("case-management", ts, "draft")
    member.uses("draft")
    assert all(call.ok for call in slack.wait("views.open", count=2))


def test_a_person_has_the_time_zone_and_language_that_the_test_gave(
    slack: Slack, bot: App, http: Served
) -> None:
    member = Person(http(bot), slack.team)
    profile = slack.team.profiles[member.id]
    profile.tz, profile.locale = "Africa/Bamako", "fr-FR"
    member.writes("bonjour")
    slack.wait("chat.postMessage")
    assert slack.team.history(member.dm)[-1]["text"] == "Africa/Bamako fr-FR"


def test_every_payload_could_have_come_from_slack(slack: Slack) -> None:
    space = slack.team
    user, channel = space.users["member"], space.channels["with-partners"]
    view = {"id": "V1", **modal(entry()), "hash": "1.2"}
    told = {"ts": "1.2", "text": "x", "user": user, "blocks": [section("x")]}
    pressed = {
        "type": "button",
        "block_id": "b",
        "action_id": "a",
        "text": plain("x"),
        "value": "1",
    }
    state = {"entry": {"question": {"type": "plain_text_input", "value": "x"}}}
    built = [
        payloads.app_mention(space, user, channel, "hi", "1.2", "1.1"),
        payloads.message(space, user, "D1", "hi", "1.2"),
        payloads.bot_message(space, "D1", "hi", "1.2", space.bot_id),
        payloads.message_changed(space, user, "D1", "hi", "1.2"),
        payloads.message_deleted(space, user, "D1", "1.2"),
        payloads.channel_archive(space, user, channel),
        payloads.app_home_opened(space, user, "D1", "home", {**view, "type": "home"}),
        payloads.app_home_opened(space, user, "D1", "messages"),
        payloads.member_joined_channel(space, space.bot_user, channel, user),
        payloads.tokens_revoked(space),
        payloads.app_uninstalled(space),
        payloads.slash_command(space, user, channel, "", "https://x/1", "1.2.3"),
        payloads.block_actions(
            space, user, pressed, "1.2.3", channel=channel, message=told, response_url="https://x/1"
        ),
        payloads.block_actions(space, user, pressed, "1.2.3", view={**view, "type": "home"}),
        payloads.view_submission(space, user, view, state, "1.2.3"),
        payloads.view_closed(space, user, view),
        payloads.block_suggestion(space, user, "a", "b", "ma", view=view),
        payloads.message_shortcut(space, user, channel, told, "draft", "https://x/1", "1.2.3"),
        payloads.global_shortcut(space, user, "draft", "1.2.3"),
    ]
    for one in built:
        assert problems_in_payload(one.kind, one.body) == [], one.kind

    sent = {one.kind: one.body for one in built}
    submission = sent["view_submission"]
    shorter = {**submission, "view": {k: v for k, v in submission["view"].items() if k != "hash"}}
    assert problems_in_payload("view_submission", shorter)
    assert problems_in_payload("view_submission", {**submission, "response_channel": "C1"})
    assert problems_in_payload("slash_command", {**sent["slash_command"], "thread_ts": "1.2"})
    mention = sent["app_mention"]
    untimed = {**mention, "event": {**mention["event"], "ts": 1.2}}
    assert problems_in_payload("app_mention", untimed)


def test_forged_stale_and_unsigned_requests_differ_from_good_ones(
    slack: Slack, bot: App, http: Served
) -> None:
    door = http(bot)
    ts = slack.team.say("member", "protection-cluster", "hi")
    user, channel = slack.team.users["member"], slack.team.channels["protection-cluster"]
    payload = payloads.app_mention(slack.team, user, channel, "hi", ts)
    assert door.send(payload, secret="another").status == 401  # noqa: S106
    assert door.send(payload, age=600).status == 401
    assert door.send(payload, signed=False).status == 401
    assert not [call for call in slack.settle() if call.method == "chat.postMessage"]
    assert door.send(payload, retry=(1, "http_timeout")).status == 200
    slack.wait("chat.postMessage")


@pytest.mark.parametrize("slack_scopes", [["app_mentions:read", "users:read"]])
def test_a_missing_scope_is_refused(slack: Slack) -> None:
    client = WebClient(token=slack.team.bot_token, base_url=slack.api_url)
    assert client.auth_test().headers["x-oauth-scopes"] == "app_mentions:read,users:read"
    for call in (
        lambda: client.chat_postMessage(
            channel=slack.team.channels["protection-cluster"], text="x"
        ),
        lambda: client.assistant_threads_setSuggestedPrompts(channel_id="D1", prompts=[]),
    ):
        with pytest.raises(SlackApiError) as refused:
            call()
        assert refused.value.response["error"] == "missing_scope"


@pytest.mark.parametrize("slack_scopes", [["chat:write", "channels:read", "channels:history"]])
def test_strangers_and_strange_channels_are_refused(slack: Slack) -> None:
    client = WebClient(token=slack.team.bot_token, base_url=slack.api_url)
    channels = slack.team.channels
    assert client.conversations_info(channel=channels["with-partners"])["channel"]["is_ext_shared"]
    assert len(client.users_conversations()["channels"]) == 2
    errors = []
    for attempt in (
        lambda: client.chat_postMessage(channel=channels["field-coordination"], text="x"),
        lambda: client.chat_postMessage(
            channel=slack.other.channels["protection-cluster"], text="x"
        ),
        lambda: WebClient(token="xoxb-x", base_url=slack.api_url).auth_test(),  # noqa: S106
        lambda: client.api_call("no.such"),
    ):
        with pytest.raises(SlackApiError) as refused:
            attempt()
        errors.append(refused.value.response["error"])
    assert errors == ["not_in_channel", "channel_not_found", "invalid_auth", "unknown_method"]
    slack.expected.append("knows this method")
    south = WebClient(token=slack.other.bot_token, base_url=slack.api_url).auth_test()
    assert (south["team_id"], south["user_id"]) == ("T000000002", slack.other.bot_user)


def test_faults_come_as_often_as_told(slack: Slack) -> None:
    client = WebClient(token=slack.team.bot_token, base_url=slack.api_url, timeout=2)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    where = slack.team.channels["protection-cluster"]
    slack.break_next("chat.postMessage", "429", seconds=0)
    assert client.chat_postMessage(channel=where, text="limited")["ok"]
    assert [call.fault for call in slack.calls("chat.postMessage")] == ["429", None]

    impatient = WebClient(
        token=slack.team.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1
    )
    for how in ("500", "timeout", "lost"):
        slack.break_next("chat.postMessage", how, seconds=1.5)
        with pytest.raises((SlackApiError, OSError)):
            impatient.chat_postMessage(channel=where, text=how)
    slack.break_next("chat.postMessage", "slow", seconds=0.2)
    impatient.chat_postMessage(channel=where, text="slow")
    assert [one["text"] for one in slack.team.history(where)] == ["limited", "lost", "slow"]


def test_the_desk_is_installed_into_the_workspace_that_was_chosen(
    slack: Slack, http: Served, tmp_path: Path
) -> None:
    db = str(tmp_path / "installs.sqlite3")
    settings = OAuthSettings(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        scopes=["chat:write"],
        redirect_uri="http://desk.test/slack/oauth_redirect",
        authorization_url=slack.authorize_url,
        installation_store=SQLite3InstallationStore(database=db, client_id=slack.client_id),
        state_store=SQLite3OAuthStateStore(database=db, expiration_seconds=60),
    )
    slack.reset(redirect_uris=["http://desk.test/slack/oauth_redirect"])
    client = WebClient(base_url=slack.api_url)
    app = App(client=client, signing_secret=slack.signing_secret, oauth_settings=settings)
    door = http(app)
    assert install(door, slack.other).status == 200
    installed = settings.installation_store.find_bot(enterprise_id=None, team_id="T000000002")
    assert installed and installed.bot_user_id == slack.other.bot_user
    where = slack.other.channels["protection-cluster"]
    WebClient(token=installed.bot_token, base_url=slack.api_url).chat_postMessage(
        channel=where, text="x"
    )
    assert settings.installation_store.find_bot(enterprise_id=None, team_id="T000000001") is None


def test_a_response_url_is_good_five_times(slack: Slack) -> None:
    url = slack.proxy.responses.give(slack.team, slack.team.users["member"], "C1")
    statuses = [WebhookClient(url).send(text="x").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [404]


def test_an_uploaded_file_can_be_read_back(slack: Slack) -> None:
    client = WebClient(token=slack.other.bot_token, base_url=slack.api_url)
    where = slack.other.channels["protection-cluster"]
    client.files_upload_v2(
        channel=where, filename="outline.md", content="# Outline", title="Outline"
    )
    [file] = slack.other.history(where)[-1]["files"]
    assert slack.other.file(file["id"]) == ("outline.md", b"# Outline")


def test_a_bad_message_is_found_wherever_it_was_sent(slack: Slack) -> None:
    client = WebClient(token=slack.team.bot_token, base_url=slack.api_url)
    client.chat_postMessage(
        channel=slack.team.channels["protection-cluster"], text="x", blocks=[section("x" * 3001)]
    )
    assert any("3001" in problem for problem in slack.problems())
    slack.expected += ["3001", "3000"]


def test_over_a_socket_the_same_person_gets_the_same_answers(
    slack: Slack, bot: App, socket_server: Socket
) -> None:
    web = WebClient(token=slack.app_token, base_url=slack.api_url)
    handler = SocketModeHandler(bot, slack.app_token, web_client=web, ping_interval=0.2)
    handler.connect()
    try:
        member = Person(socket_server, slack.team)
        said = member.mentions("protection-cluster", "what can CEDAW do?")
        slack.wait("chat.postMessage")
        member.runs("ask CEDAW")
        slack.wait("response_url")
        assert slack.ephemerals(member.id)[0]["text"] == "For you: ask CEDAW"
        [reply] = slack.team.replies("protection-cluster", said.ts)
        member.clicks(reply, "open", "protection-cluster")
        slack.wait("views.open")
        member.submits(slack.modal(), {"question": "What?"})
        assert slack.modal()["blocks"][0]["text"]["text"] == "Thank you"

        socket_server.refresh()
        socket_server.wait_connected(opened=2)
        socket_server.drop()
        socket_server.wait_connected(opened=3)
        socket_server.send(said.payload, retry=(1, "timeout"))
        slack.wait("chat.postMessage", count=2)
    finally:
        line = handler.client.current_session.sock
        line.shutdown(SHUT_RDWR)  # else closing waits for the next envelope
        handler.close()


def test_a_message_and_a_modal_are_drawn_with_all_they_say(npm: Path) -> None:
    page = html(SOUND, PHONE)
    for words in ("CEDAW", "It ", "Session", "Sources", "Press", "Checked in March"):
        assert words in page
    shown = html(modal({"type": "alert", "text": plain("No names")}, entry(), close=plain("Leave")))
    for words in ("Ask", "No names", "Question", "Send", "Leave"):
        assert words in shown


@pytest.mark.skipif(not which("chromium"), reason="no chromium on this machine")
def test_a_picture_is_as_wide_as_the_screen(npm: Path, tmp_path: Path) -> None:
    draw([section("Hello")], tmp_path / "phone.png", PHONE)
    picture = (tmp_path / "phone.png").read_bytes()
    assert int.from_bytes(picture[16:20]) == PHONE
