"""What each body takes and how it counts, from `knowledge/drafts/bodies.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.models import Curated, EntryId, Slug
from bot.prepare.drafts.refuse import FileKind
from bot.prepare.vocabulary import FigureId

Counted = Literal["yes", "no", "unknown"]


class Files(Curated):
    """Which types of file a body takes."""

    takes: tuple[FileKind, ...] = Field(min_length=1)
    rule: EntryId


class Languages(Curated):
    """Which languages a body takes; `best` are read by most."""

    takes: tuple[str, ...] = Field(min_length=1)
    best: tuple[str, ...] = ()
    rule: EntryId


class Counting(Curated):
    """What is inside the limit."""

    notes: Counted = "unknown"
    annexes: Counted = "unknown"
    cover: Counted = "unknown"
    rule: EntryId


class PageLimit(Curated):
    """A limit in pages."""

    most: FigureId
    rule: EntryId


class Ruled(Curated):
    """Something that a rule asks for."""

    rule: EntryId


class LimitInWords(Curated):
    """A limit in words, as an action names it."""

    single: FigureId
    joint: FigureId | None = None


class Body(Curated):
    """What a body takes, and how it counts; what is not known is left out."""

    files: Files | None = None
    languages: Languages | None = None
    counts: Counting | None = None
    pages: PageLimit | None = None
    limit: LimitInWords | None = None
    numbered: Ruled | None = None
    page_numbers: Ruled | None = None
    polite: Ruled | None = None
    public: Ruled | None = None
    """The rule that others will read the file, and what it holds beside its text."""
    names: Literal["needed"] | None = None


class Bodies(Curated):
    """bodies.yaml."""

    mechanisms: dict[Slug, Body]
    actions: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$")], Body]

    def of(self, action: str, mechanism: str) -> Body:
        """What holds for an action before a mechanism."""
        found: dict[str, object] = {}
        layers = (self.mechanisms.get(mechanism), self.actions.get(action))
        for layer in (*layers, self.actions.get(f"{action}/{mechanism}")):
            for key in layer.model_fields_set if layer else ():
                found[key] = getattr(layer, key)
        return Body.model_validate(found)
