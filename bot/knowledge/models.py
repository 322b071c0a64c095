"""The shapes of what curators write in `knowledge/`, checked as they are read."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.knowledge.curated import LANGUAGES as LANGUAGES
from bot.knowledge.curated import OWN_NAMES as OWN_NAMES
from bot.knowledge.curated import TOPICS as TOPICS
from bot.knowledge.curated import WORDING, Asks, EntryId, PartialDate
from bot.knowledge.curated import Curated as Curated
from bot.knowledge.curated import Language as Language
from bot.knowledge.curated import Phrase as Phrase
from bot.knowledge.curated import Slug as Slug
from bot.knowledge.curated import Topic as Topic
from bot.knowledge.front import Alarms, Basics, FirstWords, Harmful, TextNames, Turns
from bot.knowledge.sources import Source
from bot.knowledge.thesaurus import Intents, Thesaurus
from bot.knowledge.translations import Translations
from bot.knowledge.typography import labelled, spaced

Status = Literal["checked", "single-source", "dated", "unchecked", "advice"]
"""How far a statement is settled, and so how it is shown (design.md, promise 1)."""

Family = Literal[
    "charter", "treaty-body", "security-council", "regional", "national", "cross-cutting"
]
TREATY_BODY: Family = "treaty-body"
"""The family of the committees."""
CROSS_CUTTING: Family = "cross-cutting"
"""The family of those that speak of many bodies."""
TREATY_BODIES = "treaty-bodies"
"""The mechanism whose entries hold for all of them."""
Unit = Literal[
    "words", "characters", "pages", "minutes", "hours", "days", "weeks", "months", "years",
    "members", "number",
]  # fmt: skip

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=420)]
TRANSLATED: tuple[Language, ...] = tuple(lang for lang in LANGUAGES if lang != "en")
Level = Literal["read", "confirmed"]
TITLE = "title"
"""The name of an entry's title where it is translated."""
Line = Annotated[
    str,
    StringConstraints(pattern=r"^(any|answer|not-any-more|warning|(point|cannot|advice)-[1-8])$"),
]
"""The line of an entry that answers an ask; `any` where nobody has said which."""


class Figure(Curated):
    """A number that texts, checklists and draft checks share. Texts print it as `{name}`."""

    value: int | float
    unit: Unit


class Point(Curated):
    """One line under an answer; its own status when it is less sure than the entry."""

    text: Sentence
    status: Status | None = None
    sources: tuple[Slug, ...] = ()


class EndedRule(Curated):
    """A rule that held once: since when it no longer does, and the entry with today's rule."""

    since: PartialDate
    now: EntryId


class Entry(Curated):
    """One curated answer: mechanism × topic × slug."""

    id: EntryId
    topic: Topic
    title: str = Field(min_length=4, max_length=75)
    """The question that the entry answers, short enough for a button."""
    states: tuple[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], ...] = ()
    """The States (ISO 3166 alpha-3) that the entry is about, where it is about some alone."""
    answer: Sentence
    points: tuple[Point, ...] = Field(default=(), max_length=8)
    cannot: tuple[Sentence, ...] = ()
    """What people wrongly expect."""
    advice: tuple[Sentence, ...] = ()
    """The desk's advice, shown apart from rules."""
    not_any_more: Sentence | None = None
    """The outdated rule that people will find elsewhere."""
    warning: Sentence | None = None
    """A danger to somebody's safety."""
    ended: EndedRule | None = None
    figures: dict[str, Figure] = Field(default_factory=dict)
    asks_of: dict[Line, Asks] = Field(default_factory=dict)
    """How people ask for it, by the line that answers: what stands in `asks/`."""
    status: Status
    sources: tuple[Slug, ...] = ()
    check_on: str | None = None
    """For what is unchecked: a source id or an address where a person can check."""
    verified: dt.date
    review_by: dt.date
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    related: tuple[EntryId, ...] = ()
    facts: tuple[str, ...] = ()
    """Ids of the researched facts that this entry carries."""

    @model_validator(mode="before")
    @classmethod
    def _points_may_be_plain_text(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("points"), list):
            points = [{"text": p} if isinstance(p, str) else p for p in data["points"]]
            return {**data, "points": points}
        return data

    @property
    def mechanism(self) -> str:
        """The mechanism's id, the first part of the entry's."""
        return self.id.split(".", 1)[0]

    @cached_property
    def asks(self) -> Asks:
        """How people ask for it, whichever line answers."""
        groups = self.asks_of.values()
        return Asks(
            **{lang: tuple(a for g in groups for a in getattr(g, lang)) for lang in LANGUAGES}
        )

    def lines(self) -> dict[Line, str]:
        """What a person may read of this entry by the name of its line, figures not filled in."""
        lines = {"answer": self.answer}
        lines |= {f"point-{i}": point.text for i, point in enumerate(self.points, 1)}
        lines |= {f"cannot-{i}": text for i, text in enumerate(self.cannot, 1)}
        lines |= {f"advice-{i}": text for i, text in enumerate(self.advice, 1)}
        if self.not_any_more:
            lines["not-any-more"] = self.not_any_more
        return lines | ({"warning": self.warning} if self.warning else {})

    def lines_by_name(self) -> dict[str, str]:
        """Its title and lines by their names, as they are translated."""
        return {TITLE: self.title, **self.lines()}

    def texts(self) -> list[str]:
        """All that a person may read of this entry, in reading order, figures not filled in."""
        return list(self.lines().values())


