"""What choosing returns: ways in order, with reasons, conditions, time limits and risks. Plain
data; words for dates and labels are chosen where they are rendered."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from bot.choosing.given import CaseFacts
from bot.knowledge.curated import Shape
from bot.knowledge.models import Status
from bot.reviews import MechanismCalendar, PartialDate

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
