"""The shapes that preparing makes: a Checklist (what to do, by when) and an Outline (what to
write, how long). Plain data: words for dates and labels are chosen where they are rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from pydantic import Field

from bot.knowledge.curated import Shape
from bot.knowledge.models import Language, Status
from bot.prepare.actions import Audience, Event, Kind, Takes
from bot.reviews import CalendarEvent, Certainty, DeadlineState, PartialDate
from bot.states import TreatyStatus
from bot.states.recommendations import About, Recommendation

Left = Literal["closed", "suspended", "day", "week", "two_months", "enough", "unknown"]
"""How much time is left to the day that the steps are counted from."""

What = Literal["treaty", "complaint", "inquiry", "visits", "body"]


class Cited(Shape):
    """A source as a text cites it."""

    title: str
    publisher: str
    url: str | None
    dated: str
    """Its date as exact as it is known; empty where none is."""


class Rule(Shape):
    """A statement, how sure it is, and where it comes from."""

    text: str
    status: Status
    """`advice` where it is no rule of a mechanism."""
    entry: str | None = None
    title: str = ""
    """The question that the entry answers."""
    sources: tuple[str, ...] = ()
    """Ids in `sources` of the whole."""
    check_on: str | None = None
    """For what is not settled: the page on which to check it."""


class Accepted(Shape):
    """Whether the State accepted what the action turns on, before one committee or body."""

    what: What
    subject: str
    """The id of a committee or a regional body."""
    status: Literal["yes", "no", "unknown"]
    rule: Rule
    cell: TreatyStatus = Field(exclude=True, repr=False)
    """What the tables of States say of it."""


class Treaties(Shape):
    """Which of the treaties that committees watch over bind a State, by short names."""

    bind: tuple[str, ...]
    bind_not: tuple[str, ...]
    """By the lists that were read; a later step of the State does not show."""
    unknown: tuple[str, ...]


class Anchor(Shape):
    """The day that steps are counted from, as far as it is known."""

    event: Event
    kind: Literal["open", "closed", "not_published", "suspended", "cancelled"]
    when: PartialDate | None = None
    certainty: Certainty = "unknown"
    given: bool = False
    """It is the day that the person gave."""
    published: PartialDate | None = None
    """The published day, where the person gave another."""
    hour: dt.datetime | None = None
    """The hour that the person gave, by the body's clock."""
    ends_local: dt.datetime | None = None
    """When it ends (the hour given, or else the body's day) in the zone that the person named."""
    place: str = "Geneva"
    """Whose clock that is."""
    in_session: bool = False
    """For a review: the day is the session's first; the State's own is not known."""

    @property
    def sure(self) -> bool:
        """Whether its day is published, or given by the person."""
        return self.given or self.certainty in ("published", "held")

    @property
    def exact(self) -> dt.date | None:
        """The day to count from, where one is known."""
        return self.when.exact if self.when else None


When = Literal["too_early", "soon", "now", "last_days", "over", "between", "unknown"]


class Timing(Shape):
    """Where a day stands to the work on a text."""

    when: When
    begins: PartialDate | None = None
    """For what is too early: about when to begin."""
    event: Event
    until: PartialDate | None = None
    """The day of that event, as exact as it is known."""
    sure: bool = True
    """Whether that day is published, or given by the person."""
    review: PartialDate | None = None
    """The review that is ahead, or for `between` the one that is over."""


