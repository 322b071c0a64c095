"""What the calendar answers about a day, a State, a session; nothing more exact than is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.reviews import Calendar, CalendarEvent
from bot.reviews.check import findings
from tests.reviews.folder import KNOWLEDGE, REVIEW, SESSION, folder

ON = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar.open(KNOWLEDGE)


def only(found: tuple[CalendarEvent, ...], kind: str) -> CalendarEvent:
    (one,) = [coming for coming in found if coming.kind == kind and coming.stage == "review"]
    return one


def test_a_month_is_never_made_into_a_day(calendar: Calendar) -> None:
    review = only(calendar.upcoming(ON, ["HTI"]), "review")
    assert review.when is not None and str(review.when.start) == "2027-01"
    assert review.when.precision == "month" and review.days_left is None
    assert review.certainty == "expected" and review.rule == "upr.calendar.order"
    for coming in calendar.upcoming(ON):
        assert not coming.derived or (coming.when and coming.when.precision != "day")


def test_a_deadline_is_open_until_its_day_and_closed_after(calendar: Calendar) -> None:
    before = calendar.of_state("BHR", dt.date(2022, 3, 31)).of("upr")
    after = calendar.of_state("BHR", dt.date(2022, 4, 1)).of("upr")
    assert before and before.deadline and after and after.deadline
    assert (before.deadline.kind, before.deadline.days_left) == ("open", 0)
    assert (before.phase, before.advice[0]) == ("deadline_open", "upr.submit.portal")
    assert (after.deadline.kind, str(after.deadline.when)) == ("closed", "2022-03-31")
    assert (after.phase, after.advice[0]) == ("deadline_closed", "upr.engage.missed-deadline")
    open_now = calendar.upcoming(dt.date(2022, 3, 15), ["BHR"])
    own = [c for c in open_now if c.kind == "deadline" and c.whose == "civil_society"]
    fourth, fifth = own  # that of the next review is far, and is no day
    assert (fourth.days_left, fifth.days_left, fifth.certainty) == (16, None, "expected")
    assert not [c for c in calendar.upcoming(ON, ["HTI"]) if c.kind == "deadline"]


def test_a_session_deadline_comes_once_and_is_each_states_own(calendar: Calendar) -> None:
    on = dt.date(2022, 3, 15)
    everywhere = [c for c in calendar.upcoming(on, mechanisms=["upr"]) if c.kind == "deadline"]
    assert [c.key for c in everywhere if str(c.when and c.when.start) == "2022-03-31"] == [
        "upr-41.civil-society"
    ]


def test_an_expected_deadline_never_looks_published(calendar: Calendar) -> None:
    upr = calendar.of_state("BHR", ON).of("upr")
    assert upr and upr.deadline and upr.next
    assert upr.deadline.certainty == "expected" and str(upr.deadline.when) == "2027-03"
    assert upr.deadline.days_left is None and upr.next.certainty == "expected"


def test_states_without_a_date_are_answered_as_they_are(calendar: Calendar) -> None:
    palestine = calendar.of_state("PSE", ON).of("upr")
    assert palestine and palestine.phase == "not_reviewed" and palestine.deadline is None
    assert palestine.next and "observer State" in palestine.next.note
    ukraine = calendar.of_state("UKR", ON).of("upr")
    assert ukraine and ukraine.phase == "postponed" and ukraine.next
    assert ukraine.next.when is None and str(ukraine.next.earlier) == "2023-01"
    myanmar = calendar.of_state("MMR", ON).of("upr")
    assert myanmar and myanmar.next and myanmar.deadline
    assert myanmar.next.certainty == "at_risk" and str(myanmar.next.earlier) == "2026-01"
    assert myanmar.deadline.kind == "suspended" and myanmar.phase == "postponed"
    undated = calendar.upcoming(ON, ["UKR", "PSE"], within=dt.timedelta(30))
    assert [(c.iso3, c.mechanism) for c in undated if c.when is None] == [
        ("PSE", "crpd"),
        ("UKR", "upr"),
    ]


def test_after_a_review_come_adoption_and_then_mid_term(calendar: Calendar) -> None:
    soon = calendar.of_state("MWI", dt.date(2026, 1, 10)).of("upr")
    assert soon and soon.phase == "before_adoption"
    assert [(s.stage, str(s.when and s.when.start), s.certainty) for s in soon.steps] == [
        ("adoption", "2026-03", "expected"),
        ("mid_term", "2028-05", "expected"),
    ]
    later = calendar.of_state("MWI", dt.date(2026, 6, 1)).of("upr")
    assert later and later.phase == "after" and later.next
    assert str(later.next.when and later.next.when.start) == "2030" and later.next.derived


def test_what_follows_a_review_waits_for_it(calendar: Calendar) -> None:
    steps = [c.stage for c in calendar.upcoming(ON, ["SSD"]) if c.derived]
    assert steps == ["adoption"]


def test_a_row_of_its_own_takes_the_place_of_the_expected_one(calendar: Calendar) -> None:
    upr = calendar.of_state("NIC", ON).of("upr")
    assert upr is not None
    assert [(s.key, s.certainty) for s in upr.past] == [("upr-4-nic-adoption", "did_not_appear")]


def test_a_list_of_issues_without_a_review_is_said(calendar: Calendar) -> None:
    ccpr = calendar.of_state("CRI", ON).of("ccpr")
    assert ccpr and ccpr.next is None and ccpr.phase == "list_of_issues"
    assert [s.stage for s in ccpr.past] == ["prior_to_reporting"]


def test_what_was_only_planned_is_no_review_that_was_held(calendar: Calendar) -> None:
    iraq = calendar.of_state("IRQ", ON).of("ced")
    assert iraq and iraq.last is None and iraq.next and iraq.next.certainty == "unknown"
    assert not [step for step in (*iraq.steps, *iraq.past) if step.derived], "no date rests on it"
    chad = calendar.of_state("TCD", ON).of("ccpr")
    assert chad and chad.last and str(chad.last.when and chad.last.when.start) == "2026-03"
    for code in ("NER", "SOM", "MOZ"):
        upr = calendar.of_state(code, ON).of("upr")
        assert upr and upr.last and upr.last.certainty == "expected", (
            "the session met; each to check"
        )


def test_a_deadline_that_one_page_reports_is_not_published(calendar: Calendar) -> None:
    for code in ("HTI", "SDN", "SSD", "VEN"):
        upr = calendar.of_state(code, ON).of("upr")
        assert upr and upr.deadline and upr.deadline.certainty == "expected"
        assert str(upr.deadline.when) == "2026-07", "two readings differ on the day"


def test_the_day_moves_what_comes(calendar: Calendar) -> None:
    state = calendar.of_state("TCD", dt.date(2023, 12, 1)).of("upr")
    assert state and state.next and state.next.session == "45" and state.last is None
    assert state.next.in_session and state.next.certainty == "published"
    running = calendar.of_state("TCD", dt.date(2024, 1, 25)).of("upr")
    assert running and running.phase == "in_session"


def test_sessions_around_a_day(calendar: Calendar) -> None:
    around = calendar.session_of("hrc", dt.date(2026, 3, 1))
    assert around.running and around.running.session == "61"
    assert around.last and around.last.session == "60"
    assert around.next and around.next.session == "62"
    month_only = calendar.session_of("upr", ON)
    assert month_only.running is None and month_only.next and month_only.next.session == "53"
    assert calendar.session_of("cedaw", dt.date(2025, 10, 15)).running is None


def test_a_cancelled_session_takes_its_reviews_with_it(tmp_path: Path) -> None:
    calendar = Calendar.open(folder(tmp_path, SESSION | {"certainty": "cancelled"}, REVIEW))
    assert only(calendar.upcoming(ON, ["HTI"]), "review").certainty == "cancelled"


def test_rows_that_nobody_checked_for_long_are_stale(calendar: Calendar) -> None:
    assert calendar.stale(ON) == ()
    stale = calendar.stale(dt.date(2027, 1, 25))
    assert "upr-4-ukr-review" in {row.key for row in stale}
    assert "upr-41" not in {row.key for row in stale}


def test_the_check_names_what_to_look_up(calendar: Calendar, places: object) -> None:
    base = load(KNOWLEDGE)
    found = findings(calendar, ON, base.entries)
    assert not [one for one in found if one.kind == "error"]
    assert any(one.kind == "past" and "session 52" in one.says for one in found)
    assert any(one.kind == "none ahead" and one.mechanism == "cedaw" for one in found)
    assert all(one.page.startswith("https://") for one in found)
    wrong = findings(calendar, ON, set(base.entries) - {"upr.calendar.order"})
    assert any(one.kind == "error" and "upr.calendar.order" in one.says for one in wrong)
