"""The questions that are offered to begin with: by followed States and by what is coming."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.ask import PROMPTS, Answer, Choices, Desk, Note, openings
from bot.knowledge.models import LANGUAGES, Language
from bot.render import Plain
from bot.reviews import Calendar
from tests.reviews.folder import REVIEW, SESSION, folder

EVERYBODYS = tuple(Note(key=key) for key in PROMPTS)
HAITI = {"state": "HTI", "mechanism": "upr"}


@pytest.fixture
def calendar(tmp_path: Path) -> Calendar:
    """A session on 18–29 January 2027, papers until 17 July 2026, and Haiti on 20 January."""
    on_its_day = REVIEW | {"start": "2027-01-20", "end": "2027-01-20"}
    return Calendar.open(folder(tmp_path, SESSION, on_its_day))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "key"),
    [
        ("2026-06-01", "prompt_deadline"),
        ("2026-12-01", "prompt_review"),
        ("2027-01-13", "prompt_review"),
        ("2027-01-14", "prompt_in_session"),
        ("2027-01-20", "prompt_in_session"),
    ],
)
def test_a_followed_states_next_date_is_asked_about(calendar: Calendar, on: str, key: str) -> None:
    first, *others = openings(calendar, ("HTI",), day(on))
    assert first == Note(key=key, values=HAITI)
    assert len(others) == 3


def test_a_state_without_a_near_date_is_asked_about_in_general(calendar: Calendar) -> None:
    first, second, *others = openings(calendar, ("ITA", "HTI", "MLI"), day("2026-12-01"))
    assert first.values == HAITI, "the nearest date comes first"
    assert second == Note(key="prompt_state", values={"state": "ITA"})
    assert tuple(others) == EVERYBODYS[:2], "two questions fit everybody"


def test_where_only_the_session_is_known_nothing_is_said_of_this_week(tmp_path: Path) -> None:
    calendar = Calendar.open(folder(tmp_path, SESSION, REVIEW))
    assert openings(calendar, ("HTI",), day("2027-01-20"))[0].key == "prompt_review"


@pytest.mark.parametrize("on", ["2027-01-13", "2027-01-29"])
def test_a_session_of_these_days_is_asked_about(calendar: Calendar, on: str) -> None:
    session = Note(key="prompt_session", values={"mechanism": "upr"})
    assert openings(calendar, (), day(on)) == (session, *EVERYBODYS[:3])


def test_else_there_are_the_questions_that_fit_everybody(calendar: Calendar) -> None:
    assert openings(calendar, (), day("2027-02-01")) == EVERYBODYS
    assert openings(None, ("HTI",)) == EVERYBODYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_answers_what_it_offers(
    desk: Desk, plain: Plain, calendar: Calendar, language: Language
) -> None:
    for on in ("2026-06-01", "2026-12-01", "2027-01-20"):
        for note in openings(calendar, ("HTI", "MLI"), day(on)):
            reply = desk.ask(plain.note(note, language), on=day(on))
            assert isinstance(reply, (Answer, Choices)), plain.note(note, language)
            assert reply.language == language
            assert reply.state == note.values.get("state")
            assert note.values.get("mechanism", "upr") in (*reply.mechanisms, "upr")
