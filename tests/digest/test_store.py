"""Subscriptions and deliveries in the store."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store import Store, StoreError, Workspace
from tests.digest.things import HERE, subscription

NOW = dt.datetime(2026, 11, 30, 6, tzinfo=dt.UTC)
LASTS = dt.timedelta(minutes=5)
ELSEWHERE = Workspace(team="T000000002")


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "store.sqlite") as opened:
        yield opened


def test_a_subscription_is_kept_as_it_is_and_seen_by_its_workspace_alone(store):
    kept = subscription(states=("MLI", "TCD"), time=dt.time(16, 45), when_empty=True, horizon=90)
    store.subscriptions.add(kept)
    assert store.subscriptions.get(HERE, kept.id) == kept
    assert store.subscriptions.list(HERE, "C1") == store.subscriptions.list(None) == (kept,)
    assert store.subscriptions.get(ELSEWHERE, kept.id) is None
    assert store.subscriptions.list(ELSEWHERE) == store.subscriptions.list(HERE, "C2") == ()
    assert not store.subscriptions.change(kept.model_copy(update={"workspace": ELSEWHERE}))
    assert not store.subscriptions.remove(ELSEWHERE, kept.id)
    with pytest.raises(StoreError, match="kept already"):
        store.subscriptions.add(kept)


def test_one_caller_alone_pauses_and_resuming_begins_anew(store):
    store.subscriptions.add(subscription())
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: store.subscriptions.pause(HERE, "S1", "archived"), range(8)))
    assert len([one for one in told if one]) == 1
    resumed = store.subscriptions.resume(HERE, "S1", NOW)
    assert (resumed.paused, resumed.since) == (None, NOW)
    assert store.subscriptions.resume(HERE, "S1", NOW) is None


def test_a_delivery_is_for_one_caller_until_its_claim_runs_out(store):
    with ThreadPoolExecutor(8) as pool:
        holds = list(
            pool.map(lambda _: store.deliveries.claim(HERE, "S1", "2026-W49", NOW, LASTS), range(8))
        )
    [first] = [hold for hold in holds if hold]
    assert not first.again
    second = store.deliveries.claim(HERE, "S1", "2026-W49", NOW + LASTS, LASTS)
    assert second.again and second.since == NOW
    assert not store.deliveries.ready(first, NOW + LASTS, LASTS, {})
    assert store.deliveries.ready(second, NOW + LASTS, LASTS, {"upr-54": {"when": "2027-01"}})
    store.deliveries.finish(second, NOW + LASTS, "1.1")
    assert store.deliveries.claim(HERE, "S1", "2026-W49", NOW + 10 * LASTS, LASTS) is None
    assert store.deliveries.announced(HERE, "S1") == {"upr-54": {"when": "2027-01"}}
    assert store.deliveries.announced(ELSEWHERE, "S1") == {}
    assert store.deliveries.announced(HERE, "S1", before="2026-W49") == {}
    assert store.deliveries.finished("2026-W49") == {(HERE, "S1")}


def test_a_claim_of_a_clock_that_was_ahead_loses_no_week(store):
    ahead = NOW + dt.timedelta(days=3)
    store.deliveries.claim(HERE, "S1", "2026-W49", ahead, LASTS)
    assert store.deliveries.claim(HERE, "S1", "2026-W49", NOW, LASTS).again
    assert store.deliveries.claim(HERE, "S1", "2026-W49", NOW + LASTS / 2, LASTS) is None


def test_who_posted_too_late_still_ends_the_week(store):
    slow = store.deliveries.claim(HERE, "S1", "2026-W49", NOW, LASTS)
    quick = store.deliveries.claim(HERE, "S1", "2026-W49", NOW + LASTS, LASTS)
    store.deliveries.finish(slow, NOW + LASTS, "1.1")
    assert not store.deliveries.ready(quick, NOW + LASTS, LASTS, {})
    [kept] = store.deliveries.list(HERE, "S1")
    assert (kept.state, kept.ts) == ("done", "1.1")


def test_a_released_delivery_can_be_taken_at_once_and_keeps_that_it_may_be_posted(store):
    first = store.deliveries.claim(HERE, "S1", "2026-W49", NOW, LASTS)
    store.deliveries.release(first)
    second = store.deliveries.claim(HERE, "S1", "2026-W49", NOW, LASTS)
    assert second and not second.again
    third = store.deliveries.claim(HERE, "S1", "2026-W49", NOW + LASTS, LASTS)
    store.deliveries.release(third)
    assert store.deliveries.claim(HERE, "S1", "2026-W49", NOW + LASTS, LASTS).again


def test_who_made_it_is_forgotten_and_the_digest_stays(store):
    store.subscriptions.add(subscription())
    assert store.stored(HERE, "U1")["subscriptions"] == 1
    assert store.forget(HERE, "U1")["subscriptions"] == 1
    assert store.subscriptions.get(HERE, "S1").person == ""
    assert store.stored(HERE, "U1")["subscriptions"] == 0


def test_with_a_subscription_its_deliveries_go(store):
    store.subscriptions.add(subscription())
    store.deliveries.claim(HERE, "S1", "2026-W49", NOW, LASTS)
    assert store.subscriptions.remove(HERE, "S1")
    assert store.deliveries.list(None) == ()
    store.subscriptions.add(subscription())
    store.deliveries.claim(HERE, "S1", "2026-W49", NOW, LASTS)
    assert store.leave(HERE)["deliveries"] == 1
    assert store.subscriptions.list(None) == ()


def test_old_deliveries_are_purged_by_number_whatever_the_clock_says(store):
    for name in ("S1", "S2"):
        for number in range(15):
            at = NOW + number * dt.timedelta(weeks=1)
            hold = store.deliveries.claim(HERE, name, f"2026-W{number:02}", at, LASTS)
            store.deliveries.ready(hold, at, LASTS, {"week": number})
            store.deliveries.finish(hold, at, None)
    a_century_on = NOW + dt.timedelta(days=36_500)
    assert store.purge(a_century_on)["deliveries"] == 6
    left = [one.week for one in store.deliveries.list(HERE, "S1")]
    assert left == [f"2026-W{number:02}" for number in range(3, 15)]
    assert store.deliveries.announced(HERE, "S1") == {"week": 14}
    assert store.deliveries.announced(HERE, "S1", before="2026-W12") == {}
