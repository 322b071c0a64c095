"""What people ask first of a mechanism is answered by the entry that curators chose for it."""

from __future__ import annotations

import pytest

from bot.ask.desk import Desk
from bot.ask.models import Answer


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
