"""What each body takes and how it counts, and the shapes of what the desk knows of rules and
documents, as curators write it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.models import Curated
from bot.knowledge.shapes import EntryRef, FigureRef, MechanismRef, RuleRef
from bot.prepare.actions import LengthLimit
from bot.prepare.drafts.draft import FileKind
from bot.prepare.phrases import Many, Phrases, Sayings

Counted = Literal["yes", "no", "unknown"]


class FileRules(Curated):
    """Which types of file a body takes."""

    takes: tuple[FileKind, ...] = Field(min_length=1)
    rule: RuleRef


class Languages(Curated):
    """Which languages a body takes; `best` are read by most."""

    takes: tuple[str, ...] = Field(min_length=1)
    best: tuple[str, ...] = ()
    rule: RuleRef


class Counting(Curated):
    """What is inside the limit."""

    notes: Counted = "unknown"
    annexes: Counted = "unknown"
    cover: Counted = "unknown"
    rule: RuleRef


class PageLimit(Curated):
    """A limit in pages."""

    most: FigureRef
    rule: RuleRef


class Ruled(Curated):
    """Something that a rule asks for."""

    rule: RuleRef


class BodyRules(Curated):
    """What a body takes, and how it counts; what is not known is left out."""

    files: FileRules | None = None
    languages: Languages | None = None
    counts: Counting | None = None
    pages: PageLimit | None = None
    limit: LengthLimit | None = None
    numbered: Ruled | None = None
    page_numbers: Ruled | None = None
    polite: Ruled | None = None
    public: Ruled | None = None
    """The rule that others will read the file, and what it holds beside its text."""
    names: Literal["needed"] | None = None


class AllBodyRules(Curated):
    """bodies.yaml."""

    mechanisms: dict[MechanismRef, BodyRules]
    actions: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$")], BodyRules]

    def of(self, action: str, mechanism: str) -> BodyRules:
        """What holds for an action before a mechanism."""
        read_fields: dict[str, object] = {}
        layers = (self.mechanisms.get(mechanism), self.actions.get(action))
        for layer in (*layers, self.actions.get(f"{action}/{mechanism}")):
            for key in layer.model_fields_set if layer else ():
                read_fields[key] = getattr(layer, key)
        return BodyRules.model_validate(read_fields)


Council = Literal["hrc", "ga", "sc"]


class OldRule(Curated):
    """What was a rule and is one no more."""

    rule: EntryRef
    before: tuple[str, ...] = ()
    """Mechanisms or actions for which it is looked for; none: all."""
    words: Sayings


class Position(Curated):
    """Words for what a State said to a recommendation that are used no more."""

    rule: EntryRef
    before: tuple[str, ...]
    words: Sayings
    beside: Sayings


class Resolution(Curated):
    """A resolution that drafts name."""

    number: str
    body: Council
    year: int
    about: Many

    @cached_property
    def phrases(self) -> Phrases:
        """What it is about, in all languages."""
        return Phrases(self.about)


class Facts(Curated):
    """facts.yaml."""

    bodies: Many
    to: Sayings
    ended: tuple[OldRule, ...]
    position: Position
    party: Sayings
    not_party: Sayings
    urged: Sayings
    acting: Sayings
    addressees: Sayings
    signing: Sayings
    cluster: Sayings
    resolution: str
    councils: dict[Council, Many]
    known: tuple[Resolution, ...]
    years: dict[int, int] = Field(min_length=2)

    @cached_property
    def number(self) -> re.Pattern[str]:
        """Finds the number and the year of a resolution behind its word."""
        return re.compile(self.resolution, re.IGNORECASE)

    def year(self, number: int) -> tuple[int, ...]:
        """The years in which the Security Council may have adopted a resolution: two at the turn
        of a year; none where the number is older than the table or newer."""
        first = sorted(self.years.items())
        if number < first[0][1] or number > first[-1][1] + _A_YEAR:
            return ()
        near = [year for year, start in first if start - _EDGE <= number]
        late = [year for year, start in first if start + _EDGE > number > start - _EDGE]
        return tuple(dict.fromkeys((near[-1], *(year - 1 for year in late))))


_EDGE = 2
"""Numbers around the turn of a year that may belong to either."""
_A_YEAR = 70
"""More resolutions than the Security Council adopts in a year."""
