"""The line that answers leads, also where its asks share hardly a word with the question."""

from __future__ import annotations

import pytest

from bot.ask import Answer, Desk, FirstSteps


@pytest.mark.parametrize(
    ("text", "entry", "line"),
    [
        (
            "We searched the experts' database and found nothing of ours. "
            "Was the letter never sent?",
            "special-procedures.outcome.database",
            "cannot-1",
        ),
        (
            "The delegation told the committee yesterday that nobody is displaced any more. This is"
            " wrong, and the review goes on today. Can we still correct it?",
            "treaty-bodies.session.dialogue",
            "point-3",
        ),
        (
            "A truck of ours was attacked and two loaders died. Is any human rights mechanism made"
            " for violence against aid workers?",
            "cluster.can.resolution-2730",
            "point-4",
        ),
    ],
)
def test_the_line_of_the_ask_nearest_by_meaning_leads(
    desk: Desk, text: str, entry: str, line: str
) -> None:
    reply = desk.ask(text)
    assert isinstance(reply, Answer)
    assert (reply.entries[0], reply.lines[0]) == (entry, line)


@pytest.mark.parametrize(
    ("text", "entry", "said"),
    [
        ("can we complain about an NGO", "cluster.complaint.un-staff", "An NGO or its staff"),
        ("¿podemos quejarnos de una ONG?", "cluster.complaint.un-staff", "Una ONG o su personal"),
        ("CMW zoom briefing?", "cmw.session.dialogue", "Ask the secretariat"),
    ],
)
def test_advice_that_is_asked_for_leads_and_is_marked_as_advice(
    desk: Desk, text: str, entry: str, said: str
) -> None:
    reply = desk.ask(text)
    assert isinstance(reply, Answer)
    assert (reply.entries[0], reply.lines[0]) == (entry, "advice-1")
    assert reply.lead.startswith(said)
    assert reply.mark.key == "mark_advice"
    assert not any(said in line for line in reply.more.advice)


def test_a_plain_question_is_led_by_the_answer(desk: Desk) -> None:
    reply = desk.ask("Where do I find the letters of UN experts to governments?")
    assert isinstance(reply, Answer)
    assert reply.lines[0] == "answer"


def test_beside_an_alarm_nothing_is_answered_that_only_points_back(desk: Desk) -> None:
    reply = desk.ask(
        "Soldiers pushed sixty people back over the river last night, two drowned. Who is for that?"
    )
    assert isinstance(reply, FirstSteps)
    assert not reply.answer
