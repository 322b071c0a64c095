"""The shapes that preparing makes: a Checklist (what to do, by when) and an Outline (what to
write, how long). Plain data: words for dates and labels are chosen where they are rendered."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from bot.knowledge.models import Language
from bot.prepare.shapes import Accepted, Anchor, Cited, Left, Rule, Shape, Timing, Treaties, What
from bot.prepare.stages import Stage
from bot.prepare.vocabulary import Audience, Event, Kind, Takes
from bot.reviews import Coming, DeadlineState
from bot.states.recommendations import About, Recommendation

__all__ = [
    "Accepted",
    "Anchor",
    "Checklist",
    "Cited",
    "Left",
    "Outline",
    "Paragraph",
    "Part",
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
    review: Coming | None
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


class Part(Shape):
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
    told: tuple[Recommendation, ...] = ()
    """What the State was told on the issue before."""
    parts: tuple[Part, ...] = ()


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
    review: Coming | None
    last: Coming | None
    """The State's last review there."""
    ahead: tuple[Coming, ...]
    """What else comes: follow-up, mid-term, adoption."""
    documents: str | None
    """The symbols of the last review's documents, where a rule gives them."""
    session: Coming | None
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
    sections: tuple[Part, ...]
    facts: dict[str, tuple[Rule, ...]]
    accepted: tuple[Accepted, ...]
    instead: tuple[Rule, ...]
    about_told: About | None
    """Which data the earlier recommendations come from; None where none are shown."""
    treaties: Treaties | None
    """Where the text may rest on any treaty; None where it is bound to one, or to none."""
    sources: dict[str, Cited]
