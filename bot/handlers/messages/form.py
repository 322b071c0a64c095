"""The window in which a message is made: which one, what it asks for, and the message itself above
what was given, so that it can be changed and made again. Nothing of it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, HeaderBlock

from bot.handlers.kernel.blocks import (
    Message,
    Page,
    button,
    context,
    mrkdwn,
    plain,
    section,
    share_button,
)
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import LONGEST, Box, Day, Input, Labelled, OneOf, Searched, Typed
from bot.handlers.kernel.refs import MESSAGE_STATE, MechanismId, MessageId, MessageRef, StateCode
from bot.handlers.kernel.text import clipped, escape, paragraphs, unmarked
from bot.knowledge.models import OWN_NAMES, Language
from bot.knowledge.typography import labelled
from bot.prepare.drafts import Danger
from bot.prepare.messages import NOTHING, FormField, Messages, MessageText
from bot.render import past_words as past
from bot.render.messages import MessagePage as Text
from bot.render.messages import to_paste
from bot.render.paragraphs import TextLine
from bot.render.paragraphs import plain as as_plain
from bot.render.prepare_words import PrepareWords
from bot.states import Profiles

MESSAGE_FORM = "message_form"
MESSAGE_KIND = "message_kind"
MESSAGE_WORD = "message_word"
MESSAGE_KNOWINGLY = "message_knowingly"
MESSAGE_SHARE = "message_share"
DRAFT_SHORTCUT = "draft_from_message"
PREFIX = "field."
DONE = "done"
"""What a box says that is ticked."""
PASTE = "message_paste"
PIECE = 2_900
"""Characters of a text to paste; a longer one comes in several."""
DANGERS = 5
"""Of what could identify somebody, as many as are shown."""
SHARED = 11_000
"""Characters of a message in a channel, so that it stays under Slack's limit with its notices."""
_SIGNS = {"heading": "", "paragraph": "", "item": "• ", "quote": "> "}


class MessageForm(Form):
    """What the window asks for besides the message's own fields."""

    message: Annotated[
        MessageId | None, OneOf(MESSAGE_KIND, at_once=True, example="message_kind_hint")
    ] = None
    state: Annotated[StateCode | None, Searched(MESSAGE_STATE)] = None
    mechanism: Annotated[MechanismId | None, OneOf("message_mechanism")] = None
    """Asked for where the message leaves it open."""
    text_language: Annotated[
        Language | None, OneOf("message_language", hint="message_language_hint")
    ] = None
    """In which language the text is to be: the addressee's may be another than the person's."""
    knowingly: Annotated[
        bool, Box(MESSAGE_KNOWINGLY, label="message_knowingly_label", optional=True)
    ] = False
    """Whether it is made although it could identify somebody."""
    draft: Annotated[
        str, Typed("message_from", lines=True, optional=True, hint="message_from_hint")
    ] = ""
    """A text from which somebody begins."""


