"""The curated file `calendar/cycles.yaml`: how a mechanism's work goes round, step by step, and
where civil society comes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from bot.knowledge import KnowledgeError
from bot.knowledge.curated import EntryId, Shape
from bot.knowledge.files import read_yaml
from bot.knowledge.models import Phrase, Slug
from bot.knowledge.shapes import keys_of, wrong

NAME = "calendar/cycles.yaml"

Who = Literal["civil_society", "state", "mechanism"]


class CycleStep(Shape):
    """Something that somebody does. Texts may hold `{entry.id#figure}`."""

    who: Who
    when: Phrase | None = None
    what: Phrase
    entries: tuple[EntryId, ...] = Field(min_length=1)
    """The entries that say so, the one that matters most first."""


class Again(Shape):
    """What leads from the last step back to the first, and the entries that say so."""

    says: Phrase
    entries: tuple[EntryId, ...] = Field(min_length=1)


class Cycle(Shape):
    """A way in which a mechanism works, from its first step to its last."""

    id: Slug
    mechanisms: tuple[Slug, ...] = Field(min_length=1)
    title: Phrase
    steps: tuple[CycleStep, ...] = Field(min_length=3)
    again: Again | None = None
    """None where it ends with its last step."""

    def entries(self) -> Iterator[str]:
        """Every entry that it rests on, as often as it is named."""
        for step in self.steps:
            yield from step.entries
        if self.again:
            yield from self.again.entries


class Cycles:
    """The cycles of cycles.yaml, in the order of the file."""

    def __init__(self, every: tuple[Cycle, ...]) -> None:
        self.every = every

    @classmethod
    def read(cls, folder: Path) -> Cycles:
        """The file in a knowledge folder; KnowledgeError with file and line where it is wrong."""
        file = read_yaml(folder / NAME, NAME)
        try:
            return cls(TypeAdapter(tuple[Cycle, ...]).validate_python(file.data))
        except ValidationError as error:
            raise KnowledgeError(wrong(error, file, keys_of(Cycle), "calendar.md")) from error

    @property
    def mechanisms(self) -> frozenset[str]:
        """The ids of the mechanisms of which a cycle is known."""
        return frozenset(name for cycle in self.every for name in cycle.mechanisms)

    def of(self, mechanism: str) -> tuple[Cycle, ...]:
        """A mechanism's cycles: one, two where it works in two ways, none where none is known."""
        return tuple(cycle for cycle in self.every if mechanism in cycle.mechanisms)
