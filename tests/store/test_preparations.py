"""Preparations: ticks, changes against what was seen, dates, hand-over, closing, retention."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from multiprocessing.synchronize import Barrier

import pytest

from bot.store import ItemChange, Place, Retention, Store
from tests.store.things import ANA, CURATOR, DAY, HERE, MINUTE, NOW, preparation

SPAWN = multiprocessing.get_context("spawn")
LATER = NOW + DAY


@pytest.fixture
def team(store: Store) -> Store:
    """A store with one preparation."""
    store.preparations.add(*preparation())
    return store


def steps(store: Store):
    return {item.id: item for item in store.preparations.items(HERE, "V1")}


def version(store: Store) -> int:
    return store.preparations.get(HERE, "V1").version


def tick(store: Store, item: str, done: bool = True, pressed: str = "10.1", person: str = ANA):
    return store.preparations.tick(HERE, "V1", item, done, person, pressed, LATER)


def test_what_is_kept_comes_back_as_it_was(team: Store) -> None:
    kept, items = preparation()
    assert team.preparations.get(HERE, "V1") == kept
    assert team.preparations.items(HERE, "V1") == items
    assert team.preparations.add(kept, items) is False, "the same window again"
    assert team.preparations.list(HERE, "C2") == ()


def test_a_tick_is_kept_with_who_and_when(team: Store) -> None:
    assert tick(team, "send", person=CURATOR)
    assert (steps(team)["send"].done, steps(team)["send"].done_by) == (LATER, CURATOR)
    assert version(team) == 2
    assert tick(team, "send", done=False, pressed="10.2")
    assert (steps(team)["send"].done, steps(team)["send"].done_by) == (None, "")


def test_of_two_ticks_the_later_press_holds_whichever_comes_first(team: Store) -> None:
    assert tick(team, "send", done=True, pressed="20.1")
    assert not tick(team, "send", done=False, pressed="10.1")
    assert not tick(team, "send", done=True, pressed="20.1"), "the same press again"
    assert steps(team)["send"].done == LATER
    assert not tick(team, "send", done=True, pressed="30.1")
    assert not tick(team, "send", done=False, pressed="25.1"), "before one that changed nothing"


@pytest.mark.parametrize("item", ["gone", ""])
def test_what_is_unknown_can_not_be_ticked(team: Store, item: str) -> None:
    assert not tick(team, item)
    assert not team.preparations.tick(HERE, "V2", "send", True, ANA, "1.1", NOW)


def ticks(place: Place, item: str, start: Barrier) -> None:
    with Store.open(place) as store:
        start.wait(60)
        assert tick(store, item)


def test_two_processes_that_tick_at_once_lose_nothing(team: Store, place: Place) -> None:
    start = SPAWN.Barrier(2)
    both = [SPAWN.Process(target=ticks, args=(place, i, start)) for i in ("draft", "send")]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
        assert one.exitcode == 0
    assert [bool(item.done) for item in steps(team).values()] == [False, True, True]
    assert version(team) == 3


def test_owners_and_dates_are_set_all_or_nothing(team: Store) -> None:
    due = dt.date(2027, 2, 1)
    change = team.preparations.change
    one = ItemChange(item="draft", seen=1, owner=CURATOR, due=due, dates=True)
    assert change(HERE, "V1", [one], LATER) == ()
    kept = steps(team)["draft"]
    assert (kept.owner, kept.due, kept.own, kept.dated) == (CURATOR, due, True, LATER)
    stale = ItemChange(item="draft", seen=1, owner=ANA)
    other = ItemChange(item="send", seen=1, owner=ANA)
    assert change(HERE, "V1", [other, stale], LATER) == ("draft",)
    assert steps(team)["send"].owner == ""
    assert change(HERE, "V1", [ItemChange(item="draft", seen=2, dates=True)], LATER) == ()
    assert (steps(team)["draft"].owner, steps(team)["draft"].due) == (CURATOR, None)


def test_a_new_count_leaves_what_people_set_and_what_is_done(team: Store) -> None:
    own = ItemChange(item="draft", seen=1, due=dt.date(2027, 2, 1), dates=True)
    team.preparations.change(HERE, "V1", [own], NOW)
    tick(team, "send")
    dates = dict.fromkeys(("agree", "draft", "send"), dt.date(2027, 3, 1))
    assert team.preparations.recount(HERE, "V1", dt.date(2027, 3, 31), dates, LATER)
    assert [str(item.due) for item in steps(team).values()] == ["2027-03-01", "2027-02-01", "None"]
    assert team.preparations.get(HERE, "V1").counted_from == dt.date(2027, 3, 31)


def test_a_hand_over_moves_the_lead_and_what_is_not_done(team: Store) -> None:
    team.preparations.change(HERE, "V1", [ItemChange(item="send", seen=1, owner=ANA)], NOW)
    tick(team, "send")
    assert team.preparations.hand_over(HERE, "V1", CURATOR, ANA, LATER)
    assert team.preparations.get(HERE, "V1").lead == CURATOR
    assert [item.owner for item in steps(team).values()] == [CURATOR, "", ANA]
    assert team.preparations.theirs(HERE, CURATOR) == {"V1"}
    assert team.preparations.theirs(HERE, ANA) == frozenset()


def test_what_is_closed_stays_as_it_is_until_it_is_reopened(team: Store) -> None:
    assert team.preparations.close(HERE, "V1", "sent", LATER)
    assert not team.preparations.close(HERE, "V1", "late", LATER)
    assert not tick(team, "send")
    change = ItemChange(item="draft", seen=1, owner=ANA)
    assert team.preparations.change(HERE, "V1", [change], LATER) is None
    kept = team.preparations.get(HERE, "V1")
    assert (kept.closed, kept.outcome) == (LATER, "sent")
    assert team.preparations.reopen(HERE, "V1", LATER)
    assert not team.preparations.reopen(HERE, "V1", LATER)
    assert tick(team, "send")


def test_what_a_message_shows_never_goes_back(team: Store) -> None:
    team.preparations.placed(HERE, "V1", "1.1", 1, NOW.date())
    team.preparations.note_shown(HERE, "V1", 3, NOW.date())
    team.preparations.note_shown(HERE, "V1", 2, NOW.date())
    kept = team.preparations.get(HERE, "V1")
    assert (kept.ts, kept.shown) == ("1.1", 3)


def test_a_reminder_is_noted_for_the_date_it_was_on(team: Store) -> None:
    due = dt.date(2027, 1, 15)
    team.preparations.reminded(HERE, "V1", {"draft": due, "gone": due}, LATER)
    assert steps(team)["draft"].reminded == due
    assert set(steps(team)) == {"agree", "draft", "send"}


def test_who_is_forgotten_goes_from_it_and_its_message_is_shown_anew(team: Store) -> None:
    tick(team, "send")
    before = version(team)
    assert team.stored(HERE, ANA)["preparation_items"] == 2
    team.forget(HERE, ANA)
    assert version(team) > before
    assert team.preparations.get(HERE, "V1").lead == ""
    assert {(item.owner, item.done_by) for item in steps(team).values()} == {("", "")}
    assert steps(team)["send"].done is not None


def test_it_is_purged_with_its_steps_once_it_was_closed_or_untouched_for_long(team: Store) -> None:
    team.preparations.add(*preparation(id="V2"))
    team.preparations.close(HERE, "V2", "sent", NOW)
    keep = Retention()
    assert team.purge(NOW + 180 * DAY, keep)["preparations"] == 0
    assert team.purge(NOW + 180 * DAY + MINUTE, keep)["preparations"] == 1
    assert team.preparations.items(HERE, "V2") == ()
    assert len(steps(team)) == 3
    assert team.purge(NOW + 360 * DAY + MINUTE, keep)["preparations"] == 1
    assert team.preparations.items(HERE, "V1") == ()
