"""What a digest says that can be done: a verb, a day, an owner; or nothing, in one line."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.digest import Digests, DueStep, Scope, UnderWay
from bot.handlers.digest.message import DigestRef, SlackDigest
from bot.render.digest import text
from bot.reviews import Calendar
from bot.settings import settings
from tests.digest.test_contents import HAITI, KNOWLEDGE, ON, UPR_54, pages, said
from tests.digest.things import calendar

REF = DigestRef(channel="C0123456789", subscription="f" * 32, week="2027-W03")


def haiti(**row: str) -> Digests:
    return Digests(calendar({**UPR_54, **row}, HAITI))


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (dt.date(2026, 3, 30), "Send the submission: Haiti, UPR\n  by 17 July 2026"),
        (dt.date(2026, 12, 1), "Meet three embassies, with one recommendation each: Haiti"),
        (dt.date(2027, 1, 18), "Watch the review, and write down each promise: Haiti, UPR"),
    ],
)
def test_what_can_be_done_follows_the_stage(on: dt.date, says: str) -> None:
    told = said(haiti(civil_society_deadline="2026-07-17"), Scope(states=("HTI",)), on)
    assert says in told.split("Coming in")[0]


def test_long_before_there_is_nothing_to_do() -> None:
    rows = haiti(civil_society_deadline="2026-07-17")
    assert rows.digest(Scope(states=("HTI",)), dt.date(2025, 12, 1)).tasks == ()


def test_what_is_off_is_no_task() -> None:
    for certainty in ("cancelled", "at risk"):
        rows = Digests(calendar(UPR_54, {**HAITI, "certainty": certainty}))
        assert rows.digest(Scope(states=("HTI",)), dt.date(2026, 12, 1)).tasks == ()


def test_a_session_without_a_state_of_the_channel_is_not_shown() -> None:
    rows = Digests(calendar(UPR_54, HAITI))
    assert rows.digest(Scope(states=("HTI",)), ON).sessions
    assert not rows.digest(Scope(states=("MLI",)), ON).sessions
    # and a month is not this week
    month = Digests(calendar({**UPR_54, "start": "2027-01", "end": ""}, HAITI))
    assert not month.digest(Scope(states=("HTI",)), ON).sessions


def test_the_channels_own_work_says_how_far_it_is_and_what_is_late() -> None:
    own = UnderWay(
        title="UPR briefing", iso3="HTI", done=3, of=17, action="upr-briefing", mechanism="upr",
        due=(
            DueStep(day=dt.date(2026, 11, 27), do="Get consent for this use: from all.",
                    owner="U1"),
            DueStep(day=dt.date(2026, 12, 4), do="Write the page."),
        ),
    )  # fmt: skip
    on = dt.date(2026, 12, 1)
    made = haiti().digest(Scope(states=("HTI",)), on, under_way=(own,))
    assert made.tasks == (), "what is under way is not asked for again"
    page = pages().page(made, "en")
    told = text(page, settings().templates)
    assert "UPR briefing: Haiti\n  3 of 17 done · Get consent for this use: 4 days late" in told
    assert "4 December 2026: Write the page" in told
    where = settings()
    slack = SlackDigest(pages()._base, pages()._states)
    shown = str(slack.message(made, "en", REF).arguments())
    assert "<@U1>" in shown and where.templates


def test_one_button_begins_what_stands_first() -> None:
    made = haiti().digest(Scope(states=("HTI",)), dt.date(2026, 12, 1))
    slack = SlackDigest(pages()._base, pages()._states)
    blocks = slack.message(made, "en", REF).arguments()["blocks"]
    first = blocks[-1]["elements"][0]
    assert first["text"]["text"] == "Begin: steps and dates" and first["style"] == "primary"
    assert '"upr-briefing"' in first["value"] and '"HTI"' in first["value"]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("TCD", "Nothing to do this week for Chad"),
        ("COL", "Next: UPR: review – Colombia, November 2028 (expected, not published)."),
    ],
)
def test_with_nothing_to_do_one_line_says_so_and_what_comes_next(state: str, says: str) -> None:
    digests = Digests(Calendar.open(KNOWLEDGE))
    told = said(digests, Scope(states=(state,)), dt.date(2026, 11, 29))
    assert says in told and len(told.splitlines()) == 1
