"""Recognises the wish to harm, to find or to expose somebody, by its own words.

Likeness never decides: people who report violence write much as people who threaten it do.
"""

from __future__ import annotations

import re

from bot.ask.patterns import Patterns
from bot.ask.phrases import Spaced
from bot.knowledge.front import Harmful, Ways

_QUOTED = re.compile(r"[\"“”«»„][^\"“”«»„]{4,}[\"“”«»„]")
_REPORTED = re.compile(
    r"\b(?:sa(?:id|ys)|told|tells|threatens?|shout\w*|dit|disent|criai?ent|dijo|dicen|dijeron)\b[^.?!]*"
    r"|(?:message|mensaje|رسالة) ?:[^.?؟!]*|(?:قال|قالوا|قالت)[^.؟!]*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?؟\n]+")
_CLAUSE = re.compile(r"[,;،؛–—]")


class HarmfulReader:
    """Reads such wishes against one base's words."""

    def __init__(self, harmful: Harmful) -> None:
        groups = {name: ways.all() for name, ways in harmful.groups.items()}

        def patterns(ways: Ways) -> Patterns:
            return Patterns(ways.all(), groups)

        self._seeks, self._wants = patterns(harmful.seeks), patterns(harmful.wants)
        self._writes, self._purpose = patterns(harmful.writes), patterns(harmful.purpose)
        self._about, self._harmless = patterns(harmful.about), patterns(harmful.harmless)

    def wishes(self, text: str) -> bool:
        """Whether the writer of a cleaned text wants to harm, find or expose somebody. What others
        said, in quotation marks or after "he said", is not the writer's."""
        own = _REPORTED.sub(" ", _QUOTED.sub(" ", text))
        said = Spaced.of(own)
        if said in self._harmless:
            return False
        if said in self._purpose and said in self._about:
            return True
        clauses = [part for one in _SENTENCE.split(own) for part in _CLAUSE.split(one)]
        wanted = any(self._wants.starts(clause) for clause in clauses if clause.strip())
        return said in self._seeks or said in self._writes or wanted
