"""A State's open doors are said first: which State is meant, what its own expert can do, and what
is left where a body is closed to it or none is named."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask import Answer, Desk
from bot.render import Plain

ON = dt.date(2026, 12, 2)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Thailand deports Uyghurs to China, can we ask a committee to stop it?", "THA"),
        ("Le Cameroun a renvoyé des réfugiés vers le Nigeria, que peut le CAT ?", "CMR"),
        ("refugees in Uganda want to complain to CCPR against Rwanda", "RWA"),
        ("which court for Venezuela, the family lives in Peru", "VEN"),
        ("can Sudanese refugees in Chad complain to CAT", "TCD"),
    ],
)
def test_the_state_that_acts_is_meant(words_desk: Desk, text: str, state: str) -> None:
    assert words_desk.understand(text).state == state


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("is the iran rapporteur let into the country", "Special Rapporteur on the situation"),
        ("can we send the commission of inquiry on Gaza our report", "Commission of inquiry on"),
        ("qui est l'expert pour la Centrafrique", "Expert indépendant sur la situation"),
        ("هل انتهت بعثة تقصي الحقائق في السودان؟", "البعثة الدولية"),
        ("sue South Sudan at the African Court directly?", "South Sudan: African Court"),
        ("Our office in Burundi was closed. What is left?", "Burundi, for one case, today"),
        ("hindu girls made to convert, where to complain in Pakistan", "Pakistan, for one case"),
    ],
)
def test_what_holds_for_the_state_stands_first(
    desk: Desk, plain: Plain, question: str, says: str
) -> None:
    assert plain.text(desk.ask(question, on=ON)).startswith(says)


@pytest.mark.parametrize(
    ("text", "says", "entry"),
    [
        ("Somalia and the CRC", "Somalia: A party to CRC since", "crc.what.body"),
        ("what about Yemen and CERD", "Yemen: A party to ICERD since", "cerd.what.body"),
        (
            "le Mali et le CEDAW",
            "Mali\N{NO-BREAK SPACE}: CEDEF, État partie depuis",
            "cedaw.what.committee",
        ),
        ("السودان ولجنة مناهضة التعذيب", "السودان: اتفاقية مناهضة التعذيب", "cat.what.body"),
        ("Niger UPR", "Niger: the next review by the UPR", "upr.what.definition"),
    ],
)
def test_a_state_and_a_body_alone_tell_where_the_state_stands(
    desk: Desk, plain: Plain, text: str, says: str, entry: str
) -> None:
    reply = desk.ask(text, on=ON)
    assert isinstance(reply, Answer)
    assert plain.text(reply).startswith(says)
    assert reply.entries[0] == entry


def test_whether_a_state_is_a_party_is_told_after_a_turn_on_the_body(
    desk: Desk, plain: Plain
) -> None:
    text = plain.text(desk.ask("is Sudan a party", desk.follow(["what is CAT"], ON), ON))
    assert text.startswith("Sudan: A party to CAT since")


@pytest.mark.parametrize(
    ("before", "turn", "says"),
    [
        ("What is OPIC?", "did Kenya sign it", "not a party to OPIC"),
        ("what is OPAC", "and is Kenya a party?", "Kenya: A party to OPAC"),
        ("what is the optional protocol of CEDAW", "has Sudan ratified it?", "OP-CEDAW"),
    ],
)
def test_it_is_the_treaty_of_which_the_turn_before_spoke(
    desk: Desk, plain: Plain, before: str, turn: str, says: str
) -> None:
    text = plain.text(desk.ask(turn, desk.follow([before], ON), ON))
    assert says in text[:400]


@pytest.mark.parametrize(
    ("turn", "says"),
    [("how long does it take", "several years"), ("does she need a lawyer", "lawyer is not")],
)
def test_what_was_said_of_the_state_does_not_stand_before_another_matter(
    desk: Desk, plain: Plain, turn: str, says: str
) -> None:
    before = desk.follow(["can we complain to CEDAW for a woman in Mali"], ON)
    assert says in plain.text(desk.ask(turn, before, ON)).splitlines()[0]


def test_a_closed_court_leaves_the_regions_other_bodies(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("sue Cameroon at the African Court directly?", on=ON))
    assert "What remains open for one case: African Commission" in text


def test_both_bodies_asked_of_are_told_of_the_state(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("Ethiopia: can we go to CAT and what about Banjul?", on=ON))
    first = text.splitlines()[:2]
    assert "CAT" in first[0]
    assert "African Commission on Human and Peoples' Rights: Complaints are possible" in first[1]


def test_a_state_named_by_the_rule_is_not_called_unknown(desk: Desk, plain: Plain) -> None:
    text = plain.text(desk.ask("¿Cuba está en la corte interamericana?", on=ON))
    assert "el Canadá y Cuba no la aceptan" in text
    assert "aquí no se sabe" not in text
    assert "no dice nada" not in text


def test_unpaid_migrants_are_neither_an_alarm_nor_a_matter_of_pay(desk: Desk) -> None:
    reply = desk.ask("maids from Ethiopia in Lebanon without salary, migrant convention?", on=ON)
    assert isinstance(reply, Answer)
    assert reply.entries[0].startswith("cmw.")


def test_the_second_question_on_a_state_is_told_too(desk: Desk, plain: Plain) -> None:
    text = "is Lebanon party to the torture convention and can people complain"
    first, second, *_ = plain.text(desk.ask(text, on=ON)).splitlines()
    assert first.startswith("Lebanon: A party to CAT")
    assert "had not accepted complaints under CAT" in second


def test_a_state_after_a_deadline_gets_its_dates(desk: Desk, plain: Plain) -> None:
    before = desk.follow(["UPR deadline"])
    told = plain.text(desk.ask("for Kenya", before, on=ON)).splitlines()[0]
    assert told.startswith("Kenya: the next review by the UPR")
