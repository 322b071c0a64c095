"""Recognises the wish to harm, to find or to expose somebody, by its own words.

Likeness never decides: people who report violence write much as people who threaten it do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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
        self._combinations = _Combinations(harmful)

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
        plain = said in self._seeks or said in self._writes or wanted
        return plain or self._combinations.ask(own)


class _Combinations:
    """Wishes in milder words: parts of speech that ask for harm only together."""

    def __init__(self, harmful: Harmful) -> None:
        written = {name: ways.all() for name, ways in harmful.parts.items()}
        polite = written.get("polite", ())
        self._combinations = harmful.combinations
        self._parts = {name: Patterns(phrases) for name, phrases in written.items()}
        begins = {name for one in harmful.combinations for name in one.begins}
        self._begins = {name: Patterns(written[name], before=polite) for name in begins}

    def ask(self, text: str) -> bool:
        """Whether a text asks for harm by what it combines: in one sentence; where nothing need
        begin it, in the whole text."""
        if self._met(text, begun=False):
            return True
        return any(self._met(one, begun=True) for one in _SENTENCE.split(text) if one.strip())

    def _met(self, text: str, begun: bool) -> bool:
        said = Spaced.of(text)
        clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
        return any(
            all(said in self._parts[name] for name in one.holds)
            and not any(said in self._parts[name] for name in one.unless)
            and (not begun or self._begun(one.begins, clauses))
            for one in self._combinations
            if bool(one.begins) is begun
        )

    def _begun(self, names: Iterable[str], clauses: Iterable[str]) -> bool:
        return any(self._begins[name].starts(clause) for name in names for clause in clauses)
