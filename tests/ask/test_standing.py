"""What a State joined and accepted stands first where that is asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask import Desk
from bot.render import Plain
from tests.spaces import typed

ON = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("can somebody in Sudan complain to CEDAW?", "Sudan: Not a party to CEDAW"),
        ("Is CAR SP to the ICPPED?", "Central African Republic: A party to CPED since"),
        ("has Mexico accepted complaints to CED?", "party to CPED since 18 March 2008"),
        ("which committees review Chad?", "Chad: a party to ICCPR (CCPR), ICESCR (CESCR)"),
        ("which treaties has Chad ratified", "Chad: a party to ICCPR (CCPR), ICESCR (CESCR)"),
        (
            "which committees can I write to about Venezuela as an individual",
            "take complaints of individuals: CCPR, CESCR, CERD",
        ),
        (
            "which treaty bodies take individual complaints from Iraq",
            "Iraq: not known here for CCPR, CESCR, CERD, CEDAW, CAT, CRC, CRPD",
        ),
        ("Can the SPT visit Burkina Faso next year", "A party to OPCAT since 7 July 2010"),
        (
            "¿Quién puede visitar las cárceles en Honduras?",
            "OPCAT, Estado parte desde: 23 de mayo de",
        ),
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


@pytest.mark.parametrize(
    "question",
    [
        "Can CEDAW work on Sudan?",
        "What does CEDAW do after its session with Somalia?",
        "¿Puede el CEDAW examinar a Sudán?",
    ],
)
def test_a_state_outside_a_committees_treaty_is_told_first_whatever_is_asked(
    desk: Desk, plain: Plain, question: str
) -> None:
    first, second, *_ = plain.text(desk.ask(question, on=ON)).splitlines()
    assert "Not a party to" in first or "no es parte" in first
    assert "does not review" in second or "no examina" in second


def test_an_old_list_is_no_no_and_names_its_page(desk: Desk, plain: Plain) -> None:
    for question, first in (
        ("How long may our alternative report to the CMW on Lebanon be?", "Lebanon: to check."),
        ("¿Puede el CMW examinar a Haití?", "Haití: por comprobar."),
        ("Can a person complain to CAT against Chad?", "Chad: to check."),
    ):
        text = plain.text(desk.ask(question, on=ON))
        assert text.startswith(first) and "https://treaties.un.org" in text.splitlines()[0], text


def test_the_day_under_an_answer_is_that_of_the_list_it_rests_on(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("Is Sudan a party to CEDAW?", on=ON))
    (source,) = [line for line in text.splitlines() if line.startswith("Source: ")]
    assert " · page opened 13 April 2026 · " in source, text


def test_a_state_inside_it_is_not_told_so(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("How long may our alternative report to CEDAW on Mali be?", on=ON))
    assert "party to CEDAW" not in text and "does not review" not in text


def test_who_may_see_places_of_detention_is_told_by_the_state(desk: Desk, plain: Plain) -> None:
    text = typed(plain.text(desk.ask("Qui peut visiter les prisons au Cameroun?", on=ON)))
    assert text.startswith("Cameroun : à vérifier. OPCAT : l'État avait signé sans y être partie")
    assert "peuvent visiter les lieux de détention : Procédures spéciales" in text


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "In Goma soldiers attacked women. Which regional court can Congolese use directly?",
            "African Court on Human and Peoples' Rights: No complaint is possible",
        ),
        ("Is there a regional system for Iraq", "Iraq: Arab Human Rights Committee"),
        ("regional court for Myanmar?", "ASEAN Intergovernmental Commission on Human Rights"),
    ],
)
def test_the_state_says_which_regional_bodies_are_meant(
    desk: Desk, plain: Plain, question: str, says: str
) -> None:
    assert says in "\n".join(plain.text(desk.ask(question, on=ON)).splitlines()[:3])


def test_a_review_that_was_held_stands_before_the_next_one(desk: Desk, plain: Plain) -> None:
    question = "Lebanon had its UPR in January 2026. Where do I find what it accepted?"
    text = plain.text(desk.ask(question, on=ON))
    assert text.startswith("Last review of Lebanon by the UPR: 19 January 2026")


def test_where_the_calendar_holds_nothing_the_page_to_look_at_is_named(
    desk: Desk, plain: Plain
) -> None:
    text = plain.text(desk.ask("When is Sudan next before CRPD", on=ON))
    assert "no date before the CRPD" in text.splitlines()[0]
    assert "https://www.ohchr.org/en/treaty-bodies/crpd" in text.splitlines()[0]


def test_what_is_not_known_is_not_said_to_be_no(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("can a family in Sudan complain to CED?", on=ON))
    assert "Not known here" in text
    assert "UN Treaty Collection" in text


def test_a_regional_body_does_not_decide_whose_acts_are_meant(desk: Desk, plain: Plain) -> None:
    question = "Is Strasbourg open to a Ukrainian for what Russian forces did in 2023?"
    assert not plain.text(desk.ask(question, on=ON)).startswith("Ukraine: Complaints are possible")
