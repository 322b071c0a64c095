"""How long the digests of many channels take: their content, and a whole round with the store;
and the calendar behind them: an import, a list of what comes, corrections laid over it.

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

from bot.digest import Digests, Scope
from bot.handlers.digest.message import DigestRef, SlackDigest
from bot.knowledge import load
from bot.knowledge.models import LANGUAGES
from bot.render.curators import workbook
from bot.reviews import Calendar, PartialDate, Review
from bot.reviews.importing import plan, read_table
from bot.runner import Runner
from bot.settings import settings
from bot.states import StateNames
from bot.store import Correction, Store, Subscription, Workspace

MONDAY = dt.datetime(2026, 11, 30, 6, 1, tzinfo=dt.UTC)
BOUND = 10.0
"""Seconds that the content of all digests may take."""
ROWS, IMPORT_BOUND = 20_000, 3.0
"""Rows of a table, and the seconds of processor time in which it is imported."""
LIST_BOUND = 20.0
"""Milliseconds that a list of what comes may take."""
CORRECTIONS = 50


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


def table(states: list[str]) -> Iterator[Review]:
    """Reviews as a table of a mechanism would have them."""
    for number in range(ROWS):
        yield Review(
            key=f"cat-{number}-review",
            mechanism="cat",
            iso3=states[number % len(states)],
            stage="review",
            session=str(100 + number // len(states)),
            start=PartialDate(year=2027 + number % 3, month=1 + number % 12, day=1 + number % 28),
            certainty="published",
            source="https://www.ohchr.org/en/treaty-bodies/cat",
            checked_on=dt.date(2026, 11, 24),
            note="In this session by the committee's own programme." if number % 3 else "",
        )


def calendar_of(folder: Path, calendar: Calendar, states: list[str]) -> tuple[float, float]:
    """Print what the calendar takes; the seconds of an import, the milliseconds of a list."""
    file = folder / "table.xlsx"
    file.write_bytes(workbook(table(states), calendar.names.states))
    start = time.process_time()
    made = plan(calendar.rows, read_table(file), file.name, calendar.names, "OHCHR", MONDAY.date())
    imported = time.process_time() - start
    print(f"import of {len(made.added)} rows from .xlsx, until the preview: {imported:.2f} s")
    spent = []
    for state in states:
        start = time.perf_counter()
        calendar.upcoming(MONDAY.date(), [state])
        calendar.upcoming(MONDAY.date(), within=dt.timedelta(days=365))
        spent.append((time.perf_counter() - start) * 500)
    print(f"a list of what comes: {median(spent):.2f} ms p50, {max(spent):.1f} ms worst")
    change = {"certainty": "moved", "start": "2027-05"}
    many = [
        Correction(workspace=Workspace(team="T1"), key=row.key, change=change, source="OHCHR",
                   person="U1", made=MONDAY)
        for row in calendar.rows.reviews if row.certainty == "expected"
    ][:CORRECTIONS]  # fmt: skip
    start = time.perf_counter()
    overlay = calendar.corrected(many).overlay
    laid = (time.perf_counter() - start) * 1_000
    print(f"{len(overlay.holds)} corrections laid over the calendar, once a change: {laid:.0f} ms")
    return imported, max(spent)


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
    week_before = {one.id: digests.digest(Scope.of(one), dt.date(2026, 11, 23)) for one in many}
    digests = Digests(calendar)
    start = time.perf_counter()
    for one in many:
        began = time.perf_counter()
        digest = digests.digest(Scope.of(one), MONDAY.date(), week_before[one.id].row_states)
        ref = DigestRef(channel=one.channel, subscription=one.id)
        message = slack.message(digest, cast("Any", one.language), ref).arguments()
        spent.append((time.perf_counter() - began) * 1_000)
        sizes.append(len(str(message)))
    content = time.perf_counter() - start
    print(f"{count} subscriptions, {workspaces} workspaces, {len(calendar.rows.all())} rows")
    print(f"calendar opened in {opened:.2f} s")
    print(f"content: {content:.2f} s in all, {median(spent):.2f} ms p50, {max(spent):.0f} ms worst")
    print(f"message: {median(sizes):.0f} characters of JSON p50, {max(sizes)} largest")

    with tempfile.TemporaryDirectory() as folder:
        imported, listed = calendar_of(Path(folder), calendar, sorted(states.states))
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
    assert imported <= IMPORT_BOUND, f"the import took {imported:.1f} s"
    assert listed <= LIST_BOUND, f"a list took {listed:.0f} ms"


if __name__ == "__main__":
    main()
