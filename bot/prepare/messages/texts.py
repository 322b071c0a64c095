"""The shapes of what curators write in `knowledge/messages/`, checked as they are read."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from bot.knowledge.models import Curated, Slug
from bot.knowledge.references import ActionRef, FigureRef, MechanismRef, RuleRef
from bot.prepare.actions import Statements, Text
from bot.prepare.cannot import Who
from bot.prepare.smart import Given

Part = Literal["target", "problem", "evidence", "ask", "timing"]
PARTS: tuple[Part, ...] = get_args(Part)
"""The five parts of a message (entry templates.what.message)."""
FieldKind = Literal["text", "lines", "state", "choice", "date", "treaty", "confirm"]
"""What a person gives: one line of text; several lines; a State; one of `options`; a day; a
treaty; or the statement that something was done."""
Past = Literal["addressee", "anyone", "promised", "quoted", "source"]
"""What of past recommendations to the State the desk puts where nobody wrote anything: what the
addressee recommended; what anyone did; what the State supported; a recommendation's words alone, or
where it stands, where a message has a field for each."""
Tone = Literal["private", "public"]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=30)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
Hint = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=150)]
LONGEST_TEXT = 600
MOST_LINES = 6


class FieldOption(Curated):
    """A choice that a field offers, with the figures that come with it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=30)]
    label: Label
    words: FigureRef | None = None
    """For a speaking time: the words that fit into it, and the minutes that it is."""
    minutes: FigureRef | None = None
    nobody: bool = False
    """It says that nobody can be recognised: refused where somebody can."""


class FieldText(Curated):
    """Something that a person gives, so that the message can be made."""

    id: FieldName
    label: Label
    hint: Hint | None = None
    kind: FieldKind = "text"
    part: Part | None = None
    """Which of the five parts it belongs to; none for who writes it."""
    optional: bool = False
    longest: int = Field(default=300, ge=10, le=LONGEST_TEXT)
    """Characters; of each line, where there are several."""
    most: int = Field(default=3, ge=2, le=MOST_LINES)
    """Lines, where there are several."""
    options: tuple[FieldOption, ...] = ()
    """For a choice; the first holds where nobody chooses, unless it must be chosen."""
    chosen: bool = False
    """For a choice that states something of other people, as consent: nothing stands in for it."""
    gives: Given | None = None
    """What of a recommendation it says beside the text: who is to act, by when."""
    reached: bool = False
    """It says how the organisation is reached: addresses and numbers may stand there."""
    doing: Who | None = None
    smart: bool = False
    """It is a recommendation: the SMART check looks at it."""
    refuse: Text | None = None
    """For a statement that something was done: what is said where it was not."""
    past: Past | None = None
    rule: RuleRef | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> FieldText:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError(f"{self.id}: a choice has 'options', and nothing else has")
        if self.chosen and self.kind != "choice":
            raise ValueError(f"{self.id}: only a choice can be one that must be chosen")
        if (self.kind == "confirm") != bool(self.refuse):
            raise ValueError(f"{self.id}: what is confirmed has 'refuse', and nothing else has")
        if self.kind == "confirm" and self.optional:
            raise ValueError(f"{self.id}: what must be confirmed can't be optional")
        if self.past and self.kind not in ("text", "lines"):
            raise ValueError(f"{self.id}: 'past' is for texts and lines")
        if (self.smart or self.doing) and self.kind not in ("text", "lines"):
            raise ValueError(f"{self.id}: 'smart' and 'doing' are for texts and lines")
        return self


class MessageText(Curated):
    """A message that can be made: what it is for, and what it asks."""

    id: Slug
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=70)]
    what: Text
    """What it is for."""
    tone: Tone
    mechanism: MechanismRef | None = None
    """Before which mechanism it is used, where it is bound to one."""
    any_of: tuple[MechanismRef, ...] = ()
    """The mechanisms of which one must be named, or can be."""
    committee: bool = False
    """Whether it goes to a committee, whose treaty must bind the State."""
    actions: tuple[ActionRef, ...] = ()
    """The actions that it goes with."""
    longest: int | None = Field(default=None, ge=50, le=2000)
    """Words to stay under."""
    longest_why: Text | None = None
    fields: tuple[FieldText, ...] = Field(min_length=1)
    before: Statements
    """What to do before it is sent."""

    @model_validator(mode="after")
    def _is_whole(self) -> MessageText:
        names = [field.id for field in self.fields]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"the field '{min(twice)}' stands here twice")
        have = {field.part for field in self.fields}
        if missing := [part for part in PARTS if part not in have]:
            raise ValueError(f"no field belongs to '{missing[0]}': a message has five parts")
        kinds = {field.past for field in self.fields}
        if "source" in kinds and "quoted" not in kinds:
            raise ValueError("'past: source' needs a field with 'past: quoted'")
        if (self.longest is None) != (self.longest_why is None):
            raise ValueError("'longest' and 'longest_why' go together")
        if self.mechanism and self.any_of and self.mechanism not in self.any_of:
            raise ValueError("'mechanism' must be one of 'any_of'")
        return self

    def past_fields(self) -> tuple[FieldText, ...]:
        """Those that the desk fills from past recommendations."""
        return tuple(field for field in self.fields if field.past)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The mechanisms that it fits, the one that holds if nobody names one first."""
        first = (self.mechanism,) if self.mechanism else ()
        return tuple(dict.fromkeys((*first, *self.any_of)))
