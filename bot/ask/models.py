"""The shapes that asking makes: a Question (what is asked) and a Reply (what is said)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.front import Harm, Manner, Opens, Remark
from bot.knowledge.models import Language, Status, Topic
from bot.knowledge.thesaurus import StateMatter

Task = Literal["checklist", "outline", "message", "digest", "calendar", "check"]
Part = Literal["mechanisms", "guess", "topic", "state", "task"]
Asked = Literal["dates", "standing"]
"""What is asked of a State: its dates, or what it joined and accepted."""
MOST_POINTS, MOST_NEXT, MOST_CHOICES = 3, 3, 4
"""What fits one screen of a phone."""
DOUBTFUL = 0.5
"""Certainty below which an answer says that it may not be what was asked."""

UNSURE = 0.2
"""Certainty from which the desk answers; below it offers choices. Of entries that are not the one
meant, a third answer all the same, so that at this point as many replies help as mislead
(docs/finding.md)."""


class Shape(BaseModel):
    """Base of the shapes: plain data, not changed once made."""

    model_config = ConfigDict(frozen=True)


When = Literal["past", "ongoing", "imminent"]
Who = Literal["person", "group"]


class Alarm(Shape):
    """What an alarm tells, as far as it was read. It holds no word of the text."""

    harms: tuple[Harm, ...]
    """The kinds of harm, the one that the first hours turn on first."""
    who: Who
    near: When
    notes: frozenset[Remark] = frozenset()
    asks: bool = False
    """Whether something else than help is asked too."""


class Context(Shape):
    """What is remembered of the earlier turn: ids, never its text."""

    mechanisms: tuple[str, ...] = ()
    topic: Topic | None = None
    state: str | None = None
    entries: tuple[str, ...] = ()
    line: str | None = None
    """The line of the first entry that led, by its name."""
    subject: str | None = None
    """The entry that was spoken of before, where this turn only asked a matter of it ("who
    decides?")."""
    guessed: bool = False
    """Whether the person named no mechanism, and the desk took it from what it found."""
    asked: tuple[Asked, ...] = ()
    wants: tuple[StateMatter, ...] = ()
    """What was asked of the State, where that was answered first."""
    alarm: Alarm | None = None
    """The alarm to which first steps were replied."""
    language: Language | None = None

    @property
    def spoken_of(self) -> str | None:
        """The entry that a bare follow-up is about: the one that answered before, unless that only
        told a matter of another."""
        return self.subject or next(iter(self.entries), None)


class Question(Shape):
    """What a text is about, as far as the desk understood it."""

    matter: str = Field(default="", exclude=True, repr=False)
    """The cleaned text without the names of States; never stored."""
    asked: str = Field(default="", exclude=True, repr=False)
    """Of a story the question in it, without the names of States, where it names a mechanism."""
    mechanisms: tuple[str, ...] = ()
    """Named or plainly described, in the order of the text."""
    topic: Topic | None = None
    states: tuple[str, ...] = ()
    """ISO 3166 alpha-3 codes; more than one where the name is ambiguous."""
    others: tuple[str, ...] = ()
    """Further States asked of together with the one that is meant ("Mali and Niger")."""
    mixed: bool = False
    """Whether it names still other States, of which it may not ask."""
    territory: str | None = None
    """A place that is no State, by its name in the language of the question."""
    wants: tuple[StateMatter, ...] = ()
    """What is asked of the State."""
    task: Task | None = None
    language: Language = "en"
    inherited: tuple[Part, ...] = ()
    """What was taken from the earlier turn; `guess` is a mechanism that the desk had found."""
    outside: str | None = None
    """The kind of matter outside the desk's field, where words show one."""
    surely_outside: bool = False
    """The words leave no doubt of it."""
    invented: str | None = None
    """A body that is named and that the base does not know."""
    unknown: tuple[str, str] | None = None
    """A treaty that exists and of which the base says nothing, in the language of the question, and
    the page that tells of it."""
    makes: bool = False
    """A sentence begins as a request for a text to be made."""
    hints: bool = False
    """It may be a request for the text that `task` tells: its words alone can't tell."""
    asks: bool = False
    """A sentence begins as a question, and none as a request."""
    of_field: bool = False
    """It names a mechanism, or speaks as one speaks of them."""
    compares: bool = False
    basic: str | None = None
    """The entry that answers what is asked first of a mechanism, where nothing else is asked."""
    general: Topic | None = None
    """The topic that is asked for in general, where a mechanism is named and little else."""
    bound: bool = False
    """Asks what a State joined or accepted."""
    every: bool = False
    """Asks for all treaties or committees at once."""
    past: bool = False
    """Asks of a review that was held."""
    regional: bool = False
    """Speaks of regional bodies without naming one."""
    usable: bool = False
    """Asks what can be done or used in a State."""
    visits: bool = False
    """Asks who may see places of detention."""
    own_expert: bool = False
    """Speaks of the UN expert or the investigation on that State ("the Iran rapporteur")."""
    dated: bool = False
    """Asks when something is, was or is due."""
    word: str | None = None
    """The line that says what a word of the field means, where nothing but that is asked:
    `entry#word-1`."""
    turn: tuple[str, ...] = ()
    """The entries that answer the matter which a bare follow-up asks for ("who decides?"), those of
    all mechanisms: ids, with the line that answers (`id#line`) or without."""
    manner: Manner | None = None
    """What a follow-up asks of the reply before it ("are you sure?")."""
    only_names: bool = False
    """A follow-up that names mechanisms and asks nothing of its own ("and for CEDAW?")."""
    empty: bool = False

    @property
    def state(self) -> str | None:
        """The State, where exactly one is meant."""
        return self.states[0] if len(self.states) == 1 else None


class Line(Shape):
    """A statement and how sure it is."""

    text: str
    status: Status | None = None
    """Only where it is less sure than the answer as a whole."""


class SourceShown(Shape):
    """A source as a person sees it."""

    title: str
    publisher: str
    url: str | None
    dated: str
    """Its date as exact as it is known; empty where none is."""
    date_is: Literal["about", "after", "before"] | None = None
    official: bool = False
    copy_read: bool = False
    find: str | None = None
    checked: dt.date | None = None
    """When its page was opened; None where that was not kept."""


class Near(Shape):
    """Another entry close to the question: its title alone, to be asked for."""

    entry: str
    title: str


class Word(Shape):
    """A word of the field and what it means."""

    term: str
    means: str


class Note(Shape):
    """A remark on how sure or how current an answer is: a phrase's key and its values."""

    key: str
    values: dict[str, str] = Field(default_factory=dict)


class ReplyBase(Shape):
    """What every reply has."""

    language: Language
    mechanisms: tuple[str, ...] = ()
    topic: Topic | None = None
    state: str | None = None
    certainty: float = Field(default=1.0, ge=0, le=1)

    def shown(self) -> tuple[str, ...]:
        """The entries of which something was said, the first one that answers."""
        entries: tuple[str, ...] = getattr(self, "entries", ())
        return entries

    def context(self) -> Context:
        """What to remember of this turn."""
        entries = self.shown()
        shown = [entry.split(".")[0] for entry in entries[:1]]
        return Context(
            mechanisms=tuple(dict.fromkeys((*shown, *self.mechanisms))),
            topic=self.topic,
            state=self.state,
            entries=entries or getattr(self, "kept", ()),
            line=next(iter(getattr(self, "lines", ())), None),
            subject=getattr(self, "subject", None),
            guessed=getattr(self, "guessed", False),
            asked=getattr(self, "asked", ()),
            wants=getattr(self, "wants", ()),
            alarm=getattr(self, "alarm", None),
            language=self.language,
        )


class More(Shape):
    """What stands behind "More": what the answer holds and the reply did not say."""

    points: tuple[Line, ...] = ()
    cannot: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    not_any_more: str | None = None
    here: tuple[Note, ...] = ()
    """What else is known of the State in question."""
    words: tuple[Word, ...] = ()
    """Words of the field that the reply or what is here uses."""
    sources: tuple[SourceShown, ...] = ()
    near: tuple[Near, ...] = ()


class Answer(ReplyBase):
    """A curated answer: what is said at once, and what stands behind "More"."""

    kind: Literal["answer"] = "answer"
    title: str
    lead: str
    """The line that answers, and where that is no answer by itself the answer in short."""
    points: tuple[Line, ...] = Field(default=(), max_length=MOST_POINTS)
    cannot: tuple[str, ...] = ()
    warning: str | None = None
    ended_since: str | None = None
    mark: Note
    """How sure it is, in two or three words."""
    signed: Note | None = None
    """Who compared it with its page, or until when that counted; None where nobody did."""
    notes: tuple[Note, ...] = ()
    """What must be said of it in plain words."""
    sources: tuple[SourceShown, ...] = ()
    """The first `cited` are the ones shown; all stand behind "More"."""
    cited: int = Field(default=1, ge=1, le=2)
    """How many questions were answered, each from a source of its own."""
    verified: dt.date
    entries: tuple[str, ...]
    """The entry that answers, those of which a line is shown, then those of `next`."""
    lines: tuple[str, ...] = ()
    """What is said of these entries, by name: the line that leads, then the points and *cannot*; of
    another entry than the first as `id#line`."""
    next: tuple[Near, ...] = Field(default=(), max_length=MOST_NEXT)
    """Next steps or near questions."""
    more: More = More()
    subject: str | None = None
    """The entry that was spoken of before and still is, where only a matter of it was asked."""
    guessed: bool = False
    """Whether `mechanisms` is what the desk found, not what the person named."""
    here: tuple[Note, ...] = ()
    """What is known of the State in question: dates as they stand in the calendar."""
    asked: tuple[Asked, ...] = ()
    wants: tuple[StateMatter, ...] = ()
    """What was asked of the State, where what is known of it stands first."""
    here_first: bool = False
    """Whether that is what was asked, and stands first."""

    @property
    def doubtful(self) -> bool:
        """Whether the desk may have misread the question, and says so."""
        return self.certainty < DOUBTFUL


class Choice(Shape):
    """One of several meanings: a label for a button, and what picking it stands for."""

    label: str = Field(max_length=75)
    mechanism: str | None = None
    entry: str | None = None
    state: str | None = None
    opens: Opens | None = None
    """What it opens where there are windows, in place of the entry."""


class Choices(ReplyBase):
    """A question back."""

    kind: Literal["choices"] = "choices"
    lead: Note
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=MOST_CHOICES)
    kept: tuple[str, ...] = ()
    """The entries spoken of before, where only their State is asked back."""


