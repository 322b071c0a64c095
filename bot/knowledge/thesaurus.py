"""How people say things, beyond the words of the entries: `thesaurus.yaml` and `intents.yaml`; and
whether a text can be read first, by somebody who may have asked otherwise than its title does.

An entry has one title and many asks. "No." is right under the one and false under the other.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from bot.knowledge.curated import Asks, Curated, Language, Slug, Topic

StateMatter = Literal[
    "complaint", "inquiry", "reservations", "invitation", "promises", "list", "mandate", "icc",
    "iacthr",
]  # fmt: skip
"""What people ask of a State besides its dates and treaties."""
FEWEST_WORDS = 3
"""A first sentence with fewer words ("Slowly.") tells nothing without its question."""
_FIRST = re.compile(r"[^.!?؟]+[.!?؟](?=\s|$)")
_CLAUSE = re.compile(r"[.,:;!?،؛؟–—]")


class Intent(Curated):
    """A kind of request other than a question on a mechanism, and how people put it."""

    words: tuple[str, ...] = ()
    """Short phrases that show it; `*` stands for up to four words."""
    sure: tuple[str, ...] = ()
    """For what lies outside: phrases that nobody says of a mechanism; one is enough."""
    products: tuple[str, ...] = ()
    """What the text to be made is called, where somebody asks for one to be made."""
    objects: tuple[str, ...] = ()
    """Words that mean such a text only after a verb of making ("draft a note")."""
    entry: str = ""
    """For a text to be made: the entry that helps whoever names no mechanism, where nothing else is
    surely meant."""
    far: bool = False
    """For what lies outside: people who ask this hardly ever speak of a mechanism."""
    asks: Asks


class Intents(Curated):
    """What people want made, and what lies outside the desk's field."""

    tasks: dict[Literal["checklist", "outline", "message", "digest", "calendar", "check"], Intent]
    outside: dict[Slug, Intent]


class UnheldTreaty(Curated):
    """A treaty of which the tables do not say which States joined it."""

    called: tuple[str, str, str, str]
    """How it is named in English, French, Spanish and Arabic."""
    names: tuple[str, ...]
    """How people name it."""
    page: str
    """Where its parties are listed."""
    unknown: bool = False
    """Whether nothing at all is said of it here, so that no near name may answer for it."""


class Thesaurus(Curated):
    """How people say things, where the words of the entries alone would not find them."""

    same_words: tuple[tuple[str, ...], ...] = ()
    """Groups of words or short phrases that mean the same when a question is looked up."""
    topics: dict[Topic, tuple[str, ...]] = Field(default_factory=dict)
    """Topic → words that point to it."""
    general: dict[Topic, tuple[str, ...]] = Field(default_factory=dict)
    """Topic → words that ask for it in general, where a mechanism is named and nothing else."""
    bound: tuple[str, ...] = ()
    """Words by which people ask what a State joined or accepted."""
    every: tuple[str, ...] = ()
    """Words by which people ask for all treaties or committees at once."""
    past: tuple[str, ...] = ()
    """Words by which people ask of a review that was held."""
    regional: tuple[str, ...] = ()
    """Words by which people speak of regional bodies without naming one."""
    wants: dict[StateMatter, tuple[str, ...]] = Field(default_factory=dict)
    """What is asked of a State → words that show it."""
    unheld: tuple[UnheldTreaty, ...] = ()
    """Treaties of which the tables do not say which States joined them."""
    visits: tuple[str, ...] = ()
    """Words by which people ask who may see places of detention."""
    usable: tuple[str, ...] = ()
    """Ask what can be done or used in a State."""
    dates: tuple[str, ...] = ()
    """Words by which people ask when something is, was or is due."""
    make: tuple[str, ...] = ()
    """Words with which a sentence begins that asks for a text to be made."""
    want: tuple[str, ...] = ()
    """The same, where the sentence also says what text."""
    templates: tuple[str, ...] = ()
    """Words for a text to be filled in; with the name of one, and no question, they ask for it."""
    polite: tuple[str, ...] = ()
    """What may stand before a request and changes nothing."""
    please: tuple[str, ...] = ()
    """The same, where it shows that something is asked of the desk."""
    telling: tuple[str, ...] = ()
    """Words after those by which somebody asks to be told something, not for a text."""
    asking: tuple[str, ...] = ()
    """Words with which a question begins."""
    only: tuple[str, ...] = ()
    """Words beside the name of a text by which it is asked for, where nothing else is said."""
    joins: tuple[str, ...] = ()
    """Words that follow the name of a text that is asked for."""
    check: tuple[str, ...] = ()
    """Words with which a sentence begins that asks for a draft to be looked at."""
    no_products: tuple[str, ...] = ()
    """Names that hold the name of a text and are none that the desk makes."""
    field: tuple[str, ...] = ()
    """Words that show that somebody speaks of human rights mechanisms."""
    dialect: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Words in which the base is written → words of spoken Arabic that mean them."""
    verdicts: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Verdicts on a question that no answer and no point may open with: under another ask of the
    entry they are false."""
    pointers: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Words that no answer may begin with, since they point back to something before it."""


def verdict(text: str, language: Language, thesaurus: Thesaurus) -> str | None:
    """The verdict on a question ("No", "Not any more") with which a text opens, or None."""
    clause = _CLAUSE.split(_bare(text), maxsplit=1)[0].strip()
    return clause if clause.casefold() in _listed(thesaurus.verdicts, language) else None


def pointer(text: str, language: Language, thesaurus: Thesaurus) -> str | None:
    """The words at the beginning of a text that point back to what stands before it ("It",
    "Then"), or None."""
    bare = _bare(text)
    for phrase in _listed(thesaurus.pointers, language):
        begins = bare.casefold().startswith(phrase)
        if begins and not bare[len(phrase) :][:1].isalnum():
            return bare[: len(phrase)]
    return None


def leaning(text: str, language: Language, thesaurus: Thesaurus) -> str | None:
    """The opening by which a text leans on its question or on what stands before it, or None where
    it stands alone."""
    opening = verdict(text, language, thesaurus) or pointer(text, language, thesaurus)
    if opening:
        return opening
    first = _FIRST.match(_bare(text))
    return first[0] if first and len(first[0].split()) < FEWEST_WORDS else None


def _bare(text: str) -> str:
    return text.lstrip(" “\"«'¿¡(")


def _listed(listed: dict[Language, tuple[str, ...]], language: Language) -> frozenset[str]:
    return frozenset(phrase.casefold() for phrase in listed.get(language, ()))
