"""The window in which a message is made: which one, what it asks for, and the message itself above
what was given, so that it can be changed and made again. Nothing of it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, HeaderBlock

from bot.knowledge.models import OWN_NAMES, Base, Language
from bot.knowledge.typography import labelled
from bot.prepare.drafts import Danger
from bot.prepare.messages import Messages
from bot.prepare.messages.texts import MessageText
from bot.render.messages import Page, to_paste
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import MessageRef
from bot.render.slack.inputs import (
    LONGEST,
    Labelled,
    asked,
    boxes,
    found_by_typing,
    one_of,
    typing,
)
from bot.render.slack.message import message_texts, note_texts
from bot.render.slack.message_fields import MessageFields
from bot.render.slack.parts import (
    Message,
    button,
    confirmation,
    context,
    mrkdwn,
    plain,
    section,
    window,
)
from bot.render.slack.text import escape
from bot.states import Profiles, StateNames

PIECE = 2_900
"""Characters of a text to paste; a longer one comes in several."""

DANGERS = 5
"""Of what could identify somebody, as many as are shown."""
SHARED = 11_000
"""Characters of a message in a channel, so that it stays under Slack's limit with its notices."""


class Field:
    """What the inputs are called besides the message's own fields, and their blocks."""

    KIND = ids.MESSAGE_KIND
    STATE = ids.MESSAGE_STATE
    MECHANISM = "message_mechanism"
    WRITTEN = "message_language"
    FROM = "message_from"
    PASTE = "message_paste"


