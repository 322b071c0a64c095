"""What is offered where the desk is not sure: few choices, and such as differ."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz

from bot.ask import Desk, Question, offers
from bot.ask.words import clean

UNSURE = """
how long does it take
who decides
what if the State says no
can we see it before
les experts peuvent-ils venir
¿quién lo firma?
"""


@pytest.mark.parametrize("text", UNSURE.strip().splitlines())
def test_at_most_four_choices_and_no_two_that_say_the_same(words_desk: Desk, text: str) -> None:
    ranking = words_desk.finder.rank(clean(text), words_desk.understand(text))
    choices = offers.nearest(words_desk.base, ranking.candidates, "en")
    assert 1 < len(choices) <= 4
    for i, choice in enumerate(choices):
        for other in choices[:i]:
            same = choice.mechanism == other.mechanism
            assert not (same and fuzz.token_set_ratio(choice.label, other.label) >= 80)


def test_the_likeliest_entry_is_always_offered(words_desk: Desk) -> None:
    ranking = words_desk.finder.rank("reservations to CEDAW", Question(language="en"))
    assert (
        offers.nearest(words_desk.base, ranking.candidates, "en")[0].entry
        == ranking.candidates[0].entry.id
    )
