"""The windows in which a curator compares a statement with its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, PlainTextInputElement

from bot.ask.caveats import mark, signed_of
from bot.handlers.signing import ids
from bot.handlers.signing.ids import Field, SignRef
from bot.knowledge.models import Base, Entry, Language
from bot.knowledge.reviewing import page, statement
from bot.render import Plain
from bot.render.slack.inputs import asked
from bot.render.slack.parts import Message, button, context, mrkdwn, section, window
from bot.render.slack.text import escape, link, paragraphs

LONGEST = 300
"""Characters of a note on what changed."""


class SigningWindows:
    """Renders them. `base` holds what the workspace's curators signed."""

    def __init__(self, base: Base, plain: Plain) -> None:
        self._base = base
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
                    button(self._say("signing_changed", language), ids.CHANGED),
                    button(self._say("signing_unsure", language), ids.UNSURE),
                ]
            ),
            context(self._say("signing_rule", language)),
        ]
        return self._window(ids.PAGE, blocks, ref, self._say("signing_right", language))

    def note(self, entry: Entry, ref: SignRef) -> dict[str, Any]:
        """The form for what changed."""
        language = ref.language
        element = PlainTextInputElement(
            action_id=Field.NOTE, multiline=True, min_length=3, max_length=LONGEST
        )
        label = self._say("signing_what", language)
        hint = self._say("signing_what_hint", language)
        blocks = [
            section(entry.title),
            *self._who(ref),
            asked(Field.NOTE, label, element, hint=hint),
        ]
        return self._window(ids.NOTE_FORM, blocks, ref, self._say("signing_note", language))

    def end(self, ref: SignRef) -> dict[str, Any]:
        """What was done, where nothing more is due for this person."""
        done = self._say(
            "signing_done", ref.language,
            signed=ref.signed, noted=ref.noted, passed=len(ref.passed),
        )  # fmt: skip
        return self._window(ids.PAGE, [section(self._none(ref.language)), context(done)], ref)

    def opened(self, due: int, ref: SignRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        if not due:
            return Message(escape(self._none(ref.language)), (section(self._none(ref.language)),))
        said = self._say("signing_opened", ref.language, count=due)
        label = self._say("signing_title", ref.language)
        back = ActionsBlock(elements=[button(label, ids.SIGN, ref.value)])
        return Message(escape(said), (section(said), back))

    def noted(self, entry: Entry, who: str, note: str, language: Language) -> Message:
        """What the curators' channel reads of a statement that has changed."""
        said = self._say("signing_noted", language, who=who, title=entry.title, entry=entry.id)
        why = self._say("signing_noted_why", language)
        return Message(escape(said), (section(said), section(f"“{note}”"), context(why)))

    def _statement(self, entry: Entry, language: Language, on: dt.date) -> list[Block]:
        """The question, all that the desk says on it (in English, from which the other languages
        are made), the page, who signed it."""
        answer, *lines = (escape(text) for text in statement(self._base, entry))
        texts = [f"*{escape(entry.title)}*", answer, *(f"• {line}" for line in lines)]
        where = page(self._base, entry)
        found = signed_of(self._base, entry, on)
        known = (
            self._plain.note(found, language) if found else self._say("signing_nobody", language)
        )
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
        element = PlainTextInputElement(action_id=Field.WHO, max_length=40)
        hint = self._say("signing_who_hint", language)
        return [asked(Field.WHO, self._say("signing_who", language), element, hint=hint)]

    def _window(
        self, callback: str, blocks: list[Block], ref: SignRef, submit: str | None = None
    ) -> dict[str, Any]:
        title, close = self._say("signing_title", ref.language), self._say("close", ref.language)
        return window(callback, title, blocks, close=close, submit=submit, metadata=ref.value)

    def _none(self, language: Language) -> str:
        return self._say("signing_nothing", language)

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)
