"""Dates are counted from what is published or given, and from nothing else."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.prepare import Checklist, GivenDeadline, NotPossible, Prepare
from bot.prepare.outline import divided
from bot.render.checklist_dates import date_lines, due
from bot.render.prepare_words import Wordings
from tests.prepare.conftest import ON

DEADLINE = dt.date(2022, 3, 31)
"""Of the 41st session of the UPR, and so of Bahrain: published."""
EARLY = dt.date(2021, 10, 1)
"""A day long before it."""


def _due(made: Checklist) -> dict[str, dt.date | None]:
    return {step.id: step.due for step in made.steps}


def test_days_are_counted_back_from_the_published_deadline(
    prepare: Prepare, wordings: Wordings
) -> None:
    made = prepare.checklist("upr-submission", EARLY, "BHR")
    assert made.left == "enough"
    found = _due(made)
    assert found["consent"] == DEADLINE - dt.timedelta(weeks=8)
    assert found["send"] == DEADLINE - dt.timedelta(days=1)
    assert "31 March 2022" in date_lines(made, wordings.of("en"))[0]
    # only the month of Haiti's review is known, so its steps have no day
    assert _due(prepare.checklist("upr-submission", ON, "HTI"))["lobby"] is None


def test_weeks_across_the_change_of_clocks_stay_whole_weeks(
    prepare: Prepare, wordings: Wordings
) -> None:
    zone = ZoneInfo("Africa/Ndjamena")
    given = GivenDeadline(dt.date(2027, 4, 5))
    made = prepare.checklist("upr-submission", ON, "TCD", deadline=given, zone=zone)
    assert _due(made)["sign-off"] == dt.date(2027, 3, 15)
    assert _due(made)["sign-off"] == given.day - dt.timedelta(weeks=3)
    assert made.anchor.ends_local == dt.datetime(2027, 4, 5, 23, tzinfo=zone)
    assert "hour of the deadline is not known" in "\n".join(date_lines(made, wordings.of("en")))
    winter = prepare.checklist(
        "upr-submission", ON, "TCD", deadline=GivenDeadline(dt.date(2027, 3, 20)), zone=zone
    )
    assert winter.anchor.ends_local == dt.datetime(2027, 3, 21, 0, tzinfo=zone)


def test_an_hour_in_geneva_is_told_in_local_time(prepare: Prepare, wordings: Wordings) -> None:
    given = GivenDeadline(dt.date(2027, 3, 31), dt.time(12))
    zone = ZoneInfo("America/Port-au-Prince")
    made = prepare.checklist("upr-submission", ON, "TCD", deadline=given, zone=zone)
    assert "12:00 in Geneva, is 06:00 on 31 March 2027" in "\n".join(
        date_lines(made, wordings.of("en"))
    )


def test_a_passed_deadline_says_when_it_closed_and_what_remains(
    prepare: Prepare, wordings: Wordings
) -> None:
    made = prepare.checklist("upr-submission", ON, "HTI")
    assert made.left == "closed"
    assert date_lines(made, wordings.of("en"))[0] == (
        "The deadline for submissions for Haiti closed in July 2026 (expected, not published)."
    )
    assert made.remains[0].entry == "upr.engage.missed-deadline"
    kept = {step.id for step in made.steps}
    assert "lobby" in kept and "consent" in kept
    assert not kept & {"send", "register", "draft"}


def test_without_a_date_everything_stays_relative(prepare: Prepare, wordings: Wordings) -> None:
    made = prepare.checklist("upr-submission", ON, "TCD")
    assert set(_due(made).values()) == {None}
    says = {step.id: due(step, made, wordings.of("en")) for step in made.steps}
    assert says["draft"] == "5 weeks before the deadline for submissions"
    assert says["lobby"] == "12 weeks before the review (about October 2028)"


def test_papers_that_are_not_taken_are_said_so(prepare: Prepare, wordings: Wordings) -> None:
    made = prepare.checklist("upr-submission", ON, "MMR")
    assert made.left == "suspended"
    assert (
        date_lines(made, wordings.of("en"))[0]
        == "No submissions are taken for Myanmar until further notice."
    )


def test_an_expected_date_never_becomes_a_day(prepare: Prepare, wordings: Wordings) -> None:
    made = prepare.checklist("upr-submission", ON, "BHR")
    assert made.anchor.when is not None and made.anchor.certainty == "expected"
    assert made.anchor.exact is None and set(_due(made).values()) == {None}
    assert "expected, not published" in date_lines(made, wordings.of("en"))[0]


@pytest.mark.parametrize(
    ("given", "counted"),
    [(dt.date(2022, 3, 24), dt.date(2022, 3, 24)), (dt.date(2022, 4, 15), None)],
)
def test_a_given_date_never_pushes_a_published_one_back(
    prepare: Prepare, wordings: Wordings, given: dt.date, counted: dt.date | None
) -> None:
    made = prepare.checklist("upr-submission", EARLY, "BHR", deadline=GivenDeadline(given))
    assert _due(made)["send"] == (counted or DEADLINE) - dt.timedelta(days=1)
    assert "published" in date_lines(made, wordings.of("en"))[0]


def test_steps_stand_in_the_order_in_which_they_are_done(prepare: Prepare) -> None:
    for action in prepare.actions:
        ids = [step.id for step in prepare.checklist(action, ON).steps]
        before = ("risks", "consent", "names", "sign-off")
        assert all(ids.index(one) < ids.index("send") for one in before), action
        assert all(ids.index(one) > ids.index("send") for one in ("keep", "watch") if one in ids)
    made = prepare.checklist("individual-complaint", ON, "TCD").steps
    ids = [step.id for step in made]
    assert ids.index("send") < ids.index("court-told") < ids.index("news")


def test_an_hour_is_that_of_the_body(prepare: Prepare, wordings: Wordings) -> None:
    given = GivenDeadline(dt.date(2027, 3, 31), dt.time(18))
    zone = ZoneInfo("America/Port-au-Prince")
    made = prepare.checklist("iachr-hearing-request", ON, "HTI", deadline=given, zone=zone)
    assert "18:00 in Washington, is 18:00 on 31 March 2027" in "\n".join(
        date_lines(made, wordings.of("en"))
    )
    made = prepare.checklist("nhrap-drafting", ON, "HTI", deadline=given, zone=zone)
    assert made.anchor.ends_local is None
    assert "Geneva" not in "\n".join(date_lines(made, wordings.of("en")))


def test_where_no_committee_is_named_it_is_said_which_are_open(
    prepare: Prepare, wordings: Wordings
) -> None:
    made = prepare.checklist("individual-complaint", ON, "TCD")
    assert {one.subject for one in made.accepted if one.status == "yes"} == {"ccpr"}
    assert date_lines(made, wordings.of("en"))[0].startswith(
        "Complaints: Open for Chad: CCPR. Not known here"
    )
    assert not made.instead
    named = prepare.checklist("individual-complaint", ON, "SDN", mechanism="cedaw")
    assert date_lines(named, wordings.of("en"))[0].startswith(
        "Complaints: Not open for Sudan. Not a party to"
    )
    assert named.instead


def test_with_little_time_only_what_still_makes_sense_is_asked(prepare: Prepare) -> None:
    plans = {
        left: prepare.checklist(
            "upr-submission", ON, "TCD", deadline=GivenDeadline(ON + dt.timedelta(days))
        )
        for left, days in (("day", 1), ("week", 7), ("two_months", 55), ("enough", 100))
    }
    for left, made in plans.items():
        assert made.left == left
        assert bool(made.short_of_time) == (left != "enough")
        ids = {step.id for step in made.steps}
        assert ids >= {"risks", "consent", "names", "sign-off", "send"}
    sizes = [len(made.steps) for made in plans.values()]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
    assert "evidence" in {step.id for step in plans["day"].left_out}
    late = {step.id: step for step in plans["week"].steps}["consent"]
    assert late.late and late.due == ON


def test_a_treaty_that_does_not_bind_the_state_is_said(
    prepare: Prepare, wordings: Wordings
) -> None:
    old = prepare.checklist("cmw-alternative-report", ON, "HTI")
    assert [one.status for one in old.accepted] == ["unknown"], "its list is too old to say no"
    made = prepare.checklist("cedaw-alternative-report", ON, "SDN")
    assert [one.status for one in made.accepted] == ["no"]
    assert made.accepted[0].rule.check_on
    first = date_lines(made, wordings.of("en"))[0]
    assert first.startswith("Treaty: Not open for Sudan.") and made.accepted[0].rule.text in first
    assert made.instead


def test_what_does_not_fit_is_refused_with_a_sentence(prepare: Prepare) -> None:
    with pytest.raises(NotPossible, match="not before upr"):
        prepare.checklist("session-briefing", ON, "TCD", mechanism="upr")
    with pytest.raises(NotPossible, match="not done jointly"):
        prepare.checklist("urgent-appeal", ON, "TCD", joint=True)


@pytest.mark.parametrize("words", [7, 100, 2815, 5630])
def test_no_word_is_lost_or_added(words: int) -> None:
    for shares in ([1], [12, 7, 70, 15], [1] * 7, [99, 1, 1]):
        parts = divided(words, shares)
        assert sum(parts) == words and all(part > 0 for part in parts)
