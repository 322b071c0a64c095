"""What every check looks at: the draft, what the body asks for, the words of the curators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.models import LANGUAGES, Base, Language
from bot.prepare.actions import Action
from bot.prepare.drafts.bodies import Body
from bot.prepare.drafts.draft import Block, Draft
from bot.prepare.drafts.lists import Lists
from bot.prepare.drafts.told import Teller
from bot.states import StateNames


@dataclass(frozen=True)
class Reading:
    """A text that is looked at, whatever it is for."""

    draft: Draft
    lists: Lists
    state: str | None
    language: str | None
    base: Base
    names: StateNames
    tell: Teller

    def everything(self) -> Iterator[Block]:
        """All that somebody may read: text, notes, headers, comments, descriptions, links."""
        draft = self.draft
        yield from (*draft.text(), *draft.running, *draft.comments, *draft.described)


@dataclass(frozen=True)
class Looking(Reading):
    """A draft for an action before a body."""

    action: Action
    mechanism: str
    """Before which mechanism it goes."""
    body: Body
    joint: bool

    def prose(self) -> Iterator[Block]:
        """Paragraphs of the text, without headings, cover page, annexes, lines for the writer."""
        for block in self.draft.blocks:
            written = block.kind in ("paragraph", "box") and not is_guidance(block, self.lists)
            if block.part == "text" and written:
                yield block

    def written(self) -> Iterator[Block]:
        """Text and notes, without lines for the writer."""
        for block in self.draft.text():
            if not is_guidance(block, self.lists):
                yield block


def is_guidance(block: Block, lists: Lists) -> bool:
    """Whether it is a line of an outline that is meant for the writer."""
    return block.style.startswith("guidance") or block.text.partition(":")[0] in (
        lists.words.guidance
    )


def tongue(language: str | None) -> Language:
    """The language of those in which the desk speaks; English for another."""
    return next((one for one in LANGUAGES if one == language), "en")
