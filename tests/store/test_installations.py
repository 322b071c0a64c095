"""Where workspaces installed the app: on each database as in the file of Slack's own library."""

# ruff: noqa: S105, S106, S608 (tokens of nobody; the names are ours)

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import time_machine
from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore
from slack_sdk.oauth.state_store.sqlite3 import SQLite3OAuthStateStore

from bot.installations import Installations, States
from bot.store import Place, Store, Workspace

# Slack's own library leaves the connections of its file to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
KINDS = ["sqlite", "postgresql", "slack's own"]
NOW = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def make(
    kind: str, request: pytest.FixtureRequest, path: Path
) -> Callable[[str], tuple[InstallationStore, OAuthStateStore]]:
    """`make(client id)`: what keeps installations and their states; ours, and what ours is held
    against."""
    if kind == "slack's own":
        file = str(path.parent.parent / "slack.sqlite")
        return lambda client: (
            SQLite3InstallationStore(database=file, client_id=client),
            SQLite3OAuthStateStore(database=file, expiration_seconds=600),
        )
    place: Place = path if kind == "sqlite" else request.getfixturevalue("postgres").empty()
    store = Store.open(place)
    request.addfinalizer(store.close)
    return lambda client: (Installations(store, client), States(store, "secret"))


def installed(team: str | None = "T1", enterprise: str | None = None, **given) -> Installation:
    values = {
        "app_id": "A1",
        "enterprise_id": enterprise,
        "team_id": team,
        "team_name": "Cluster North",
        "bot_token": "xoxb-1",
        "bot_id": "B1",
        "bot_user_id": "U1",
        "bot_scopes": ["chat:write", "commands"],
        "user_id": "U0ANA",
        "is_enterprise_install": team is None,
        "installed_at": NOW.timestamp(),
    }
    return Installation(**(values | given))


def test_the_newest_token_of_a_workspace_is_found_until_it_leaves(make) -> None:
    kept, _ = make("1.2")
    kept.save(installed())
    kept.save(installed("T2", bot_token="xoxb-2"))
    bot = kept.find_bot(enterprise_id=None, team_id="T1")
    assert (bot.bot_token, bot.bot_user_id, list(bot.bot_scopes)) == (
        "xoxb-1",
        "U1",
        ["chat:write", "commands"],
    )
    assert (bot.team_name, bot.app_id, bool(bot.is_enterprise_install)) == (
        "Cluster North",
        "A1",
        False,
    )
    kept.delete_all(enterprise_id=None, team_id="T1")
    assert kept.find_bot(enterprise_id=None, team_id="T1") is None
    assert kept.find_bot(enterprise_id=None, team_id="T2").bot_token == "xoxb-2"
    kept.save(installed(bot_token="xoxb-3"))
    assert kept.find_bot(enterprise_id=None, team_id="T1").bot_token == "xoxb-3"


def test_an_enterprise_and_its_teams_are_apart(make) -> None:
    kept, _ = make("1.2")
    kept.save(installed(None, "E1", bot_token="xoxb-e"))
    kept.save(installed("T1", "E1", bot_token="xoxb-t"))
    find = kept.find_bot
    whole = find(enterprise_id="E1", team_id="T9", is_enterprise_install=True)
    assert whole.bot_token == "xoxb-e" and whole.is_enterprise_install
    assert find(enterprise_id="E1", team_id="T1").bot_token == "xoxb-t"
    assert find(enterprise_id=None, team_id="T1") is None
    assert find(enterprise_id="E1", team_id="T9") is None
    assert find(enterprise_id=None, team_id=None) is None


def test_another_app_finds_nothing(make) -> None:
    make("1.2")[0].save(installed())
    assert make("3.4")[0].find_bot(enterprise_id=None, team_id="T1") is None


def test_a_state_ends_one_installation_in_time(make) -> None:
    _, states = make("1.2")
    with time_machine.travel(NOW, tick=False) as time:
        first, second = states.issue(), states.issue()
        assert first != second and not states.consume("another")
        assert [states.consume(first) for _ in range(2)] == [True, False]
        time.shift(601)
        assert not states.consume(second)


def test_a_second_installation_replaces_the_first(store: Store) -> None:
    kept = Installations(store, "1.2")
    kept.save(installed())
    kept.save(installed(bot_token="xoxb-2", installed_at=NOW.timestamp() + 60))
    assert kept.find_bot(enterprise_id=None, team_id="T1").bot_token == "xoxb-2"
    assert len(store.installations.list()) == 1
    assert "U0ANA" not in str(store.installations.list()[0].record), "who installed is not kept"
    assert "xoxb" not in repr(store.installations.list())


def test_who_only_opens_the_page_of_installing_leaves_no_row(store: Store) -> None:
    states = States(store, "secret")
    with time_machine.travel(NOW, tick=False):
        begun = [states.issue() for _ in range(4_000)]
        assert store._connections.count("installing", ("true", {})) == 0
        assert states.consume(begun[-1])
    assert store.purge(NOW + dt.timedelta(minutes=9))["installing"] == 0
    assert store.purge(NOW + dt.timedelta(minutes=10))["installing"] == 1


def test_who_comes_back_very_often_fills_no_table(store: Store) -> None:
    states = States(store, "secret")
    with time_machine.travel(NOW, tick=False) as time:
        came = [states.consume(states.issue()) for _ in range(600)]
        assert came.count(True) == 500 == store._connections.count("installing", ("true", {}))
        time.shift(601)
        assert states.consume(states.issue()), "there is room again"


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s[:-1] + "0",
        lambda s: s.replace(".", ".9", 1),
        lambda s: s + "\n",
        lambda s: s[:0],
        lambda s: s + "é",
        lambda s: s.upper(),
    ],
)
def test_a_state_of_somebody_else_ends_nothing(store: Store, change: Callable[[str], str]) -> None:
    state = States(store, "another").issue()
    assert not States(store, "secret").consume(state)
    own = States(store, "secret").issue()
    assert change(own) == own or not States(store, "secret").consume(change(own))


def test_installations_of_slacks_own_tables_are_taken_over(path: Path) -> None:
    with Store.open(path) as store:
        db = store._connections
        for table in ("installations", "installing"):
            db.execute(f"drop table {table}")
        db.execute(f"delete from {db.ledger} where name = 'installations'")
    before = SQLite3InstallationStore(database=str(path), client_id="1.2")
    SQLite3OAuthStateStore(database=str(path), expiration_seconds=600).issue()
    for one in (installed(bot_token="xoxb-0"), installed(), installed(None, "E1")):
        before.save(one)
    bot = before.find_bot(enterprise_id=None, team_id="T1")
    with Store.open(path) as store:
        after = Installations(store, "1.2").find_bot(enterprise_id=None, team_id="T1")
        assert (after.bot_token, after.bot_scopes) == ("xoxb-1", bot.bot_scopes)
        assert after.installed_at == bot.installed_at
        whole = Installations(store, "1.2").find_bot(
            enterprise_id="E1", team_id="T1", is_enterprise_install=True
        )
        assert whole.is_enterprise_install
        assert store.leave(Workspace(team="T1"))["installations"] == 1
    with closing(sqlite3.connect(path)) as raw:
        names = {name for (name,) in raw.execute("select name from sqlite_master")}
    assert not names & {"slack_bots", "slack_installations", "oauth_states"}
    assert b"U0ANA" not in path.read_bytes(), "nor is who installed left in the file"
