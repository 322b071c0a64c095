"""What a short second turn asks for that names nothing: "who decides?", "is it safe for them?", or
of the reply itself: "are you sure?", "shorter please".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from bot.ask.patterns import Patterns, Spaced, words_of
from bot.ask.words import ALL_STOP, JOINING, STOP, tokens
from bot.knowledge.front import Manner, Turn, Turns, Ways

Name = TypeVar("Name", bound=str)

MOST = 12
"""Words up to which a text may be such a turn."""


class TurnReader:
    """Reads such turns against one base's words."""

    def __init__(self, turns: Turns) -> None:
        self._of: Mapping[str, Turn] = turns.turns
        self._turns: _Ways[str] = _Ways(turns.turns, turns)
        self._manners: _Ways[Manner] = _Ways(turns.manners, turns)
        self._groups: _Ways[str] = _Ways(turns.groups, turns)

    def entries(self, text: str, before: str | None = None) -> tuple[str, ...]:
        """The entries that answer what a text asks, as curators write them (`id` or `id#line`):
        the one for the entry (id) that was spoken of `before`, else those of all mechanisms. None
        where it asks for no matter that curators name, or tells what it asks about."""
        turn = self._of.get(self._turns.asked(text) or "")
        if turn is None:
            return ()
        return (turn.after[before],) if before in turn.after else turn.entries

    def manner(self, text: str) -> Manner | None:
        """What a text asks of the reply before it; None where it asks something of its own."""
        return self._manners.asked(text)

    def group(self, text: str) -> str | None:
        """The committee for the people of whom a text asks the same ("and for children?")."""
        return self._groups.asked(text)


class _Ways(Generic[Name]):
    """What may be asked in few words, by names."""

    def __init__(self, asked: Mapping[Name, Ways], turns: Turns) -> None:
        self._asked = {name: Patterns(ways.asked.all()) for name, ways in asked.items()}
        self._words = {
            name: Patterns(words_of((*ways.asked.all(), *ways.beside.all())))
            for name, ways in asked.items()
        }
        self._beside = Patterns(turns.beside.all())

    def asked(self, text: str) -> Name | None:
        """The first that a text asks, where hardly another word stands in it."""
        spaced = Spaced.of(" ".join(map(_without_and, tokens(text))))
        if len(spaced.words) > MOST:
            return None
        told = [word for word in spaced.words if word not in ALL_STOP and word not in JOINING]
        left = [word for word in told if not word.isdecimal() and word not in self._beside]
        fitting = (
            name
            for name, asked in self._asked.items()
            if spaced in asked and all(word in self._words[name] for word in left)
        )
        return next(fitting, None)


def line_of(turn: Sequence[str], entry: str) -> str | None:
    """The line of an entry (id) that answers, where one of such entries names it."""
    named = dict(name.partition("#")[::2] for name in turn)
    return named.get(entry) or None


def _without_and(word: str) -> str:
    """A small Arabic word without the "and" or "so" that is written as one with it."""
    return word[1:] if word[0] in "وف" and word[1:] in STOP["ar"] else word
