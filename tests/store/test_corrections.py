"""Curators' corrections: kept with who and when, taken back once, and of nobody once forgotten."""

from __future__ import annotations

import pytest

from bot.store import Store, StoreError
from tests.store.things import ANA, CURATOR, DAY, HERE, MINUTE, NOW, correction


def test_a_correction_is_kept_and_listed_by_its_age(store: Store) -> None:
    late, early = correction(made=NOW + DAY), correction(made=NOW)
    store.corrections.add(late)
    store.corrections.add(early)
    assert store.corrections.list(HERE) == (early, late)
    assert store.corrections.get(HERE, late.id) == late
    with pytest.raises(StoreError, match="kept already"):
        store.corrections.add(late)


def test_it_is_taken_back_by_the_one_who_is_first_and_stays_known(store: Store) -> None:
    kept = correction()
    store.corrections.add(kept)
    back = store.corrections.take_back(HERE, kept.id, CURATOR, NOW + MINUTE)
    assert back == kept.model_copy(update={"taken_back": NOW + MINUTE, "taken_back_by": CURATOR})
    assert store.corrections.take_back(HERE, kept.id, "U0SLOW", NOW + DAY) is None
    assert store.corrections.list(HERE) == (back,)


def test_whoever_is_forgotten_is_named_no_more_and_the_correction_stays(store: Store) -> None:
    kept = correction(person=ANA)
    store.corrections.add(kept)
    store.corrections.take_back(HERE, kept.id, CURATOR, NOW)
    assert store.forget(HERE, ANA)["corrections"] == 1
    [one] = store.corrections.list(HERE)
    assert (one.person, one.taken_back_by, one.change) == ("", CURATOR, kept.change)
    assert store.forget(HERE, CURATOR)["corrections"] == 1
    assert store.corrections.list(HERE)[0].taken_back_by == ""
