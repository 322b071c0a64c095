"""What a digest says, how much of it, and in which words."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from bot.digest import Digests, Scope
from bot.knowledge import load
from bot.knowledge.models import LANGUAGES
from bot.render.digest import DigestPages, text
from bot.reviews import Calendar
from bot.settings import settings
from bot.states import StateNames
from bot.store import Correction, Workspace
from tests.digest.things import REVIEW, SESSION, calendar

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
ON = dt.date(2027, 1, 18)
CHECKED = {"checked_on": "2027-01-10"}
UPR_54 = {
    **SESSION, **CHECKED, "key": "upr-54", "session": "54",
    "start": "2027-01-18", "end": "2027-01-29",
}  # fmt: skip
HAITI = {**REVIEW, **CHECKED, "key": "upr-hti", "session": "54", "iso3": "HTI", "state": "Haiti"}


@cache
def pages() -> DigestPages:
    where = settings()
    return DigestPages(
        load(where.knowledge, where.cache), StateNames.read(where.knowledge / "states")
    )


def said(digests: Digests, wanted: Scope, on: dt.date = ON, language: str = "en") -> str:
    return text(pages().page(digests.digest(wanted, on), language), settings().templates)


def test_this_weeks_session_is_shown_with_the_channels_states_and_how_to_watch():
    wanted = Scope(states=("HTI",))
    told = said(Digests(calendar(UPR_54, HAITI)), wanted)
    [part] = [p for p in told.split("\n\n") if p.startswith("Sessions this week")]
    assert "UPR, 54th session – Haiti" in part
    assert "18–29 January 2027 · published" in part
    assert "https://webtv.un.org" in part
    assert "Sessions this week" not in said(
        Digests(calendar(UPR_54, HAITI)), wanted, ON - dt.timedelta(days=7)
    )


@pytest.mark.parametrize("row", [{"mechanism": "spt"}, {"stage": "pre-session"}])
def test_nobody_is_sent_to_watch_a_closed_meeting(row):
    told = said(Digests(calendar({**UPR_54, "key": "a-1", **row})), Scope())
    assert "Sessions this week" in told
    assert "webtv" not in told


def test_a_deadline_stands_from_fourteen_days_before_and_says_how_sure_it_is():
    own = {"civil_society_deadline": "2027-02-01", "start": "2027-06", "end": ""}
    rows = Digests(calendar({**UPR_54, **own}, HAITI))
    expected = Digests(calendar({**UPR_54, **own, "civil_society_certainty": "expected"}, HAITI))
    wanted = Scope(states=("HTI",))
    assert "Deadlines" not in said(rows, wanted, dt.date(2027, 1, 17))
    told = said(rows, wanted)
    assert "UPR, 54th session: deadline, submissions of civil society – Haiti" in told
    assert "until 1 February 2027 (in 14 days) · published" in told
    assert "until 1 February 2027 (today) · published" in said(rows, wanted, dt.date(2027, 2, 1))
    told = said(expected, wanted)
    assert "until 1 February 2027 (in 14 days) · expected, not published" in told
    assert "submissions until about 1 February 2027, not published" in told


def test_a_month_stays_a_month_and_the_thing_to_do_fits_the_stage():
    row = {**UPR_54, "start": "2027-06", "end": "", "civil_society_deadline": "2026-12-01"}
    told = said(Digests(calendar(row, HAITI)), Scope(states=("HTI",)))
    assert "June 2027, day not known · published · submissions closed on 1 December 2026" in told
    # eight weeks before the review the papers are closed: the embassies are what is left
    near = said(Digests(calendar(row, HAITI)), Scope(states=("HTI",)), dt.date(2027, 4, 5))
    assert "To do\n- Meet three embassies, with one recommendation each: Haiti, UPR" in near
    assert "by May 2027 · no owner yet" in near
    assert "To do" not in told  # more than three months are left


def test_a_digest_with_nothing_to_say_is_empty_and_says_so_when_asked():
    rows = Digests(calendar(UPR_54, HAITI))
    quiet = rows.digest(Scope(states=("MLI",), mechanisms=("cat",), horizon=30), ON)
    assert quiet.empty
    line = said(rows, Scope(states=("MLI",), mechanisms=("cat",), horizon=30))
    assert line == "Nothing to do this week for Mali, and nothing has changed.\n"
    assert not rows.digest(Scope(states=("HTI",)), ON).empty


def test_an_old_calendar_is_said_plainly_to_whom_it_concerns():
    rows = Digests(calendar({**UPR_54, "checked_on": "2026-10-01"}, HAITI))
    assert "Not checked since 1 October 2026 or before: 1 of the calendar's dates" in said(
        rows, Scope()
    )
    assert "Not checked" not in said(rows, Scope(mechanisms=("cat",)))


def test_another_state_is_nobodys_news_and_a_change_of_states_makes_none():
    before, after = HAITI, {**HAITI, "certainty": "cancelled"}
    haiti, mali = Scope(states=("HTI",)), Scope(states=("MLI",))
    session = {**UPR_54, "start": "2027-06", "end": ""}
    told = Digests(calendar(session, before)).digest(haiti, ON).row_states
    later = Digests(calendar(session, after))
    week = ON + dt.timedelta(days=7)
    assert [change.what for change in later.digest(haiti, week, told).changes] == ["cancelled"]
    assert not later.digest(mali, week, told).changes


def test_what_there_was_no_room_for_is_told_in_the_next_digest():
    names = ["Haiti", "Mali", "Chad", "Niger", "Sudan", "South Sudan", "Ukraine", "Colombia"]
    codes = ["HTI", "MLI", "TCD", "NER", "SDN", "SSD", "UKR", "COL"]

    def rows(moved: bool) -> Digests:
        return Digests(
            calendar(
                *(
                    {
                        **HAITI, "key": f"upr-{code.casefold()}", "session": "", "iso3": code,
                        "state": name, "start": f"2027-{number + (3 if moved else 2):02}-01",
                    }
                    for number, (code, name) in enumerate(zip(codes, names, strict=True), 1)
                )
            )
        )  # fmt: skip

    wanted = Scope(horizon=400)
    told = rows(False).digest(wanted, ON)
    first = rows(True).digest(wanted, ON + dt.timedelta(days=7), told.row_states)
    assert (len(first.changes), first.more.changes) == (6, 2)
    second = rows(True).digest(wanted, ON + dt.timedelta(days=14), first.row_states)
    states = [state for digest in (first, second) for c in digest.changes for state in c.states]
    assert sorted(states) == sorted(codes)


def test_a_date_that_becomes_known_or_sure_is_told_after_what_is_worse():
    def rows(session: dict[str, str], haiti: dict[str, str]) -> Digests:
        return Digests(calendar({**UPR_54, **session}, {**HAITI, "session": "", **haiti}))

    expected = {"certainty": "expected", "rule": "upr.calendar.order"}
    wanted = Scope(horizon=400)
    told = rows({"start": "2027-06", "end": "", **expected}, {"start": "2027-06-08"}).digest(
        wanted, ON
    )
    digest = rows({"start": "2027-06-07", "end": "2027-06-18"}, {"start": "2027-07-08"}).digest(
        wanted, ON + dt.timedelta(days=7), told.row_states
    )
    page = text(pages().page(digest, "en"), settings().templates).split("\n\n")[1]
    assert "Moved to 8 July 2027 (was 8 June 2027)" in page
    known = "7–18 June 2027: now published"
    assert known in page
    assert page.index("8 July") < page.index(known)


def test_a_curators_correction_is_told_of():
    made = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    moved = Correction(
        workspace=Workspace(team="T1"),
        key="upr-4-hti-review",
        change={"start": "2027-05", "certainty": "moved", "session": ""},
        person="U1",
        made=made,
        source="https://www.ohchr.org/en/hr-bodies/upr",
    )
    wanted, on = Scope(states=("HTI",)), dt.date(2026, 11, 23)
    told = Digests(Calendar.open(KNOWLEDGE)).digest(wanted, on)
    corrected = Calendar.open(KNOWLEDGE).corrected([moved])
    assert not corrected.overlay.left_out
    digest = Digests(corrected).digest(wanted, on + dt.timedelta(days=7), told.row_states)
    page = text(pages().page(digest, "en"), settings().templates)
    assert "Moved to May 2027 (was January–February 2027: expected, not published)" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("on", ["2026-07-06", "2026-11-23", "2027-03-01", "2028-01-10"])
def test_the_real_calendar_is_short_in_every_language_and_certainty_is_always_said(language, on):
    digests = Digests(Calendar.open(KNOWLEDGE))
    for states in ((), ("SDN", "SSD"), ("UKR", "PSE", "MMR"), ("XXX",)):
        digest = digests.digest(Scope(states=states, horizon=365), dt.date.fromisoformat(on))
        page = pages().page(digest, language)
        made = text(page, settings().templates)
        assert len(made.encode()) < 6_000
        assert len(made.split()) < 420
        for part in page.parts:
            assert all(len(line.dates) >= 2 for line in part.lines), part


def test_the_longest_digest_stays_under_twenty_kilobytes():
    states = StateNames.read(KNOWLEDGE / "states").states
    rows = [
        {
            **HAITI, "key": f"upr-{code.casefold()}", "iso3": code, "state": state.name,
            "session": "", "start": f"2027-01-{18 + number % 14}", "note": "x" * 500,
            "civil_society_deadline": f"2027-01-{18 + number % 14}",
        }
        for number, (code, state) in enumerate(states.items())
    ]  # fmt: skip
    made = said(Digests(calendar(*rows)), Scope(), language="ar")
    assert 2_000 < len(made.encode()) < 20_000
