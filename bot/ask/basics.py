"""Recognises what people ask first of a mechanism: what it is for, who sits on it, what it
produces, whether that binds, how it differs from another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.ask.languages import ALL_STOP
from bot.ask.patterns import Patterns
from bot.ask.phrases import Spaced
from bot.ask.words import tokens
from bot.knowledge.front import BasicMatter, Basics

_SIGNS = re.compile(r"[()|*]")
_DIFFERENCE = frozenset(
    "difference differences difference differ differs different diff vs versus compare compared"
    " same thing meme pareil diferencia diferencias diferencian mismo between entre"
    " الفرق فرق بين يختلف تختلف نفس".split()
)


class BasicsReader:
    """Reads such questions against one base's words."""

    def __init__(self, basics: Basics) -> None:
        self._entries = basics.entries
        self._pairs = {frozenset(pair.mechanisms): pair.entry for pair in basics.pairs}
        self._asked = {matter: Patterns(ways.all()) for matter, ways in basics.asked.items()}
        self._words: dict[BasicMatter, Patterns] = {}
        for matter, ways in basics.asked.items():
            single = {word for phrase in ways.all() for word in _SIGNS.sub(" ", phrase).split()}
            self._words[matter] = Patterns(sorted(single))

    def entry(self, said: Spaced, beside: Iterable[str], mechanisms: Sequence[str]) -> str | None:
        """The id of the entry that answers a question which names these mechanisms, with the
        words of content `beside` their names; None where it asks something else."""
        left = [word for word in beside if word not in ALL_STOP]
        if len(set(mechanisms)) == 2:
            differs = left and all(word in _DIFFERENCE for word in left)
            own = [self.purpose(mechanism) for mechanism in mechanisms]
            if not differs:
                return None
            return self._pairs.get(frozenset(mechanisms), own[0] if all(own) else None)
        if len(mechanisms) != 1:
            return None
        for matter, entry in self._entries.get(mechanisms[0], {}).items():
            asked = said in self._asked[matter]
            if asked and all(tokens(word) and word in self._words[matter] for word in left):
                return entry
        return None

    def purpose(self, mechanism: str) -> str | None:
        """The id of the entry that says what a mechanism is for."""
        return self._entries.get(mechanism, {}).get("purpose")
