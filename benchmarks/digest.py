"""How long the digests of many channels take: their content, and a whole round with the store.

usage: python benchmarks/digest.py [SUBSCRIPTIONS] [WORKSPACES]

Slack is left out: a client that answers at once stands in its place, so what remains is what the
desk itself adds. Slack takes one message a second in a channel, and some hundreds a minute in a
workspace.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from slack_sdk import WebClient

from bot.digest import Digests, Wanted
from bot.knowledge import load
from bot.knowledge.models import LANGUAGES
from bot.render.slack.digest import SlackDigest
from bot.render.slack.ids import DigestRef
from bot.reviews import Calendar
from bot.runner import Runner
from bot.settings import settings
from bot.states import StateNames
from bot.store import Store, Subscription, Workspace

MONDAY = dt.datetime(2026, 11, 30, 6, 1, tzinfo=dt.UTC)
BOUND = 10.0
"""Seconds that the content of all digests may take."""


class AtOnce(WebClient):
    """Says that a message was posted."""

    def chat_postMessage(self, **_: Any) -> Any:
        """The answer that Slack would give."""
        return {"ok": True, "ts": "1.1"}


def subscriptions(count: int, workspaces: int, states: list[str]) -> Iterator[Subscription]:
    """As channels would have them: a few States each, some all, every language."""
    chance = random.Random(7)  # noqa: S311 (the same ones every time)
    for number in range(count):
        few = chance.sample(states, chance.choice((1, 1, 2, 3, 5, 20)))
        yield Subscription(
            id=f"s{number}",
            workspace=Workspace(team=f"T{number % workspaces:03}"),
            channel=f"C{number}",
            person="U1",
            states=() if chance.random() < 0.1 else tuple(few),
            mechanisms=() if chance.random() < 0.7 else ("upr", "cedaw", "ccpr"),
            horizon=chance.choice((30, 90, 180, 365)),
            language=chance.choice(LANGUAGES),
            zone="Africa/Nairobi",
            since=MONDAY - dt.timedelta(days=30),
        )


def main() -> None:
    """Measure, print, and fail where the bound does not hold."""
    given = [int(text) for text in sys.argv[1:]]
    count, workspaces = (given + [1_000, 40][len(given) :])[:2]
    where = settings()
    states = StateNames.read(where.knowledge / "states")
    slack = SlackDigest(load(where.knowledge, where.cache), states)
    many = list(subscriptions(count, workspaces, sorted(states.states)))
    start = time.perf_counter()
    calendar = Calendar.open(where.knowledge)
    opened = time.perf_counter() - start

    digests, spent, sizes = Digests(calendar), [], []
    week_before = {one.id: digests.made(Wanted.of(one), dt.date(2026, 11, 23)) for one in many}
    digests = Digests(calendar)
    start = time.perf_counter()
    for one in many:
        began = time.perf_counter()
        digest = digests.made(Wanted.of(one), MONDAY.date(), week_before[one.id].said)
        ref = DigestRef(channel=one.channel, subscription=one.id)
        message = slack.message(digest, cast("Any", one.language), ref).arguments()
        spent.append((time.perf_counter() - began) * 1_000)
        sizes.append(len(str(message)))
    content = time.perf_counter() - start
    print(f"{count} subscriptions, {workspaces} workspaces, {len(calendar.rows.all())} rows")
    print(f"calendar opened in {opened:.2f} s")
    print(f"content: {content:.2f} s in all, {median(spent):.2f} ms p50, {max(spent):.0f} ms worst")
    print(f"message: {median(sizes):.0f} characters of JSON p50, {max(sizes)} largest")

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "d.sqlite") as store:
        for one in many:
            store.subscriptions.add(one)
        runner = Runner(
            store, slack, lambda _: calendar, lambda _: AtOnce("xoxb"), clock=lambda: MONDAY
        )
        for name in ("first round", "a round when all is done"):
            start = time.perf_counter()
            outcomes = runner.run()
            print(f"{name}: {time.perf_counter() - start:.2f} s, {dict(outcomes)}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"highest memory: {memory:.0f} MB")
    assert content <= BOUND, f"content took {content:.1f} s, more than {BOUND:.0f}"


if __name__ == "__main__":
    main()
