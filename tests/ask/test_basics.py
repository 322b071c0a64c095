"""What people ask first of a mechanism is answered by the entry that curators chose for it."""

from __future__ import annotations

import pytest

from bot.ask import Answer, Desk


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("What is the NMIRF for?", "nmirf.what.purpose"),
        ("why does the UPR matter", "upr.what.purpose"),
        ("à quoi sert le Comité contre la torture ?", "cat.what.purpose"),
        ("¿Para qué sirve el EPU?", "upr.what.purpose"),
        ("ما فائدة لجنة القضاء على التمييز العنصري؟", "cerd.what.purpose"),
        ("Who are the members of the Human Rights Council?", "hrc.what.seats"),
        ("how many members does the SPT have", "spt.what.members"),
        ("is the UPR binding?", "upr.cannot.binding"),
        ("what is the difference between the SPT and the CAT", "spt.compare.cat"),
        (
            "¿En qué se diferencian la CIDH y el Tribunal de Estrasburgo?",
            "regional-americas.compare.europe",
        ),
        ("cedaw vs crpd difference", "cedaw.what.purpose"),
    ],
)
def test_the_chosen_entry_answers(words_desk: Desk, text: str, entry: str) -> None:
    reply = words_desk.ask(text)
    assert isinstance(reply, Answer)
    assert reply.entries[0] == entry


@pytest.mark.parametrize(
    "text",
    [
        "who sits on the Committee against Torture for Sudan",
        "what is the word limit for the UPR",
        "why does the SPT keep its reports confidential",
        "is the UPR binding for de facto authorities",
    ],
)
def test_a_question_that_asks_more_is_ranked(words_desk: Desk, text: str) -> None:
    assert words_desk.understand(text).basic is None


def test_two_bodies_are_told_apart_by_what_each_is_for(words_desk: Desk) -> None:
    reply = words_desk.ask("cescr vs ccpr difference")
    assert isinstance(reply, Answer)
    assert reply.entries[:2] == ("cescr.what.purpose", "ccpr.what.purpose")
    assert "economic, social and cultural" in reply.lead
    assert "civil and political" in reply.points[0].text


def test_a_part_of_a_mechanism_is_told_of_and_not_the_whole(desk: Desk) -> None:
    reply = desk.ask("What is the Working Group on Enforced or Involuntary Disappearances for?")
    assert isinstance(reply, Answer)
    assert reply.entries[0] == "special-procedures.what.wgeid"


def test_a_name_with_a_question_mark_asks_what_it_is(words_desk: Desk) -> None:
    reply = words_desk.ask("NPM?")
    assert isinstance(reply, Answer)
    assert reply.entries[0] == "npm.what.definition"
    assert reply.next, "what else can be asked of it stands under it"


def test_a_part_of_a_body_leads_where_it_is_meant(desk: Desk) -> None:
    reply = desk.ask("À quoi sert le Comité européen des droits sociaux ?")
    assert isinstance(reply, Answer)
    assert reply.entries[0] == "regional-europe.what.ecsr"
