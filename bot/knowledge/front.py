"""The shapes of what is read before entries are ranked: alarms, first words, basics."""

from __future__ import annotations

from itertools import chain
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.knowledge.curated import LANGUAGES, Curated, EntryId, LineId, Phrase, Slug


def _parted(value: object) -> object:
    """Phrases are written one after the other, with commas between them."""
    return (
        tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value
    )


Said = Annotated[tuple[str, ...], BeforeValidator(_parted)]


class WaysOfSaying(Curated):
    """Phrases by which something is said, by language, with the signs of `docs/front-door.md`."""

    en: Said = ()
    fr: Said = ()
    es: Said = ()
    ar: Said = ()

    def all(self) -> tuple[str, ...]:
        """Those of every language: people mix them, and a short text does not show its own."""
        return tuple(phrase for language in LANGUAGES for phrase in getattr(self, language))


Harm = Literal[
    "sexual-violence", "disappearance", "removal", "torture", "detention", "attack", "life",
    "recruitment", "home", "threat", "deprivation", "danger",
]  # fmt: skip
Remark = Literal[
    "armed-group", "un-staff", "company", "child", "defender", "reprisal", "migrant", "whereabouts",
]  # fmt: skip
"""What an alarm tells beside the kind of harm."""
Group = Literal["people", "actors", "own", "future"]


class HarmWords(Curated):
    """Words of one kind of harm."""

    told: WaysOfSaying
    """By which a deed is told."""
    named: WaysOfSaying = WaysOfSaying()
    """Nouns, which say less."""


class Sentence(Curated):
    """A sentence of the reply and the entry whose rule it is."""

    says: Phrase
    rule: EntryId


class Appeal(Sentence):
    """The way that fits every case, and what is prepared for it."""

    action: Slug


class SentenceStep(Sentence):
    """A sentence that is said where it fits; one without circumstances always does."""

    id: Slug | None = None
    harms: tuple[Harm, ...] = ()
    notes: tuple[Remark, ...] = ()
    """All of them must have been read."""
    unless: tuple[Remark, ...] = ()
    """None of them may have been read."""
    needs: Annotated[
        str | None,
        Field(pattern=r"^(treaty:[A-Za-z0-9-]+|complaint:[a-z]+|body:[A-Za-z]+|investigation)$"),
    ] = None
    """What the State in question must surely have accepted, or have."""


class FirstStepsText(Curated):
    """What is replied to an alarm."""

    heading: dict[Harm, Phrase]
    safety: tuple[SentenceStep, ...]
    call: tuple[SentenceStep, ...]
    appeal: Appeal
    ways: tuple[SentenceStep, ...]
    closing: Sentence
    consent_entry: EntryId
    """The entry behind the button on names and consent."""
    beside: tuple[EntryId, ...] = ()
    """Entries on what to do after a harm, of which one may stand above the steps."""
    read: Phrase
    buttons: dict[Literal["ways", "write", "consent"], Phrase]
    labels: dict[Slug, Phrase]

    def spoken(self) -> tuple[Sentence, ...]:
        """Every sentence that rests on an entry."""
        return (*self.safety, *self.call, self.appeal, *self.ways, self.closing)


Against = Literal[
    "general",
    "bodies",
    "supposed",
    "planned",
    "work",
    "asking",
    "ago",
    "property",
    "held",
    "mild",
    "along",
    "judging",
    "justice",
]
"""What speaks against an alarm, by the names of `alarms.yaml`."""


class Alarms(Curated):
    """How alarms are recognised, and the first steps that are replied (`alarms.yaml`)."""

    groups: dict[Group, WaysOfSaying]
    happened: dict[Literal["now", "day", "mark", "place", "many", "help"], WaysOfSaying]
    against: dict[Against, WaysOfSaying]
    harms: dict[Harm, HarmWords]
    notes: dict[Remark, WaysOfSaying]
    more: WaysOfSaying
    """After an alarm: asked for nothing but help, or what to do."""
    long_ago: EntryId | None = None
    """What answers a question on harm of long ago, where no other entry is likelier."""
    reply: FirstStepsText


class Combination(Curated):
    """Parts of speech that ask for harm together in one sentence, without a word of harm."""

    begins: tuple[Slug, ...] = ()
    """One of these begins a clause: the writer's own wish. Without any, the whole text counts."""
    holds: tuple[Slug, ...] = Field(min_length=1)
    """The sentence holds one phrase of each."""
    unless: tuple[Slug, ...] = ()
    """And none of these."""


class Harmful(Curated):
    """How a wish to harm, to find or to expose somebody is put (`harmful.yaml`)."""

    groups: dict[Literal["target", "hurt", "power"], WaysOfSaying]
    seeks: WaysOfSaying
    """Asked to be told who or where somebody is."""
    wants: WaysOfSaying
    """Said or asked of one's own deeds, at the beginning of a clause."""
    writes: WaysOfSaying
    """A text that threatens, exposes or lies."""
    purpose: WaysOfSaying
    """What it is for; it counts together with `about`."""
    about: WaysOfSaying
    harmless: WaysOfSaying
    """Words that show the contrary."""
    demanded: WaysOfSaying
    """What somebody else wants to know, as the writer tells it."""
    parts: dict[Slug, WaysOfSaying] = Field(default_factory=dict)
    """Phrases by what they are for, of which combinations are made; `polite` may stand before a
    beginning."""
    combinations: tuple[Combination, ...] = ()

    @model_validator(mode="after")
    def _parts_are_known(self) -> Harmful:
        named = {
            name
            for combination in self.combinations
            for name in (*combination.begins, *combination.holds, *combination.unless)
        }
        if unknown := sorted(named - set(self.parts)):
            raise ValueError(f"parts that are not written: {', '.join(unknown)}")
        return self


