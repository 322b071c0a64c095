"""What the tests let other processes do to a store."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from bot.store import Place, Store
from tests.store.things import HERE, MINUTE, NOW, feedback


def race(places: list[Place], start: Barrier, report: Connection) -> None:
    """Open a new store at the same moment as the others, and take the same claim; say who won."""
    won = []
    for place in places:
        start.wait(timeout=60)
        with Store.open(place) as store:
            won.append(store.claims.take(HERE, "Ev1", NOW, MINUTE))
    report.send(won)


def hold(place: Place, report: Connection) -> None:
    """Take a claim, say so, and write until killed."""
    store = Store.open(place)
    report.send(store.claims.take(HERE, "Ev1", NOW, MINUTE))
    number = 0
    while True:
        store.feedback.give(feedback(True, message=f"{number % 50}.1"))
        number += 1
