"""The SMART check: what keeps a recommendation from being carried out and checked, and the remedy.

It looks for one action, an action verb, who, what, for whom and by when (entries
templates.can.smart, templates.can.one-action, templates.can.pattern). The words by which it judges
are content: `knowledge/smart.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Literal

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base, Language
from bot.knowledge.typography import spaced
from bot.prepare.lexicon import FlawKind, Found, Lexicon, SmartTexts, Verbs, Weight, load_lexicon
from bot.prepare.phrases import Phrases, Words

_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)+|\d+[.)]|\(?[a-z]\))\s+")
_BY_STATE = re.compile(r"(?<!\s)\s*\([^()]{3,80}\)\s*(?:[.;]\s*)?$")
_PARTS = re.compile(r"(?:^|\s)\((?:[a-e]|i{1,3}|iv|v)\)\s")
Given = Literal["who", "when"]
_GIVEN: dict[Given, tuple[FlawKind, ...]] = {"who": ("no_who",), "when": ("no_time", "vague_time")}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_QUANTITY = re.compile(r"(?<![\w./,-])\d{1,3}(?:[ \u00a0.,]\d{3})*(?![\w/-])(?!\s?\))")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST = 2
"""Words after the verb that say what: fewer don't."""


class Flaw(Shape):
    """Something in a recommendation that should be corrected."""

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

    def __init__(self, words: SmartTexts) -> None:
        self._texts = words.flaws
        self._languages = {name: _Language(own) for name, own in words.languages.items()}

    @classmethod
    def open(cls, folder: Path, base: Base) -> Smart:
        """The check with the words of a knowledge folder; KnowledgeError with every problem."""
        return cls(load_lexicon(folder, base))

    def flaws(
        self, text: str, language: Language, reader: Language = "en", given: Collection[Given] = ()
    ) -> tuple[Flaw, ...]:
        """What should be corrected in a recommendation, in the order of its words; empty: nothing.

        A number before it and a State in brackets after it (as UN reports write) do not count.
        `reader` is the language in which flaws are explained; `given` is what a form says beside
        the text: who is to act, by when.
        """
        return tuple(
            self._flaw(kind, word, language, reader)
            for kind, word in self._languages[language].look(_bare(text))
            if kind not in {flaw for part in given for flaw in _GIVEN[part]}
        )

    def corrected(self, text: str, language: Language, given: Collection[Given] = ()) -> str:
        """The sentence with what it lacks in brackets, for the writer to fill in, in its own
        language; empty where nothing is to be corrected."""
        flaws = [flaw.kind for flaw in self.flaws(text, language, given=given)]
        return self._languages[language].mended(_bare(text), flaws) if flaws else ""

    def _flaw(self, kind: FlawKind, word: str, language: Language, reader: Language) -> Flaw:
        text = self._texts[kind]
        verbs = ("، " if language == "ar" else ", ").join(self._languages[language].example_verbs)
        values = {"found": word, "verbs": verbs}
        return Flaw(
            kind=kind,
            weight=text.weight,
            found=word,
            wrong=spaced(getattr(text.wrong, reader).format(**values), reader),
            mend=spaced(getattr(text.mend, reader).format(**values), reader),
            rule=text.rule,
        )