class MessageWindow:
    """Renders the window. `messages` are all that there are."""

    def __init__(self, page: Page, messages: Messages, profiles: Profiles | None) -> None:
        self._page = page
        self._messages = messages
        self._profiles = profiles

    def form(
        self,
        ref: MessageRef,
        typed: Mapping[str, str] | None = None,
        draft: str | None = None,
        above: list[Block] | None = None,
        knowingly: bool | None = None,
    ) -> dict[str, Any]:
        """The window. `typed` is what stands in the message's fields already, `taken` a text from
        which somebody begins, `above` what stands over all of it, `knowingly` whether the box is
        ticked that it is to be made although it could identify somebody (None: there is no box)."""
        page = self._page
        text = self._messages.in_language(ref.language).get(ref.message or "")
        known = MessageForm(
            message=ref.message,
            state=ref.state,
            mechanism=ref.mechanism,
            text_language=ref.text,
            knowingly=bool(knowingly),
            draft=draft or "",
        )
        blocks = [*(above or []), known.block("message", page, self._kinds(ref))]
        if text:
            blocks.append(context(text.what))
        blocks += [known.block("state", page), *self._mechanism(known, text)]
        if text:
            blocks.append(known.block("text_language", page, list(OWN_NAMES.items())))
            blocks += self._fields(text.id, typed or {}, ref)
            if knowingly is not None:
                blocks.append(known.block("knowingly", page))
        elif draft is not None:
            blocks.append(known.block("draft", page))
        blocks.append(context(page.say("message_not_kept")))
        submit = "message_make" if text else "message_next"
        return page.window(MESSAGE_FORM, "message_title", blocks, ref.value, submit=submit)

    def result(self, page: Text, ref: MessageRef, result: str = "") -> list[Block]:
        """The message, to stand above its form: the text to paste, what its writer must know, what
        can be done with it. `result` is the key of a phrase on what was just done."""
        say = self._page.say
        return [
            HeaderBlock(text=plain(f"{page.title}: {page.state}", 150)),
            *([section(say(result))] if result else []),
            *self._pieces(to_paste(page)),
            mrkdwn(f"*{escape(say('message_writer'))}*"),
            *map(mrkdwn, note_texts(page)),
            self._buttons(ref),
            DividerBlock(),
            section(say("message_again")),
        ]

    def unsafe(self, dangers: Sequence[Danger]) -> list[Block]:
        """What could identify somebody in what was typed, to stand above: at most five of them."""
        lines = []
        for danger in dangers[:DANGERS]:
            what = escape(f"{danger.says} ({danger.shown}) {danger.do}")
            label = labelled(danger.label, self._page.language)
            lines.append(f"• *{escape(label)}* {what}")
        if (more := len(dangers) - DANGERS) > 0:
            lines.append(f"+ {more}")
        return [section(self._page.say("message_unsafe")), mrkdwn("\n".join(lines))]

    def _kinds(self, ref: MessageRef) -> list[Labelled]:
        """All messages, those of the mechanism that is known first."""
        every_text = self._messages.in_language(ref.language).values()
        texts = sorted(every_text, key=lambda text: ref.mechanism not in text.mechanisms)
        return [(text.id, text.title) for text in texts]

    def _mechanism(self, form: MessageForm, text: MessageText | None) -> Iterator[Block]:
        """Which mechanism, where the message leaves it open."""
        if text is None or len(text.mechanisms) < 2:
            return
        page = self._page
        offered = [(name, page.base.short(name, page.language)) for name in text.mechanisms]
        given = form.mechanism if form.mechanism in text.mechanisms else text.mechanism
        yield form.model_copy(update={"mechanism": given}).block("mechanism", page, offered)

    def _fields(self, message: str, typed: Mapping[str, str], ref: MessageRef) -> Iterator[Block]:
        """An input for each of the message's fields; `typed` is what stands there already. Where
        nothing stands, past recommendations do if they fit what is known so far."""
        put = self._defaults(message, typed, ref)
        treaties = self._profiles.instruments.values() if self._profiles else ()
        for field in self._messages.fields(message, ref.language):
            value: object = put.get(field.id) or typed.get(field.id, "")
            offered: Sequence[Labelled] = field.options
            match field.kind:
                case "state":
                    value = value if self._page.states.knows(str(value)) else None
                case "choice":
                    value = value or ("" if field.required else field.options[0][0])
                case "treaty":
                    offered = [(treaty.id, treaty.short) for treaty in treaties]
                case "confirm":
                    value, offered = value == DONE, ()
            asked = _input(field, put.get(field.id, ""))
            yield asked.input_block(self._page, value, offered, label=field.label, hint=field.hint)

    def _defaults(self, message: str, typed: Mapping[str, str], ref: MessageRef) -> dict[str, str]:
        """By field, what the desk writes where nobody wrote anything."""
        if ref.state is None:
            return {}
        earlier = self._messages.earlier(message, typed, ref.state, ref.mechanism)
        longest = {field.id: _longest(field) for field in self._messages.fields(message)}
        words = PrepareWords(self._page.base, self._page.states, ref.text)
        return {
            name: clipped(unmarked(past.typed(past_answer, words)), longest[name])
            for name, past_answer in earlier.items()
        }

    def _pieces(self, text: str) -> Iterator[Block]:
        """The text where it can be copied on a phone: in an input. Its block is another for another
        text: under the same id Slack would go on showing the old one."""
        pieces = _pieces(text)
        for number, piece in enumerate(pieces, 1):
            of = f" ({number}/{len(pieces)})" if len(pieces) > 1 else ""
            label = f"{self._page.say('paste_label')}{of}"
            name = f"{PASTE}.{number}"
            control = Typed(
                f"{name}.{_name(piece, squeeze=False)}", action=name, lines=True, optional=True
            )
            yield control.input_block(self._page, piece, label=label)

    def _buttons(self, ref: MessageRef) -> Block:
        base, language = self._page.base, ref.language
        word = self._page.say("prepare_word")
        buttons = [button(word, MESSAGE_WORD, ref.value, style="primary")]
        if ref.channel:
            sure = "message_share_sure"
            buttons.append(share_button(base, MESSAGE_SHARE, ref.value, language, sure))
        return ActionsBlock(elements=buttons)


