"""The digests of many channels, posted by two runners at once; see load.py."""

from __future__ import annotations

import multiprocessing
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.digest import MONDAY, AtOnce, subscriptions
from bot.deployment import database
from bot.handlers.digest.message import SlackDigest
from bot.knowledge import load
from bot.reviews import Calendar
from bot.runner import Runner
from bot.settings import settings
from bot.states import StateNames
from bot.store import Store

WORKSPACES, CHANNELS, RUNNERS = 40, 25, 2
SPAWN = multiprocessing.get_context("spawn")


def digests(kind: str, address: str) -> list[str]:
    """Post them all; prints how long it took. Gives what promise was broken."""
    count = WORKSPACES * CHANNELS
    states = sorted(StateNames.read(settings().knowledge / "states").states)
    with Store.open(database(address)) as store:
        for one in subscriptions(count, WORKSPACES, states):
            store.subscriptions.add(one)
    start, pipes = SPAWN.Barrier(RUNNERS + 1), [SPAWN.Pipe(duplex=False) for _ in range(RUNNERS)]
    runners = [SPAWN.Process(target=_round, args=(address, start, out)) for _, out in pipes]
    for runner in runners:
        runner.start()
    start.wait()
    began = time.perf_counter()
    outcomes: list[dict[str, int]] = [report.recv() for report, _ in pipes]
    seconds = time.perf_counter() - began
    for runner in runners:
        runner.join()
    with Store.open(database(address)) as store:
        done = [one for one in store.deliveries.list(None) if one.state == "done"]
    whose = f"{count} digests of {WORKSPACES} workspaces, {RUNNERS} runners"
    print(f"{kind}: {whose}: {seconds:.1f} s {outcomes}")
    ended = sum(one.get(name, 0) for one in outcomes for name in ("posted", "nothing"))
    whole = len(done) == ended == count
    return [] if whole else [f"{kind}: {ended} deliveries ended, {len(done)} are done, of {count}"]


def _round(address: str, start: Barrier, report: Connection) -> None:
    where = settings()
    base, calendar = load(where.knowledge, where.cache), Calendar.open(where.knowledge)
    slack = SlackDigest(base, StateNames.read(where.knowledge / "states"))
    with Store.open(database(address)) as store:
        client: Any = AtOnce("xoxb")
        runner = Runner(store, slack, lambda _: calendar, lambda _: client, clock=lambda: MONDAY)
        start.wait()
        report.send(dict(runner.run()))
