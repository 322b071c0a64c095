"""What the tests let other processes do to a store."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bot.store import Store
from tests.store.things import HERE, MINUTE, NOW, feedback


def race(folder: Path, rounds: int, start: Barrier, report: Connection) -> None:
    """Open a new file at the same moment as the others, and take the same claim; say who won."""
    won = []
    for number in range(rounds):
        start.wait(timeout=60)
        with Store.open(folder / f"{number}.sqlite") as store:
            won.append(store.claims.take(HERE, "Ev1", NOW, MINUTE))
    report.send(won)


def hold(path: Path, report: Connection) -> None:
    """Take a claim, say so, and write until killed."""
    store = Store.open(path)
    report.send(store.claims.take(HERE, "Ev1", NOW, MINUTE))
    number = 0
    while True:
        store.feedback.give(feedback(True, message=f"{number % 50}.1"))
        number += 1
