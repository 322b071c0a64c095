"""What the buttons and windows of checklists, outlines, States and preparations are called, and
what they carry: ids, never a text."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field

from bot.knowledge.models import Language
from bot.render.slack.refs import ActionRef, Carried, StateCode

CHECKLIST = "checklist"
"""Opens a checklist, or the form where something is missing. Several in one block: `checklist.0`,
`checklist.1`…"""
CHECKLIST_WHY = "checklist_why"
CHECKLIST_WORD = "checklist_word"
CHECKLIST_CALENDAR = "checklist_calendar"
CHECKLIST_SHARE = "checklist_share"
OUTLINE = "outline"
OUTLINE_WORD = "outline_word"
OUTLINE_FILL = "outline_fill"
"""Opens the form in which the outline's organisation and issues are written."""
STATE_CARD = "state_card"
STATE_PART = "state_part"
STATE_SHARE = "state_share"

PREPARE_FORM = "prepare_form"
PREPARE_STATE = "prepare_state"
CHECKLIST_PAGE = "checklist_page"
OUTLINE_PAGE = "outline_page"
STATE_PAGE = "state_page"

PREPARATION = "preparation"
"""Opens a preparation as a window."""
PREPARATION_START = "preparation_start"
PREPARATION_TICK = "preparation_tick"
PREPARATION_NEXT = "preparation_next"
PREPARATION_OWNERS = "preparation_owners"
PREPARATION_MORE = "preparation_more"
PREPARATION_RECOUNT = "preparation_recount"
PREPARATION_REOPEN = "preparation_reopen"

PREPARATION_PAGE = "preparation_page"
PREPARATION_START_FORM = "preparation_start_form"
PREPARATION_OWNERS_FORM = "preparation_owners_form"
PREPARATION_HAND_FORM = "preparation_hand_form"
PREPARATION_CLOSE_FORM = "preparation_close_form"

More = Literal["word", "calendar", "again", "hand", "close"]
"""What the menu of a preparation offers."""


class PrepareRef(ActionRef):
    """An action, and what it is for; where it is shown."""

    deadline: str | None = Field(default=None, pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$")
    """A day, or a day and an hour in Geneva, that a person gave."""
    channel: str | None = None
    """Where a command was given, for a window."""
    outline: bool = False
    """Whether an outline is wanted, and not a checklist."""
    text: Language | None = None
    """The language of the text, where the person chose another than their own."""

    @property
    def written_in(self) -> Language:
        """The language of the text."""
        return self.text or self.language


class StatePart(Carried):
    """A part of what is known of a State, by its place among the parts."""

    state: StateCode
    part: int


class PreparationRef(Carried):
    """A preparation; `do` is what its menu offers."""

    preparation: str = Field(
        validation_alias=AliasChoices("p", "preparation"), serialization_alias="p"
    )
    do: More | None = None


def tick_block(preparation: str, item: str, version: int) -> str:
    """The id of a step's block. It is another for each version: under the same id Slack shows the
    tick that a person made before, and not the one that is kept."""
    return f"{preparation}/{item}/{version}"


def ticked(block: str) -> tuple[str, str] | None:
    """The preparation and the step of a block; None where it is none of ours."""
    parts = block.split("/")
    return (parts[0], parts[1]) if len(parts) == 3 and all(parts) else None
