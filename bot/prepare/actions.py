"""The shapes of what curators write in `knowledge/actions/`, checked as they are read, and the
words that they choose from: events, kinds of step, what it takes, who sees it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from bot.knowledge.models import Curated, Slug, Status
from bot.knowledge.shapes import EntryRef, FigureRef, MechanismRef


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        message = f"'{name}' is no time zone; write one such as America/New_York"
        raise ValueError(message) from error


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=610)]
"""A sentence or two; in English shorter (`load.LONGEST`): translations may be longer by a half."""
Offset = Annotated[str, StringConstraints(pattern=r"^\d{1,3} (days?|weeks?)$")]
"""A number of days or weeks, as it is shown: `8 weeks`, `1 day`, `0 days`."""
Event = Literal[
    "papers", "list_of_issues", "session", "review", "visit", "adoption", "mid_term", "follow_up",
    "sending",
]  # fmt: skip
"""What a step's days are counted from: the deadline for papers of civil society, that for input to
a list of issues, the opening of the mechanism's next session, the State's review, a visit to the
country, the adoption of its outcome, the mid-term, the day on which the State has to report back,
or the day on which the team itself sends its text."""
EVENTS: tuple[Event, ...] = get_args(Event)
Zone = Annotated[str, AfterValidator(_known_zone)]
TurnsOn = Annotated[
    str,
    StringConstraints(pattern=r"^((treaty|complaint|inquiry)(:[a-z]+)?|visits|body:[A-Za-z]+)$"),
]
Kind = Literal[
    "decide",
    "harm",
    "consent",
    "names",
    "sign-off",
    "evidence",
    "draft",
    "send",
    "meet",
    "follow-up",
]
ALWAYS: tuple[Kind, ...] = ("harm", "consent", "names", "sign-off")
"""Kinds of step that every checklist has: what can hurt, who agreed, who signs, who approves."""
TimeLeft = Literal["day", "week", "two_months"]
Alone = Literal["single", "joint"]
Inquiry = Literal["case-files", "reports"]
"""What a UN investigation makes: files for prosecutors, or reports with recommendations."""
Audience = Literal["state", "public", "secretariat"]
Takes = Literal["home", "ecosoc", "geneva"]
FACTS = (
    "who", "when", "where", "length", "languages", "format", "seen_by", "hear_back",
    "comes_of_it", "cannot", "safety",
)  # fmt: skip
"""The keys of an action that hold statements, in reading order."""


class StatementText(Curated):
    """A statement, and the entry whose rule it is; without one it is the desk's own advice."""

    says: Text
    rule: EntryRef | None = None
    status: Status | None = None
    """Only where it is less sure than the entry."""

    @model_validator(mode="before")
    @classmethod
    def _may_be_plain_text(cls, data: Any) -> Any:
        return {"says": data} if isinstance(data, str) else data


Statements = Annotated[tuple[StatementText, ...], Field(min_length=1)]


class StepText(Curated):
    """One step: what to do, when, who, and why."""

    id: Slug
    kind: Kind
    do: Text
    why: Text
    who: Text
    """The role that does it."""
    before: Offset | None = None
    after: Offset | None = None
    of: Event | None = None
    """What the days are counted from, where that is not the checklist's `counts_from`."""
    still: TimeLeft | Literal["enough"] = "day"
    """The shortest time left in which it still makes sense."""
    only: Alone | None = None
    rule: EntryRef | None = None

    @model_validator(mode="after")
    def _one_side(self) -> StepText:
        if self.before and self.after:
            raise ValueError("give either before or after; with neither it is done at once")
        return self

    @cached_property
    def days(self) -> int | None:
        """Days from the event, negative before it; None for what is done at once."""
        match = re.match(r"(\d+) (day|week)", self.before or self.after or "")
        if match is None:
            return None
        days = int(match[1]) * (7 if match[2] == "week" else 1)
        return -days if self.before else days


class ShortOfTime(Curated):
    """What to do where only so much time is left."""

    day: Statements
    week: Statements
    two_months: Statements


