"""What a State joined and accepted stands first where that is asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask.desk import Desk
from bot.render import Plain

ON = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("can somebody in Sudan complain to CEDAW?", "Sudan: Not a party to CEDAW"),
        ("Is CAR SP to the ICPPED?", "Central African Republic: A party to CPED since"),
        ("has Mexico accepted complaints to CED?", "party to CPED since 18 March 2008"),
        ("which committees review Chad?", "Chad: A party to"),
        ("is the Special Rapporteur on Burundi still renewed?", "A/HRC/RES/60/15"),
    ],
)
def test_a_state_and_its_treaties(desk: Desk, plain: Plain, question: str, says: str) -> None:
    text = plain.text(desk.ask(question, on=ON))
    assert says in text.splitlines()[0]
    assert len(text) <= 2_000


def test_where_a_committee_is_closed_other_ways_are_named(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("can somebody in Sudan complain to CEDAW?", on=ON))
    assert "What remains open for one case: Special Procedures" in text


def test_what_is_not_known_is_not_said_to_be_no(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("can a family in Sudan complain to CED?", on=ON))
    assert "Not known here" in text
    assert "UN Treaty Collection" in text


def test_a_regional_body_does_not_decide_whose_acts_are_meant(desk: Desk, plain: Plain) -> None:
    question = "Is Strasbourg open to a Ukrainian for what Russian forces did in 2023?"
    assert not plain.text(desk.ask(question, on=ON)).startswith("Ukraine: Complaints are possible")
