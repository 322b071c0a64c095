"""Time limits: a day where the rule counts months from the last decision, else none."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.choosing import CaseFacts, Chooser, Limit
from bot.choosing.rules import runs_out
from bot.knowledge.models import Unit
from tests.choosing.conftest import TODAY


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last"),
    [
        ("2026-11-03", 4, "months", "2027-03-03"),
        ("2026-08-31", 6, "months", "2027-02-28"),
        ("2027-08-31", 6, "months", "2028-02-29"),
        ("2028-02-29", 1, "years", "2029-02-28"),
        ("2026-12-15", 12, "weeks", "2027-03-09"),
        ("2026-12-15", 60, "days", "2027-02-13"),
        ("9999-06-01", 5, "years", "9999-12-31"),
    ],
)
def test_a_time_ends_on_the_day_of_the_month_on_which_it_began(
    start: str, amount: int, unit: Unit, last: str
) -> None:
    assert runs_out(dt.date.fromisoformat(start), amount, unit) == dt.date.fromisoformat(last)


def _limit(chooser: Chooser, way: str, said: CaseFacts) -> Limit:
    result = chooser.choose(said)
    ways = (*result.usable, *result.later, *result.late, *result.closed)
    return next(one for one in ways if one.id == way).limits[0]


def test_the_last_day_itself_is_in_time_and_the_next_is_too_late(chooser: Chooser) -> None:
    said = CaseFacts(on=dt.date(2027, 5, 3), state="CZE", who="group", about=("ethnic",),
                 harm="past", last_decision=dt.date(2026, 11, 3))  # fmt: skip
    on_the_day = _limit(chooser, "complaint-cerd", said)
    assert (on_the_day.runs_out, on_the_day.passed, on_the_day.days_left) == (said.on, False, 0)
    after = said.model_copy(update={"on": dt.date(2027, 5, 4)})
    assert _limit(chooser, "complaint-cerd", after).passed
    assert "complaint-cerd" in {one.id for one in chooser.choose(after).closed}


def test_a_late_complaint_of_a_child_is_ranked_no_more_and_keeps_its_exception(
    chooser: Chooser,
) -> None:
    said = CaseFacts(on=TODAY, state="CZE", who="person", about=("children",), harm="past",
                 last_decision=dt.date(2025, 1, 15))  # fmt: skip
    result = chooser.choose(said)
    assert "complaint-crc" in {one.id for one in result.late}
    assert "complaint-crc" not in {one.id for one in result.usable}
    late = _limit(chooser, "complaint-crc", said)
    assert late.passed and late.runs_out == dt.date(2026, 1, 15)
    assert "could not come earlier" in late.says


def test_no_day_is_made_up(chooser: Chooser) -> None:
    undated = CaseFacts(on=TODAY, state="CZE", who="person", about=("children",), harm="past")
    assert _limit(chooser, "complaint-crc", undated).runs_out is None
    decided = {"harm": "past", "last_decision": dt.date(2026, 10, 1)}
    none = CaseFacts(on=TODAY, state="FIN", who="person", about=("disability",), **decided)
    assert _limit(chooser, "complaint-crpd", none).runs_out is None
    act = CaseFacts(on=TODAY, state="KEN", who="person", about=("torture",), **decided)
    assert _limit(chooser, "east-african-court", act).runs_out is None


def test_a_time_that_is_only_safe_says_so(chooser: Chooser) -> None:
    said = CaseFacts(on=TODAY, state="KEN", who="person", about=("torture",), harm="past",
                 last_decision=dt.date(2026, 10, 1))  # fmt: skip
    safe = _limit(chooser, "achpr-complaint", said)
    assert (safe.kind, safe.status, safe.runs_out) == ("safe", "unchecked", dt.date(2027, 4, 1))
