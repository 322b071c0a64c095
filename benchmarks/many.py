"""Many workers on one database before the emulated Slack, for benchmarks; see load.py."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks.slack import Asked, Measured, arrivals, events, load
from bot.handlers.manifest import SCOPES
from tests.cluster.workers import Cluster, cluster
from tests.postgres import Server
from tests.slack.rig.payloads import Payload
from tests.slack.rig.slack import Slack

WARM = 40


class Bench:
    """The emulated Slack, and a PostgreSQL server where one is wanted."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self.slack = Slack()
        self._folder = folder
        self._server = server
        self._numbers = itertools.count()

    def address(self, kind: str) -> str:
        """A new, empty database."""
        if kind == "sqlite":
            return str(self._folder / f"{next(self._numbers)}.sqlite")
        assert self._server
        return self._server.empty().get_secret_value()

    @contextmanager
    def running(self, kind: str, count: int) -> Iterator[tuple[Cluster, str, Iterator[Asked]]]:
        """Workers on a new database, warm; where that is, and what to send them."""
        self.slack.reset(sorted(SCOPES))
        address = self.address(kind)
        source = events(self.slack)
        with cluster(self.slack, address, self._folder, count) as workers:
            load(sender(workers), list(itertools.islice(source, WARM * count)), 10)
            self.slack.settle()
            yield workers, address, source


def sender(workers: Cluster) -> Any:
    """Slack's way to the workers: seconds until it was acknowledged."""

    def send(payload: Payload, _: bool) -> float:
        answer = workers.send(payload)
        return answer.seconds if answer else 0.0

    return send


def measured(bench: Bench, workers: Cluster, asked: list[Asked], rate: float) -> Measured:
    """Send at an even pace, and see what comes back."""
    before, memory = len(arrivals(bench.slack)), used(workers)
    sent, slowest = load(sender(workers), asked, rate)
    bench.slack.settle()
    came = arrivals(bench.slack)[before:]
    found = [(place, at - sent[place]) for place, at in came if place in sent]
    return Measured(
        f"{rate:g}/s",
        len(asked),
        Counter(place for place, _ in found),
        [seconds for _, seconds in found],
        slowest,
        (memory, memory, used(workers)),
    )


def used(workers: Cluster) -> float:
    """Megabytes of all workers."""
    return sum(psutil.Process(w.process.pid).memory_info().rss for w in workers.doors) / 1e6