Opens = Literal["ways", "checklist"]
"""What a button opens where there are windows: the questions before a way, or a checklist."""


class Greeting(Curated):
    """One kind of first words, and what is replied."""

    said: WaysOfSaying
    lead: Phrase


class Bare(Curated):
    """One kind of question that is too bare to answer, and what is asked back."""

    words: WaysOfSaying
    """Words that such a question may hold beside those that say nothing."""
    unless_sure: bool = False
    """Asked back only where no entry is surely meant."""
    lead: Phrase
    offers: tuple[Slug, ...] = Field(min_length=2, max_length=4)
    entries: dict[Slug, EntryId] = Field(default_factory=dict)
    """What an offer shows here in place of its own entry, by the offer's name."""

    @model_validator(mode="after")
    def _of_its_own_offers(self) -> Self:
        if strange := set(self.entries) - set(self.offers):
            raise ValueError(f"entries for {', '.join(sorted(strange))}, which is not offered here")
        return self


class Offered(Curated):
    """A button: what it is called, the entry that it shows, and what it opens in its place."""

    label: Phrase
    entry: EntryId
    opens: Opens | None = None


class Courtesy(Curated):
    """What people say around a question, and what is no part of it."""

    before: WaysOfSaying = WaysOfSaying()
    after: WaysOfSaying = WaysOfSaying()


class FirstWords(Curated):
    """First words and bare questions (`first-words.yaml`)."""

    fillers: Said
    """Words that may stand beside first words."""
    greetings: dict[Literal["thanks", "hello", "help"], Greeting]
    courtesy: Courtesy
    bare: dict[Slug, Bare]
    """By kind; of several whose words a question holds, the first is meant."""
    beside: WaysOfSaying = WaysOfSaying()
    """Words that may stand beside those of bare questions where no entry is surely meant."""
    offers: dict[Slug, Offered]
    first: tuple[Slug, ...] = Field(min_length=1, max_length=3)
    """What is offered after first words."""

    def phrases(self) -> dict[str, Phrase]:
        """What is replied, by the key under which the desk's own phrases are kept."""
        first = {f"first_{name}": greeting.lead for name, greeting in self.greetings.items()}
        return first | {f"bare_{name}": bare.lead for name, bare in self.bare.items()}


class TextNames(Curated):
    """The usual names of the texts that the desk makes (`texts.yaml`)."""

    actions: dict[Slug, WaysOfSaying]
    messages: dict[Slug, WaysOfSaying]


BasicMatter = Literal["purpose", "members", "outcome", "binding"]
"""What people ask first of a mechanism, besides what it is."""


class Pair(Curated):
    """Two mechanisms, and the entry that tells them apart."""

    mechanisms: tuple[Slug, Slug]
    entry: EntryId


def _one_each(entries: tuple[str, ...]) -> tuple[str, ...]:
    mechanisms = [entry.partition(".")[0] for entry in entries]
    if twice := sorted({m for m in mechanisms if mechanisms.count(m) > 1}):
        raise ValueError(f"more than one entry of {', '.join(twice)}: keep the best.")
    return entries


class Basics(Curated):
    """What is asked first of a mechanism, and the entries that answer (`basics.yaml`)."""

    asked: dict[BasicMatter, WaysOfSaying]
    entries: dict[Slug, dict[BasicMatter, EntryId]]
    """By mechanism."""
    meaning: Courtesy = Courtesy()
    """What people say before and after a word of the field when they ask what it means."""
    pairs: tuple[Pair, ...] = ()
    same: dict[Slug, Annotated[tuple[EntryId, ...], AfterValidator(_one_each)]] = Field(
        default_factory=dict
    )
    """Entries on the same matter at several mechanisms, one each, by the matter."""

    def entry_ids(self) -> set[str]:
        """The ids of all entries that are named here."""
        own = {name for answers in self.entries.values() for name in answers.values()}
        return own | {pair.entry for pair in self.pairs} | set(chain(*self.same.values()))


class Ways(Curated):
    """How something is asked in few words."""

    asked: WaysOfSaying
    beside: WaysOfSaying = WaysOfSaying()
    """Words that may stand beside those and ask nothing else."""


class Turn(Ways):
    """A matter that a short second turn asks for and names nothing else ("who decides?")."""

    entries: tuple[LineId, ...]
    """Those that answer it, several a mechanism where it has several ways; with the line that
    answers, where that is not the one that leads."""
    after: dict[EntryId, LineId] = Field(default_factory=dict)
    """By the entry that was spoken of before, the one that answers it there, before any other."""


Manner = Literal["sure", "shorter", "plainly", "which", "elsewhere"]
"""What is asked of the reply that was given: whether it is sure and where it stands, to say it in
fewer words or in plain ones, which of those that it compares, or the same of a State that is not
named ("and our neighbour?")."""


class Turns(Curated):
    """What is asked next in few words, and the entries that answer (`turns.yaml`)."""

    beside: WaysOfSaying
    """Words that may stand beside any such question and tell nothing ("for the family")."""
    turns: dict[Slug, Turn]
    manners: dict[Manner, Ways] = Field(default_factory=dict)
    groups: dict[Slug, Ways] = Field(default_factory=dict)
    """By committee, the people whose treaty it watches: "and for children?" asks it of CRC."""

    def line_ids(self) -> set[str]:
        """The entries that are named here, with the line or without."""
        turns = self.turns.values()
        return {n for t in turns for n in (*t.entries, *t.after, *t.after.values())}