class FirstSection(Shape):
    """How the text that is asked for begins: in English, as drafts are."""

    title: str
    paragraphs: tuple[str, ...]
    """With blanks in square brackets."""
    rule: str | None = None
    """The entry on which it rests."""


class TaskReply(ReplyBase):
    """Something is to be made: what, and what was understood of it already."""

    kind: Literal["task"] = "task"
    task: Task
    action: str | None = None
    """The id of the action whose checklist or outline is asked for, or of the message, where that
    is sure."""
    missing: tuple[Literal["mechanism", "state"], ...] = ()
    begins: FirstSection | None = None
    """The first section of what is written, where it is sure which text is meant."""
    help: Answer | None = None
    """The entry on what such a text must contain; for dates, the dates."""
    ready: bool = False
    """Whether `help` is what was wanted, and not only what it must contain."""

    def shown(self) -> tuple[str, ...]:
        """Those of the help, where it is of a mechanism that was meant."""
        entries = self.help.entries if self.help else ()
        own = bool(entries) and entries[0].partition(".")[0] in self.mechanisms
        return entries if own else ()


class Decline(ReplyBase):
    """The desk does not answer: why, what it covers, and what is nearest."""

    kind: Literal["decline"] = "decline"
    reason: Note
    nearest: tuple[Choice, ...] = ()


class FirstSteps(ReplyBase):
    """What to do first where somebody raises an alarm: whole sentences, in the language of the
    message. No word of the message is in it."""

    kind: Literal["steps"] = "steps"
    alarm: Alarm
    heading: str
    answer: str = ""
    """What answers the message, in a sentence or two, where the desk is sure of it."""
    here: tuple[Note, ...] = ()
    """The same of the State, where what can be used there is asked."""
    steps: tuple[str, ...]
    """In order: safety, who to call, the ways that fit."""
    closing: str
    read: str
    """What was understood, to be changed."""
    ways: str
    """The label of the button that leads to the ways in order, as the other two of theirs."""
    write: str
    consent: str
    about: tuple[str, ...] = ()
    """What was understood, as the questions before a way have it: values of their options."""
    action: str
    """The action whose text is written."""
    sources: tuple[SourceShown, ...] = ()
    verified: dt.date
    entries: tuple[str, ...]
    consent_entry: str


Reply = Annotated[Answer | Choices | TaskReply | Decline | FirstSteps, Field(discriminator="kind")]
