"""The shapes of what lawyers write in `knowledge/choosing.yaml`, checked as they are read; when a
rule holds; and time limits, counted from the last decision at home."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from bot.choosing.models import About, Actor, CaseFacts, Harm, Hope, Tried, Who
from bot.knowledge.models import Curated, Slug, Status, Unit
from bot.knowledge.shapes import ActionRef, FigureRef, MechanismRef, RuleRef
from bot.reviews import Phase

Says = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
Needs = Annotated[str, StringConstraints(pattern=r"^(case|situation|visits):[A-Za-z0-9-]+$")]
FactName = Literal[
    "gives-protection", "gives-finding", "gives-commitment", "gives-investigation",
    "gives-dialogue", "quick", "stops", "binding", "takes-years", "fixed-dates", "any-state",
    "no-courts", "made-for", "covers", "pattern", "laws", "armed-groups", "at-hand",
    "names-go", "names-hidden", "no-names", "sender-secret", "public", "state-body",
    "towards-court", "better-elsewhere", "closes-doors", "seldom", "may-not-work", "weak-here",
    "papers-open", "between-reviews", "put-off",
]  # fmt: skip
"""What can be true of a way; `weights` say how much each counts, and when."""
FACTS: tuple[FactName, ...] = get_args(FactName)


Answers = Literal["state", "letters", "national", "facts", "un"]
"""To whom a way can turn: the State party alone (complaints, reviews, inquiries); whoever the
experts write to (States, companies, armed actors); bodies of the State itself; bodies that look at
all sides; the UN over its own people."""


class Circumstance(Curated):
    """Circumstances in which a rule holds: one of the values of each key, and nothing of `unless`.

    What nobody said is in no circumstances, so such a rule stays silent.
    """

    who: tuple[Who, ...] = ()
    harm: tuple[Harm, ...] = ()
    about: tuple[About, ...] = ()
    actor: tuple[Actor, ...] = ()
    territory: bool | None = None
    """Whether the place has no row in the tables of States."""
    tried: tuple[Tried, ...] = ()
    confidential: bool | None = None
    hope: tuple[Hope, ...] = ()
    phase: tuple[Phase, ...] = ()
    """Where the State stands before the mechanism in its reviews."""
    open: tuple[Slug, ...] = ()
    """Ways that the State has left open."""
    unless: Circumstance | None = None


@dataclass(frozen=True)
class Circumstances:
    """What was said, with what is known of the State."""

    facts: CaseFacts
    phase: Phase | None = None
    open: frozenset[str] = field(default_factory=frozenset)

    def hold(self, when: Circumstance | None) -> bool:
        """Whether a rule holds; one without circumstances always does."""
        return self._met(when)

    def may_hold(self, when: Circumstance | None) -> bool:
        """Whether it holds, or might if somebody said what is left unsaid."""
        return self._met(when, unsaid=True)

    def _met(self, when: Circumstance | None, *, unsaid: bool = False) -> bool:
        if when is None:
            return True
        facts = self.facts
        said_and_wanted: tuple[tuple[Collection[object], Collection[object]], ...] = (
            (_one(facts.who), when.who),
            (_one(facts.harm), when.harm),
            (facts.about, when.about),
            (facts.actor, when.actor),
            (facts.tried, when.tried),
            (_one(facts.confidential), _one(when.confidential)),
            (_one(facts.hope), when.hope),
            (_one(self.phase), when.phase),
        )
        return (
            all(_any(said, wanted) or (unsaid and not said) for said, wanted in said_and_wanted)
            and when.territory in (None, bool(facts.territory))
            and _any(self.open, when.open)
            and not (when.unless and self.hold(when.unless))
        )


def _one(value: object) -> tuple[object, ...]:
    return () if value is None else (value,)


def _any(values: Collection[object], wanted: Collection[object]) -> bool:
    return not wanted or any(value in wanted for value in values)


class RuleText(Curated):
    """A statement, and the entry whose rule it is."""

    says: Says
    rule: RuleRef
    status: Status | None = None
    """Only where the statement is less sure than the entry."""
    when: Circumstance | None = None
    key: str = Field(default="", exclude=True)
    """Where it stands in the file; given by the loading."""


class Fact(RuleText):
    """What is true of a way."""

    fact: FactName


class Weight(Curated):
    """How much a fact counts: for a way (a positive number) or against it."""

    fact: FactName
    when: Circumstance | None = None
    counts: Annotated[int, Field(ge=-9, le=9)]
    because: Says
    rule: RuleRef
    key: str = Field(default="", exclude=True)

    @model_validator(mode="after")
    def _counts(self) -> Weight:
        if not self.counts:
            raise ValueError("counts: 0 counts for nothing; leave the line out")
        return self


class ConditionRule(RuleText):
    """What must be given for a way. It is met, missing or, where nobody said, to be checked."""

    id: Slug
    met: Circumstance | None = None
    missing: Circumstance | None = None
    closes: Circumstance | None = None
    """When what is missing can't be put right, so that the way is closed."""
    blocks: Circumstance | None = None
    """When the way has to wait while it is missing; `{}` is always."""


