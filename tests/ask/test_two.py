"""Two questions in one message: where it falls in two, and the answer to both."""

from __future__ import annotations

import pytest

from bot.ask import Answer, Desk
from bot.ask.two_questions import halves
from bot.render import Plain
from bot.settings import Settings

SCREEN = 900


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("What is the UPR and how often does it come?", "how often does it come?"),
        ("Qui siège au CAT et combien sont-ils ?", "combien sont-ils ?"),
        ("¿Quién visita la cárcel? ¿Puede ir sin aviso?", "¿Puede ir sin aviso?"),
        ("من يختار المقرر الخاص وهل يتقاضى راتباً؟", "هل يتقاضى راتباً؟"),
        ("Quels pays passent à l'EPU et à quelle fréquence ?", "à quelle fréquence ?"),
        ("¿Cuántos Estados forman el Consejo y por cuántos años?", "por cuántos años?"),
        ("Who sits in the Council and for how long?", "for how long?"),
        ("que es el EPU y cada cuanto le toca a un pais", "cada cuanto le toca a un pais"),
        ("Where and when does CAT meet?", "when does CAT meet?"),
        ("l'EPU c'est contraignant et tous les combien il vient ?", "tous les combien il vient ?"),
        ("Le CERD peut-il agir et décide-t-il vite ?", "décide-t-il vite ?"),
        ("What is the deadline and the word limit for CEDAW?", "What is the word limit for CEDAW?"),
        ("¿Cuál es el plazo y la extensión para el CESCR?", "Cuál es la extensión para el CESCR?"),
        ("هل التوصيات ملزمة وإلى أين نكتب؟", "إلى أين نكتب؟"),
    ],
)
def test_a_message_falls_in_two(text: str, second: str) -> None:
    parts = halves(text)
    assert parts is not None
    assert parts[1].strip() == second


@pytest.mark.parametrize(
    "text",
    [
        "What can we send, where and when?",
        "Who sits in the African Commission? Ministers?",
        "Police took him and what he carried. What can we do?",
        "Is it the CAT or the SPT?",
        "Who? When? How?",
        "What is the difference between the UPR and the CEDAW for us?",
        "What is the Committee on human rights and welfare of the child?",
        "تستطيع الدول والمنظمات أن تكتب؟",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert halves(text) is None


def test_both_are_answered_on_one_screen_each_from_its_source(
    words_desk: Desk, places: Settings
) -> None:
    reply = words_desk.ask(
        "How long can our oral statement be at the Human Rights Council,"
        " and do we need ECOSOC status for it?"
    )
    assert isinstance(reply, Answer)
    text = Plain(words_desk.base, places.templates, words_desk.states).text(reply)
    assert "words" in reply.lead and "ECOSOC" in reply.points[0].text
    assert text.count("Source:") == reply.cited == 2
    assert len(text) <= SCREEN + 300  # with the addresses of two sources
    again = words_desk.entry(reply.entries[0], lines=reply.lines)
    assert reply.points[0].text.startswith(again.points[0].text)


def test_what_both_lead_with_is_said_once(desk: Desk) -> None:
    reply = desk.ask("what is a mid-term report in the UPR, is it obligatory and can NGOs send one")
    assert isinstance(reply, Answer)
    assert all(reply.lead not in point.text for point in reply.points)


def test_the_second_may_look_like_a_request(words_desk: Desk) -> None:
    reply = words_desk.ask("¿Puede el SPT visitar sin aviso? ¿Y puede escribirle una ONG?")
    assert isinstance(reply, Answer)


def test_what_is_known_of_a_state_does_not_take_the_place_of_the_second(desk: Desk) -> None:
    answer = desk.ask("Can we complain to CAT about Chad, and does it cost?")
    assert isinstance(answer, Answer)
    assert answer.here_first
    assert "cat.complaint.conditions" in " ".join(answer.lines)


def test_what_was_not_checked_is_said_once_for_both(desk: Desk) -> None:
    reply = desk.ask(
        "Must the State answer a letter of a special rapporteur"
        " and how fast do the UN experts act on a case?"
    )
    assert isinstance(reply, Answer)
    assert [note.key for note in reply.notes] == ["status_unchecked"]
    assert len({line.partition("#")[0] for line in reply.lines if "#" in line}) == 1