class Names(Curated):
    """Names as people write them, by language; the first is the one shown."""

    en: tuple[str, ...] = Field(min_length=1)
    fr: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    ar: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """The names in all languages."""
        return (*self.en, *self.fr, *self.es, *self.ar)


class Mechanism(Curated):
    """A human rights mechanism (or a cross-cutting subject) and its entries."""

    id: Slug
    short: str = Field(min_length=2, max_length=40)
    """What the mechanism is called in a button or a list."""
    names: Names
    acronyms: tuple[str, ...] = ()
    describes: tuple[str, ...] = ()
    """Phrases by which people describe it without its name, any language."""
    family: Family
    summary: Sentence
    page: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    entries: tuple[Entry, ...]
    no_entry: dict[Topic, str] = Field(default_factory=dict)
    """For a topic without an entry: the reason."""


class Term(Curated):
    """A word of the field, explained once for everybody."""

    term: str
    also: tuple[str, ...] = ()
    means: str = Field(max_length=160)
    entry: EntryId | None = None
    """What is said after it where somebody asks what it means; none where the first sentence of
    what is found for it says that already."""
    asked: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Other ways in which people ask for it, by language, not looked for in texts."""
    common: bool = False
    """Whether every text uses it, so that it is explained only where somebody asks."""


class SignOff(Curated):
    """A person's word that a statement is as its page has it."""

    subject: str
    """An entry's id; its translation, with the language before it: `fr upr.submit.length`; or a
    State's code and a family: `SSD treaties`."""
    level: Level
    who: str
    """Initials or a role."""
    day: dt.date
    until: dt.date
    """The last day on which it counts."""
    line: int = 0
    """Where it stands in the file, from 1; 0 for one that is not written yet."""


