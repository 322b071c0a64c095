"""Many workspaces in one bot: each is installed by itself, and none sees anything of another."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.app import Built
from bot.cli.doctor_slack import slack as doctor
from bot.handlers.gaps import GapRef
from bot.handlers.kernel.services import now
from bot.store import Workspace as Key
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
from tests.slack.rig import payloads
from tests.slack.rig.oauth import install, returned
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.serving import QUESTION, Door, Punctual, door  # noqa: F401

DAY = dt.timedelta(days=1)
REDIRECT = "http://desk.test/slack/oauth_redirect"
Many = Callable[..., tuple[Built, Punctual]]


@pytest.fixture
def many(slack: Slack, slack_scopes: list[str], make_bot: MakeBot, door: Door) -> Many:
    """A bot that workspaces install, and Slack's way to it."""

    def make() -> tuple[Built, Punctual]:
        slack.reset(slack_scopes, redirect_uris=[REDIRECT])
        both = (slack.team, slack.other)
        built = make_bot(
            slack_bot_token=None,
            slack_client_id=slack.client_id,
            slack_client_secret=slack.client_secret,
            slack_redirect_uri=REDIRECT,
            advocacy_curators=",".join(f"{s.id}:{s.channels['case-management']}" for s in both),
        )
        return built, door(built)

    return make


