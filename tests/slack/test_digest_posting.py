"""Posting digests: each once, whoever runs, whatever fails on the way."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.handlers.manifest import SCOPES
from bot.store import Store
from tests.slack.digesting import MONDAY, STEPS, Running, running, subscribed
from tests.slack.killing import MINUTE, WEEK
from tests.slack.rig.workspace import Workspace

ROOT = Path(__file__).parents[2]
PLACE, PRIVATE = "protection-cluster", "case-management"
EXPIRED = 6 * MINUTE
"""Longer than a claim holds."""


@pytest.fixture
def slack_scopes() -> list[str]:
    return sorted(SCOPES)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite"


@pytest.fixture
def run(slack, database) -> Running:
    return running(slack, database)


def digests(space: Workspace, channel: str = PLACE) -> list[dict]:
    return [one for one in space.history(channel) if one.get("metadata")]


def kept(database: Path) -> list[tuple[str, str | None]]:
    with Store.open(database) as store:
        return [(one.state, one.ts) for one in store.deliveries.list(None)]


def test_a_digest_is_posted_once_and_its_metadata_names_no_person(slack, run, database):
    one = subscribed(slack, database, PLACE)
    assert run.run() == {"posted": 1}
    [message] = digests(slack.team)
    assert message["metadata"] == {
        "event_type": "advocacy_digest",
        "event_payload": {"subscription": one.id, "week": "2026-W49"},
    }
    assert "Haiti" in json.dumps(message["blocks"])
    assert kept(database) == [("done", message["ts"])]
    assert run.later(MINUTE).run() == {}
    assert run.later(dt.timedelta(hours=20)).run() == {}
    assert len(digests(slack.team)) == 1
    assert run.later(WEEK).run() == {"posted": 1}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_and_run_again_there_is_one(slack, run, database, step):
    subscribed(slack, database, PRIVATE)
    run.killed(step)
    run.later(MINUTE).run()  # the claim still holds: nobody knows whether its holder is alive
    assert len(digests(slack.team, PRIVATE)) == (step in ("posted", "kept"))
    run.later(EXPIRED).run()
    run.later(2 * EXPIRED).run()
    [message] = digests(slack.team, PRIVATE)
    assert kept(database) == [("done", message["ts"])]


def test_what_a_killed_run_announced_is_remembered(slack, run, database):
    one = subscribed(slack, database, PLACE)
    run.killed("posted")
    assert run.later(EXPIRED).run() == {"found": 1}
    with Store.open(database) as store:
        assert "upr-4-hti-review" in store.deliveries.announced(one.workspace, one.id)


def test_three_runners_at_once_post_one_each(slack, run, database):
    places = [(slack.team, PLACE), (slack.team, PRIVATE), (slack.other, PLACE)]
    for space, channel in places:
        for state in ("HTI", "SDN"):
            subscribed(slack, database, channel, space=space, states=(state,))
    run.at_once(3)
    assert [len(digests(space, channel)) for space, channel in places] == [2, 2, 2]


@pytest.mark.parametrize("fault", ["lost", "timeout", "500"])
def test_an_answer_that_does_not_come_makes_no_second_one(slack, run, database, fault):
    subscribed(slack, database, PLACE)
    slack.break_next("chat.postMessage", fault, seconds=4)
    assert run.run() == {"failed": 1}
    assert run.later(MINUTE).run() == {"taken": 1}
    assert run.later(EXPIRED).run() == {"found" if fault == "lost" else "posted": 1}
    assert len(digests(slack.team)) == 1


def test_a_message_is_found_behind_what_was_written_since(slack, run, database):
    subscribed(slack, database, PLACE)
    slack.break_next("chat.postMessage", "lost")
    run.run()
    for number in range(230):
        slack.team.say("member", PLACE, f"message {number}")
    assert run.later(EXPIRED).run() == {"found": 1}
    assert len(slack.calls("conversations.history")) == 2


@pytest.mark.parametrize("slack_scopes", [[s for s in SCOPES if "history" not in s]])
def test_where_the_channel_can_not_be_read_nothing_is_posted_twice(slack, run, database):
    subscribed(slack, database, PLACE)
    slack.break_next("chat.postMessage", "lost")
    run.run()
    assert run.later(EXPIRED).run() == {"failed": 1}
    assert len(digests(slack.team)) == 1


def test_too_many_is_obeyed_and_in_the_end_there_is_one(slack, run, database):
    subscribed(slack, database, PLACE)
    slack.break_next("chat.postMessage", "429", times=2, seconds=1)
    assert run.run() == {"posted": 1}
    first, second, third = slack.calls("chat.postMessage")
    assert second.at - first.at >= 1
    assert third.at - second.at >= 1
    assert len(digests(slack.team)) == 1


def test_a_storm_of_too_many_stops_a_workspace_and_not_the_other(slack, run, database):
    for _ in range(3):
        subscribed(slack, database, PLACE)
    slack.break_next("chat.postMessage", "429", times=5, seconds=0)
    assert run.run() == {"later": 1}
    assert len(slack.calls("chat.postMessage")) == 5  # bounded, and no other message was tried
    subscribed(slack, database, PLACE, space=slack.other)
    assert run.later(MINUTE).run() == {"posted": 4}
    assert (len(digests(slack.team)), len(digests(slack.other))) == (3, 1)


def test_a_wait_of_an_hour_is_left_to_a_later_run(slack, run, database):
    subscribed(slack, database, PLACE)
    slack.break_next("chat.postMessage", "429", seconds=3_600)
    assert run.run() == {"later": 1}
    assert run.later(MINUTE).run() == {"posted": 1}


def test_a_channel_gets_one_message_a_second(slack, run, database):
    for _ in range(3):
        subscribed(slack, database, PLACE)
    run.run()
    times = [call.at for call in slack.calls("chat.postMessage")]
    assert times[2] - times[0] >= 1.9


@pytest.mark.parametrize(
    ("away", "reason"), [("archive", "was archived"), ("leave", "not in the channel any more")]
)
def test_a_channel_that_is_gone_pauses_and_its_maker_is_told_once(
    slack, run, database, away, reason
):
    one = subscribed(slack, database, PLACE)
    other = subscribed(slack, database, PRIVATE)
    getattr(slack.team, away)(PLACE)
    assert run.run() == {"paused": 1, "posted": 1}
    assert run.later(MINUTE).run() == {}
    assert run.later(WEEK).run() == {"posted": 1}
    [told] = slack.team.history(slack.team.dm("member"))
    assert reason in told["text"] and f"<#{one.channel}>" in told["text"]
    with Store.open(database) as store:
        assert store.subscriptions.get(one.workspace, one.id).paused
        assert store.subscriptions.get(other.workspace, other.id).paused is None
        store.subscriptions.resume(one.workspace, one.id, MONDAY + WEEK + MINUTE)
    if away == "leave":
        slack.team.join(PLACE)
        assert run.later(2 * WEEK).run() == {"posted": 2}


def test_clocks_that_jump_double_nothing(slack, run, database):
    subscribed(slack, database, PLACE)
    for by in (MINUTE, WEEK, -WEEK, 2 * MINUTE, WEEK + MINUTE, 2 * WEEK, dt.timedelta(0)):
        run.later(by).run()
    weeks = [one["metadata"]["event_payload"]["week"] for one in digests(slack.team)]
    assert weeks == ["2026-W49", "2026-W50", "2026-W51"]


def test_workspaces_are_kept_apart(slack, run, database):
    subscribed(slack, database, PLACE, states=("HTI",))
    subscribed(slack, database, PLACE, space=slack.other, states=("SDN",))
    assert run.run() == {"posted": 2}
    for space, here, there in ((slack.team, "Haiti", "Sudan"), (slack.other, "Sudan", "Haiti")):
        [message] = digests(space)
        assert here in str(message["blocks"]) and there not in str(message["blocks"])
    with_one_token = replace(run, tokens={slack.team.id: slack.team.bot_token})
    assert with_one_token.later(WEEK).run() == {"posted": 1, "failed": 1}
    assert len(digests(slack.other)) == 1


def test_nothing_to_say_is_said_only_where_it_is_wanted(slack, run, database):
    nothing = {"states": ("FRA",), "mechanisms": ("cmw",), "horizon": 30}
    subscribed(slack, database, PLACE, **nothing)
    subscribed(slack, database, PRIVATE, when_empty=True, **nothing)
    assert run.run() == {"nothing": 1, "posted": 1}
    assert digests(slack.team) == []
    [message] = digests(slack.team, PRIVATE)
    assert "Nothing to do this week" in str(message["blocks"])
    assert run.later(MINUTE).run() == {}


def test_one_bad_time_zone_holds_up_nobody(slack, run, database):
    subscribed(slack, database, PRIVATE, zone="Mars/Base")
    subscribed(slack, database, PLACE)
    assert run.run() == {"posted": 1}


@pytest.mark.parametrize("on", ["2026-11-30", "2026-11-30T09:05+03:00"])
def test_the_command_posts_what_is_due_and_can_be_run_again(
    slack, database, monkeypatch, tmp_path, on
):
    subscribed(slack, database, PLACE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.root, "handlers", [])  # the command sets its own
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.team.bot_token)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    monkeypatch.setenv("ADVOCACY_DATABASE", str(database))
    ran = [CliRunner().invoke(main, ["digest", "post", "--due", "--on", on]) for _ in range(2)]
    assert [(one.exit_code, one.stdout) for one in ran] == [
        (0, "1 posted\n"),
        (0, "nothing is due\n"),
    ]
    assert len(digests(slack.team)) == 1


def test_the_running_bot_posts_by_itself(slack, database, tmp_path):
    a_minute_ago = dt.datetime.now(dt.UTC) - MINUTE
    subscribed(
        slack,
        database,
        PLACE,
        zone="UTC",
        weekday=a_minute_ago.isoweekday(),
        time=a_minute_ago.time().replace(second=0, microsecond=0),
        since=a_minute_ago - WEEK,
        when_empty=True,
    )
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": slack.team.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "ADVOCACY_DATABASE": str(database),
    }
    serve = "from bot.cli import main; main(['serve', '--http', '--port', '0'])"
    command = [sys.executable, "-c", serve]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as bot:
        try:
            slack.wait("chat.postMessage", seconds=120)
            slack.settle()
        finally:
            bot.terminate()
        assert bot.wait(60) == 0
    assert len(digests(slack.team)) == 1
    assert [state for state, _ in kept(database)] == ["done"]