class ChecklistText(Curated):
    """The steps of an action, and from which day they are counted."""

    counts_from: Event
    short_of_time: ShortOfTime
    closed: tuple[StatementText, ...] = ()
    """What remains once that day has passed, besides what the calendar advises."""
    steps: tuple[StepText, ...] = Field(min_length=1)


class Theme(Curated):
    """An example for issues on a theme."""

    words: tuple[Text, ...] = Field(min_length=1)
    """By which an issue is known to be on it."""
    example: Text


class PartText(Curated):
    """A part of a text: what to write, what to avoid, and the paragraphs to fill in.

    In `text` and `examples`, `[…]` is a blank to fill in; {state}, {organisation}, {issue},
    {last_year} and {investigation} stand for what is known.
    """

    id: Slug
    title: Text
    share: int = Field(ge=1, le=100)
    """Its part of the length, beside the other parts of the same text."""
    write: tuple[Text, ...] = Field(min_length=1)
    avoid: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = ()
    text: tuple[Text, ...] = ()
    only: Alone | None = None
    inquiry: Inquiry | None = None
    """Of a text for a UN investigation: whether it builds case files or reports; else it stands in
    both."""
    themes: tuple[Theme, ...] = ()
    """Examples on a theme; where the issue is on none of them, `examples` stand."""
    rule: EntryRef | None = None


class SectionText(PartText):
    """A section; one with `parts` is written once for each issue, with these parts."""

    parts: tuple[PartText, ...] = ()

    @model_validator(mode="after")
    def _has_text(self) -> SectionText:
        for part in self.parts or (self,):
            if not part.text:
                raise ValueError(f"the section '{part.id}' needs paragraphs under 'text'")
        return self


class OutlineText(Curated):
    """The outline of what is written."""

    title: Text
    """The document's title."""
    plan: int | None = Field(default=None, ge=50, le=20_000)
    """Words to plan with, where no limit is known or it is wise to stay under it."""
    plan_why: Text | None = None
    to: Text | None = None
    """Who receives the text, where that is not the mechanism itself."""
    each: Text | None = None
    """What a block for an issue is about; else a protection concern."""
    issues: int = Field(default=2, ge=1, le=6)
    """Blocks for issues where nobody names one."""
    sections: tuple[SectionText, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _plan_is_explained(self) -> OutlineText:
        if (self.plan is None) != (self.plan_why is None):
            raise ValueError("'plan' and 'plan_why' go together: say why so many words")
        return self


class DeadlineClock(Curated):
    """Where a deadline ends."""

    place: Text
    zone: Zone


class LengthLimit(Curated):
    """The length allowed, by reference to figures of entries."""

    single: FigureRef
    joint: FigureRef | None = None
    """Only where several organisations together may write more."""


class Action(Curated):
    """Something that a team can do before a mechanism."""

    id: Slug
    title: Text
    mechanism: MechanismRef
    any_of: tuple[MechanismRef, ...] = ()
    """The mechanisms of which it can be done, where it is not bound to one."""
    turns_on: TurnsOn | None = None
    """What the State must have accepted: `treaty`, `complaint` or `inquiry`, of `any_of` or of a
    committee (`treaty:cedaw`); `visits`; or a regional body (`body:ACHPR`)."""
    joint: bool = False
    """Whether several organisations can do it together."""
    takes: tuple[Takes, ...] = Field(min_length=1)
    audience: tuple[Audience, ...] = Field(min_length=1)
    limit: LengthLimit | None = None
    clock: DeadlineClock | None = DeadlineClock(place="Geneva", zone="Europe/Zurich")
    """By whose clock a deadline ends; None for what is handed in in the country itself."""
    who: Statements
    when: Statements
    where: Statements
    length: Statements
    languages: Statements
    format: Statements
    seen_by: Statements
    hear_back: Statements
    comes_of_it: Statements
    cannot: Statements
    safety: Statements
    instead: tuple[StatementText, ...] = ()
    """What else there is, where the State has not accepted what the action turns on."""
    checklist: ChecklistText
    outline: OutlineText | None = None
