"""The SMART check: what keeps a recommendation from being carried out and checked, and the remedy.

It looks for one action, an action verb, who, what, for whom and by when (entries
templates.can.smart, templates.can.one-action, templates.can.pattern). The words by which it judges
are content: `knowledge/smart.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.models import Base, Language
from bot.prepare import lexicon
from bot.prepare.lexicon import FlawKind, Lexicon, Weight, load_lexicon
from bot.prepare.models import Shape
from bot.prepare.phrases import Phrases, Words
from bot.prepare.verbs import Found, Verbs

_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)+|\d+[.)]|\(?[a-z]\))\s+")
_BY_STATE = re.compile(r"\s*\([^()]{3,80}\)\s*[.;]?\s*$")
_PARTS = re.compile(r"(?:^|\s)\((?:[a-e]|i{1,3}|iv|v)\)\s")
_SHORTEST = 2
"""Words after the verb that say what: fewer don't."""


class Flaw(Shape):
    """Something in a recommendation that should be mended."""

    kind: FlawKind
    weight: Weight
    """`fix`: it can't be checked like this. `look`: it may be meant so."""
    found: str
    """The words on which it turns; empty where something is missing."""
    wrong: str
    mend: str
    rule: str
    """The id of the entry behind it."""


class Smart:
    """The check in every language."""

    def __init__(self, words: lexicon.Smart) -> None:
        self._texts = words.flaws
        self._languages = {name: _Language(one) for name, one in words.languages.items()}

    @classmethod
    def open(cls, folder: Path, base: Base) -> Smart:
        """The check with the words of a knowledge folder; KnowledgeError with every problem."""
        return cls(load_lexicon(folder, base))

    def flaws(self, text: str, language: Language, told: Language = "en") -> tuple[Flaw, ...]:
        """What should be mended in one recommendation, in the order of its words; empty: nothing.

        A number before it and a State in brackets after it (as UN reports write) do not count.
        `told` is the language in which flaws are explained.
        """
        bare = _BY_STATE.sub("", _NUMBER.sub("", text.strip()))
        return tuple(
            self._told(kind, found, language, told)
            for kind, found in self._languages[language].look(bare)
        )

    def _told(self, kind: FlawKind, found: str, language: Language, told: Language) -> Flaw:
        text = self._texts[kind]
        verbs = ("، " if language == "ar" else ", ").join(self._languages[language].example_verbs)
        values = {"found": found, "verbs": verbs}
        return Flaw(
            kind=kind,
            weight=text.weight,
            found=found,
            wrong=getattr(text.wrong, told).format(**values),
            mend=getattr(text.mend, told).format(**values),
            rule=text.rule,
        )


class _Language:
    """The check in one language."""

    def __init__(self, words: Lexicon) -> None:
        self.example_verbs = words.example_verbs
        self._verbs = Verbs(words)
        self._one_action = Phrases(words.one_action)
        self._results = Phrases(words.results)
        self._vague = Phrases(words.vague)
        self._state_acts = Phrases(words.state_acts)
        self._authorities = Phrases(words.authorities)
        self._groups = Phrases(words.groups)
        self._times = Phrases(words.times)
        self._vague_times = Phrases(words.vague_times)

    def look(self, text: str) -> Iterator[tuple[FlawKind, str]]:
        """Every flaw with the words on which it turns."""
        words = Words(text)
        if not words.words:
            yield "no_verb", ""
            return
        main = self._verbs.main(words)
        yield from self._verb(words, main)
        yield from self._two(words, main, text)
        yield from self._missing(words)

    def _verb(self, words: Words, main: Found | None) -> Iterator[tuple[FlawKind, str]]:
        vague = self._vague.find(words)
        if main is None:
            yield ("vague", words.said(*vague)) if vague else ("no_verb", "")
            return
        result = self._results.find(words)
        if vague and vague[0] < main.start and main.kind in ("action", "result"):
            yield "vague", words.said(*vague)
            return
        if main.kind != "action":
            yield main.kind, words.said(main.start, main.end)
        elif result:
            yield "result", words.said(*result)
        if vague and vague[1] > main.end:
            yield "vague", words.said(*vague)
        time = self._times.find(words, main.end)
        said = len(words.words) - main.end - (time[1] - time[0] if time else 0)
        if said < _SHORTEST and not vague:
            yield "no_what", ""

    def _two(self, words: Words, main: Found | None, text: str) -> Iterator[tuple[FlawKind, str]]:
        if len(_PARTS.findall(text)) > 1:
            yield "two_actions", "(a), (b)"
            return
        other = self._verbs.other(words, main) if main else None
        if main is None or other is None:
            return
        pair = Words(f"{words.said(main.start, main.end)} {words.said(other.join, other.end)}")
        near = other.join - main.end <= 1
        if not (near and self._one_action.find(pair)):
            said = words.said(main.start, main.end), words.said(other.start, other.end)
            yield "two_actions", " … ".join(said)

    def _missing(self, words: Words) -> Iterator[tuple[FlawKind, str]]:
        state_act = self._state_acts.find(words)
        if not (state_act or self._authorities.find(words)):
            yield "no_who", ""
        if not (state_act or self._groups.find(words)):
            yield "no_whom", ""
        if self._times.find(words):
            return
        vague = self._vague_times.find(words)
        yield ("vague_time", words.said(*vague)) if vague else ("no_time", "")
