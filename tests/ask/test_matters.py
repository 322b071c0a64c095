"""What is asked of a State decides what is said of it first."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask import Desk
from bot.render import Plain
from tests.spaces import typed

ON = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "Is CEDAW able to open an inquiry on Bangladesh?",
            "to check. It refused inquiries on joining",
        ),
        ("Peut-on porter plainte au CAT contre le Cameroun ?", "plaintes acceptées depuis : 12"),
        ("What are the reservations of Yemen to CEDAW?", "reservations are not held here"),
        ("Has Colombia issued a standing invitation?", "is not known here"),
        ("Who is the independent expert on Mali?", "A/HRC/RES/61/37"),
        ("Is there a country rapporteur for Nigeria?", "no UN expert and no UN investigation"),
        ("What did Cameroon promise at its UPR?", "what it supported or noted is not part"),
        ("Did the disability committee adopt its list of issues on Nigeria?", "not confirmed"),
        ("Can we sue Nigeria before the ECOWAS court?", "Complaints are possible"),
        ("Who investigates killings in South Sudan?", "Commission on Human Rights in South Sudan"),
        ("Qui enquête sur les meurtres au Soudan ?", "Mission internationale indépendante"),
        ("Who investigates disappearances in Mexico?", "no UN expert and no UN investigation"),
        ("When is Kosovo's UPR?", "Kosovo is not among the States of my tables"),
    ],
)
def test_the_first_line_answers(desk: Desk, plain: Plain, question: str, first: str) -> None:
    assert first in typed(plain.text(desk.ask(question, on=ON))).splitlines()[0]


def test_two_states_are_both_told_of(desk: Desk, plain: Plain) -> None:
    question = "Do Chad and Cameroon accept complaints to CAT?"
    lines = plain.text(desk.ask(question, on=ON)).splitlines()
    assert lines[0].startswith("Chad: to check. It had not accepted complaints under CAT")
    assert lines[1].startswith("• Cameroon: Yes")


@pytest.mark.parametrize(
    "question",
    [
        "Until when does the fact-finding mission on Sudan run?",
        "Can people still lodge an application in Strasbourg against Russia for last year?",
    ],
)
def test_no_date_of_another_mechanism_stands_first(desk: Desk, plain: Plain, question: str) -> None:
    assert "UPR" not in plain.text(desk.ask(question, on=ON)).splitlines()[0]


def test_a_state_goes_before_a_people(desk: Desk) -> None:
    question = desk.understand("Sudanese refugees in Chad are pushed back")
    assert question.states == ("TCD",)
    assert question.mixed


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("the Kampala Convention", ()),
        ("les Principes de Paris", ()),
        ("police in Kampala", ("UGA",)),
        ("the convention (Kampala) in Somalia", ("SOM",)),
    ],
)
def test_a_text_is_not_taken_for_the_place_of_its_adoption(
    desk: Desk, text: str, states: tuple[str, ...]
) -> None:
    assert desk.understand(text).states == states


def test_an_entry_does_not_speak_against_what_is_said_of_the_state(
    desk: Desk, plain: Plain
) -> None:
    reply = desk.ask("Peut-on saisir le CEDAW en RDC ?", on=ON)
    first = typed(plain.text(reply)).splitlines()[0]
    assert first.startswith(
        "République démocratique du Congo : à vérifier. Protocole facultatif (CEDEF) : l'État avait"
    )
    assert reply.entries[0].startswith("cedaw.cannot.")


def test_when_in_the_middle_of_a_sentence_asks_for_no_date(desk: Desk) -> None:
    assert not desk.understand("What happens in the UPR when Sudan is in the room?").dated
    assert desk.understand("ethiopia crc review when").dated


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("is the special raporteur on burundi still renewd this year?", True),
        ("Who is the independent expert on Mali?", True),
        ("eritrea closed country, can rapporteur still do letters", False),
        ("There is a rapporteur on Iran. How can we still write?", False),
    ],
)
def test_whether_a_mandate_exists_is_not_what_it_can_do(
    words_desk: Desk, text: str, asked: bool
) -> None:
    assert ("mandate" in words_desk.understand(text).wants) == asked
