"""Workers as an operator runs them, on one database, and Slack's way to them."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.deployment import database
from bot.store import Store
from tests.slack.rig.http import Answer, Http
from tests.slack.rig.payloads import Payload
from tests.slack.rig.slack import Slack
from tests.slack.serving import Serving, environment

EARLY = 0.75
"""Seconds after which an acknowledgement may have come before the answer (see bot/work.py)."""
PATIENCE = 60.0
"""Seconds in which Slack's redeliveries, which take minutes there, come here."""


@dataclass
class Delivered:
    """What became of an event."""

    times: int = 0
    """How often Slack sent it."""
    early: bool = False
    """It was acknowledged while the work went on."""
    answers: list[int] = field(default_factory=list)
    """The statuses that came, 0 where the connection was cut."""


class Cluster:
    """Workers, some of which are behind the balancer."""

    def __init__(self, slack: Slack, address: str, folder: Path) -> None:
        """None runs yet."""
        self._env = environment(slack, folder / "unused.sqlite", ADVOCACY_DATABASE=address)
        self._slack = slack
        self._address = address
        self._all: list[Serving] = []
        self._lock = threading.Lock()
        self.doors: dict[Serving, Http] = {}
        """The workers to which the balancer sends."""

    def start(self, count: int = 1) -> list[Serving]:
        """Start some at the same time, and put them behind the balancer when they are ready."""
        new = [Serving(self._env, "serve", "--http", "--port", "0") for _ in range(count)]
        self._all += new
        for worker in new:
            worker.logged("ready", seconds=120)
            with self._lock:
                self.doors[worker] = Http(self._slack, worker.url)
        return new

    def leave(self, worker: Serving) -> None:
        """Let the balancer send it nothing more."""
        with self._lock:
            del self.doors[worker]

    def kill(self, worker: Serving) -> None:
        """End one without a warning. The balancer notices when it gets no answer."""
        worker.kill()
        self._run_out()

    def send(self, payload: Payload, retry: tuple[int, str] | None = None) -> Answer | None:
        """Send an event to one of them; None where no answer came."""
        with self._lock:
            worker = random.choice(list(self.doors))  # noqa: S311 (which one is of no matter)
            door = self.doors[worker]
        try:
            return door.send(payload, retry=retry, checked=False)
        except OSError:
            if worker.process.poll() is not None:
                with self._lock:
                    self.doors.pop(worker, None)
            return None

    def deliver(self, payload: Payload) -> Delivered:
        """Send an event as Slack does: until it is acknowledged."""
        found, until = Delivered(), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found.times += 1
            again = (found.times - 1, "http_error") if found.times > 1 else None
            answer = self.send(payload, again)
            found.answers.append(answer.status if answer else 0)
            if answer and answer.status == 200:
                found.early = answer.seconds > EARLY
                return found
            time.sleep(min(0.1 * found.times, 1))
        raise AssertionError(f"Slack gave up an event after {found.answers}")

    def close(self) -> None:
        """End all of them."""
        for worker in self._all:
            worker.close()

    def _run_out(self) -> None:
        """The claims of those who died run out, as they do by themselves after a minute."""
        with Store.open(database(self._address)) as store:
            taken, past = ("state = 'taken'", {}), "2000-01-01T00:00:00.000000+00:00"
            store._connections.update("claims", taken, {"until": past})


@contextmanager
def cluster(slack: Slack, address: str, folder: Path, count: int) -> Iterator[Cluster]:
    """So many workers, ready."""
    running = Cluster(slack, address, folder)
    try:
        running.start(count)
        yield running
    finally:
        running.close()
