"""The curated file `calendar/advice.yaml`: what can be done in each phase, which dates follow
from others and by whose rule, and on which page a date is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from bot.knowledge import KnowledgeError
from bot.knowledge.curated import Shape
from bot.knowledge.explained import keys_of, wrong
from bot.knowledge.models import EntryId, Slug
from bot.knowledge.yamlfile import read_yaml
from bot.reviews.events import Phase
from bot.reviews.models import Stage

NAME = "calendar/advice.yaml"


class StageRule(Shape):
    """A stage that follows a review by a rule of the base; always expected, never a day."""

    stage: Stage
    mechanisms: tuple[Slug, ...] = Field(min_length=1)
    entry: EntryId
    """The entry that says the rule."""
    after_months: int | None = Field(default=None, ge=1, le=120)
    """So many months after the review's month."""
    in_months: dict[int, tuple[int, ...]] | None = None
    """Month of the review → the month, or first and last month, in which the stage comes next."""
    precision: Literal["month", "year"] = "month"

    @model_validator(mode="after")
    def _one_way(self) -> StageRule:
        if (self.after_months is None) == (self.in_months is None):
            raise ValueError("give either after_months or in_months")
        return self


class Advice(Shape):
    """The file."""

    pages: dict[Slug, str]
    """Mechanism (or `treaty-bodies`, for the others) → the page to open for its dates."""
    rules: tuple[StageRule, ...]
    advice: dict[Slug, dict[Phase, tuple[EntryId, ...]]]
    """Mechanism (or `treaty-bodies`, for a committee without a line) → phase → entries."""

    @classmethod
    def read(cls, folder: Path) -> Advice:
        """The file in a knowledge folder; KnowledgeError with file and line where it is wrong."""
        file = read_yaml(folder / NAME, NAME)
        try:
            return cls.model_validate(file.data)
        except ValidationError as error:
            raise KnowledgeError(
                wrong(error, file, keys_of(cls, StageRule), "calendar.md")
            ) from error

    def page(self, mechanism: str) -> str:
        """The page on which a mechanism's dates are looked up; empty where none is known."""
        return self.pages.get(mechanism) or self.pages.get("treaty-bodies", "")

    def now(self, mechanism: str, phase: Phase) -> tuple[str, ...]:
        """Ids of the entries that say what can be done before a mechanism in a phase."""
        own = self.advice.get(mechanism, {})
        return own.get(phase) or self.advice.get("treaty-bodies", {}).get(phase, ())

    def entries(self) -> Iterator[str]:
        """Every entry that the file names."""
        yield from (rule.entry for rule in self.rules)
        for phases in self.advice.values():
            for entries in phases.values():
                yield from entries
