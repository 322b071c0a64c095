"""Second turns of few words that ask for another matter of what was spoken of."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ask import Answer, Choices, Desk
from bot.ask.turns import TurnReader

ON = dt.date(2026, 12, 3)


def _after(desk: Desk, *turns: str) -> Answer:
    *before, last = turns
    reply = desk.ask(last, desk.follow(before, ON), ON)
    assert isinstance(reply, Answer), reply
    return reply


@pytest.mark.parametrize(
    ("before", "turn", "entry"),
    [
        ("what is the UPR", "how often?", "upr.calendar.cycle"),
        ("what are interim measures", "how fast?", "treaty-bodies.complaint.interim"),
        ("we want to do a side event", "who can?", "hrc.engage.side-events"),
        ("can a special rapporteur visit us", "what if they refuse", "visit-uninvited"),
        ("human rights council complaint procedure", "will they tell us", "hrc-complaint.outcome"),
        ("shadow report to CEDAW how to", "can a cluster sign it", "cluster.who-signs"),
        ("how is a commission of inquiry created", "can it arrest anyone", "cannot.court"),
        ("petición ante la Comisión Interamericana", "¿hay que ir con abogado?", "engage.who"),
        ("grupo de trabajo sobre detención arbitraria", "¿es peligroso?", "safety.risk-check"),
        ("plainte à la Commission africaine", "et combien de temps ça prend ?", "cannot.speed"),
        ("c'est quoi l'EPU", "tous les combien ?", "upr.calendar.cycle"),
        ("الاستعراض الدوري الشامل", "وهل هي ملزمة؟", "upr.cannot.binding"),
        ("my brother was arrested yesterday", "how long?", "calendar.no-deadline"),
        ("what does WGAD do?", "and if they refuse?", "outcome.wgad-opinion"),
        ("what is an NHRI?", "and if they refuse?", "nhri.cannot.orders"),
        ("how do we invite a special rapporteur to visit?", "who decides?", "can.visits"),
        ("CED urgent action", "and after?", "ced.follow-up.urgent"),
        ("تقرير الظل إلى لجنة سيداو", "هل ينشر؟", "cedaw.safety.publication"),
    ],
)
def test_another_matter_of_the_same_is_answered(
    desk: Desk, before: str, turn: str, entry: str
) -> None:
    assert entry in _after(desk, before, turn).entries[0]


def test_what_was_spoken_of_stays_through_bare_turns(desk: Desk) -> None:
    reply = _after(desk, "CERD early warning procedure", "what is it", "who can ask for it")
    assert reply.entries[0] == "cerd.engage.early-warning-who"


def test_the_line_that_answers_leads(desk: Desk) -> None:
    reply = _after(desk, "how do we complain to CEDAW", "any fees?")
    assert reply.lead.startswith("A lawyer is not required, and no fee is asked.")


def test_what_is_asked_of_one_state_is_asked_of_the_next(desk: Desk) -> None:
    reply = _after(desk, "did Niger ratify the Kampala Convention", "and Cameroon?")
    assert reply.entries[0] == "regional-africa.what.kampala-states"
    assert reply.here_first


def test_a_follow_up_tells_two_mechanisms_apart(desk: Desk) -> None:
    before = "human rights council complaint procedure"
    reply = _after(desk, before, "how is it different from special procedures")
    assert reply.entries[0] == "special-procedures.compare.hrc-complaint"


@pytest.mark.parametrize("turn", ["are you sure?", "give me the link", "source?", "too long"])
def test_of_the_reply_itself_its_first_sentence_and_source_are_said_again(
    desk: Desk, turn: str
) -> None:
    before = desk.ask("can a special rapporteur visit our country", on=ON)
    reply = _after(desk, "can a special rapporteur visit our country", turn)
    assert isinstance(before, Answer)
    assert reply.entries[0] == before.entries[0]
    assert not reply.points
    assert reply.sources == before.sources[:1] or reply.sources == before.sources


@pytest.mark.parametrize("turn", ["I don't understand", "say it in simple words", "no entiendo"])
def test_what_was_not_understood_is_said_again(desk: Desk, turn: str) -> None:
    reply = _after(desk, "¿qué es el EPU?", turn)
    assert reply.entries[0] == "upr.what.definition"
    assert reply.points


def test_a_short_turn_without_words_of_its_own_keeps_the_language(desk: Desk) -> None:
    assert _after(desk, "¿qué es el EPU?", "no entiendo").language == "es"


def test_which_of_the_two_is_asked_of_what_compared_them(desk: Desk) -> None:
    reply = _after(desk, "CED or WGEID for our case", "which one is quicker?")
    assert reply.entries[0] == "ced.compare.wgeid"


@pytest.mark.parametrize(
    ("before", "turn", "entry"),
    [
        ("how do we complain to CCPR", "and for children?", "crc.complaint.conditions"),
        ("shadow report deadline CEDAW", "and for disabled people", "crpd.submit.deadline"),
        ("plainte au CEDAW", "et pour les enfants ?", "crc.complaint.conditions"),
    ],
)
def test_the_same_is_asked_for_other_people_of_their_committee(
    desk: Desk, before: str, turn: str, entry: str
) -> None:
    assert _after(desk, before, turn).entries[0] == entry


def test_outside_committees_a_group_is_no_committee(desk: Desk) -> None:
    reply = _after(desk, "who can write to a special rapporteur", "and for children?")
    assert not reply.entries[0].startswith("crc.")


def test_a_country_without_a_name_is_asked_back_and_its_name_answers(desk: Desk) -> None:
    turns = ("is Kenya party to CAT", "and the neighbouring country?")
    reply = desk.ask(turns[1], desk.follow(turns[:1], ON), ON)
    assert isinstance(reply, Choices)
    assert reply.lead.key == "choose_country"
    assert _after(desk, *turns, "Uganda").state == "UGA"


def test_a_fear_is_asked_for_in_other_words(desk: Desk) -> None:
    reply = _after(desk, "how do I write to a special rapporteur", "can it backfire?")
    assert reply.entries[0] == "special-procedures.safety.risk-check"


def test_another_body_does_not_answer_for_the_court(desk: Desk) -> None:
    reply = _after(desk, "icc prosecutor can we send information", "is our name kept secret")
    assert "unesco" not in reply.entries[0]


def test_a_turn_that_names_what_it_asks_about_is_ranked(desk: Desk) -> None:
    turns = desk.base.turns
    assert turns
    reader = TurnReader(turns)
    assert reader.entries("how long does it take?")
    assert reader.entries("how long does the lunch break of the ambassador take?") == ()


@pytest.mark.parametrize("text", ["what is it?", "do we have to be there?", "¿qué es eso?"])
def test_small_words_ask_for_no_word_of_the_field(desk: Desk, text: str) -> None:
    assert desk.understand(text).word is None
    assert desk.understand("what does AL mean?").word