def shared(page: Text) -> Message:
    """The message for a channel, without what is for its writer."""
    title = f"{page.title}: {page.state}"
    blocks: list[Block] = [mrkdwn(text) for text in message_texts(page)]
    if sum(len(text) for text in message_texts(page)) > SHARED:  # signs are long once escaped
        blocks = [section(piece) for piece in _pieces(to_paste(page))]
    return Message(escape(title), (HeaderBlock(text=plain(title, 150)), *blocks))


def _input(field: FormField, default: str) -> Input:
    """The input of a message's field. What was not confirmed is said by the message itself, with
    its reason."""
    block, action = block_of(field.id, default), block_of(field.id)
    optional = field.kind == "confirm" or not (field.required or field.kind == "choice")
    match field.kind:
        case "lines":
            return Typed(block, _longest(field), lines=True, action=action, optional=optional)
        case "state":
            return Searched(block, action=f"{MESSAGE_STATE}.{field.id}", optional=optional)
        case "choice" | "treaty":
            return OneOf(block, action=action, optional=optional)
        case "date":
            return Day(block, action=action, optional=optional)
        case "confirm":
            return Box(block, ticked="done", option=DONE, action=action, optional=optional)
    return Typed(block, _longest(field), action=action, optional=optional)


def _pieces(text: str) -> list[str]:
    """A text in as few pieces as fit into inputs, cut between paragraphs."""
    pieces: list[str] = []
    for paragraph in text.split("\n\n"):
        if pieces and len(pieces[-1]) + 2 + len(paragraph) <= PIECE:
            pieces[-1] += f"\n\n{paragraph}"
        else:
            pieces.append(paragraph)
    return pieces


def block_of(field: str, default: str = "") -> str:
    """The block of a field; `put` is what the desk wrote there itself, by which the block is named:
    under the same name Slack would go on showing what stood there before."""
    return f"{PREFIX}{field}.{_name(default)}" if default else f"{PREFIX}{field}"


def typed_field(block: str, text: str) -> tuple[str, str]:
    """The field of a block, and what somebody wrote into it: nothing where it is what the desk
    wrote, `none` where that was taken out."""
    field, _, put = block.removeprefix(PREFIX).partition(".")
    if put and not text.strip():
        return field, NOTHING[0]
    return field, "" if put and _name(text) == put else text


def _name(text: str, *, squeeze: bool = True) -> str:
    """A check sum; without `squeeze` blanks count."""
    text = " ".join(text.split()) if squeeze else text
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _longest(field: FormField) -> int:
    """Characters of all its lines."""
    return min(field.longest * field.most + field.most - 1, LONGEST)


def message_texts(page: Text) -> list[str]:
    """The message in as few mrkdwn texts as fit into sections, without what is for its writer."""
    return paragraphs([_line(line) for line in page.lines])


def note_texts(page: Text) -> list[str]:
    """What is for its writer: what to correct, how sure dates are, what to do before sending."""
    notes = [f"{_bold(note.label)} {escape(note.text)}".strip() for note in page.notes]
    return paragraphs([*notes, *map(escape, page.sources)])


def _line(line: TextLine) -> str:
    text = f"{_bold(line.label)} {escape(as_plain(line.text))}".strip()
    return f"{_SIGNS[line.kind]}{_bold(as_plain(line.text)) if line.kind == 'heading' else text}"


def _bold(text: str) -> str:
    return f"*{escape(text)}*" if text else ""