Stage = Literal["now", "decide", "write", "send", "after"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_WRITING: tuple[Kind, ...] = ("evidence", "draft")
_SENDING: tuple[Kind, ...] = ("harm", "consent", "names", "sign-off", "send")


def staged(steps: Iterable[tuple[Kind, bool, Event, bool]], main: Event) -> Iterator[Stage]:
    """The stage of each of the steps, which stand in the order of time; a stage never comes back.

    Of each step: its kind, whether it is done at once, the event that it is counted from, and
    whether it comes after that. What counts from another event than `main` comes after it all.
    """
    every = list(steps)
    kinds = [kind for kind, *_ in every]
    written = _text_stands(kinds)
    stage: Stage = "now"
    for number, (kind, at_once, event, after) in enumerate(every):
        reached = _stage(kind, at_once, event != main or after, number >= written)
        stage = max(stage, reached, key=_place)
        yield stage


def _text_stands(kinds: list[Kind]) -> int:
    """The place of the step with which there is a text: the first draft, or the last evidence."""
    if "draft" in kinds:
        return kinds.index("draft")
    places = [place for place, kind in enumerate(kinds) if kind == "evidence"]
    return max(places, default=0)


def _stage(kind: Kind, at_once: bool, after: bool, written: bool) -> Stage:
    if at_once:
        return "now"
    if after:
        return "after"
    if kind in _WRITING:
        return "write"
    # what protects people and what sends comes twice: before there is a text, and with the text
    return "send" if written and kind in _SENDING else "decide"


def _place(stage: Stage) -> int:
    return STAGES.index(stage)


__all__ = [
    "Accepted",
    "Anchor",
    "Checklist",
    "Cited",
    "Left",
    "Outline",
    "OutlinePart",
    "Paragraph",
    "Piece",
    "Remains",
    "Rule",
    "Shape",
    "Step",
    "Treaties",
    "What",
]


class Step(Shape):
    """A step of a checklist, with its date or its distance from an event."""

    id: str
    kind: Kind
    do: str
    why: str
    who: str
    amount: int = 0
    unit: Literal["", "day", "week"] = ""
    """Empty for what is done at once."""
    side: Literal["before", "after"] = "before"
    of: Event
    due: dt.date | None = None
    """Only where the event's day is known."""
    late: bool = False
    """Its day has passed, or may have; it still makes sense, so it is done now."""
    rule: Rule | None = None
    stage: Stage = "now"
    """Where it stands among the stages of the checklist."""


class Remains(Shape):
    """What can still be done: an entry's question and its answer."""

    entry: str
    title: str
    text: str


class Checklist(Shape):
    """What to do for an action, for a State or for any, as on a day."""

    action: str
    title: str
    language: Language = "en"
    """Of its texts."""
    mechanism: str
    open_to: tuple[str, ...]
    """The mechanisms before which it can be done, where none of them was named."""
    state: str | None
    """ISO 3166 alpha-3."""
    joint: bool
    on: dt.date
    takes: tuple[Takes, ...]
    audience: tuple[Audience, ...]
    anchors: dict[Event, Anchor]
    """The first is the one that the list as a whole is counted from."""
    left: Left
    review: CalendarEvent | None
    """The State's next review there."""
    accepted: tuple[Accepted, ...]
    """Whether the State accepted what the action turns on; one for each committee where none of
    several was named, empty where it turns on nothing."""
    instead: tuple[Rule, ...]
    """What else there is, where it has not."""
    timing: Timing | None
    """Too early, the time for it, or too late; None for what is sent when it is needed."""
    short_of_time: tuple[Rule, ...]
    remains: tuple[Remains, ...]
    closed: tuple[Rule, ...]
    facts: dict[str, tuple[Rule, ...]]
    """Who, when, where, length, …: the keys of `actions.FACTS`."""
    steps: tuple[Step, ...]
    left_out: tuple[Step, ...]
    """Steps for which no time is left."""
    sources: dict[str, Cited]

    @property
    def anchor(self) -> Anchor:
        """The day that the list as a whole is counted from."""
        return next(iter(self.anchors.values()))


class Piece(Shape):
    """A stretch of a paragraph: text, or a blank to be filled in."""

    text: str
    blank: bool = False


Paragraph = tuple[Piece, ...]


class OutlinePart(Shape):
    """A section of an outline, or a part of one."""

    id: str
    """A curator's; of a block for an issue: `issue`."""
    title: Paragraph
    words: int
    """Its budget; that of a section with parts is the sum of theirs."""
    write: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    examples: tuple[Paragraph, ...] = ()
    text: tuple[Paragraph, ...] = ()
    rule: Rule | None = None
    recommendations: tuple[Recommendation, ...] = ()
    """What the State was told on the issue before."""
    parts: tuple[OutlinePart, ...] = ()


class Outline(Shape):
    """What to write for an action on a State."""

    action: str
    title: str
    language: Language = "en"
    """Of its texts."""
    mechanism: str
    to: Paragraph | None
    """Who receives it, where that is not the mechanism itself."""
    open_to: tuple[str, ...]
    """The mechanisms to which it can go, where none of them was named."""
    state: str
    state_name: str
    organisation: Paragraph
    joint: bool
    on: dt.date
    meant_for: Literal["review", "session"] | None
    """Whether it is written for a review of the State or a session; None for when it is needed."""
    timing: Timing | None
    """Too early, the time for it, or too late; None for what is sent when it is needed."""
    review: CalendarEvent | None
    last: CalendarEvent | None
    """The State's last review there."""
    ahead: tuple[CalendarEvent, ...]
    """What else comes: follow-up, mid-term, adoption."""
    documents: str | None
    """The symbols of the last review's documents, where a rule gives them."""
    session: CalendarEvent | None
    deadline: DeadlineState | None
    words: int
    """The whole length; the parts' budgets and the reserve add up to it."""
    reserve: int
    """Words kept back for headings, the title block and footnotes."""
    limit: int | None
    """The mechanism's limit in words, where one is known."""
    limit_rule: Rule | None
    plan_why: str | None
    """Why `words` is not the limit."""
    sections: tuple[OutlinePart, ...]
    facts: dict[str, tuple[Rule, ...]]
    accepted: tuple[Accepted, ...]
    instead: tuple[Rule, ...]
    about_told: About | None
    """Which data the earlier recommendations come from; None where none are shown."""
    treaties: Treaties | None
    """Where the text may rest on any treaty; None where it is bound to one, or to none."""
    sources: dict[str, Cited]
