"""Patterns that curators write: groups, alone and after words, and what may stand before."""

from __future__ import annotations

import pytest

from bot.ask.patterns import Patterns

GROUPS = {"hurt": ("beat", "scare~"), "people": ("neighbour~",)}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("scare him", True),
        ("how to beat him", True),
        ("help me scaring", False),
        ("help me scared", True),
        ("ask the neighbours", True),
        ("how to ask", False),
    ],
)
def test_a_group_stands_alone_and_after_words(text: str, held: bool) -> None:
    written = ("[hurt]", "how to [hurt]", "help me [hurt]", "the [people]")
    assert (text in Patterns(written, GROUPS)) is held


def test_what_may_stand_before_a_pattern_need_not() -> None:
    patterns = Patterns(("tell me", "show me"), before=("please", "can you"))
    assert patterns.starts("tell me his name") and patterns.starts("can you show me her house")
    assert not patterns.starts("who can tell me") and not patterns.starts("please")


def test_no_pattern_is_found_nowhere() -> None:
    assert "anything" not in Patterns(()) and "" not in Patterns((), before=("please",))


def test_what_is_taken_out_leaves_the_rest() -> None:
    patterns = Patterns(("took our laptop~", "afraid"))
    assert str(patterns.without("They took our laptops, and my brother")) == " they and my brother "
    assert str(patterns.without("They came.")) == " they came "
