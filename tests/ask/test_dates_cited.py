"""Where the dates of a State come from, as a reader sees it."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask import Answer, Desk
from bot.store import Correction, Workspace

ON = dt.date(2026, 12, 1)


def first_source(desk: Desk, question: str) -> tuple[str, str, str | None]:
    reply = desk.ask(question, on=ON)
    assert isinstance(reply, Answer)
    source = reply.sources[0]
    return source.title, source.publisher, source.url


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (
            "When is the next UPR of Mali?",
            "Its last review, upr-info.org",
        ),
        (
            "Quand est le prochain EPU du Mali ?",
            "Son dernier examen, upr-info.org",
        ),
    ],
)
def test_an_expected_date_cites_the_states_own_last_review(
    words_desk: Desk, question: str, begins: str
) -> None:
    title, publisher, url = first_source(words_desk, question)
    assert title.startswith(begins)
    assert url == "https://upr-info.org/en/news/43rd-upr-working-group-key-highlights"
    assert "Malta" not in title + publisher


def test_what_a_curator_read_is_named_as_it_was_written(words_desk: Desk) -> None:
    assert words_desk.calendar is not None
    letter = "OHCHR letter of 30 November 2026"
    correction = Correction(
        workspace=Workspace(team="T1"),
        key="upr-5-mli-review",
        change={"certainty": "published", "start": "2028-05-08", "end": "2028-05-19"},
        source=letter,
        person="U1",
        made=dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC),
    )
    desk = words_desk.over(words_desk.calendar.corrected([correction]))
    question = "When is the next UPR of Mali?"
    assert first_source(desk, question) == (letter, "Calendar of reviews", None)
    assert first_source(words_desk, question)[0] != letter
