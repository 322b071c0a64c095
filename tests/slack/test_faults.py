"""Slack slow, silent or refusing, deliveries lost and repeated: one answer, and in time."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.ask import Desk
from bot.store import StoreError
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.serving import QUESTION, Door, door, mention, replies  # noqa: F401

WRONG = "Something went wrong"


def test_a_retry_whose_first_delivery_was_lost_is_answered(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
) -> None:
    ts, payload = mention(slack)
    assert door(make_bot()).send(payload, retry=(1, "http_timeout")).status == 200
    assert len(replies(slack, ts)) == 1


@pytest.mark.parametrize("how", ["429", "500"])
def test_where_slack_refused_the_reply_its_next_delivery_is_answered(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
    how: Any,
) -> None:
    way = door(make_bot())
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", how)
    assert way.send(payload).status == 503
    assert slack.ephemerals(slack.team.users["member"]) == []
    assert way.send(payload, retry=(1, "http_error")).status == 200
    assert way.send(payload, retry=(2, "http_error")).status == 200
    assert len(replies(slack, ts)) == 1


@pytest.mark.parametrize(("how", "came"), [("timeout", 0), ("lost", 1)])
def test_where_slack_did_not_say_whether_it_posted_nothing_is_posted_twice(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
    how: Any,
    came: int,
) -> None:
    way = door(make_bot())
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", how, seconds=0.1)
    assert way.send(payload).status == 200
    [told] = slack.ephemerals(slack.team.users["member"])
    assert told["text"].startswith(WRONG)
    assert way.send(payload, retry=(1, "http_timeout")).status == 200
    slack.settle()
    assert len(replies(slack, ts)) == came


def test_a_slow_slack_gets_its_acknowledgement_in_time_and_one_reply(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
) -> None:
    way = door(make_bot())
    asked = [mention(slack) for _ in range(3)]
    slack.break_next("chat.postMessage", "slow", times=3, seconds=2)
    for _, payload in asked:
        assert way.send(payload).status == 200
        way.send(payload, retry=(1, "http_timeout"))
    slack.wait("chat.postMessage", count=3)
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1, 1, 1]


def test_a_claim_that_could_not_be_given_back_loses_nothing_that_was_acknowledged(
    slack: Slack, door: Door, make_bot: MakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = make_bot()
    member = Person(door(bot), slack.team)

    def fail(*_: Any) -> None:
        raise StoreError("the database is away")

    monkeypatch.setattr(bot.services.storage.claims, "release", fail)
    slack.break_next("users.info", "slow", seconds=1)
    slack.break_next("chat.postMessage", "429", seconds=1)
    said = member.writes(QUESTION)
    assert said.answer.status == 200
    slack.wait("chat.postMessage", count=2)
    slack.settle()
    assert len(slack.team.replies(member.dm, said.ts)) == 1


def test_what_was_acknowledged_and_then_refused_is_tried_again_by_the_desk(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
) -> None:
    member = Person(door(make_bot()), slack.team)
    slack.break_next("users.info", "slow", seconds=1)
    slack.break_next("chat.postMessage", "429", seconds=1)
    said = member.writes(QUESTION)
    assert said.answer.status == 200
    slack.wait("chat.postMessage", count=2)
    member.door.send(said.payload, retry=(1, "http_timeout"))
    slack.settle()
    [reply] = slack.team.replies(member.dm, said.ts)
    assert "2,815" in reply["text"]


def test_a_command_that_slack_refused_to_show_is_shown_later_or_the_person_is_told(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
) -> None:
    member = Person(door(make_bot()), slack.team)
    slack.break_next("response_url", "429", seconds=1)
    assert member.runs(f"ask {QUESTION}").status == 200
    slack.wait("response_url", count=2)
    [shown] = slack.ephemerals(member.id)
    assert "2,815" in shown["text"]
    slack.break_next("response_url", "500", times=2)
    assert member.runs(f"ask {QUESTION}").status == 200
    slack.wait("response_url", count=5)
    assert slack.ephemerals(member.id)[-1]["text"].startswith(WRONG)


@pytest.mark.parametrize("how", ["lost", "timeout"])
def test_a_command_whose_answer_was_lost_is_not_shown_twice(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
    how: Any,
) -> None:
    member = Person(door(make_bot()), slack.team)
    slack.break_next("response_url", how, seconds=0.1)
    member.runs(f"ask {QUESTION}")
    slack.settle()
    shown = [one["text"] for one in slack.ephemerals(member.id)]
    assert [text.startswith(WRONG) for text in shown] == [False, True][how == "timeout" :]


def test_a_window_stays_open_until_a_slow_slack_lets_it_be_answered(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
) -> None:
    member = Person(door(make_bot()), slack.team)
    slack.break_next("users.info", "500")
    member.uses("ask_the_desk")
    slack.break_next("users.info", "slow", seconds=1.5)
    member.submits(slack.modal(), {"question": QUESTION})
    assert "looking it up" in str(slack.modal()["blocks"])
    slack.wait("views.update")
    assert "2,815" in str(slack.modal()["blocks"])


def test_a_person_is_answered_although_slack_tells_nothing_of_them(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
) -> None:
    member = Person(door(make_bot()), slack.team)
    slack.break_next("users.info", "lost")
    slack.break_next("assistant.threads.setStatus", "lost")
    said = member.writes(QUESTION)
    assert len(slack.team.replies(member.dm, said.ts)) == 1


@pytest.mark.parametrize("how", ["used", "expired"])
def test_a_press_that_slack_closed_gives_the_same_button_again(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
    how: str,
) -> None:
    member = Person(door(make_bot()), slack.team)
    member.runs(f"ask {QUESTION}")
    [shown] = slack.ephemerals(member.id)
    member.clicks(shown, "more", "protection-cluster")
    shown = slack.ephemerals(member.id)[-1]
    press = member.click(shown, "paste", "protection-cluster")
    if how == "used":
        view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
        token, trigger = slack.team.rig_token, press.body["trigger_id"]
        slack.emulator.call(0, "views.open", token, trigger_id=trigger, view=view)
    else:
        slack.emulator.expire_triggers()
    assert member.door.send(press).status == 200
    again = slack.ephemerals(member.id)[-1]
    member.clicks(again, "paste", "protection-cluster")
    assert "2,815" in str(slack.modal()["blocks"])


def test_a_window_that_someone_changed_before_is_no_failure(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    member = Person(door(make_bot()), slack.team)
    member.uses("ask_the_desk")
    member.submits(slack.modal(), {"question": "what is the word limit?"})
    before = slack.modal()
    for action in ("pick.0", "pick.1"):
        assert member.clicks(before, action).status == 200
    refused = slack.calls("views.update")[-1]
    assert refused.answer["error"] == "hash_conflict"
    assert slack.calls("chat.postMessage", "chat.postEphemeral", "response_url") == []
    ours = [r for r in caplog.records if not r.name.startswith("waitress")]
    assert [r.message for r in ours if r.levelno >= logging.WARNING] == []


class Breaking(Desk):
    """A desk that fails on every question, with the question in its message."""

    def ask(self, text: str, *_: Any, **__: Any) -> Any:
        raise RuntimeError(text)


def test_whoever_meets_a_failure_is_told_once_where_they_are_and_the_log_has_no_word_of_theirs(
    slack: Slack,
    door: Door,
    make_bot: MakeBot,
    desk: Desk,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    broken = make_bot(Breaking(desk.base, desk.states, desk.finder))
    member = Person(door(broken), slack.team)
    slack.team.profiles[member.id].locale = "fr-FR"
    words = "canary of Bria"

    said = member.mentions("protection-cluster", words)
    assert said.answer.status == 200
    member.door.send(said.payload, retry=(1, "http_timeout"))
    member.writes(words)
    member.runs(f"ask {words}")
    told = [one["text"] for one in slack.ephemerals(member.id)]
    assert [text[:19] for text in told] == ["Une erreur s'est pr"] * 3
    member.uses("ask_the_desk")
    window = slack.modal()
    refused = member.submits(window, {"question": words}).json or {}
    assert refused["response_action"] == "errors", "the window stays, with what was typed"
    ((block, said_there),) = refused["errors"].items()
    assert said_there.startswith("Une erreur s'est produite") and "toujours là" in said_there
    assert block in [one["block_id"] for one in window["blocks"] if one["type"] == "input"]
    assert slack.modal() == window

    failures = [vars(r) for r in caplog.records if r.message == "a listener failed"]
    assert len(failures) == 4
    assert all(one["kind"] == "RuntimeError" and one["places"] for one in failures)
    assert words not in str([vars(r) | {"exc_info": None} for r in caplog.records])