class Base(BaseModel):
    """The whole knowledge base, checked and complete."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    mechanisms: dict[str, Mechanism]
    sources: dict[str, Source]
    terms: tuple[Term, ...]
    wording: dict[str, Phrase | str]
    """What the desk itself says, by key: the English, whose other languages stand in the catalogue
    `wording`, or all languages side by side."""
    thesaurus: Thesaurus
    intents: Intents
    alarms: Alarms | None = None
    """How alarms are recognised; None where a base has no such file, as with the next ones."""
    harmful: Harmful | None = None
    first_words: FirstWords | None = None
    text_names: TextNames | None = None
    basics: Basics | None = None
    turns: Turns | None = None
    translations: Translations = Field(default_factory=Translations, exclude=True, repr=False)
    """What it says in other languages."""
    signed: tuple[SignOff, ...] = ()
    """Who compared which statement with its page."""
    fingerprint: str = ""
    """A digest of the YAML files that it was read from, by which indexes of it are kept; sign-offs
    change no index, and don't count."""

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every entry by its id, in the order of the files."""
        return {e.id: e for m in self.mechanisms.values() for e in m.entries}

    @cached_property
    def words(self) -> dict[str, dict[str, Term]]:
        """By the id of an entry the terms whose meaning stands with it, by the name of that line
        (`word-1`), in the order of the glossary."""
        of_entry: dict[str, dict[str, Term]] = {}
        for term in self.terms:
            if term.entry:
                words = of_entry.setdefault(term.entry, {})
                words[f"word-{len(words) + 1}"] = term
        return of_entry

    def translated(self, entry: Entry, language: Language) -> dict[str, str] | None:
        """An entry's title and lines by their names in a language, figures not filled in; None in
        English, and where not all of it is translated from the English of today."""
        return (
            None
            if language == "en"
            else self.translations.entry(language, entry.id, entry.lines_by_name())
        )

    def title(self, entry: Entry, language: Language) -> str:
        """An entry's title in a language, in English where it is not translated."""
        return self.in_language(f"{entry.id}/{TITLE}", entry.title, language)

    def term_said(self, term: Term, language: Language) -> tuple[str, str] | None:
        """A term and what it means in a language; None in English, and where it is not translated
        from the English of today."""
        if language == "en":
            return None
        english = {"term": term.term, "means": term.means}
        translated = self.translations.entry(language, term.term, english)
        return (translated["term"], translated["means"]) if translated else None

    def meaning(self, term: Term, language: Language) -> str | None:
        """A term and what it means as a sentence; None where it is not translated."""
        said = (term.term, term.means) if language == "en" else self.term_said(term, language)
        if said is None:
            return None
        term_written = labelled(f"{said[0][:1].upper()}{said[0][1:]}", language)
        return f"{term_written} {said[1]}."

    def written(self, term: Term, language: Language) -> tuple[str, ...]:
        """How people of a language write a term that they ask for."""
        asked = term.asked.get(language, ())
        if language == "en":
            return (term.term, *term.also, *asked)
        said = self.term_said(term, language)
        return (said[0], *asked) if said else asked

    def short(self, mechanism: str, language: Language) -> str:
        """What a mechanism is called in a list in a language."""
        return self.in_language(f"{mechanism}/short", self.mechanisms[mechanism].short, language)

    def name(self, mechanism: str, language: Language) -> str:
        """A mechanism's name as people of a language write it, in English where none is given."""
        names = self.mechanisms[mechanism].names
        own_names: tuple[str, ...] = getattr(names, language)
        return (own_names or names.en)[0]

    def summary(self, mechanism: str, language: Language) -> str:
        """What a mechanism is, in a sentence or two, in English where they are not translated."""
        english = self.mechanisms[mechanism].summary
        return self.in_language(f"{mechanism}/summary", english, language)

    def in_language(self, place: str, english: str, language: str) -> str:
        """A text in a language, in English where it is not translated."""
        if language == "en":
            return english
        return self.translations.text(language, place, english) or english

    def label(self, key: str, language: Language) -> str:
        """A phrase with the colon after it, as what stands before a text."""
        return labelled(self.say(key, language), language)

    def figure(self, entry_id: str, name: str) -> Figure | None:
        """The figure `name` of an entry; None where the entry or the figure is not known."""
        entry = self.entries.get(entry_id)
        return entry.figures.get(name) if entry else None

    def mechanism_named(self, name: str) -> Mechanism | None:
        """The mechanism of that id, short name, acronym or English name, in any case."""
        written_name = " ".join(name.casefold().split())
        if written_name in self.mechanisms:
            return self.mechanisms[written_name]
        for mechanism in self.mechanisms.values():
            names = (mechanism.short, *mechanism.acronyms, *mechanism.names.en)
            if written_name in {n.casefold() for n in names}:
                return mechanism
        return None

    def mechanisms_like(self, name: str) -> list[str]:
        """The ids of mechanisms that are written like `name`."""
        known = list(self.mechanisms)
        return get_close_matches(name.casefold(), known, n=3, cutoff=0.4) or known[:5]

    def say(self, key: str, language: str, **values: object) -> str:
        """The desk's phrase of that key in that language, with `{name}` filled in; in English where
        its translation asks for what there is not."""
        wording = self.wording[key]
        if isinstance(wording, Phrase):
            english, phrase = wording.en, str(getattr(wording, language))
        else:
            english, phrase = wording, self.in_language(f"{WORDING}/{key}", wording, language)
        if not values:
            return spaced(phrase, language)
        try:
            return spaced(phrase.format(**values), language)
        except (LookupError, ValueError):
            return english.format(**values)
