"""A running bot under load: how long a person waits for a reply, in both modes.

usage: python benchmarks/slack.py [--seconds 60] [--rate 20] [--mode http|socket]

Starts `advocacy serve` in a process of its own against the emulated Slack of the tests, and sends
mentions, direct messages and slash commands at an even pace, every twentieth one twice. One table
is printed; the exit status is 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks.grading import QUESTIONS
from bot.handlers.manifest import SCOPES
from tests.slack.rig import payloads
from tests.slack.rig.http import Http
from tests.slack.rig.payloads import Payload
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.serving import Serving, environment

REPLY = 0.3
"""Promise: seconds from an event to the reply's arrival, for 99 of 100."""
ACKNOWLEDGED = 1.0
"""Promise: seconds within which Slack gets its acknowledgement."""
GROWTH = 10.0
"""Promise: megabytes by which the process may grow in the second half, when all its threads have
been made and its caches are full."""
WARM = 200
"""Events before the clock starts: caches are filled, threads are made."""
TWICE = 20
"""Every so many events, one is delivered a second time."""
AGAIN = 3.0
"""Seconds after which Slack sends again what was not acknowledged."""

Send = Callable[[Payload, bool], float]
"""Sends a payload, for the first or the second time: seconds until it was acknowledged."""


@dataclass(frozen=True)
class Asked:
    """An event to be sent, and the place by which its reply is known again."""

    place: str
    payload: Payload


@dataclass(frozen=True)
class Measured:
    """What one run gave; times in seconds, memory in megabytes."""

    mode: str
    asked: int
    counts: Counter[str]
    waited: list[float]
    acknowledged: float
    memory: tuple[float, float, float]
    """At the start, half way, at the end."""

    def broken(self) -> list[str]:
        """The promises that were not kept."""
        found = []
        if lost := self.asked - len(self.counts):
            found.append(f"{lost} events were not answered")
        if twice := sum(count > 1 for count in self.counts.values()):
            found.append(f"{twice} events were answered more than once")
        if self.slowest() > REPLY:
            found.append(f"p99 is above {REPLY * 1000:.0f} ms")
        if self.acknowledged >= ACKNOWLEDGED:
            found.append(f"an acknowledgement took {self.acknowledged:.1f} s")
        if self.memory[2] - self.memory[1] > GROWTH:
            found.append(f"memory still grew by more than {GROWTH:.0f} MB in the second half")
        return found

    def slowest(self) -> float:
        """The time within which 99 of 100 replies came."""
        return quantiles(self.waited, n=100)[98]

    def line(self) -> str:
        """The row of the table."""
        median, slowest = quantiles(self.waited, n=2)[0] * 1000, self.slowest() * 1000
        once = sum(count == 1 for count in self.counts.values())
        return (
            f"{self.mode:<8}{self.asked:>8}{once:>8}{median:>10.0f}{slowest:>10.0f}"
            f"{self.acknowledged * 1000:>12.0f}{'':>4}{' → '.join(f'{m:.0f}' for m in self.memory)}"
        )


