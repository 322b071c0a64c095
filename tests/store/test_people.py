"""Workspaces never see one another, and what is to go is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.store import Place, Retention, Store, StoreError, Workspace
from tests.store.things import ANA, CURATOR, DAY, ELSEWHERE, HERE, MINUTE, NOW, feedback, fill, gap

ALL_OF_ANA = {
    "threads": 1,
    "follows": 2,
    "gaps": 1,
    "gaps_curated": 0,
    "feedback": 1,
    "subscriptions": 1,
    "corrections": 1,
    "readings": 1,
    "preparations": 1,
    "preparation_items": 1,
}
SEEN: dict[str, Callable[[Store, Workspace], object]] = {
    "claims": lambda store, where: store.claims.state(where, "Ev1"),
    "threads": lambda store, where: store.threads.recall(where, "D1", "1.1", NOW, DAY),
    "follows": lambda store, where: store.follows.states(where, ANA),
    "gaps": lambda store, where: store.gaps.list(where),
    "gap by id": lambda store, where: [
        other.id for other in store.gaps.list(None) if store.gaps.get(where, other.id)
    ],
    "gaps changed": lambda store, where: [
        other.id
        for other in store.gaps.list(None)
        if store.gaps.noticed(where, other.id, "C9", "9.9")
        or store.gaps.close(where, other.id, CURATOR, NOW)
    ],
    "feedback": lambda store, where: store.feedback.counts(where),
    "subscriptions": lambda store, where: store.subscriptions.list(where),
    "deliveries": lambda store, where: store.deliveries.list(where),
    "corrections": lambda store, where: store.corrections.list(where),
    "readings": lambda store, where: store.readings.list(where),
    "installations": lambda store, where: store.installations.get(where, "1.2"),
    "correction by id": lambda store, where: [
        other.id
        for other in store.corrections.list(None)
        if store.corrections.get(where, other.id)
        or store.corrections.take_back(where, other.id, CURATOR, NOW)
    ],
    "preparations": lambda store, where: store.preparations.list(where),
    "preparation by id": lambda store, where: (
        store.preparations.get(where, "V1") or store.preparations.items(where, "V1")
    ),
    "their preparations": lambda store, where: store.preparations.theirs(where, ANA),
    "preparation changed": lambda store, where: (
        store.preparations.tick(where, "V1", "send", True, ANA, "1.1", NOW)
        or store.preparations.hand_over(where, "V1", CURATOR, ANA, NOW)
        or store.preparations.close(where, "V1", "sent", NOW)
    ),
    "stored": lambda store, where: any(store.stored(where, ANA).values()),
    "forget": lambda store, where: any(store.forget(where, ANA).values()),
    "leave": lambda store, where: any(store.leave(where).values()),
    "channel languages": lambda store, where: store.channel_languages.language(where, "C1"),
    "welcomes": lambda store, where: not store.welcomes.first(where, "C1"),
}


@pytest.mark.parametrize("group", SEEN)
def test_a_workspace_never_sees_anothers_rows(store: Store, group: str) -> None:
    fill(store)
    for other in ELSEWHERE:
        assert not SEEN[group](store, other)
    assert SEEN[group](store, HERE)


def test_the_operator_counts_all_workspaces(store: Store) -> None:
    fill(store)
    fill(store, ELSEWHERE[0])
    assert len(store.gaps.list(None)) == 2
    assert store.feedback.counts(None)["upr.what.basics"].helpful == 2


def test_a_person_is_forgotten_and_nobody_else(store: Store) -> None:
    fill(store)
    store.follows.follow(HERE, CURATOR, ["MLI"])
    assert store.stored(HERE, ANA) == ALL_OF_ANA
    assert store.forget(HERE, ANA) == ALL_OF_ANA
    assert not any(store.stored(HERE, ANA).values())
    assert store.follows.states(HERE, CURATOR) == ("MLI",)


def forbid(store: Store, place: Place) -> None:
    """From now on no feedback can be deleted, and no State followed."""
    if isinstance(place, Path):
        triggers = (
            "create trigger a before delete on feedback begin select raise(abort, 'no'); end",
            "create trigger b before insert on follows begin select raise(abort, 'no'); end",
        )
    else:
        triggers = (
            "create function no() returns trigger language plpgsql"
            " as 'begin raise exception ''no''; end'",
            "create trigger a before delete on feedback for each row execute function no()",
            "create trigger b before insert on follows for each row execute function no()",
        )
    for trigger in triggers:
        store._connections.execute(trigger)


@pytest.mark.parametrize("way", ["forget", "leave", "purge", "follow"])
def test_a_change_that_fails_half_way_changes_nothing(store: Store, place: Place, way: str) -> None:
    fill(store)
    forbid(store, place)
    change = {
        "forget": lambda: store.forget(HERE, ANA),
        "leave": lambda: store.leave(HERE),
        "purge": lambda: store.purge(NOW + 400 * DAY),
        "follow": lambda: store.follows.follow(HERE, ANA, ["SDN"]),
    }[way]
    with pytest.raises(StoreError, match=r"no$|SQLSTATE P0001"):
        change()
    assert store.stored(HERE, ANA) == ALL_OF_ANA
    assert store.claims.state(HERE, "Ev1") == "taken"


def test_a_curator_is_forgotten_and_the_answer_stays(store: Store) -> None:
    fill(store)
    assert store.forget(HERE, CURATOR)["gaps_curated"] == 1
    (kept,) = store.gaps.list(HERE)
    assert (kept.curator, kept.answer) == (None, "Only by the State.")


def test_what_was_forgotten_is_in_no_file(path: Path) -> None:
    with Store.open(path) as store:
        store.gaps.add(gap(question="quicklime orchard"))
        assert b"quicklime" in b"".join(file.read_bytes() for file in path.parent.iterdir())
        store.forget(HERE, ANA)
        assert b"quicklime" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_workspace_that_leaves_takes_all_its_rows(store: Store) -> None:
    fill(store)
    assert store.leave(HERE) == {
        "claims": 1,
        "threads": 1,
        "follows": 2,
        "welcomes": 1,
        "gaps": 1,
        "feedback": 1,
        "subscriptions": 1,
        "deliveries": 1,
        "corrections": 1,
        "readings": 1,
        "preparations": 1,
        "installations": 1,
        "installing": 0,
        "departures": 0,
        "channel_languages": 1,
    }
    assert not any(store.leave(HERE).values())


def test_what_was_kept_long_enough_is_purged(store: Store) -> None:
    fill(store)
    store.claims.take(HERE, "worked on", NOW, 400 * DAY)
    open_gap, done = gap(), gap()
    store.gaps.add(open_gap)
    store.gaps.add(done)
    store.gaps.close(HERE, done.id, CURATOR, NOW + MINUTE)
    store.feedback.give(feedback(False, person=CURATOR, at=NOW + DAY))

    def purged(now: dt.datetime) -> dict[str, int]:
        return {name: rows for name, rows in store.purge(now).items() if rows}

    assert purged(NOW + DAY) == {}
    assert purged(NOW + DAY + MINUTE) == {"claims": 1}
    assert store.claims.state(HERE, "worked on") == "taken"
    assert purged(NOW + 31 * DAY) == {"threads": 1}
    assert purged(NOW + 180 * DAY + MINUTE) == {"gaps": 1}
    assert purged(NOW + 181 * DAY) == {"gaps": 1}
    assert store.gaps.list(HERE) == (open_gap,)
    assert purged(NOW + 360 * DAY + MINUTE) == {"preparations": 1}
    assert purged(NOW + 365 * DAY + MINUTE) == {"feedback": 1}
    assert store.follows.states(HERE, ANA) == ("MLI", "UKR")


def test_claims_can_not_be_purged_while_redeliveries_may_come() -> None:
    with pytest.raises(ValidationError):
        Retention(claims=dt.timedelta(minutes=59))
