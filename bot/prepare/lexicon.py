"""The words by which a recommendation is judged, as curators write them in `smart.yaml`, and the
verbs that are found by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import LANGUAGES, Base, Curated, Language, Phrase
from bot.knowledge.shapes import EntryRef, Known, read_shape
from bot.prepare.phrases import Phrases, Words, folded

FILE = "smart.yaml"
FlawKind = Literal[
    "no_verb",
    "considering",
    "continuing",
    "general",
    "vague",
    "result",
    "two_actions",
    "no_what",
    "no_who",
    "no_whom",
    "no_time",
    "vague_time",
]
FLAW_KINDS: tuple[FlawKind, ...] = get_args(FlawKind)
Weight = Literal["fix", "look"]
WordList = tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...]
Verb = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2)]
"""A verb with its forms, ` / ` between them, in the same order for every verb of a language."""


class FlawText(Curated):
    """How a flaw is told. {found} stands for the words in question, {verbs} for action verbs."""

    weight: Weight
    wrong: Phrase
    mend: Phrase
    rule: EntryRef


class Frame(Curated):
    """How a mended sentence is put together: what stands in brackets is for the writer."""

    who: str
    """Before the verb, where nobody is named."""
    whom: str
    when: str
    verb: str
    """In place of a verb that nobody can check; {verbs} are examples."""


class Lexicon(Curated):
    """The words of one language."""

    leads: WordList
    """What stands before the verb where somebody is named: should, is urged to."""
    joins: WordList
    """What joins two actions: and, as well as."""
    skip: WordList
    """Words that may stand before the verb and say nothing of it: immediately, to, fully."""
    marks: WordList
    """Words that make a verb depend on another: to, de."""
    example_verbs: WordList
    """Action verbs to show to the writer."""
    actions: tuple[Verb, ...]
    considering: tuple[Verb, ...]
    continuing: tuple[Verb, ...]
    general: tuple[Verb, ...]
    result: tuple[Verb, ...]
    nouns_too: WordList = ()
    """Verbs that are nouns too: they count as verbs only before one of `determiners`."""
    determiners: WordList = ()
    objects: WordList = ()
    """What stands after a verb that is not listed, at the beginning: the, all, their, 37."""
    counts: WordList = ()
    """Numbers in words: two, twelve, several hundred."""
    one_action: WordList = ()
    """Two verbs that are one action: sign and ratify."""
    results: WordList
    """Phrases that name a result alone: end discrimination."""
    vague: WordList
    state_acts: WordList
    """Verbs and words of acts that only the State can do, for everybody: ratify, law."""
    authorities: WordList
    groups: WordList
    times: WordList
    vague_times: WordList
    modals: WordList
    """Words after which any verb is what is to be done: should, must."""
    verb: str
    """A regular expression for a verb in the form that stands after those."""
    dates: tuple[str, ...]
    """Regular expressions for a time that can be checked, beside `times`."""
    named: tuple[str, ...]
    """Regular expressions before a number that is no quantity: article 16, Law 1448."""
    together: WordList = ()
    """Two verbs, wherever they stand, that are one step: ratify recognise."""
    frame: Frame

    @model_validator(mode="after")
    def _same_number_of_forms(self) -> Lexicon:
        verbs = (
            *self.actions, *self.considering, *self.continuing, *self.general, *self.result,
        )  # fmt: skip
        most = len(self.actions[0].split("/"))
        for verb in verbs:
            if len(verb.split("/")) > most:
                raise ValueError(f"'{verb}' has more forms than the first verb of 'actions'")
        return self


class SmartTexts(Curated):
    """All of `smart.yaml`."""

    flaws: dict[FlawKind, FlawText]
    languages: dict[Language, Lexicon] = Field(min_length=1)


def load_lexicon(folder: Path, base: Base) -> SmartTexts:
    """The words of a knowledge folder; KnowledgeError with every problem, file and line each."""
    keys = [*Lexicon.model_fields, *FlawText.model_fields]
    read, file = read_shape(folder, FILE, SmartTexts, keys, known=Known(base))
    problems = list(_problems(read))
    if problems:
        raise KnowledgeError(
            Problem(file.name, file.line(where), message) for where, message in problems
        )
    return read


def _problems(read: SmartTexts) -> Iterator[tuple[tuple[str, ...], str]]:
    for kind in FLAW_KINDS:
        if kind not in read.flaws:
            yield ("flaws",), f"there is no text for the flaw '{kind}'"
    for kind, text in read.flaws.items():
        for language in LANGUAGES:
            for key in ("wrong", "mend"):
                try:
                    getattr(getattr(text, key), language).format(found="", verbs="")
                except (KeyError, IndexError, ValueError):
                    message = "in braces only {found} and {verbs} can stand"
                    yield ("flaws", kind, key, language), message
    for language in LANGUAGES:
        if language not in read.languages:
            yield ("languages",), f"there are no words for the language '{language}'"


VerbKind = Literal["action", "considering", "continuing", "general", "result"]
_AND = "و"
"""Arabic writes it together with the word after it."""


@dataclass(frozen=True)
class Found:
    """A verb in a text: the numbers of its words, the last not included."""

    kind: VerbKind
    form: int
    start: int
    end: int
    join: int
    """Where what joins it to the text before begins."""


class Verbs:
    """The verbs of a language, by the words with which their forms begin."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms: dict[str, list[tuple[tuple[str, ...], VerbKind, int]]] = {}
        kinds: tuple[tuple[VerbKind, tuple[str, ...]], ...] = (
            ("action", lexicon.actions),
            ("considering", lexicon.considering),
            ("continuing", lexicon.continuing),
            ("general", lexicon.general),
            ("result", lexicon.result),
        )
        for kind, verbs in kinds:
            for verb in verbs:
                for form, written in enumerate(verb.split("/")):
                    words = tuple(word.folded for word in Words(written).words)
                    self._forms.setdefault(words[0], []).append((words, kind, form))
        for forms in self._forms.values():
            forms.sort(key=lambda entry: -len(entry[0]))
        self._leads = Phrases(lexicon.leads)
        self._joins = Phrases(lexicon.joins)
        self._skip = Phrases(lexicon.skip)
        self._nouns = {folded(word) for word in lexicon.nouns_too}
        self._marks = {folded(word) for word in lexicon.marks}
        self._determiners = Phrases(lexicon.determiners)
        self._objects = Phrases((*lexicon.objects, *lexicon.counts))
        self._modals = Phrases(lexicon.modals)
        self._verb = re.compile(lexicon.verb)

    def main(self, words: Words) -> Found | None:
        """What is to be done: the verb at the beginning, else the first one after `should` and
        the like, else the first verb at all."""
        first = self._at(words, self._skipped(words, 0), 0)
        if first:
            return first
        if modal := self._after_modal(words):
            return modal
        if unlisted := self._unlisted(words):
            return unlisted
        lead = self._leads.find(words)
        start = lead[1] if lead else 1
        for place in range(start, len(words.words)):
            verb = self._at(words, place, place)
            if verb and not self._is_noun(words, verb):
                return verb
        return None

    def _unlisted(self, words: Words) -> Found | None:
        """A verb that is not listed, at the beginning and before what it is done to: “Vacate the 37
        schools”."""
        place = self._skipped(words, 0)
        if self._objects.at(words, place + 1) is None or not self._is_verb(words, place):
            return None
        return Found("action", 0, place, place + 1, 0)

    def _is_verb(self, words: Words, place: int) -> bool:
        """Whether a word is written as a verb after `should` is."""
        word = words.words[place]
        written = words.as_written(word).casefold()
        return bool(self._verb.fullmatch(word.folded) or self._verb.fullmatch(written))

    def _after_modal(self, words: Words) -> Found | None:
        """The verb right after `should` and the like, listed or not: there no word is a noun. In
        Arabic it stands after the one who is to act, and after `أن`."""
        modal = self._modals.find(words)
        if modal is None:
            return None
        place = modal[1]
        if words.words[modal[0]].folded[0] >= "\u0600":
            marks = (i for i in range(place, len(words.words)) if words.words[i].folded == "ان")
            place = next(marks, len(words.words)) + 1
        place = self._skipped(words, place)
        if place >= len(words.words):
            return None
        listed = self._at(words, place, place)
        if listed:
            return listed
        return Found("action", 0, place, place + 1, place) if self._is_verb(words, place) else None

    def other(self, words: Words, main: Found) -> Found | None:
        """A second verb in the same form, joined to the main one."""
        for join, place, comma in self._joined(words, main.end):
            verb = self._at(words, place, join)
            if verb is None or verb.form != main.form or verb.kind not in ("action", main.kind):
                continue
            if self._is_noun(words, verb) or (comma and words.words[place].folded in self._nouns):
                continue
            if self._marked(words, verb) and not self._marked(words, main):
                continue
            before = self._at(words, join - 1, join - 1)
            if before and before.start > main.start and self._marked(words, before):
                continue
            return verb
        return None

    def _joined(self, words: Words, start: int) -> Iterator[tuple[int, int, bool]]:
        """Places where a second action may begin: where the join is, the verb, whether a comma."""
        for place in range(start, len(words.words)):
            word = words.words[place]
            after = self._joins.at(words, place)
            if after is not None:
                yield place, self._skipped(words, after), False
            elif word.breaks:
                yield place, self._skipped(words, place), True
            elif word.folded.startswith(_AND) and len(word.folded) > 2:
                yield place, self._skipped(words, place), False

    def _skipped(self, words: Words, place: int) -> int:
        """The place after words that say nothing of the verb."""
        while (after := self._skip.at(words, place)) is not None:
            place = after
        return place

    def _at(self, words: Words, place: int, join: int) -> Found | None:
        if place >= len(words.words):
            return None
        first = words.words[place].folded
        for start in dict.fromkeys((first, first.removeprefix(_AND))):
            for form, kind, number in self._forms.get(start, ()):
                rest = [w.folded for w in words.words[place + 1 : place + len(form)]]
                if rest == list(form[1:]):
                    return Found(kind, number, place, place + len(form), join)
        return None

    def _marked(self, words: Words, verb: Found) -> bool:
        """Whether a word such as `to` stands before it: `a right to see a doctor and to appeal`."""
        return verb.start > 0 and words.words[verb.start - 1].folded in self._marks

    def _is_noun(self, words: Words, verb: Found) -> bool:
        """Whether a verb that can be a noun is one here."""
        if words.words[verb.start].folded.removeprefix(_AND) not in self._nouns:
            return False
        return self._determiners.at(words, verb.end) is None
