"""What somebody tells before a way is chosen, and how a rule says when it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from bot.knowledge.models import Curated, Slug
from bot.reviews import Phase

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
        if when is None:
            return True
        facts = self.facts
        conditions = (
            _in(facts.who, when.who)
            and _in(facts.harm, when.harm)
            and _any(facts.about, when.about)
            and _any(facts.actor, when.actor)
            and _any(facts.tried, when.tried)
            and when.territory in (None, bool(facts.territory))
            and when.confidential in (None, facts.confidential)
            and _in(facts.hope, when.hope)
            and _in(self.phase, when.phase)
            and _any(self.open, when.open)
        )
        return conditions and not (when.unless and self.hold(when.unless))

    def may_hold(self, when: Circumstance | None) -> bool:
        """Whether it holds, or might if somebody said what is left unsaid."""
        if when is None:
            return True
        facts = self.facts
        conditions = (
            (facts.who is None or _in(facts.who, when.who))
            and (facts.harm is None or _in(facts.harm, when.harm))
            and (not facts.about or _any(facts.about, when.about))
            and (not facts.actor or _any(facts.actor, when.actor))
            and (not facts.tried or _any(facts.tried, when.tried))
            and when.territory in (None, bool(facts.territory))
            and (facts.confidential is None or when.confidential in (None, facts.confidential))
            and (facts.hope is None or _in(facts.hope, when.hope))
            and (self.phase is None or _in(self.phase, when.phase))
            and _any(self.open, when.open)
        )
        return conditions and not (when.unless and self.hold(when.unless))


def _in(value: str | None, wanted: Collection[str]) -> bool:
    return not wanted or value in wanted


def _any(values: Collection[str], wanted: Collection[str]) -> bool:
    return not wanted or any(value in wanted for value in values)
