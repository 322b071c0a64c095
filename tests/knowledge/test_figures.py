"""Figures stand once in the base, and are written as each language counts."""

from __future__ import annotations

import pytest

from bot.knowledge.figures import fill
from bot.knowledge.models import Figure


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("خلال {limit} سنة من آخر قرار", 1, "خلال سنة واحدة من آخر قرار"),
        ("لمدة {limit} من السنوات", 2, "لمدة سنتين"),
        ("كل {limit} سنوات", 4, "كل 4 سنوات"),
        ("قبل {a.what.b#limit} أسابيع من الافتتاح", 2, "قبل أسبوعين من الافتتاح"),
        ("لمدة {limit} دقيقة", 1.5, "لمدة 1.5 دقيقة"),
        ("نحو {limit} كلمة", 2, "نحو 2 كلمة"),
    ],
)
def test_one_and_two_are_told_in_arabic_with_the_noun_alone(
    text: str, value: float, said: str
) -> None:
    figure = Figure(value=value, unit="number")
    assert fill(text, "a.what.b", lambda _entry, _name: figure, "ar") == said


def test_other_languages_keep_the_number() -> None:
    figure = Figure(value=2, unit="years")
    assert fill("for {limit} years", "a.what.b", lambda _entry, _name: figure) == "for 2 years"