class _Language:
    """The check in one language."""

    def __init__(self, words: Lexicon) -> None:
        self.example_verbs = words.example_verbs
        self._frame = words.frame
        self._modals = Phrases(words.modals)
        self._together = Phrases(words.together)
        self._dates = [re.compile(pattern, re.IGNORECASE) for pattern in words.dates]
        self._named = [re.compile(pattern, re.IGNORECASE) for pattern in words.named]
        self._verbs = Verbs(words)
        self._one_action = Phrases(words.one_action)
        self._results = Phrases(words.results)
        self._vague = Phrases(words.vague)
        self._state_acts = Phrases(words.state_acts)
        self._authorities = Phrases(words.authorities)
        self._groups = Phrases(words.groups)
        self._counts = Phrases(words.counts)
        self._times = Phrases(words.times)
        self._vague_times = Phrases(words.vague_times)

    def look(self, text: str) -> Iterator[tuple[FlawKind, str]]:
        """Every flaw with the words on which it turns."""
        words = Words(text)
        if not words.words:
            yield "no_verb", ""
            return
        main = self._verbs.main(words)
        missing = list(self._missing(words, main, text))
        measured = self._measured(words, text) and not {kind for kind, _ in missing} & {
            "no_who", "no_time", "vague_time",
        }  # fmt: skip
        for kind, word in self._verb(words, main):
            # "ensure that each town has a centre of 15 places by 2028" can be counted
            if not (measured and kind in ("general", "result")):
                yield kind, word
        yield from self._two(words, main, text)
        yield from missing

    def mended(self, text: str, flaws: Sequence[FlawKind]) -> str:
        """The sentence with blanks for what is flawed in it."""
        words = Words(text)
        frame = self._frame
        main = self._verbs.main(words)
        if main is None:
            return ""
        who = words.text_between(0, main.start)
        verb = words.text_between(main.start, main.end)
        after = words.text[words.words[main.end - 1].end :]
        rest = after.strip(" .;؛")
        joined = self._verbs.other(words, main)
        if "two_actions" in flaws and joined:
            cut = words.words[joined.join].start - words.words[main.end - 1].end
            rest = after[:cut].strip(" .,;؛،")
        if {"general", "vague", "continuing", "considering", "result"} & set(flaws):
            separator = "، " if "،" in frame.verb or words.words[0].folded[0] >= "\u0600" else ", "
            verb = frame.verb.format(verbs=separator.join(self.example_verbs[:3]))
        if "no_who" in flaws and not who.strip():
            who = frame.who
            verb = f"{verb[:1].lower()}{verb[1:]}"
        whom = frame.whom if "no_whom" in flaws else ""
        when = frame.when if {"no_time", "vague_time"} & set(flaws) else ""
        sentence = " ".join(part for part in (who.strip(), verb, rest, whom, when) if part)
        return f"{sentence[:1].upper()}{sentence[1:]}."

    def _measured(self, words: Words, text: str) -> bool:
        """Whether it names a quantity: a number that is no year, no article, no day."""
        if self._is_quantity(words):
            return True
        plain = text.translate(_DIGITS)
        for match in _QUANTITY.finditer(plain):
            before = plain[max(match.start() - 24, 0) : match.start()]
            named = any(pattern.search(before) for pattern in self._named)
            if not (named or _YEAR.fullmatch(match[0])) and plain[match.end() :].strip(" .;"):
                return True
        return False

    def _is_quantity(self, words: Words) -> bool:
        """Whether a number in words is a quantity: not one of months or years."""
        start = 0
        while span := self._counts.find(words, start):
            time = self._times.find(words, max(span[0] - 1, 0))
            if time is None or time[0] > span[1]:
                return True
            start = max(span[1], time[1])
        return False

    def _verb(self, words: Words, main: Found | None) -> Iterator[tuple[FlawKind, str]]:
        vague = self._vague.find(words)
        if main is None:
            yield ("vague", words.text_between(*vague)) if vague else ("no_verb", "")
            return
        result = self._results.find(words)
        if vague and vague[0] < main.start and main.kind in ("action", "result"):
            yield "vague", words.text_between(*vague)
            return
        if main.kind != "action":
            yield main.kind, words.text_between(main.start, main.end)
        elif result:
            yield "result", words.text_between(*result)
        if vague and vague[1] > main.end:
            yield "vague", words.text_between(*vague)
        time = self._times.find(words, main.end)
        length = len(words.words) - main.end - (time[1] - time[0] if time else 0)
        if length < _SHORTEST and not vague:
            yield "no_what", ""

    def _two(self, words: Words, main: Found | None, text: str) -> Iterator[tuple[FlawKind, str]]:
        if len(_PARTS.findall(text)) > 1:
            yield "two_actions", "(a), (b)"
            return
        other = self._verbs.other(words, main) if main else None
        if main is None or other is None:
            return
        verb = words.text_between(main.start, main.end)
        pair = Words(f"{verb} {words.text_between(other.join, other.end)}")
        near = other.join - main.end <= 1
        second = words.text_between(other.start, other.end)
        verbs = Words(f"{verb} {second}")
        if not (near and self._one_action.find(pair)) and not self._together.find(verbs):
            pair_of = (verb, second)
            yield "two_actions", " … ".join(pair_of)

    def _office(self, words: Words) -> bool:
        """Whether an office stands before `should`: two words with capitals (“El Instituto de
        Medicina Legal”), or in Arabic the one after it."""
        modal = self._modals.find(words)
        if modal is None:
            return False
        if words.words[modal[0]].folded[0] >= "\u0600":
            after = words.words[modal[1] : modal[1] + 1]
            return bool(after) and after[0].folded.startswith("ل") and len(after[0].folded) > 3
        before = words.words[: modal[0]]
        return sum(word.capital for word in before[1:]) + (len(before) == 1) > 1

    def _missing(
        self, words: Words, main: Found | None, text: str
    ) -> Iterator[tuple[FlawKind, str]]:
        state_act = self._state_acts.find(words)
        if not (state_act or self._authorities.find(words) or self._office(words)):
            yield "no_who", ""
        # a name after the verb: a place, an institution
        where = main is not None and any(word.capital for word in words.words[main.end + 1 :])
        if not (state_act or self._groups.find(words) or where or self._measured(words, text)):
            yield "no_whom", ""
        plain = text.translate(_DIGITS)
        if self._times.find(words) or any(date.search(plain) for date in self._dates):
            return
        vague = self._vague_times.find(words)
        yield ("vague_time", words.text_between(*vague)) if vague else ("no_time", "")


def _bare(text: str) -> str:
    """The recommendation without a number before it and a State in brackets after it."""
    return _BY_STATE.sub("", _NUMBER.sub("", text.strip()))
