"""What choosing takes and returns: what somebody tells of a case; ways in order, with reasons,
conditions, time limits and risks. Plain data; words for dates and labels are chosen where they are
rendered."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from bot.knowledge.curated import Shape
from bot.knowledge.models import Status
from bot.reviews import MechanismCalendar, PartialDate

Who = Literal["person", "group", "situation", "law"]
WHO: tuple[Who, ...] = get_args(Who)
Harm = Literal["none", "past", "ongoing", "imminent"]
HARM: tuple[Harm, ...] = get_args(Harm)
About = Literal[
    "disappearance", "detention", "torture", "removal", "life", "women", "sexual-violence",
    "children", "disability", "ethnic", "home", "social", "migrants", "documents", "freedom",
    "reprisal", "war", "aid",
]  # fmt: skip
ABOUT: tuple[About, ...] = get_args(About)
Actor = Literal[
    "this-state", "other-state", "armed-group", "de-facto", "un-personnel", "company", "family",
    "not-known",
]  # fmt: skip
"""Who did it, or will do it. An occupying or intervening State is `other-state`."""
ACTORS: tuple[Actor, ...] = get_args(Actor)
Tried = Literal[
    "nothing", "running", "finished", "impossible", "elsewhere-pending", "elsewhere-decided"
]
"""What was done so far: nothing; a report or a case at home that runs; the last decision at home
has fallen; nothing can be done at home; the case is, or was, before an international body."""
TRIED: tuple[Tried, ...] = get_args(Tried)
Hope = Literal["protection", "finding", "commitment", "investigation", "dialogue"]
HOPES: tuple[Hope, ...] = get_args(Hope)


class CaseFacts(BaseModel):
    """What is asked before choosing. All may be left unsaid but the day; never stored."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: dt.date
    state: str | None = None
    """ISO 3166 alpha-3."""
    territory: str | None = None
    """A place without a row in the tables of States, by its name; then `state` is None."""
    who: Who | None = None
    harm: Harm | None = None
    about: tuple[About, ...] = ()
    actor: tuple[Actor, ...] = ()
    actor_state: str | None = None
    """The other State that did it (ISO 3166 alpha-3); it counts with `other-state` alone."""
    tried: tuple[Tried, ...] = ()
    last_decision: dt.date | None = None
    """The day of the last decision at home."""
    confidential: bool | None = None
    """Whether the State must not learn who the person is."""
    hope: Hope | None = None

    @model_validator(mode="after")
    def _consistent(self) -> CaseFacts:
        """A last decision that has fallen outdoes what was done before it."""
        tried = self.tried
        if self.last_decision and "running" not in tried:
            tried = (*tried, "finished")
        if "finished" in tried:
            tried = tuple(step for step in tried if step not in ("nothing", "running"))
        object.__setattr__(self, "tried", tuple(dict.fromkeys(tried)))
        object.__setattr__(self, "about", tuple(dict.fromkeys(self.about)))
        actor = self.actor
        if self.actor_state and self.actor_state == self.state:
            object.__setattr__(self, "actor_state", None)
            actor = tuple("this-state" if who == "other-state" else who for who in actor)
        elif self.actor_state and "other-state" not in actor:
            actor = (*actor, "other-state")
        object.__setattr__(self, "actor", tuple(dict.fromkeys(actor)))
        return self

    def __repr__(self) -> str:
        """Nothing of what was said, so that no log can hold it."""
        return "Given()"

    __str__ = __repr__


Stands = Literal["usable", "nameless", "later", "check", "depends", "late", "closed"]
"""Usable now; usable only without the name, which the State would learn; only when a missing
condition is met; not known here whether the State accepted it; depending on the State or on what
happened; its time limit has passed and only an exception opens it; closed."""
Verdict = Literal["can", "cannot", "check", "depends"]
"""What the State has left open, closed, or is not known here; without a State it depends."""
Met = Literal["met", "missing", "check"]


class Statement(Shape):
    """A statement, how sure it is, and the entry it rests on."""

    key: str
    """The rule's place in choosing.yaml."""
    says: str
    entry: str
    status: Status
    sources: tuple[str, ...] = ()
    check_on: str | None = None
    """For what is unchecked: a page, or the id of a source, to check it on."""


class Reason(Statement):
    """A reason for a way or against it."""

    fact: str
    weighs: int
    """How much the fact counts here, for the way or against it."""
    counts: int
    """The same, but 0 where another reason has counted it already."""


class Condition(Statement):
    """What must be given."""

    stands: Met


class Limit(Statement):
    """A time limit."""

    kind: Literal["limit", "late", "safe", "none"]
    counts_from: Literal["last-decision", "act", "other-decision"]
    runs_out: dt.date | None = None
    """Its last day; None where the day it counts from is not known, or it is no fixed time."""
    passed: bool = False
    days_left: int | None = None


class Send(Statement):
    """What to send; `action` is an action of Prepare, where there is one."""

    action: str | None = None


class NotBeside(Statement):
    """What can't be used for the same case at the same time."""

    ways: tuple[str, ...]


class StateSays(Shape):
    """What the State accepted, or what is not known of it."""

    says: str
    entry: str
    verdict: Verdict
    own: bool = True
    """Whether it turns on something of the State, and is not the same for every State."""
    page: str = ""
    """Where to check it."""
    as_of: PartialDate | None = None
    sources: tuple[str, ...] = ()


class JudgedWay(Shape):
    """A way, as it stands for what was said."""

    id: str
    mechanism: str
    body: str
    """Who acts, in words."""
    title: str
    stands: Stands
    because: tuple[Statement, ...] = ()
    """Why it is not usable: what is missing, what it depends on, what closes it."""
    state: StateSays | None = None
    score: int = 0
    """The sum of what its facts count; the order follows it."""
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    send: Send | None = None
    seen_by: tuple[Statement, ...] = ()
    risks: tuple[Statement, ...] = ()
    not_beside: tuple[NotBeside, ...] = ()
    review: MechanismCalendar | None = None
    """The State before that mechanism, where its reviews matter."""


class Running(Shape):
    """A time limit that may run, whatever the rank of its way."""

    way: str
    body: str
    title: str
    stands: Stands
    limit: Limit


class Result(Shape):
    """The ways for what was said, the best first."""

    given: CaseFacts
    """With the hope that was taken, where none was named."""
    state_name: str | None
    """The State's name, or that of the territory."""
    actor_name: str | None
    """The name of the other State that did it."""
    assumed: Statement | None
    first: tuple[Statement, ...]
    """What to do before any mechanism."""
    running: tuple[Running, ...]
    """Every time limit that may run: those with a day first, the nearest first."""
    usable: tuple[JudgedWay, ...]
    nameless: tuple[JudgedWay, ...]
    later: tuple[JudgedWay, ...]
    check: tuple[JudgedWay, ...]
    depends: tuple[JudgedWay, ...]
    late: tuple[JudgedWay, ...]
    closed: tuple[JudgedWay, ...]
    cannot: tuple[Statement, ...]
    """What no mechanism can give."""
    rules: tuple[str, ...]
    """The rules of choosing.yaml that had a say."""
