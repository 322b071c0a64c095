"""What a question is about: mechanism, State, topic, language, what it takes from before."""

from __future__ import annotations

import pytest

from bot.ask import Context, Desk


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("What can CEDAW do?", ("cedaw",)),
        ("what can cedwa do", ("cedaw",)),
        ("Que peut faire l'EPU ?", ("upr",)),
        ("¿Qué puede hacer el EPU?", ("upr",)),
        ("ماذا يمكن للاستعراض الدوري الشامل أن يفعل؟", ("upr",)),
        ("comittee against tortur", ("cat",)),
        ("the Committee on the Rights of the Child", ("crc",)),
        ("Human Rights Committee or Human Rights Council", ("ccpr", "hrc")),
        ("human rigths comittee", ("ccpr",)),
        ("CAT or SPT", ("cat", "spt")),
        ("is it going to rain tomorrow", ()),
    ],
)
def test_mechanisms_are_recognised(
    words_desk: Desk, text: str, mechanisms: tuple[str, ...]
) -> None:
    assert words_desk.understand(text).mechanisms == mechanisms


def test_short_acronyms_are_not_guessed(words_desk: Desk) -> None:
    for text in ("what does CER do", "the cap of the committee", "ced or card"):
        assert not set(words_desk.understand(text).mechanisms) & {"cerd", "crc", "cat"}


def test_a_follow_up_takes_what_is_missing_from_before(words_desk: Desk) -> None:
    before = Context(mechanisms=("upr",), topic="submit", state="MLI")
    question = words_desk.understand("and if we submit jointly?", before)
    assert question.mechanisms == ("upr",)
    assert question.state == "MLI"
    assert set(question.inherited) >= {"mechanisms", "state"}


def test_a_follow_up_that_names_another_mechanism_keeps_the_topic(words_desk: Desk) -> None:
    before = Context(mechanisms=("upr",), topic="safety", state="MLI")
    question = words_desk.understand("and for CEDAW?", before)
    assert question.mechanisms == ("cedaw",)
    assert question.topic == "safety"


def test_a_whole_question_takes_nothing_from_before(words_desk: Desk) -> None:
    before = Context(mechanisms=("upr",), topic="submit", state="MLI")
    text = "Who sits in the Committee against Torture and how are its members elected today?"
    question = words_desk.understand(text, before)
    assert question.mechanisms == ("cat",)
    assert question.state is None


def test_an_invented_body_is_named(words_desk: Desk) -> None:
    text = "How do I write to the Committee on the Rights of Sailors?"
    assert words_desk.understand(text).invented == "Committee on the Rights of Sailors"
    assert words_desk.understand("the Committee on the Rights of the Child").invented is None
