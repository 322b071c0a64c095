"""Several real processes on one database: every delivery is answered once, whoever dies."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from bot.settings import Settings
from tests.slack.bot import slack_scopes  # noqa: F401
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import (  # noqa: F401
    Door,
    Serve,
    Serving,
    database,
    door,
    mention,
    replies,
    serve,
)
from tests.test_cage import soon


def time_passes(database: Path) -> None:
    """The claims of those who died run out."""
    with sqlite3.connect(database) as db:
        db.execute("update claims set until = '2000-01-01T00:00:00.000000+00:00'")
    db.close()


def own_cache(places: Settings, folder: Path) -> Path:
    """The cache with its indexes, in which no other test's worker has a model."""
    own = folder / "cache"
    own.mkdir()
    for file in places.cache.iterdir():
        if file.suffix in (".npz", ".json", ".mo"):
            (own / file.name).symlink_to(file.resolve())
    return own


def models_of(workers: Sequence[Serving]) -> list[psutil.Process]:
    """The processes that hold the model, and that one of these workers has started."""
    children = [child for one in workers for child in psutil.Process(one.process.pid).children()]
    alive = [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if "bot.ask.caged:kept" in child.cmdline()]


def test_the_same_event_at_once_to_two_processes_is_answered_once(
    slack: Slack, door: Door, serve: Serve
) -> None:
    both = [serve("--http", "--port", "0") for _ in range(2)]
    ways = [door(one.url) for one in both]
    asked = [mention(slack) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        for _, payload in asked:
            sent = [pool.submit(way.send, payload) for way in ways for _ in range(2)]
            assert {one.result().status for one in sent} <= {200, 503}
    slack.wait("chat.postMessage", count=4)
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1, 1, 1, 1]
    assert {way.send(payload).status for _, payload in asked for way in ways} == {200}
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1, 1, 1, 1]
    assert [one.stop() for one in both] == [0, 0]


def test_a_process_killed_before_its_reply_leaves_the_question_to_another(
    slack: Slack, door: Door, serve: Serve, database: Path
) -> None:
    first, second = serve("--http", "--port", "0"), serve("--http", "--port", "0")
    other = door(second.url)
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", "timeout", seconds=5)
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(door(first.url).send, payload)
        slack.wait("chat.postMessage")
        first.kill()
        with pytest.raises(OSError):
            lost.result()

    assert other.send(payload, retry=(1, "http_error")).status == 503
    assert replies(slack, ts) == []
    time_passes(database)
    assert other.send(payload, retry=(2, "http_error")).status == 200
    assert other.send(payload, retry=(3, "http_error")).status == 200
    slack.settle()
    [reply] = replies(slack, ts)
    assert "2,815" in reply


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the model runs in the worker")
def test_workers_share_one_model_and_answer_when_it_is_killed(
    slack: Slack, door: Door, serve: Serve, places: Settings, tmp_path: Path
) -> None:
    cache = {"ADVOCACY_CACHE": str(own_cache(places, tmp_path))}
    workers = [serve("--http", "--port", "0", **cache) for _ in range(2)]
    ways, looks = [door(one.url) for one in workers], [door(one.health) for one in workers]

    def meaning() -> list[bool]:
        return [look.request("GET", "/readyz")[0].json["meaning"] for look in looks]

    assert soon(lambda: meaning() == [True, True])
    asked = []
    for number in range(6):
        ts, payload = mention(slack)
        asked.append(ts)
        if number in (1, 4):
            assert soon(lambda: len(models_of(workers)) == 1, 20)
            [model] = models_of(workers)
            for process in (*model.children(), model):
                process.kill()
        assert ways[number % 2].send(payload).status == 200
    slack.settle()
    found = [replies(slack, ts) for ts in asked]
    assert [len(one) for one in found] == [1] * 6
    assert all("2,815" in reply for one in found for reply in one)
    assert soon(lambda: meaning() == [True, True], 20), "it is started again"
    counted = "".join(look.request("GET", "/metrics")[0].text for look in looks)
    assert "advocacy_by_meaning 1.0" in counted
    assert "advocacy_by_words_total{" in counted
    assert [one.stop() for one in workers] == [0, 0]


def test_over_a_socket_what_a_killed_process_left_is_answered_after_its_claim(
    slack: Slack, socket_server: Socket, serve: Serve, database: Path
) -> None:
    first = serve()
    socket_server.wait_connected()
    first.logged("ready")
    ts, payload = mention(slack)
    slack.break_next("chat.postMessage", "timeout", seconds=5)
    socket_server.post(payload)
    slack.wait("chat.postMessage")
    first.kill()
    assert socket_server.acks == []

    serve().logged("ready")
    early = socket_server.post(payload, retry=(1, "timeout"))
    slack.settle()
    assert socket_server.acks == [] and replies(slack, ts) == []
    time_passes(database)
    late = socket_server.post(payload, retry=(2, "timeout"))
    assert socket_server.wait_ack(late)["envelope_id"] == late != early
    assert len(replies(slack, ts)) == 1
