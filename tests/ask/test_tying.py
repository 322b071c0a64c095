"""Asks find the line that answers them, and nothing else in their file changes."""

from __future__ import annotations

from pathlib import Path

from bot.ask import Lexical, Lines, move_asks, ties
from bot.knowledge import load
from tests.ask.test_shape import POINTS
from tests.knowledge.small import ENTRY, write

ASKS = """\
# Ways of asking.

upr.submit.length:
  any:
    en:
    - "how many words"
    - "are footnotes and annexes counted"
    - "photographs, \\"heavy files\\"?"
    - "what does the ministry say of pandas"
    - "may we be early"
    fr:
    - "les notes comptent"
    es:
    - "las notas"
    ar:
    - "كم كلمة"
"""


def test_an_ask_is_tied_only_where_one_line_clearly_says_it(tmp_path: Path) -> None:
    folder = write(tmp_path, ENTRY.replace("figures:", POINTS, 1), asks=ASKS)
    base = load(folder)
    clear = {t.ask: t.line for t in ties(base, Lines(Lexical.of(base))) if t.clear}
    assert clear["are footnotes and annexes counted"] == "point-1"
    assert clear['photographs, "heavy files"?'] == "point-6"
    assert "what does the ministry say of pandas" not in clear


def test_moving_keeps_every_ask_and_all_else_as_it_is(tmp_path: Path) -> None:
    folder = write(tmp_path, ENTRY.replace("figures:", POINTS, 1), asks=ASKS)
    file = folder / "asks" / "upr.yaml"
    before = load(folder).entries["upr.submit.length"]
    moved = {("upr.submit.length", 'photographs, "heavy files"?'): "point-6"}
    assert move_asks(file, moved) == 1
    after = load(folder).entries["upr.submit.length"]
    assert after.asks_of["point-6"].en == ('photographs, "heavy files"?',)
    assert sorted(after.asks.all()) == sorted(before.asks.all())
    assert set(ASKS.splitlines()) <= set(file.read_text(encoding="utf-8").splitlines())
    assert move_asks(file, moved) == 0, "a second time there is nothing to move"
    assert list(file.parent.iterdir()) == [file]