def tokens(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    found = db.execute("select team from installations")
    teams = sorted(row[0] for row in found)
    db.close()
    return teams


def test_a_workspace_is_answered_once_it_has_installed_the_desk(slack: Slack, many: Many) -> None:
    built, way = many()
    member = Person(way, slack.other)
    before = member.mentions("protection-cluster", QUESTION)
    assert slack.other.replies("protection-cluster", before.ts) == []
    assert install(way, slack.other).status == 200
    said = member.mentions("protection-cluster", QUESTION)
    assert len(slack.other.replies("protection-cluster", said.ts)) == 1
    asked = len(slack.calls("auth.test"))
    member.mentions("protection-cluster", QUESTION)
    assert len(slack.calls("auth.test")) == asked
    found = [finding.text for finding in doctor(built.services.deployment)]
    assert found[0] == "1 workspace has installed the app"
    assert found[1].startswith("the bot token works in Cluster South")


def test_an_installation_can_be_ended_once_by_whoever_began_it(slack: Slack, many: Many) -> None:
    _, way = many()
    path, headers = returned(way, slack.team)
    assert way.request("GET", path)[0].status >= 400
    assert (
        way.request("GET", path, b"", {"cookie": "slack-app-oauth-state=another"})[0].status >= 400
    )
    assert way.request("GET", path, b"", headers)[0].status == 200
    assert way.request("GET", path, b"", headers)[0].status >= 400
    assert len(slack.calls("oauth.v2.access")) == 1


def test_one_workspace_sees_nothing_of_another(slack: Slack, many: Many) -> None:
    built, way = many()
    for space in (slack.team, slack.other):
        install(way, space)
    north, south = (Person(way, space) for space in (slack.team, slack.other))

    # Threads: a follow-up in the same place of another workspace is a question of its own.
    said, text = north.mentions("protection-cluster", QUESTION), "what is the word limit?"
    for space, person in ((slack.team, north), (slack.other, south)):
        follow = payloads.app_mention(space, person.id, said.channel, text, "9.9", said.ts)
        way.send(follow, checked=False)
    mine, theirs = slack.calls("chat.postMessage")[-2:]
    assert "2,815" in mine.args["text"] and "pick.0" not in str(mine.args)
    assert "2,815" not in theirs.args["text"] and "pick.0" in str(theirs.args)

    # States that a person follows, even of one with the same id.
    north.opens_home()
    option = {"text": {"type": "plain_text", "text": "Mali"}, "value": "MLI"}
    north.clicks(slack.home(north.id), "follow", choose=[option])  # type: ignore[arg-type]
    storage = built.services.storage
    assert storage.follows.states(Key(team=slack.team.id), north.id) == ("MLI",)
    assert storage.follows.states(Key(team=slack.other.id), north.id) == ()

    # Questions to the curators go to the workspace's own, and nobody else can touch them.
    north.runs("ask zzzz qqqq")
    north.clicks(slack.ephemerals(north.id)[-1], "send_gap", "protection-cluster")
    north.submits(slack.modal(), {"question": "zzzz qqqq"})
    [notice] = slack.team.history("case-management")
    assert slack.other.history("case-management") == []
    [gap] = storage.gaps.list(Key(team=slack.team.id))
    assert GapRef(gap=gap.id).value in str(notice["blocks"])
    stranger = Person(way, slack.other, "coordinator")
    stranger.clicks(notice, "close_gap", "case-management")
    [same] = storage.gaps.list(None)
    assert same.status == "open"


def test_a_workspace_that_leaves_is_not_served_and_its_rows_go_after_some_days(
    slack: Slack, many: Many, tmp_path: Path
) -> None:
    built, way = many()
    for space in (slack.team, slack.other):
        install(way, space)
        Person(way, space).mentions("protection-cluster", QUESTION)
    assert tokens(tmp_path / "desk.sqlite") == [slack.team.id, slack.other.id]
    assert way.send(payloads.app_uninstalled(slack.team)).status == 200
    assert tokens(tmp_path / "desk.sqlite") == [slack.other.id]
    gone, there = Person(way, slack.team), Person(way, slack.other)
    said = gone.mentions("protection-cluster", QUESTION)
    assert slack.team.replies("protection-cluster", said.ts) == []
    said = there.mentions("protection-cluster", QUESTION)
    assert len(slack.other.replies("protection-cluster", said.ts)) == 1
    storage, threads = built.services.storage, tmp_path / "desk.sqlite"
    storage.purge(now() + DAY)
    assert _teams(threads, "threads") == [slack.team.id, slack.other.id]
    storage.purge(now() + 8 * DAY)
    assert _teams(threads, "threads") == [slack.other.id]


def test_a_workspace_that_installs_the_app_again_has_all_that_it_had(
    slack: Slack, many: Many, tmp_path: Path
) -> None:
    """Both ways of getting a new token: revoking the old one, and removing the app."""
    built, way = many()
    member = Person(way, slack.team)
    for payload in (payloads.tokens_revoked, payloads.app_uninstalled):
        install(way, slack.team)
        member.mentions("protection-cluster", QUESTION)
        assert way.send(payload(slack.team)).status == 200
        assert tokens(tmp_path / "desk.sqlite") == []
    install(way, slack.team)
    built.services.storage.purge(now() + 8 * DAY)
    assert _teams(tmp_path / "desk.sqlite", "threads") == [slack.team.id]


@pytest.mark.parametrize("how", [payloads.tokens_revoked, payloads.app_uninstalled])
def test_one_workspace_that_gets_a_new_token_keeps_what_it_has(
    slack: Slack, make_bot: MakeBot, door: Door, tmp_path: Path, how: Callable[..., Any]
) -> None:
    built = make_bot()
    way = door(built)
    member = Person(way, slack.team)
    member.mentions("protection-cluster", QUESTION)
    way.send(how(slack.team))
    built.services.storage.departures.begin(Key(team=slack.team.id), now() - 8 * DAY)
    member.mentions("protection-cluster", QUESTION)
    built.services.storage.purge(now())
    assert _teams(tmp_path / "desk.sqlite", "threads") == [slack.team.id]


def test_in_an_enterprise_rows_belong_to_the_enterprise_and_the_team(
    slack: Slack, make_bot: MakeBot, door: Door
) -> None:
    built = make_bot()
    way, storage = door(built), built.services.storage
    member = Person(way, slack.team)
    said = member.mentions("protection-cluster", QUESTION)
    grid = payloads.app_mention(slack.team, member.id, said.channel, QUESTION, "8.8")
    grid.body["enterprise_id"] = grid.body["authorizations"][0]["enterprise_id"] = "E0GRID"
    assert way.send(grid, checked=False).status == 200
    age = built.services.thread_age
    keys = (Key(team=slack.team.id), Key(enterprise="E0GRID", team=slack.team.id))
    for ts, key, other in ((said.ts, *keys), ("8.8", *reversed(keys))):
        assert storage.threads.recall(key, said.channel, ts, now(), age)
        assert storage.threads.recall(other, said.channel, ts, now(), age) is None


def test_a_token_beats_a_client_id_that_stands_in_the_environment(
    slack: Slack, make_bot: MakeBot, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", slack.client_id)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", slack.client_secret)
    member = Person(door(make_bot(slack_client_id=slack.client_id)), slack.team)
    said = member.mentions("protection-cluster", QUESTION)
    assert len(slack.team.replies("protection-cluster", said.ts)) == 1


def test_the_desk_welcomes_a_channel_once(slack: Slack, make_bot: MakeBot, door: Door) -> None:
    way = door(make_bot())
    space, coordinator = slack.team, slack.team.users["coordinator"]
    channel = space.channels["with-partners"]
    for user in (space.bot_user, space.bot_user, space.users["newcomer"]):
        joined = payloads.member_joined_channel(space, user, channel, coordinator)
        assert way.send(joined).status == 200
    [welcome] = space.history("with-partners")
    assert "other organisations" in str(welcome["blocks"]) or len(welcome["blocks"]) > 1


def _teams(path: Path, table: str) -> list[str]:
    db = sqlite3.connect(path)
    teams = sorted(row[0] for row in db.execute(f"select distinct team from {table}"))  # noqa: S608
    db.close()
    return teams
