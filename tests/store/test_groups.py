"""Threads, follows, welcomes, gaps and feedback, each as its users rely on it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.store import Gap, Store, StoreError, Tally, Workspace
from tests.store.things import ANA, CURATOR, DAY, HERE, MINUTE, NOW, feedback, gap


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lasting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    if request.param == "sqlite":
        place = tmp_path_factory.mktemp("lasting") / "store.sqlite"
    else:
        place = request.getfixturevalue("postgres").empty()
    with Store.open(place) as opened:
        yield opened


def test_a_thread_is_recalled_until_it_is_too_old(store: Store) -> None:
    store.threads.remember(HERE, "C1", "1.1", {"topic": "can"}, NOW)
    store.threads.remember(HERE, "C1", "1.1", {"mechanisms": ["upr", "cedaw"], "state": None}, NOW)
    recalled = store.threads.recall(HERE, "C1", "1.1", NOW + DAY, within=DAY)
    assert recalled == {"mechanisms": ["upr", "cedaw"], "state": None}
    assert store.threads.recall(HERE, "C1", "1.1", NOW + DAY + MINUTE, within=DAY) is None
    assert store.threads.recall(HERE, "C1", "2.2", NOW, within=DAY) is None


def test_following_replaces_the_list(store: Store) -> None:
    store.follows.follow(HERE, ANA, ["UKR", "MLI", "UKR"])
    assert store.follows.states(HERE, ANA) == ("MLI", "UKR")
    with pytest.raises(ValueError, match="'mali' is no State's code"):
        store.follows.follow(HERE, ANA, ["SDN", "mali"])
    assert store.follows.states(HERE, ANA) == ("MLI", "UKR")
    store.follows.follow(HERE, ANA, [])
    assert store.follows.states(HERE, ANA) == ()


def test_a_channel_is_welcomed_once(store: Store) -> None:
    assert [store.welcomes.first(HERE, channel) for channel in ("C1", "C1", "C2")] == [
        True,
        False,
        True,
    ]


def test_a_channel_has_the_language_that_was_chosen_last(store: Store) -> None:
    languages = store.channel_languages
    assert languages.language(HERE, "C1") is None
    languages.choose(HERE, "C1", "fr")
    languages.choose(HERE, "C1", "ar")
    assert (languages.language(HERE, "C1"), languages.language(HERE, "C2")) == ("ar", None)
    languages.choose(HERE, "C1", None)
    assert languages.language(HERE, "C1") is None


def test_feedback_pressed_again_replaces(store: Store) -> None:
    for given_now in (
        feedback(True),
        feedback(False),
        feedback(True, message="2.2"),
        feedback(True, person=CURATOR),
    ):
        store.feedback.give(given_now)
    assert store.feedback.counts(HERE) == {"upr.what.basics": Tally(helpful=2, not_helpful=1)}


def test_a_gap_is_answered_by_the_curator_who_is_first(store: Store) -> None:
    asked = gap()
    store.gaps.add(asked)
    store.gaps.noticed(HERE, asked.id, "C9", "9.9")
    answered = store.gaps.answer(HERE, asked.id, "Only by the State.", CURATOR, NOW + MINUTE)
    assert store.gaps.answer(HERE, asked.id, "Yes.", "U0SLOW", NOW + MINUTE) is None
    assert answered == asked.model_copy(
        update={
            "status": "answered",
            "answer": "Only by the State.",
            "curator": CURATOR,
            "closed_at": NOW + MINUTE,
            "notice_channel": "C9",
            "notice_ts": "9.9",
        }
    )
    done = store.gaps.close(HERE, asked.id, "U0OTHER", NOW + DAY)
    assert done == answered.model_copy(update={"status": "done"})
    assert store.gaps.close(HERE, asked.id, "U0OTHER", NOW + DAY) is None
    assert store.gaps.get(HERE, asked.id) == done


def test_gaps_are_listed_oldest_first_and_by_status(store: Store) -> None:
    late, early, closed = gap(asked_at=NOW + DAY), gap(), gap(asked_at=NOW + MINUTE)
    for asked in (late, early, closed):
        store.gaps.add(asked)
    closed = store.gaps.close(HERE, closed.id, CURATOR, NOW)
    assert closed and closed.curator == CURATOR
    assert store.gaps.list(HERE) == (early, closed, late)
    assert store.gaps.list(HERE, "open") == (early, late)


def test_a_gap_is_never_overwritten(store: Store) -> None:
    asked = gap()
    store.gaps.add(asked)
    with pytest.raises(StoreError, match="kept already"):
        store.gaps.add(asked.model_copy(update={"question": "another"}))
    assert store.gaps.get(HERE, asked.id) == asked
    with ThreadPoolExecutor(1) as another_thread:
        another_thread.submit(store.gaps.add, gap()).result()


@given(question=st.text(), answer=st.text())
def test_any_text_of_a_gap_comes_back_the_same(lasting: Store, question: str, answer: str) -> None:
    if lasting.place.startswith("postgresql:"):  # which knows every sign but the number 0
        question, answer = (text.replace("\0", "\ufffd") for text in (question, answer))
    asked = gap(question=question)
    lasting.gaps.add(asked)
    assert lasting.gaps.get(HERE, asked.id) == asked
    answered = lasting.gaps.answer(HERE, asked.id, answer, CURATOR, NOW)
    assert answered and (answered.question, answered.answer) == (question, answer)


def test_what_people_wrote_is_in_no_log_of_a_gap() -> None:
    asked = gap(question="the teacher of our village")
    assert "village" not in repr(asked)
    assert "village" not in repr(asked.model_copy(update={"answer": "Ask in the village."}))
    with pytest.raises(ValidationError) as caught:
        Gap(**{**asked.model_dump(), "question": b"\xff village", "reason": "no"})
    assert "village" not in str(caught.value)


def test_a_workspace_without_any_id_is_refused() -> None:
    with pytest.raises(ValidationError, match="needs the id of a team or of an enterprise"):
        Workspace(enterprise="", team="")