class LimitRule(RuleText):
    """A time limit."""

    id: Slug
    kind: Literal["limit", "late", "safe", "none"]
    """A limit; a time after which it may be refused; a time that is safe although the rule names
    none; or no limit."""
    figure: FigureRef | None = None
    counts_from: Literal["last-decision", "act", "other-decision"] = "last-decision"
    closes: bool = False
    """Whether the way is closed when the time has run out, without any exception."""
    passed: Says | None = None
    """What to say when the time has run out and the way is not closed."""
    counts: Annotated[int, Field(ge=-9, le=0)] = 0
    """What it counts against the way that a time of the kind `safe` has passed."""

    @model_validator(mode="after")
    def _has_time(self) -> LimitRule:
        if (self.figure is None) != (self.kind == "none"):
            raise ValueError("a time limit needs its 'figure'; the kind 'none' has none")
        return self


class SendRule(RuleText):
    """What to send."""

    action: ActionRef | None = None
    """An action of `knowledge/actions/`."""


class NotBesideRule(RuleText):
    """Ways that can't be used for the same case at the same time."""

    ways: tuple[Slug, ...] = Field(min_length=1)


class Only(Curated):
    """What a way is only for."""

    about: tuple[About, ...] = Field(min_length=1)
    perhaps: tuple[About, ...] = ()
    """What it may be about as well: then it is shown with what `says` asks."""
    says: Says
    rule: RuleRef


class SharedRules(Curated):
    """What ways have in common, or a way of its own."""

    like: Slug | None = None
    """The kind whose rules it has too. A fact of the same name, a condition of the same id and an
    own `seen_by` stand in their place; what the kind sends is tried first."""
    facts: tuple[Fact, ...] = ()
    conditions: tuple[ConditionRule, ...] = ()
    limits: tuple[LimitRule, ...] = ()
    send: tuple[SendRule, ...] = ()
    """The first one that fits is shown."""
    seen_by: tuple[RuleText, ...] = ()
    risks: tuple[RuleText, ...] = ()
    not_beside: tuple[NotBesideRule, ...] = ()


class WayText(SharedRules):
    """A way: what can be done before a mechanism."""

    id: Slug
    mechanism: MechanismRef
    body: Says | None = None
    """Who acts, where it is not the mechanism as a whole."""
    title: Says
    answers: Answers = "state"
    needs: Needs | None = None
    """What the State must have: a line of `states/ways.csv` or a regional body."""
    calendar: bool = False
    """Whether the State's place in the mechanism's reviews matters."""
    when: Circumstance | None = None
    """Where it is no way at all, it is not mentioned."""
    only: Only | None = None
    without: tuple[FactName, ...] = ()
    """Facts of its kind that are not true of it."""


class Assumed(RuleText):
    """What is taken for the hope where nobody named one."""

    hope: Hope


class ActorRule(RuleText):
    """What it means for some ways that somebody else than this State did it.

    `bars` closes them; `asks` lets them wait for the other State's name; `condition` adds something
    to check; `for` and `against` count. All but `for` are silent where somebody is named too for
    whom no such rule stands, as the State itself."""

    actor: tuple[Actor, ...] = Field(min_length=1)
    answers: tuple[Answers, ...] = Field(min_length=1)
    does: Literal["bars", "asks", "condition", "for", "against"]
    counts: Annotated[int, Field(ge=-9, le=9)] = 0

    @model_validator(mode="after")
    def _counts(self) -> ActorRule:
        sign = {"for": 1, "against": -1}.get(self.does, 0)
        if self.counts * sign < 0 or bool(self.counts) != bool(sign):
            raise ValueError("counts: 'for' counts more than 0, 'against' less, the others nothing")
        return self


class Secret(RuleText):
    """A fact that bars a way, but without the name, where the State must not learn it."""

    fact: FactName


Key = Literal["state", "who", "about", "actor", "actor-state", "danger", "tried", "hope"]
"""The questions, by what they ask."""
SECRET = "confidential"  # noqa: S105 (an answer, no password)
"""The answer of the question on danger that the State must not learn the name."""


class OptionText(Curated):
    """An answer to choose."""

    value: Slug
    label: Annotated[str, StringConstraints(min_length=2, max_length=70)]


class QuestionText(Curated):
    """A question: what it asks, and a line that helps to answer."""

    text: Annotated[str, StringConstraints(min_length=2, max_length=80)]
    hint: Annotated[str, StringConstraints(max_length=140)] = ""
    options: tuple[OptionText, ...] = ()


class Rules(Curated):
    """The file."""

    questions: dict[Slug, QuestionText]
    assumed: tuple[Assumed, ...]
    first: tuple[RuleText, ...]
    """What to do before any mechanism."""
    cannot: tuple[RuleText, ...]
    """What no mechanism can give."""
    secret: tuple[Secret, ...]
    actors: tuple[ActorRule, ...]
    weights: tuple[Weight, ...]
    kinds: dict[Slug, SharedRules]
    ways: tuple[WayText, ...]


def runs_out(start: dt.date, amount: int, unit: Unit) -> dt.date:
    """The last day of a time that is counted in days, weeks, months or years.

    Months and years end on the day of the month on which they began, or on the last of the month
    where there is none: six months from 31 August end on 28 February.
    """
    if unit in ("days", "weeks"):
        return _capped(start, amount * (7 if unit == "weeks" else 1))
    months = amount * (12 if unit == "years" else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last))


def _capped(start: dt.date, days: int) -> dt.date:
    return start + dt.timedelta(days=min(days, (dt.date.max - start).days))
