"""When a digest is due: on the wall where the channel is, once a week, whatever the clocks do."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest import UnknownZone, due, next_due
from bot.digest.due import LATE, moment
from bot.store import Subscription
from tests.digest.things import subscription

ZONES = (
    "Europe/Paris", "America/New_York", "Africa/Nairobi", "Asia/Kathmandu",
    "America/Port-au-Prince", "Australia/Lord_Howe", "Pacific/Apia", "UTC",
)  # fmt: skip
subscriptions = st.builds(
    lambda zone, weekday, time: subscription(zone=zone, weekday=weekday, time=time),
    st.sampled_from(ZONES),
    st.integers(1, 7),
    st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def posted(one: Subscription, start: dt.datetime, days: int, every: dt.timedelta) -> list[str]:
    """The weeks that a runner posts which looks so often, each week once."""
    done: list[str] = []
    now = start
    while now < start + dt.timedelta(days=days):
        found = due(one, now)
        if found and found.week not in done:
            done.append(found.week)
        now += every
    return done


@settings(max_examples=40, deadline=None)
@given(subscriptions, st.integers(2011, 2030), st.integers(60, 20 * 60), st.integers(0, 10_080))
def test_in_a_year_no_week_is_missed_and_none_is_doubled(one, year, minutes, offset):
    start = dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=offset)
    one = one.model_copy(update={"since": start})
    weeks = posted(one, start, 378, dt.timedelta(minutes=minutes))
    days = [start.date() + dt.timedelta(days=number - 2) for number in range(382)]
    moments = [moment(one, day) for day in days if day.isoweekday() == one.weekday]
    due_then = [at for at in moments if start <= at < start + dt.timedelta(days=378)]
    # Whether the last one is made up for may show only after the year.
    assert len(due_then) - 1 <= len(weeks) <= len(due_then)
    monday = [dt.datetime.strptime(f"{week}-1", "%G-W%V-%u") for week in weeks]
    steps = {later - earlier for earlier, later in pairwise(monday)}
    assert steps == {dt.timedelta(weeks=1)}


@settings(max_examples=100, deadline=None)
@given(subscriptions, st.datetimes(dt.datetime(2012, 1, 1), dt.datetime(2035, 1, 1)))
def test_the_next_one_is_the_first_that_comes_due(one, naive):
    now = naive.replace(tzinfo=dt.UTC)
    coming = next_due(one, now)
    assert now < coming.at <= now + dt.timedelta(days=8)
    assert due(one, coming.at).week == coming.week
    before = due(one, coming.at - dt.timedelta(seconds=1))
    assert before is None or before.week != coming.week


@pytest.mark.parametrize(
    ("zone", "weekday", "time", "expected"),
    [
        # Clocks go from 2:00 to 3:00: what was meant for 2:30 comes at 3:30, on that day.
        ("Europe/Paris", 7, "02:30", "2027-03-28T01:30+00:00"),
        ("America/New_York", 7, "02:30", "2027-03-14T07:30+00:00"),
        ("America/Port-au-Prince", 7, "02:30", "2027-03-14T07:30+00:00"),
        # Clocks go back: what comes twice is posted the first time.
        ("Europe/Paris", 7, "02:30", "2027-10-31T00:30+00:00"),
        ("America/New_York", 7, "01:30", "2027-11-07T05:30+00:00"),
        ("America/Port-au-Prince", 7, "01:30", "2027-11-07T05:30+00:00"),
        # The week around: nine stays nine on the wall.
        ("Europe/Paris", 1, "09:00", "2027-03-22T08:00+00:00"),
        ("Europe/Paris", 1, "09:00", "2027-03-29T07:00+00:00"),
        ("America/New_York", 1, "09:00", "2027-03-08T14:00+00:00"),
        ("America/New_York", 1, "09:00", "2027-03-15T13:00+00:00"),
        ("America/Port-au-Prince", 1, "09:00", "2027-11-08T14:00+00:00"),
        # No change of clocks, and a zone 45 minutes off.
        ("Africa/Nairobi", 1, "09:00", "2027-03-29T06:00+00:00"),
        ("Asia/Kathmandu", 1, "09:00", "2027-03-29T03:15+00:00"),
    ],
)
def test_time_on_the_wall_in_weeks_when_clocks_change(zone, weekday, time, expected):
    one = subscription(zone=zone, weekday=weekday, time=dt.time.fromisoformat(time))
    moment_due = at(expected)
    assert due(one, moment_due - dt.timedelta(seconds=1)) is None
    found = due(one, moment_due)
    assert found.at == moment_due
    assert found.on == moment_due.astimezone(ZoneInfo(zone)).date()
    # An hour later, when the same time may stand on the wall again, it is the same week.
    assert due(one, moment_due + dt.timedelta(hours=1)).week == found.week


def test_a_missed_one_is_made_up_for_within_a_day_and_not_after():
    one = subscription()
    monday = at("2026-11-30T09:00+03:00")
    assert due(one, monday + LATE - dt.timedelta(seconds=1)).week == "2026-W49"
    assert due(one, monday + LATE) is None
    late = due(one, at("2026-11-30T23:50+03:00"))
    assert (late.week, late.on) == ("2026-W49", dt.date(2026, 11, 30))


def test_a_sundays_digest_made_on_monday_keeps_its_week():
    one = subscription(weekday=7, time=dt.time(20))
    late = due(one, at("2026-11-30T03:00+03:00"))
    assert (late.week, late.on) == ("2026-W48", dt.date(2026, 11, 30))


def test_nothing_is_due_before_it_was_made_or_while_it_is_paused():
    made_at_noon = subscription(since=at("2026-11-30T12:00+03:00"))
    assert due(made_at_noon, at("2026-11-30T12:01+03:00")) is None
    assert due(made_at_noon, at("2026-12-07T09:00+03:00")).week == "2026-W50"
    assert due(subscription(paused="asked"), at("2026-11-30T09:00+03:00")) is None


def test_a_day_that_a_zone_left_out_is_made_up_for():
    one = subscription(zone="Pacific/Apia", weekday=5)  # there was no 30 December 2011
    found = due(one, at("2011-12-31T09:00+14:00"))
    assert (found.week, found.on) == ("2011-W52", dt.date(2011, 12, 31))


@pytest.mark.parametrize("name", ["", "Europe", "Mars/Base", "../../etc/passwd", "/etc", "a\0b"])
def test_a_zone_that_does_not_exist_is_said(name):
    with pytest.raises(UnknownZone, match="is no time zone; write one as Africa/Nairobi"):
        due(subscription(zone=name), at("2026-11-30T09:00+03:00"))
