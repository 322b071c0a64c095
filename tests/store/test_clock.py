"""A clock that jumps ahead deletes nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.store import Store, StoreError, purge
from tests.store.things import DAY, HERE, NOW, fill

YEARS = 12 * 365 * DAY


def test_a_clock_far_after_the_newest_row_deletes_nothing(store: Store) -> None:
    fill(store)
    store.claims.take(HERE, "last", NOW, DAY)
    before = {name: store._connections.count(name, ("true", {})) for name in tables(store)}
    with pytest.raises(StoreError, match="--clock-is-right"):
        purge(store, NOW + YEARS)
    after = {name: store._connections.count(name, ("true", {})) for name in tables(store)}
    assert before == after


def test_who_knows_the_time_may_purge(store: Store) -> None:
    fill(store)
    assert sum(purge(store, NOW + YEARS, sure=True).values()) > 3


@pytest.mark.parametrize("after", [0, 1, 13])
def test_a_clock_near_the_newest_row_is_believed(store: Store, after: int) -> None:
    fill(store)
    newest = store.newest()
    assert newest is not None
    assert isinstance(purge(store, newest + after * DAY), dict)


def test_an_empty_store_has_nothing_to_lose(store: Store) -> None:
    assert store.newest() is None
    assert sum(purge(store, dt.datetime(2099, 1, 1, tzinfo=dt.UTC)).values()) == 0


def tables(store: Store) -> list[str]:
    return sorted(store._connections.tables() - {store._connections.ledger})
