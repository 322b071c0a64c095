"""No input makes the desk raise or take more than a second."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ask import Context, Desk
from bot.render import Plain

SECOND = 1.0
PIECES = st.sampled_from(
    ["UPR ", "CEDAW?", "<script>", "<!channel>", "<@U1>", "*bold*", "\x00", "\u202e", "اللجنة ",
     "combien de mots ", "cuándo ", "ceda ", "Congo ", "a" * 300, "{x}", "{{7*7}}", "%s", "'", '"',
     "SELECT *", "\n\n", "vs ", "…", "🙏", "how long ", "committee on ", "1234567890"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=30).map("".join))


@pytest.fixture(autouse=True)
def _opened(desk: Desk) -> None:
    """What the first question of a process opens, as tables of States, is no reply's time."""
    desk.ask("Can people in Mali complain to CEDAW?")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS, earlier=st.booleans())
def test_any_text_gets_a_reply_at_once(desk: Desk, plain: Plain, text: str, earlier: bool) -> None:
    context = Context(mechanisms=("upr",), topic="submit", state="MLI") if earlier else None
    start = time.thread_time()
    reply = desk.ask(text, context)
    shown = plain.text(reply)
    assert time.thread_time() - start < SECOND
    assert 0 < len(shown) <= 2_000
    assert len(plain.short(reply)) <= 900


@pytest.mark.parametrize(
    "text",
    [
        "how long may it be " * 1_100,
        "x" * 20_000,
        "ا" * 20_000,
        "<b>" * 7_000,
        " ".join(str(i) for i in range(5_000)),
        "🙏" * 20_000,
        "committee on the rights of " * 800,
        "a b " * 5_000,
    ],
)
def test_a_very_long_text_gets_a_reply_at_once(desk: Desk, text: str) -> None:
    start = time.thread_time()
    desk.ask(text)
    assert time.thread_time() - start < SECOND
