"""What a short second turn asks for that names nothing: "who decides?", "is it safe for them?"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ask.patterns import Patterns, Spaced, words_of
from bot.ask.words import ALL_STOP, JOINING, STOP, tokens
from bot.knowledge.front import Turns

MOST = 12
"""Words up to which a text may be such a turn."""


class TurnReader:
    """Reads such turns against one base's words."""

    def __init__(self, turns: Turns) -> None:
        self._entries = {name: turn.entries for name, turn in turns.turns.items()}
        self._asked = {name: Patterns(turn.asked.all()) for name, turn in turns.turns.items()}
        self._words = {
            name: Patterns(words_of((*turn.asked.all(), *turn.beside.all())))
            for name, turn in turns.turns.items()
        }
        self._beside = Patterns(turns.beside.all())

    def entries(self, text: str) -> tuple[str, ...]:
        """The entries that answer what a text asks, whatever was spoken of before, as curators
        write them (`id` or `id#line`); none where it asks for no matter that they name, or tells
        what it asks about."""
        spaced = Spaced.of(" ".join(map(_without_and, tokens(text))))
        if len(spaced.words) > MOST:
            return ()
        told = [word for word in spaced.words if word not in ALL_STOP and word not in JOINING]
        left = [word for word in told if not word.isdecimal() and word not in self._beside]
        fitting = (
            name
            for name, asked in self._asked.items()
            if spaced in asked and all(word in self._words[name] for word in left)
        )
        return self._entries.get(next(fitting, ""), ())


def line_of(turn: Sequence[str], entry: str) -> str | None:
    """The line of an entry (id) that answers, where one of such entries names it."""
    named = dict(name.partition("#")[::2] for name in turn)
    return named.get(entry) or None


def _without_and(word: str) -> str:
    """A small Arabic word without the "and" or "so" that is written as one with it."""
    return word[1:] if word[0] in "وف" and word[1:] in STOP["ar"] else word
