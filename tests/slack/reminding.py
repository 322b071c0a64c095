"""Runs what keeps preparations as the tests need it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from bot.handlers.preparations.blocks import SlackPreparations
from bot.knowledge import load
from bot.prepare import Prepare
from bot.render.prepare_words import Wordings
from bot.reviews import Calendar
from bot.runner import Keeper
from bot.settings import settings
from bot.states import Profiles
from bot.store import Preparation, PreparationStep, Store, Workspace
from tests.slack.killing import Dying, Round
from tests.slack.rig.slack import Slack

BEGUN = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DUE = dt.date(2026, 12, 4)
NINE = dt.datetime(2026, 12, 1, 6, 0, 30, tzinfo=dt.UTC)
"""Half a minute past nine in Nairobi, three days before DUE."""
STEPS = ("claimed", "sent", "noted")
_REACHED: dict[str, tuple[str | None, str]] = {
    "take": (None, "claimed"),
    "reminded": ("sent", "noted"),
}


class Keeping(Round):
    """One round over the preparations."""

    def run(self) -> Counter[str]:
        """Make one round, here."""
        with Store.open(self.database) as store:
            if self.dies:
                store.claims = Dying(store.claims, self.dies, _REACHED)
                store.preparations = Dying(store.preparations, self.dies, _REACHED)
            slack, prepare = _parts()
            keeper = Keeper(store, lambda _: prepare, slack, self.client, clock=lambda: self.now)
            return Counter(keeper.run())

    def warm(self) -> None:
        """Open the actions."""
        _parts()


def keeping(slack: Slack, database: Path) -> Keeping:
    """A round for both workspaces."""
    return Keeping.of(slack, database, NINE)


def prepared(
    slack: Slack,
    database: Path,
    owner: str = "",
    space: Any = None,
    steps: int = 3,
    **given: Any,
) -> Preparation:
    """A preparation of so many steps, all of that owner (by name), the first two due on DUE."""
    space = space or slack.team
    values: dict[str, Any] = {
        "id": "V0PREPARED",
        "workspace": Workspace(team=space.id),
        "channel": space.channels["protection-cluster"],
        "ts": "1795000000.000001",
        "action": "upr-submission",
        "state": "TCD",
        "zone": "Africa/Nairobi",
        "lead": space.users["coordinator"],
        "since": BEGUN,
        "changed": BEGUN,
        "shown": 1,
        "shown_on": NINE.date(),
    }
    kept = Preparation(**(values | given))
    who = space.users[owner] if owner else ""
    texts = _parts()[1].actions["upr-submission"].checklist.steps[:steps]
    items = [
        PreparationStep(
            id=text.id, place=place, due=DUE if place < 2 else None, dated=BEGUN, owner=who
        )
        for place, text in enumerate(texts)
    ]
    with Store.open(database) as store:
        store.preparations.add(kept, items)
    return kept


@cache
def _parts() -> tuple[SlackPreparations, Prepare]:
    where = settings()
    base = load(where.knowledge, where.cache)
    profiles = Profiles.open(where.knowledge, base)
    prepare = Prepare.open(where.knowledge, base, Calendar.open(where.knowledge), profiles)
    return SlackPreparations(base, Wordings(base, profiles.names)), prepare
