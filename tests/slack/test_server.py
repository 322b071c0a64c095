"""`advocacy serve` as an operator runs it: starting, health, stopping, and a dead connection."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.ask import Desk
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
from tests.slack.relay import Relay, line  # noqa: F401
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import (  # noqa: F401
    COMMAND,
    QUESTION,
    Door,
    Serve,
    Serving,
    database,
    door,
    environment,
    mention,
    replies,
    serve,
)

HTTP = ("--http", "--port", "0")
IMPATIENT = """
from bot.app import build
from bot.cli.parts import open_deployment, open_plain
from bot.library import Library
from bot.logs import start
from bot.server import serve_socket
from bot.settings import settings
from bot.store import Store
deployment = open_deployment()
start("INFO")
desk = Library(settings(), meaning=False).desk
with Store.open(deployment.advocacy_database) as store:
    built = build(deployment, desk, store, open_plain(desk.base, desk.states))
    status = serve_socket(built, "127.0.0.1", 0, silent=2, look=0.1, ping=0.2)
raise SystemExit(status)
"""


def run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=env,
        cwd=env["HOME"],
        capture_output=True,
        text=True,
        check=False,
    )


def refused(env: dict[str, str], *arguments: str) -> list[str]:
    """What `advocacy serve` says when it does not start."""
    ended = run(env, "serve", *arguments)
    assert ended.returncode == 2, ended.stderr
    return [line for line in ended.stderr.splitlines() if not line.startswith("{")]


def test_without_settings_every_missing_value_is_named_in_a_sentence(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    socket, http = refused(env), refused(env, "--http")
    assert [line.split()[1] for line in socket[:-1]] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert [line.split()[1] for line in http[:-1]] == ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]
    many = refused({**env, "SLACK_CLIENT_ID": "1.2"}, "--http")
    names = [line.split()[1] for line in many[:-1]]
    assert names == ["SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET"]
    assert "--http" in refused({**env, "SLACK_CLIENT_ID": "1.2"})[0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-of-nobody"}, "does not accept SLACK_BOT_TOKEN (invalid_auth)"),
        ({"SLACK_APP_TOKEN": "xapp-1-rig"}, "does not accept SLACK_APP_TOKEN (internal_error)"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack can't be reached"),
    ],
)
def test_what_slack_does_not_accept_ends_the_start_with_one_sentence(
    slack: Slack,
    database: Path,
    changed: dict[str, str],
    said: str,
) -> None:
    [sentence] = refused(environment(slack, database, **changed))
    assert said in sentence


def test_a_port_that_is_taken_is_named(slack: Slack, database: Path) -> None:
    taken = slack.proxy.url.rpartition(":")[2]
    [sentence] = refused(environment(slack, database), "--http", "--port", taken)
    assert f"port {taken}" in sentence


def test_health_readiness_and_measures(
    slack: Slack,
    door: Door,
    serve: Serve,
    database: Path,
    desk: Desk,
) -> None:
    running = serve(*HTTP, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="x")  # noqa: S106
    way, look = door(running.url), door(running.health)
    ts, payload = mention(slack, "What can CEDAW do about forced marriage?")
    assert way.send(payload).status == 200
    slack.wait("chat.postMessage")
    slack.settle()
    assert len(replies(slack, ts)) == 1
    assert look.request("GET", "/healthz")[0].text == "ok\n"
    ready = look.request("GET", "/readyz")[0]
    assert ready.status == 200 and ready.json["entries"] > 1_000
    assert ready.json["knowledge"] == desk.base.fingerprint[:12]
    measures = look.request("GET", "/metrics")[0].text
    assert 'advocacy_deliveries_total{kind="app_mention",outcome="done"} 1.0' in measures
    assert "marriage" not in measures.casefold() and slack.team.users["member"] not in measures
    assert way.post(b"", {"content-length": "1100000"}).status == 413
    for path in (
        "//metrics",
        "http://desk/metrics",
        "/slack/../metrics",
        "/slack//events",
        "/%2fmetrics",
    ):
        assert way.request("GET", path)[0].status == 404, path
        assert way.post(b"x=1", {}, path).status == 404, path
    for path in ("/healthz", "/readyz", "/metrics"):
        assert way.request("GET", path)[0].status == 404, "nothing of it at Slack's port"
        assert look.post(b"", {}, path).status == 200
    assert look.send(payload, checked=False).status == 404

    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)
    assert look.request("GET", "/readyz")[0].status == 503
    assert look.request("GET", "/healthz")[0].status == 200


@pytest.mark.parametrize("mode", ["http", "socket"])
def test_told_to_stop_it_finishes_what_it_has_acknowledged(
    slack: Slack,
    socket_server: Socket,
    door: Door,
    serve: Serve,
    mode: str,
) -> None:
    running = serve(*(HTTP if mode == "http" else ()))
    running.logged("ready")
    way = door(running.url) if mode == "http" else socket_server
    member = Person(way, slack.team)
    slack.break_next("users.info", "slow", seconds=1.5)
    said = member.writes(QUESTION)
    assert said.answer.status == 200 and slack.calls("chat.postMessage") == []
    assert running.stop() == 0
    assert len(slack.team.replies(member.dm, said.ts)) == 1
    assert '"ERROR"' not in running.log


@pytest.mark.parametrize("mode", ["http", "socket"])
def test_told_to_stop_it_acknowledges_what_it_is_working_on(
    slack: Slack,
    socket_server: Socket,
    door: Door,
    serve: Serve,
    mode: str,
) -> None:
    running = serve(*(HTTP if mode == "http" else ()))
    running.logged("ready")
    way = door(running.url) if mode == "http" else socket_server
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", "slow", seconds=0.4)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(way.send, payload)
        slack.wait("chat.postMessage")
        assert running.stop() == 0
        assert answer.result().status == 200
    assert len(replies(slack, ts)) == 1


@pytest.fixture
def impatient(slack: Slack, socket_server: Socket, database: Path) -> Iterator[Serving]:
    """A bot over Socket Mode that takes two seconds of silence for death."""
    running = Serving(environment(slack, database), command=(sys.executable, "-c", IMPATIENT))
    yield running
    running.close()


def test_a_connection_that_is_silently_dead_ends_the_process(
    slack: Slack, line: Relay, impatient: Serving, socket_server: Socket, door: Door
) -> None:
    way = door(impatient.health)
    assert socket_server.send(mention(slack)[1]).status == 200
    time.sleep(2.5)
    assert way.request("GET", "/readyz")[0].status == 200
    line.silent = True
    assert impatient.wait() == 1
    assert "no sign from Slack" in impatient.log


def test_without_a_connection_it_is_not_ready_and_does_not_hang_on(
    slack: Slack, impatient: Serving, socket_server: Socket, door: Door
) -> None:
    way = door(impatient.health)
    slack.proxy.socket_url = None
    socket_server.drop()
    while (ready := way.request("GET", "/readyz")[0]).status == 200:
        time.sleep(0.05)
    assert ready.status == 503 and not ready.json["connected"]
    assert impatient.wait() == 1


def test_the_database_is_copied_while_the_bot_runs_and_purged_by_the_settings(
    slack: Slack,
    door: Door,
    serve: Serve,
    database: Path,
    tmp_path: Path,
) -> None:
    way = door(serve(*HTTP).url)
    way.send(mention(slack)[1])
    env, copy = environment(slack, database), tmp_path / "copy.sqlite"
    assert run(env, "database", "backup", str(copy)).returncode == 0
    assert [_rows(path, "threads") for path in (database, copy)] == [1, 1]
    assert "exists already" in run(env, "database", "backup", str(copy)).stderr

    with sqlite3.connect(database) as db:
        db.execute("update threads set updated = '2020-01-01T00:00:00.000000+00:00'")
    db.close()
    assert run(env | {"ADVOCACY_THREAD_DAYS": "365"}, "database", "purge").returncode == 0
    assert _rows(database, "threads") == 0
    assert way.send(mention(slack)[1]).status == 200


def test_the_log_holds_no_word_no_token_and_no_response_url(
    slack: Slack,
    socket_server: Socket,
    door: Door,
    serve: Serve,
) -> None:
    for mode in ("http", "socket"):
        running = serve(*(HTTP if mode == "http" else ()))
        running.logged("ready")
        member = Person(door(running.url) if mode == "http" else socket_server, slack.team)
        for how in ("429", "500", "timeout", "lost"):
            slack.break_next("users.info", how, seconds=0.1)
            slack.break_next("chat.postMessage", how, seconds=0.1)
            slack.break_next("response_url", how, seconds=0)
            _, payload = mention(slack, "canary of Bria")
            (member.door.send if mode == "http" else socket_server.post)(payload)
            member.runs("ask canary of Bria")
            member.uses("ask_the_desk")
            member.submits(slack.modal(), {"question": "canary of Bria"})
        slack.settle()
        running.stop()
        records = [json.loads(line) for line in running.lines]
        keys = {key for one in records for key in one}
        assert {"delivery", "team", "event", "milliseconds", "places"} <= keys
        secrets = [slack.team.bot_token, slack.app_token, slack.signing_secret]
        for word in ("canary", "Bria", "/response/", "ws://", *secrets):
            assert word not in running.log


def _rows(path: Path, table: str) -> int:
    db = sqlite3.connect(path)
    [(count,)] = db.execute(f"select count(*) from {table}")  # noqa: S608
    db.close()
    return int(count)
