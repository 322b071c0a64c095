"""What a text asks: courtesy and stories around a question don't change its answer."""

from __future__ import annotations

import pytest

from bot.ask import Desk
from bot.ask.asked import CourtesyReader, alone
from bot.knowledge.models import Base


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hi team, quick question: how long may a report be?", "how long may a report be?"),
        ("can you please tell me is there a hearing", "is there a hearing"),
        ("My director asks who sits on the CMW", "who sits on the CMW"),
        ("What is the UPR? Thanks a lot!", "What is the UPR?"),
        ("Bonjour à tous, pouvez-vous me dire combien de mots ?", "combien de mots ?"),
        ("Quel délai pour le CEDAW ? Merci d'avance", "Quel délai pour le CEDAW ?"),
        ("Buenos días, ¿me puede decir cuándo es la sesión?", "cuándo es la sesión?"),
        ("السلام عليكم، هل يمكنك أن تخبرني ما هو الموعد؟ شكرا جزيلا", "ما هو الموعد؟"),
        ("please draft a letter", "please draft a letter"),
        ("tell me about the UPR", "tell me about the UPR"),
        ("hi, thanks", "hi, thanks"),
        ("who can tell me", "who can tell me"),
    ],
)
def test_courtesy_is_left_out(text: str, asked: str, base: Base) -> None:
    assert base.first_words
    assert CourtesyReader(base.first_words.courtesy).without(text).lstrip("¿") == asked


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("We are a small group. What is CEDAW? We have no lawyer.", "What is CEDAW?"),
        ("We are a small group. limits of upr", "limits of upr"),
        ("What is CEDAW?", None),
        ("What is CEDAW? And where does it meet?", None),
    ],
)
def test_one_sentence_asks(text: str, sentence: str | None) -> None:
    assert alone(text) == sentence


STORY = (
    "We are a small women's group in the north of the country. Since March families have arrived"
    " from three villages, and we write down what they tell us. The internet is bad. "
)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("What is CEDAW?", "cedaw.what.committee"),
        ("Does CMW protect refugees?", "cmw.cannot.refugees"),
        ("How do we get a hearing at the IACHR?", "regional-americas.engage.hearing-request"),
    ],
)
def test_a_story_before_a_question_leaves_its_answer(question: str, entry: str, desk: Desk) -> None:
    for text in (question, f"{STORY}{question}", f"Dear colleagues, {question} Many thanks!"):
        assert desk.ask(text).entries[0] == entry, text  # type: ignore[union-attr]


def test_a_wish_to_find_somebody_is_declined_with_the_courtesy_around_it(desk: Desk) -> None:
    reply = desk.ask("Hello, can you tell me where the woman who complained about us lives?")
    assert reply.kind == "decline"
