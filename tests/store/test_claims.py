"""A delivery is answered once, however many threads and processes get it, and whoever dies."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store import Place, Store
from tests.store.processes import hold, race
from tests.store.things import HERE, MINUTE, NOW

SPAWN = multiprocessing.get_context("spawn")


def raced_by_threads(store: Store, key: str, now: dt.datetime) -> int:
    start = threading.Barrier(8)

    def take(_: int) -> bool:
        start.wait(timeout=60)
        return store.claims.take(HERE, key, now, MINUTE)

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(take, range(8)))


def test_one_of_eight_threads_gets_a_claim(store: Store) -> None:
    assert [raced_by_threads(store, f"Ev{n}", NOW) for n in range(10)] == [1] * 10


def test_a_claim_of_a_clock_that_was_ahead_loses_no_event(store: Store) -> None:
    months = dt.timedelta(days=90)
    assert store.claims.take(HERE, "Ev1", NOW + months, MINUTE)
    assert not store.claims.take(HERE, "Ev1", NOW + months, MINUTE)
    assert raced_by_threads(store, "Ev1", NOW) == 1
    assert store.claims.take(HERE, "Ev2", NOW + MINUTE / 2, MINUTE), "a clock that is nearly right"
    assert not store.claims.take(HERE, "Ev2", NOW, MINUTE)
    assert store.claims.take(HERE, "Ev3", NOW + months, MINUTE)
    store.claims.finish(HERE, "Ev3")
    assert not store.claims.take(HERE, "Ev3", NOW, MINUTE)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_one_of_four_processes_that_open_a_new_store_at_once_gets_a_claim(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    rounds, start = {"sqlite": 30, "postgresql": 10}[database], SPAWN.Barrier(4)
    places: list[Place] = [tmp_path / f"{number}.sqlite" for number in range(rounds)]
    if database == "postgresql":
        server = request.getfixturevalue("postgres")
        places = [server.empty() for _ in range(rounds)]
    pipes = [SPAWN.Pipe(duplex=False) for _ in range(4)]
    racers = [SPAWN.Process(target=race, args=(places, start, out)) for _, out in pipes]
    for racer in racers:
        racer.start()
    for _, out in pipes:
        out.close()
    won = [report.recv() for report, _ in pipes]
    for racer in racers:
        racer.join()
    assert [sum(tries) for tries in zip(*won, strict=True)] == [1] * rounds


def test_what_a_killed_process_had_claimed_is_taken_again_once(store: Store, place: Place) -> None:
    report, out = SPAWN.Pipe(duplex=False)
    holder = SPAWN.Process(target=hold, args=(place, out))
    holder.start()
    assert report.recv() is True
    holder.kill()
    holder.join()
    assert store.claims.take(HERE, "Ev1", NOW + 0.9 * MINUTE, MINUTE) is False
    assert raced_by_threads(store, "Ev1", NOW + MINUTE) == 1
    store.check()


def test_a_finished_claim_is_never_taken_again(store: Store) -> None:
    store.claims.take(HERE, "Ev1", NOW, MINUTE)
    assert store.claims.state(HERE, "Ev1") == "taken"
    store.claims.finish(HERE, "Ev1")
    store.claims.release(HERE, "Ev1")
    assert store.claims.state(HERE, "Ev1") == "done"
    assert store.claims.take(HERE, "Ev1", NOW + 60 * MINUTE, MINUTE) is False


def test_a_released_claim_may_be_taken_at_once(store: Store) -> None:
    store.claims.take(HERE, "Ev1", NOW, MINUTE)
    store.claims.release(HERE, "Ev1")
    assert store.claims.state(HERE, "Ev1") is None
    assert store.claims.take(HERE, "Ev1", NOW, MINUTE) is True


def test_moments_are_compared_whatever_their_time_zone(store: Store) -> None:
    nairobi = NOW.astimezone(dt.timezone(dt.timedelta(hours=3)))
    store.claims.take(HERE, "Ev1", nairobi, MINUTE)
    assert store.claims.take(HERE, "Ev1", NOW + 2 * MINUTE, MINUTE) is True


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        store.claims.take(HERE, "Ev1", NOW.replace(tzinfo=None), MINUTE)
