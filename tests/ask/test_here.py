"""What the calendar says of a State stands first where dates are asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask import Desk
from bot.render import Plain
from tests.spaces import typed

ON = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("question", "first", "also"),
    [
        ("when is Chad reviewed by the UPR", "Chad: the next review", "45th session"),
        (
            "is it too late for Haiti's UPR submission?",
            "Haiti",
            "probably passed (expected July 2026)",
        ),
        ("when is Ukraine's next UPR", "Ukraine: the review", "No new date is known"),
        ("when is Myanmar reviewed in the UPR", "Myanmar", "until further notice"),
        ("Quand le Mali passe-t-il à l'EPU ?", "Mali : prochain examen", "n'est pas publiée"),
        ("¿Cuándo es el EPU de Sudán del Sur?", "Sudán del Sur", "no está publicada"),
        ("which reviews are coming for Sudan?", "Sudan: the next review", "54th session"),
    ],
)
def test_dates_of_a_state(desk: Desk, plain: Plain, question: str, first: str, also: str) -> None:
    text = typed(plain.text(desk.ask(question, on=ON)))
    assert text.startswith(first) or first in text.splitlines()[1]
    assert also in text
    assert len(text) <= 2_000


def test_a_month_never_becomes_a_day(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("when is Haiti's UPR", on=ON))
    assert "January–February 2027" in text
    assert "1 January 2027" not in text


def test_today_decides_whether_a_deadline_is_open(desk: Desk, plain: Plain) -> None:
    question = "can we still send our UPR submission on Bahrain? what is the deadline"
    before = plain.text(desk.ask(question, on=dt.date(2022, 3, 15)))
    assert "taken until 31 March 2022" in before
    assert "closed on 31 March 2022" in plain.text(desk.ask(question, on=dt.date(2022, 4, 2)))


def test_what_the_calendar_does_not_know_is_said(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("when is Colombia before CEDAW", on=ON))
    assert text.startswith("Colombia: my calendar has no date before the CEDAW Committee")


def test_a_question_without_dates_keeps_its_answer_first(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("How many words may our joint UPR submission on Mali have?", on=ON))
    assert text.startswith("For the Universal Periodic Review (UPR), one organisation")
    assert "Mali: the next review" in text


def test_dates_that_are_wanted_as_a_task_are_given(desk: Desk, plain: Plain) -> None:
    reply = desk.ask("show me the calendar of reviews for Haiti", on=ON)
    assert "January–February 2027" in plain.text(reply)
    assert "does not make this yet" not in plain.text(reply)


def test_the_national_preventive_mechanism_that_the_tables_hold_is_named_first(
    desk: Desk, plain: Plain
) -> None:
    named = plain.text(desk.ask("Does Burkina Faso have an NPM?", on=ON))
    assert named.startswith("Burkina Faso") and "CNDH" in named.splitlines()[0]
    assert "did not exist (2018)" in plain.text(desk.ask("is there an NPM in South Sudan?", on=ON))
    unread = plain.text(desk.ask("NPM of Switzerland", on=ON))
    assert "Which body it is, and whether it works, is not known here" in unread