class MessageForms:
    """Renders the window. `messages` are all that there are."""

    def __init__(
        self, base: Base, states: StateNames, messages: Messages, profiles: Profiles | None
    ) -> None:
        self._base = base
        self._states = states
        self._messages = messages
        self._fields = MessageFields(base, states, messages, profiles)

    def form(
        self,
        ref: MessageRef,
        typed: Mapping[str, str] | None = None,
        taken: str | None = None,
        above: list[Block] | None = None,
        knowingly: bool | None = None,
    ) -> dict[str, Any]:
        """The window. `typed` is what stands in the message's fields already, `taken` a text from
        which somebody begins, `above` what stands over all of it, `knowingly` whether the box is
        ticked that it is to be made although it could identify somebody (None: there is no box)."""
        language = ref.language
        text = self._messages.said(language).get(ref.message or "")
        blocks = [*(above or []), self._kind(ref)]
        if text:
            blocks.append(context(text.what))
        blocks += [self._state(ref), *self._mechanism(ref, text)]
        if text:
            blocks.append(self._written(ref))
            blocks += self._fields.inputs(text.id, typed or {}, ref)
            if knowingly is not None:
                blocks.append(self._box(knowingly, language))
        elif taken is not None:
            blocks.append(self._taken(taken, language))
        blocks.append(context(self._say("message_not_kept", language)))
        title, close = self._say("message_title", language), self._say("close", language)
        submit = self._say("message_make" if text else "message_next", language)
        return window(
            ids.MESSAGE_FORM, title, blocks, close=close, submit=submit, metadata=ref.value
        )

    def result(self, shown: Page, ref: MessageRef, said: str = "") -> list[Block]:
        """The message, to stand above its form: the text to paste, what its writer must know, what
        can be done with it. `said` is a phrase of the desk's on what was just done."""
        language = ref.language
        return [
            HeaderBlock(text=plain(f"{shown.title}: {shown.state}", 150)),
            *([section(self._say(said, language))] if said else []),
            *self._pieces(to_paste(shown), language),
            mrkdwn(f"*{escape(self._say('message_writer', language))}*"),
            *map(mrkdwn, note_texts(shown)),
            self._buttons(ref),
            DividerBlock(),
            section(self._say("message_again", language)),
        ]

    def unsafe(self, dangers: Sequence[Danger], language: Language) -> list[Block]:
        """What could identify somebody in what was typed, to stand above: at most five of them."""
        lines = []
        for one in dangers[:DANGERS]:
            what = escape(f"{one.says} ({one.shown}) {one.do}")
            lines.append(f"• *{escape(labelled(one.label, language))}* {what}")
        if (more := len(dangers) - DANGERS) > 0:
            lines.append(f"+ {more}")
        return [section(self._say("message_unsafe", language)), mrkdwn("\n".join(lines))]

    def _box(self, ticked: bool, language: Language) -> Block:
        name = ids.MESSAGE_KNOWINGLY
        label = self._say("message_knowingly", language)
        element = boxes(name, [(name, label)], [name] if ticked else [])
        return asked(name, self._say("message_knowingly_label", language), element, optional=True)

    def cut(self, language: Language) -> list[Block]:
        """That a text from which somebody began was longer than its field, to stand above."""
        return [section(self._say("message_cut", language))]

    def opened(self, ref: MessageRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        lead = self._say("message_which", ref.language)
        back = button(self._say("message", ref.language), f"{ids.MESSAGE}.0", ref.value)
        return Message(escape(lead), (section(lead), ActionsBlock(elements=[back])))

    def shared(self, shown: Page) -> Message:
        """The message for a channel, without what is for its writer."""
        title = f"{shown.title}: {shown.state}"
        blocks: list[Block] = [mrkdwn(text) for text in message_texts(shown)]
        if sum(len(text) for text in message_texts(shown)) > SHARED:  # signs are long once escaped
            blocks = [section(piece) for piece in _pieces(to_paste(shown))]
        return Message(escape(title), (HeaderBlock(text=plain(title, 150)), *blocks))

    def _kind(self, ref: MessageRef) -> Block:
        """All messages, those of the mechanism that is known first."""
        said = self._messages.said(ref.language).values()
        texts = sorted(said, key=lambda one: ref.mechanism not in one.mechanisms)
        label, example = (
            self._say(key, ref.language) for key in ("message_kind", "message_kind_hint")
        )
        labelled = [(one.id, one.title) for one in texts]
        element = one_of(Field.KIND, labelled, ref.message or "", example)
        return asked(Field.KIND, label, element, at_once=True)

    def _state(self, ref: MessageRef) -> Block:
        language = ref.language
        known = (ref.state, self._states.name(ref.state, language)) if ref.state else None
        element = found_by_typing(Field.STATE, self._say("home_states_hint", language), known)
        return asked(Field.STATE, self._say("message_state", language), element)

    def _mechanism(self, ref: MessageRef, text: MessageText | None) -> Iterator[Block]:
        """Which mechanism, where the message leaves it open."""
        if text is None or len(text.mechanisms) < 2:
            return
        labelled: list[Labelled] = [
            (name, self._base.short(name, ref.language)) for name in text.mechanisms
        ]
        given = ref.mechanism if ref.mechanism in text.mechanisms else text.mechanism
        label = self._say("message_mechanism", ref.language)
        yield asked(Field.MECHANISM, label, one_of(Field.MECHANISM, labelled, given or ""))

    def _written(self, ref: MessageRef) -> Block:
        """In which language the text is to be: the addressee's may be another than the person's."""
        labelled: list[Labelled] = list(OWN_NAMES.items())
        label, hint = (self._say(f"message_language{key}", ref.language) for key in ("", "_hint"))
        return asked(Field.WRITTEN, label, one_of(Field.WRITTEN, labelled, ref.text), hint=hint)

    def _taken(self, text: str, language: Language) -> Block:
        label, hint = (self._say(key, language) for key in ("message_from", "message_from_hint"))
        element = typing(Field.FROM, LONGEST, text, lines=True)
        return asked(Field.FROM, label, element, hint=hint, optional=True)

    def _pieces(self, text: str, language: Language) -> Iterator[Block]:
        """The text where it can be copied on a phone: in an input. Its block is another for another
        text: under the same id Slack would go on showing the old one."""
        found = _pieces(text)
        for number, piece in enumerate(found, 1):
            label = self._say("paste_label", language)
            of = f" ({number}/{len(found)})" if len(found) > 1 else ""
            version = hashlib.sha256(piece.encode()).hexdigest()[:12]
            block = f"{Field.PASTE}.{number}.{version}"
            element = typing(f"{Field.PASTE}.{number}", LONGEST, piece, lines=True)
            yield asked(block, f"{label}{of}", element, optional=True)

    def _buttons(self, ref: MessageRef) -> Block:
        language = ref.language
        word = self._say("prepare_word", language)
        found = [button(word, ids.MESSAGE_WORD, ref.value, style="primary")]
        if ref.channel:
            share, sure, no = (
                self._say(key, language) for key in ("share", "message_share_sure", "cancel")
            )
            confirm = confirmation(share, sure, share, no)
            found.append(button(share, ids.MESSAGE_SHARE, ref.value, confirm=confirm))
        return ActionsBlock(elements=found)

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)


def _pieces(text: str) -> list[str]:
    """A text in as few pieces as fit into inputs, cut between paragraphs."""
    pieces: list[str] = []
    for paragraph in text.split("\n\n"):
        if pieces and len(pieces[-1]) + 2 + len(paragraph) <= PIECE:
            pieces[-1] += f"\n\n{paragraph}"
        else:
            pieces.append(paragraph)
    return pieces
