"""Many workers under load: what one machine carries, on SQLite and on PostgreSQL.

usage: python benchmarks/load.py [--workers 1,2,4] [--databases sqlite,postgresql] [--seconds 20]
       python benchmarks/load.py --kill 2000        workers are killed at random meanwhile
       python benchmarks/load.py --soak MINUTES --rate EVENTS_A_SECOND
       python benchmarks/load.py --hostile --seconds 20 --rate 5    strangers call beside people
       python benchmarks/load.py --digests          40 workspaces with 25 channels each, two runners

Real workers (`advocacy serve --http`) behind a balancer, against the emulated Slack of the tests.
All of it runs on this machine: the emulated Slack and the sender take their part of its processors.
Exit status 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks.digesting import digests
from benchmarks.hostile import Strangers
from benchmarks.many import Bench, measured, used
from benchmarks.slack import REPLY, arrivals
from bot.deployment import database
from bot.store import Store
from tests.postgres import Server

RATES = (2, 5, 10, 15, 20, 30, 40, 60, 80)
"""Events a second that are tried one after the other, until a promise is broken."""
FLAT = 10.0
"""Promise: megabytes by which all workers together may grow in the second half of a soak."""


def carried(bench: Bench, kind: str, count: int, seconds: float) -> int:
    """The highest of RATES at which the promises are kept; prints each that was tried."""
    best = 0
    with bench.running(kind, count) as (workers, _, source):
        for rate in RATES:
            asked = list(itertools.islice(source, round(seconds * rate)))
            found = measured(bench, workers, asked, rate)
            broken = [text for text in found.broken() if "memory" not in text]
            p99 = found.slowest() * 1000
            print(
                f"{kind:<12}{count:>8}{rate:>8}/s{p99:>10.0f} ms  {'; '.join(broken)}", flush=True
            )
            if broken:
                break
            best = rate
    return best


def killed(bench: Bench, kind: str, count: int, wanted: int) -> list[str]:
    """Kill workers at random during so many events. Gives what promise was broken."""
    with bench.running(kind, count) as (workers, _, source):
        # What Slack sends again: commands it does not.
        again = (one for one in source if "event_id" in one.payload.body)
        asked = list(itertools.islice(again, wanted))
        before = len(arrivals(bench.slack))
        with ThreadPoolExecutor(8) as pool:
            sent = {pool.submit(workers.deliver, one.payload): one.place for one in asked}
            deaths = 0
            while not all(future.done() for future in sent):
                time.sleep(random.uniform(1, 3))  # noqa: S311 (which one, and when, is of no matter)
                if len(workers.doors) >= count and not all(future.done() for future in sent):
                    workers.kill(random.choice(list(workers.doors)))  # noqa: S311
                    deaths += 1
                    workers.start()
        bench.slack.settle()
        came = Counter(place for place, _ in arrivals(bench.slack)[before:])
        results = {place: future.result() for future, place in sent.items()}
    resent = [place for place, found in results.items() if found.times > 1]
    early = [place for place, found in results.items() if found.early]
    lost = [p for p in results if not came[p] and p not in early]
    twice = [p for p in results if came[p] > 1 and p not in resent]
    print(
        f"{kind}: {len(results)} events, {count} workers, {deaths} killed: "
        f"{sum(came[p] == 1 for p in results)} answered once, "
        f"{sum(came[p] > 1 for p in resent)} again after a redelivery, "
        f"{len(resent)} redelivered, {sum(not came[p] for p in early)} acknowledged early and lost"
    )
    told = [f"{len(lost)} events were lost"] if lost else []
    return told + ([f"{len(twice)} were answered twice without a redelivery"] if twice else [])


def soaked(bench: Bench, kind: str, count: int, minutes: float, rate: float) -> list[str]:
    """Hold a rate for long: memory, connections and tables, a line a part."""
    broken, memory, parts = [], [], 6
    with bench.running(kind, count) as (workers, address, source):
        for part in range(parts):
            asked = list(itertools.islice(source, round(minutes * 60 * rate / parts)))
            found = measured(bench, workers, asked, rate)
            broken += [text for text in found.broken() if "memory" not in text]
            memory.append(used(workers))
            rows = Store.status(database(address)).rows
            files = sum(psutil.Process(w.process.pid).num_fds() for w in workers.doors)
            print(
                f"{part + 1} of {parts}: p99 {found.slowest() * 1000:.0f} ms, {memory[-1]:.0f} MB,"
                f" {files} files and connections, {sum(rows.values())} rows", flush=True,
            )  # fmt: skip
            bench.slack.record.clear()  # what the rig remembers is not the workers' memory
    if memory[-1] - memory[parts // 2] > FLAT:
        broken.append("memory grew in the second half")
    return broken


def beset(bench: Bench, kind: str, seconds: float, rate: float) -> list[str]:
    """Hold a rate at one worker, first in peace and then with strangers at its port. Gives what
    promise was broken, and whether the port let anything through that Slack did not sign."""
    with bench.running(kind, 1) as (workers, _, source):
        [worker] = workers.doors
        host, port = urlsplit(worker.url).hostname or "", urlsplit(worker.url).port or 0
        peace = measured(
            bench, workers, list(itertools.islice(source, round(seconds * rate))), rate
        )
        strangers = Strangers(host, port)
        with strangers.calling() as answers:
            time.sleep(1)  # until all of them are there
            asked = list(itertools.islice(source, round(seconds * rate)))
            found = measured(bench, workers, asked, rate)
    for name, one in (("in peace", peace), ("with strangers", found)):
        print(f"{kind}, {name}: {one.line()}", flush=True)
    print("\n".join(f"  {count:>6}  {what}" for what, count in sorted(answers.items())))
    let_in = [
        what for what in answers if what.endswith((": 200", ": 500")) and "install" not in what
    ]
    # Two cores are shared with those who attack: how long people wait is told, not promised.
    broken = [text for text in found.broken() if "memory" not in text and "p99" not in text]
    return broken + [f"strangers were answered: {what}" for what in let_in]


def main() -> None:
    """Print tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=20, help="of each rate")
    parser.add_argument("--kill", type=int, metavar="EVENTS")
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--rate", type=float, default=10, help="events a second of a soak")
    parser.add_argument("--hostile", action="store_true", help="strangers call beside people")
    parser.add_argument("--digests", action="store_true")
    given: Any = parser.parse_args()
    counts = [int(text) for text in given.workers.split(",")]
    kinds, broken = given.databases.split(","), []
    server = Server() if "postgresql" in kinds else None
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), server)
        try:
            for kind in kinds:
                if given.digests:
                    broken += digests(kind, bench.address(kind))
                elif given.hostile:
                    broken += beset(bench, kind, given.seconds, given.rate)
                elif given.kill:
                    broken += killed(bench, kind, counts[-1], given.kill)
                elif given.soak:
                    broken += soaked(bench, kind, counts[-1], given.soak, given.rate)
                else:
                    for count in counts:
                        best = carried(bench, kind, count, given.seconds)
                        print(
                            f"{kind} with {count}: {best} a second at p99 ≤ {REPLY * 1000:.0f} ms"
                        )
        finally:
            bench.slack.stop()
            if server:
                server.close()
    print("\n".join(broken) or "every promise is kept")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
