"""The windows in which a curator compares a statement with its page."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field
from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ask import mark, signed_of
from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, section, window
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import Page, Typed
from bot.handlers.kernel.refs import EntryId, PersonalRef
from bot.handlers.kernel.text import escape, link, paragraphs
from bot.knowledge.models import Entry, Language
from bot.knowledge.reviewing import page, statement
from bot.render import Plain

SIGN = "signing_open"
"""Opens the statement that is due first."""
CHANGED = "signing_changed"
UNSURE = "signing_unsure"
PAGE = "signing_page"
"""The window with a statement: sent off, it is signed."""
NOTE_FORM = "signing_note"
PASSED = 60
"""Statements that one window remembers as left for another day."""


class SignRef(PersonalRef):
    """The statement in a window, and how far the curator has come. `who` stands in the window as
    the name under which the curator signs."""

    who: str = Field(default="", max_length=40)
    entry: EntryId | None = None
    passed: tuple[EntryId, ...] = Field(default=(), max_length=PASSED)
    signed: int = 0
    noted: int = 0


class NameForm(Form):
    """Under which name the curator signs; asked for once."""

    who: Annotated[str, Typed("signing_who", 40, lines=False, hint="signing_who_hint")] = ""


class NoteForm(Form):
    """What changed."""

    note: Annotated[str, Typed("signing_what", 300, 3, True, hint="signing_what_hint")] = ""


class SigningWindows:
    """Renders them. The base of `page` holds what the workspace's curators signed."""

    def __init__(self, page: Page, plain: Plain) -> None:
        self._page, self._base = page, page.base
        self._plain = plain

    def page(self, entry: Entry, ref: SignRef, due: int, on: dt.date) -> dict[str, Any]:
        """A statement with its page; to send it off signs it, two buttons say something else."""
        language = ref.language
        blocks = [
            context(self._say("signing_count", language, count=due, entry=entry.id)),
            *self._statement(entry, language, on),
            *self._who(ref),
            ActionsBlock(
                elements=[
                    button(self._say("signing_changed", language), CHANGED),
                    button(self._say("signing_unsure", language), UNSURE),
                ]
            ),
            context(self._say("signing_rule", language)),
        ]
        return self._window(PAGE, blocks, ref, self._say("signing_right", language))

    def note(self, entry: Entry, ref: SignRef) -> dict[str, Any]:
        """The form for what changed."""
        language = ref.language
        blocks = [
            section(entry.title),
            *self._who(ref),
            NoteForm().block("note", self._page),
        ]
        return self._window(NOTE_FORM, blocks, ref, self._say("signing_note", language))

    def end(self, ref: SignRef) -> dict[str, Any]:
        """What was done, where nothing more is due for this person."""
        done = self._say(
            "signing_done", ref.language,
            signed=ref.signed, noted=ref.noted, passed=len(ref.passed),
        )  # fmt: skip
        return self._window(PAGE, [section(self._none(ref.language)), context(done)], ref)

    def noted(self, entry: Entry, who: str, note: str, language: Language) -> Message:
        """What the curators' channel reads of a statement that has changed."""
        text = self._say("signing_noted", language, who=who, title=entry.title, entry=entry.id)
        why = self._say("signing_noted_why", language)
        return Message(escape(text), (section(text), section(f"“{note}”"), context(why)))

    def _statement(self, entry: Entry, language: Language, on: dt.date) -> list[Block]:
        """The question, all that the desk says on it (in English, from which the other languages
        are made), the page, who signed it."""
        answer, *lines = (escape(text) for text in statement(self._base, entry))
        texts = [f"*{escape(entry.title)}*", answer, *(f"• {line}" for line in lines)]
        where = page(self._base, entry)
        note = signed_of(self._base, entry, on)
        known = self._plain.note(note, language) if note else self._say("signing_nobody", language)
        sure = self._plain.note(mark(self._base, entry), language)
        opens = (
            f"{escape(self._say('signing_open', language))} {link(where, where)}"
            if where
            else escape(self._say("signing_no_page", language))
        )
        return [
            *map(mrkdwn, paragraphs(texts)),
            mrkdwn(opens),
            context(f"{sure} · {known}"),
        ]

    def _who(self, ref: SignRef) -> list[Block]:
        language = ref.language
        if ref.who:
            return [context(self._say("signing_as", language, who=ref.who))]
        return [NameForm().block("who", self._page)]

    def _window(
        self, callback: str, blocks: list[Block], ref: SignRef, submit: str | None = None
    ) -> dict[str, Any]:
        title, close = self._say("signing_title", ref.language), self._say("close", ref.language)
        return window(callback, title, blocks, close=close, submit=submit, metadata=ref.value)

    def _none(self, language: Language) -> str:
        return self._say("signing_nothing", language)

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)