def events(slack: Slack) -> Iterator[Asked]:
    """Questions of the exam as mentions, direct messages and slash commands, in turn."""
    asked = [json.loads(line)["q"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    space, people = slack.team, itertools.cycle(slack.team.users.values())
    channel = space.channels["protection-cluster"]
    direct = {user: space.dm(user) for user in space.users.values()}
    for number, (question, user) in enumerate(zip(itertools.cycle(asked), people, strict=False)):
        if number % 5 == 3:
            ts = space.say(user, direct[user], question)
            payload = payloads.message(space, user, direct[user], question, ts)
        elif number % 5 == 4:
            ts = f"place-{number}"
            url = slack.proxy.responses.give(space, user, ts)
            text = f"ask {question}"
            payload = payloads.slash_command(space, user, channel, text, url, f"trigger-{number}")
        else:
            text = f"<@{space.bot_user}> {question}"
            ts = space.say(user, channel, text)
            payload = payloads.app_mention(space, user, channel, text, ts)
        yield Asked(ts, payload)


def over_http(slack: Slack, url: str) -> Send:
    """Slack's way to the bot over HTTP; what is not acknowledged comes again, as Slack does it."""
    door = Http(slack, url)

    def send(payload: Payload, again: bool) -> float:
        answer = door.send(payload, checked=False)
        waited = answer.seconds
        while answer.status != 200 and not again:
            time.sleep(AGAIN)
            answer = door.send(payload, checked=False, retry=(1, "http_error"))
        return waited

    return send


def over_socket(socket: Socket) -> Send:
    """Slack's way to the bot over Socket Mode; what is not acknowledged comes again."""

    def send(payload: Payload, again: bool) -> float:
        if again:  # not acknowledged where the first is still being worked on
            socket.post(payload, checked=False)
            return 0.0
        began = time.monotonic()
        envelope, waited = socket.post(payload, checked=False), None
        while waited is None:
            try:
                socket.wait_ack(envelope, AGAIN)
            except AssertionError:
                envelope = socket.post(payload, retry=(1, "timeout"), checked=False)
            else:
                waited = time.monotonic() - began
        return waited

    return send


def load(send: Send, asked: list[Asked], rate: float) -> tuple[dict[str, float], float]:
    """Send at an even pace, whatever comes back: when each was sent, and the longest wait for an
    acknowledgement."""
    sent: dict[str, float] = {}
    waited: list[float] = []
    lock = threading.Lock()

    def one(item: Asked, twice: bool) -> None:
        sent[item.place] = time.monotonic()
        answers = [send(item.payload, again) for again in (False, True)[: 1 + twice]]
        with lock:
            waited.extend(answers)

    began = time.monotonic()
    with ThreadPoolExecutor(64) as pool:
        futures = []
        for number, item in enumerate(asked):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            futures.append(pool.submit(one, item, number % TWICE == 0))
        for future in futures:
            future.result()
    return sent, max(waited)


def arrivals(slack: Slack) -> list[tuple[str, float]]:
    """The place and the moment of every reply that reached Slack."""
    found = []
    for call in slack.calls("chat.postMessage", "response_url"):
        place = call.channel if call.method == "response_url" else call.args.get("thread_ts", "")
        found.append((place, call.at))
    return found


def measure(slack: Slack, mode: str, seconds: float, rate: float, folder: Path) -> Measured:
    """One run of one mode, with a new database."""
    slack.reset(sorted(SCOPES))
    socket = Socket(slack) if mode == "socket" else None
    env = environment(slack, folder / f"{mode}.sqlite")
    running = Serving(env, "serve", *(("--http", "--port", "0") if mode == "http" else ()))
    try:
        running.logged("ready")
        if socket:
            socket.wait_connected()
        send = over_socket(socket) if socket else over_http(slack, running.url)
        return _measured(slack, send, mode, seconds, rate, running)
    finally:
        running.stop()
        running.close()
        if socket:
            socket.stop()


def _measured(
    slack: Slack, send: Send, mode: str, seconds: float, rate: float, running: Serving
) -> Measured:
    source = events(slack)
    load(send, list(itertools.islice(source, WARM)), rate)
    slack.settle()
    asked = list(itertools.islice(source, round(seconds * rate)))
    process = psutil.Process(running.process.pid)
    before = len(arrivals(slack))
    memory = [process.memory_info().rss]
    half = threading.Timer(seconds / 2, lambda: memory.append(process.memory_info().rss))
    half.start()
    sent, slowest = load(send, asked, rate)
    slack.settle()
    half.join()
    start, middle, end = (*memory, process.memory_info().rss)
    came = arrivals(slack)[before:]
    return Measured(
        mode,
        len(asked),
        Counter(place for place, _ in came),
        [at - sent[place] for place, at in came],
        slowest,
        (start / 1e6, middle / 1e6, end / 1e6),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20, help="events a second")
    parser.add_argument("--mode", choices=["http", "socket"], help="only this one")
    options: Any = parser.parse_args()
    modes = [options.mode] if options.mode else ["http", "socket"]
    slack = Slack()
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = [
                measure(slack, mode, options.seconds, options.rate, Path(folder)) for mode in modes
            ]
    finally:
        slack.stop()
    print(f"{options.rate:g} events a second for {options.seconds:g} s (milliseconds; megabytes)")
    print(
        f"{'':<8}{'events':>8}{'once':>8}{'p50':>10}{'p99':>10}"
        f"{'ack, most':>12}{'':>4}memory at start, half way, end"
    )
    for one in found:
        print(one.line())
    broken = [f"{one.mode}: {problem}" for one in found for problem in one.broken()]
    print("\n".join(broken) or "every promise is kept")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
