"""`advocacy doctor` against Slack: what is amiss is named, and how it is mended."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from bot.cli import main
from bot.handlers.manifest import SCOPES
from bot.settings import Settings
from tests.knowledge.small import ENTRY, write
from tests.slack.bot import slack_scopes  # noqa: F401
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import COMMAND, database, environment  # noqa: F401

Doctor = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def doctor(slack: Slack, database: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """`doctor(NAME=value)` runs the command with what an operator sets, some of it changed: exit
    status, and the lines by their first words."""

    def run(**changed: str | None) -> tuple[int, dict[str, str]]:
        monkeypatch.chdir(database.parent)
        for name, value in environment(slack, database, **changed).items():
            monkeypatch.setenv(name, value)
        ended = CliRunner().invoke(main, ["doctor"])
        assert not ended.stderr, ended.stderr
        return ended.exit_code, by_name(ended.stdout)

    return run


def by_name(output: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in output.splitlines():
        name = line[:12].strip() or name
        found[name] = f"{found.get(name, '')}{line[12:]}\n"
    return found


def test_all_is_well(slack: Slack, socket_server: Socket, database: Path, doctor: Doctor) -> None:
    channel = slack.team.channels["case-management"]
    status, found = doctor(ADVOCACY_CURATORS=channel)
    assert status == 0, found
    assert "made when the bot starts" in found["database"] and not database.exists()
    assert "works in Cluster North (T000000001)" in found["slack"]
    assert f"{len(SCOPES)}, as the manifest" in found["scopes"]
    assert "agrees" in found["clock"] and "works" in found["app token"]
    assert "#case-management" in found["curators"]
    assert "rows, newest check 20" in found["calendar"]


def test_without_slack_one_line_says_so(doctor: Doctor) -> None:
    names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
    status, found = doctor(**dict.fromkeys(names))
    assert status == 0, found
    assert found["slack"] == "not set up: docs/installing.md tells how\n"


@pytest.mark.parametrize(
    ("changed", "name", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-of-nobody"}, "slack", "invalid_auth"),
        ({"SLACK_BOT_TOKEN": None}, "slack", "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_APP_TOKEN": "xapp-1-rig"}, "app token", "connections:write"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "slack", "may go online"),
        ({"SLACK_API_URL": "slack.com"}, "settings", "SLACK_API_URL"),
        ({"ADVOCACY_CURATORS": "field-coordination"}, "curators", "invite the desk"),
        ({"ADVOCACY_CURATORS": "C0NOWHERE"}, "curators", "channel_not_found"),
        ({"ADVOCACY_TEMPLATES": "/nowhere"}, "templates", "ADVOCACY_TEMPLATES"),
    ],
)
def test_what_is_amiss_is_named_with_what_to_do(
    slack: Slack, doctor: Doctor, changed: dict[str, str | None], name: str, said: str
) -> None:
    if changed.get("ADVOCACY_CURATORS") in slack.team.channels:
        changed = {"ADVOCACY_CURATORS": slack.team.channels[str(changed["ADVOCACY_CURATORS"])]}
    app_token = {} if "SLACK_APP_TOKEN" in changed else {"SLACK_APP_TOKEN": None}
    status, found = doctor(**(app_token | changed))
    assert status == 1
    assert said in found[name] and "→" in found[name]
    assert [key for key, text in found.items() if "→" in text] == [name]


def test_a_broken_base_is_noticed_and_the_rest_is_looked_at(doctor: Doctor, tmp_path: Path) -> None:
    folder = write(tmp_path, ENTRY.replace("topic: submit", "topik: submit"))
    status, found = doctor(SLACK_APP_TOKEN=None, ADVOCACY_KNOWLEDGE=str(folder))
    assert status == 1
    assert "to correct" in found["knowledge"] and "advocacy knowledge check" in found["knowledge"]
    assert "works in Cluster North" in found["slack"]


def test_a_cache_that_can_not_be_written_is_noticed(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, found = doctor(SLACK_APP_TOKEN=None, ADVOCACY_CACHE=str(tmp_path / "file" / "cache"))
    assert status == 1 and "set ADVOCACY_CACHE" in found["cache"]


def test_a_cache_that_holds_all_need_not_be_written(
    doctor: Doctor, places: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.doctor._may_write", lambda folder: folder != places.cache)
    _, found = doctor(SLACK_APP_TOKEN=None, ADVOCACY_CACHE=str(places.cache))
    assert "holds all indexes" in found["cache"]


@pytest.mark.parametrize(
    ("slack_scopes", "said"),
    [
        (sorted(SCOPES.keys() - {"commands", "users:read"}), "missing: commands, users:read"),
        (sorted({*SCOPES, "reactions:read"}), "more than needed: reactions:read"),
    ],
)
def test_scopes_are_held_against_the_manifest(doctor: Doctor, said: str) -> None:
    status, found = doctor(SLACK_APP_TOKEN=None)
    assert status == 1 and said in found["scopes"] and "install the app again" in found["scopes"]


def test_a_clock_that_is_off_is_noticed(slack: Slack, database: Path) -> None:
    # The rig's clock is moved, and with it the time that Slack tells; the command has its own.
    env = environment(slack, database, SLACK_APP_TOKEN=None)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=4), tick=True):
        ended = subprocess.run(
            [*COMMAND, "doctor"], env=env, cwd=env["HOME"], capture_output=True, text=True
        )
    said = by_name(ended.stdout)["clock"]
    assert ended.returncode == 1 and "behind Slack's" in said and "NTP" in said


@pytest.mark.parametrize("how", ["another program's", "damaged", "not allowed"])
def test_a_database_that_cannot_be_used_is_noticed(
    database: Path, doctor: Doctor, how: str
) -> None:
    path = database
    if how == "damaged":
        path.write_bytes(b"no database at all, only words" * 200)
    elif how == "not allowed":
        database.write_text("")
        path = database / "desk.sqlite"
    else:
        with sqlite3.connect(path) as db:
            db.execute("create table theirs (x)")
        db.close()
    status, found = doctor(SLACK_APP_TOKEN=None, ADVOCACY_DATABASE=str(path))
    assert status == 1 and "→" in found["database"]
