"""The words by which a recommendation is judged, as curators write them in `smart.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import LANGUAGES, Base, Curated, Language, Phrase
from bot.knowledge.references import EntryRef, Known
from bot.knowledge.shapes import read_shape

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
Words = tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...]
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

    leads: Words
    """What stands before the verb where somebody is named: should, is urged to."""
    joins: Words
    """What joins two actions: and, as well as."""
    skip: Words
    """Words that may stand before the verb and say nothing of it: immediately, to, fully."""
    marks: Words
    """Words that make a verb depend on another: to, de."""
    example_verbs: Words
    """Action verbs to show to the writer."""
    actions: tuple[Verb, ...]
    considering: tuple[Verb, ...]
    continuing: tuple[Verb, ...]
    general: tuple[Verb, ...]
    result: tuple[Verb, ...]
    nouns_too: Words = ()
    """Verbs that are nouns too: they count as verbs only before one of `determiners`."""
    determiners: Words = ()
    objects: Words = ()
    """What stands after a verb that is not listed, at the beginning: the, all, their, 37."""
    counts: Words = ()
    """Numbers in words: two, twelve, several hundred."""
    one_action: Words = ()
    """Two verbs that are one action: sign and ratify."""
    results: Words
    """Phrases that name a result alone: end discrimination."""
    vague: Words
    state_acts: Words
    """Verbs and words of acts that only the State can do, for everybody: ratify, law."""
    authorities: Words
    groups: Words
    times: Words
    vague_times: Words
    modals: Words
    """Words after which any verb is what is to be done: should, must."""
    verb: str
    """A regular expression for a verb in the form that stands after those."""
    dates: tuple[str, ...]
    """Regular expressions for a time that can be checked, beside `times`."""
    named: tuple[str, ...]
    """Regular expressions before a number that is no quantity: article 16, Law 1448."""
    together: Words = ()
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


class Smart(Curated):
    """All of `smart.yaml`."""

    flaws: dict[FlawKind, FlawText]
    languages: dict[Language, Lexicon] = Field(min_length=1)


def load_lexicon(folder: Path, base: Base) -> Smart:
    """The words of a knowledge folder; KnowledgeError with every problem, file and line each."""
    keys = [*Lexicon.model_fields, *FlawText.model_fields]
    read, file = read_shape(folder, FILE, Smart, keys, known=Known(base))
    problems = list(_problems(read))
    if problems:
        raise KnowledgeError(
            Problem(file.name, file.line(where), message) for where, message in problems
        )
    return read


def _problems(read: Smart) -> Iterator[tuple[tuple[str, ...], str]]:
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
