"""What the button that opens the comparing of statements is called, and what it carries: it stands
in the weekly message to the curators, which is posted from below all rooms."""

from __future__ import annotations

from pydantic import Field

from bot.render.slack.refs import EntryId, Owned

SIGN = "signing_open"
"""Opens the statement that is due first."""
PASSED = 60
"""Statements that one window remembers as left for another day."""


class SignRef(Owned):
    """The statement in a window, and how far the curator has come. `who` stands in the window as
    the name under which the curator signs."""

    who: str = Field(default="", max_length=40)
    entry: EntryId | None = None
    passed: tuple[EntryId, ...] = Field(default=(), max_length=PASSED)
    signed: int = 0
    noted: int = 0
