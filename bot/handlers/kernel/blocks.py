"""The few shapes of Slack's that every message and window here is made of."""

from __future__ import annotations

from bot.ask.models import Answer
from bot.handlers.asking.conversation import ASK_WINDOW
from bot.handlers.gaps import ANSWER_GAP, ANSWER_WINDOW, CLOSE_GAP, GAP_WINDOW, GapRef, OpenGapRef
from bot.handlers.kernel.forms import PASTE_WINDOW, QUESTION
from bot.handlers.kernel.links import ThreadRef
from bot.handlers.kernel.text import BUTTON, SECTION, clipped, escape, unmarked
from bot.knowledge.models import Base, Language
from bot.render.plain import Plain
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ContextBlock, InputBlock, MarkdownTextObject, PlainTextInputElement, PlainTextObject, SectionBlock
from slack_sdk.models.views import View
from typing import Any

CONTEXT = 2_000


TITLE = 24
"""Characters of a window's title and of its buttons."""


@dataclass(frozen=True)
class Message:
    """A message for Slack: its blocks and the fallback text that stands for them."""

    text: str
    """Already escaped: Slack reads it as mrkdwn."""
    blocks: tuple[Block, ...]

    def plus(self, *blocks: Block) -> Message:
        """The message with more blocks at its end."""
        return Message(self.text, (*self.blocks, *blocks))

    def arguments(self) -> dict[str, Any]:
        """As arguments for Slack's methods. Raises where a block breaks one of Slack's limits."""
        return {"text": self.text, "blocks": [block.to_dict() for block in self.blocks]}


def plain(text: str, longest: int = SECTION) -> PlainTextObject:
    """A text in which Slack reads no markup."""
    return PlainTextObject(text=clipped(unmarked(text), longest), emoji=False)


def mrkdwn(text: str) -> SectionBlock:
    """A section of escaped text with our own markup."""
    return SectionBlock(text=MarkdownTextObject(text=text))


def section(text: str) -> SectionBlock:
    """A section of plain text."""
    return SectionBlock(text=plain(text))


def context(text: str) -> ContextBlock:
    """Small grey text."""
    return ContextBlock(elements=[plain(text, CONTEXT)])


def button(
    text: str,
    action: str,
    value: str | None = None,
    *,
    style: str | None = None,
    confirm: Mapping[str, Any] | None = None,
    spoken: str | None = None,
) -> ButtonElement:
    """A button; `confirm` is what `confirmation` makes, `spoken` what a screen reader says."""
    return ButtonElement(
        text=plain(text, BUTTON),
        action_id=action,
        value=value,
        style=style,
        confirm=dict(confirm) if confirm else None,
        accessibility_label=clipped(unmarked(spoken), BUTTON) if spoken else None,
    )


def confirmation(title: str, text: str, yes: str, no: str) -> dict[str, Any]:
    """What Slack asks before a button acts."""
    return {
        "title": plain(title, 100).to_dict(),
        "text": plain(text, 300).to_dict(),
        "confirm": plain(yes, 30).to_dict(),
        "deny": plain(no, 30).to_dict(),
    }


def window(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: str = "",
) -> dict[str, Any]:
    """A modal window, as Slack's `views.open` takes it. Raises where it breaks a limit."""
    view = View(
        type="modal",
        callback_id=callback,
        title=plain(title, TITLE),
        close=plain(close, TITLE),
        submit=plain(submit, TITLE) if submit else None,
        private_metadata=metadata,
        blocks=list(blocks),
    )
    return view.to_dict()


NOTICE_WINDOW = "notice_window"


QUESTION_LENGTH = 1_500
"""Characters of a question that a window takes."""


ANSWER_LENGTH = 2_800
"""Characters of a curator's answer, so that it fits one section."""


class SlackWindows:
    """Renders windows and the notices of the curators' channel."""

    def __init__(self, base: Base, plain_text: Plain) -> None:
        self._base = base
        self._plain = plain_text

    def ask(self, language: Language, place: ThreadRef, text: str = "") -> dict[str, Any]:
        """Where a question is typed; `text` stands there already, to be edited."""
        blocks = [
            self._input("ask_label", language, QUESTION_LENGTH, text, self._say("ask_example", language)),
            context(self._say("ask_hint", language)),
        ]
        return window(
            ASK_WINDOW,
            self._say("ask", language),
            blocks,
            close=self._say("cancel", language),
            submit=self._say("ask", language),
            metadata=place.value,
        )

    def gap(self, language: Language, place: ThreadRef, days: int, text: str = "") -> dict[str, Any]:
        """What is sent to the curators, shown before it is sent; kept for `days` once done."""
        blocks = [
            section(self._say("gap_what", language, days=days)),
            self._input("ask_label", language, QUESTION_LENGTH, text),
        ]
        return window(
            GAP_WINDOW,
            self._say("gap_title", language),
            blocks,
            close=self._say("cancel", language),
            submit=self._say("send", language),
            metadata=place.value,
        )

    def answer_gap(self, reference: OpenGapRef, question: str) -> dict[str, Any]:
        """Where a curator answers a question that was sent."""
        blocks = [section(question), self._input("gap_answer_label", "en", ANSWER_LENGTH)]
        return window(
            ANSWER_WINDOW,
            self._say("gap_answer", "en"),
            blocks,
            close=self._say("cancel", "en"),
            submit=self._say("send", "en"),
            metadata=reference.value,
        )

    def paste(self, answer: Answer) -> dict[str, Any]:
        """A short text of an answer to copy into WhatsApp or an e-mail."""
        language = answer.language
        blocks = [self._input("paste_label", language, 3_000, self._plain.short(answer))]
        # Slack shows no input without a button that sends it; here it only closes.
        close, done = self._say("close", language), self._say("done", language)
        title = self._say("paste", language)
        return window(PASTE_WINDOW, title, blocks, close=close, submit=done)

    def gap_notice(
        self, gap_id: str, question: str, person: str, shown: list[str], closed: str | None = None
    ) -> Message:
        """A question in the curators' channel; `closed` says who dealt with it."""
        title = self._say("gap_new", "en")
        blocks: list[Block] = [mrkdwn(f"*{escape(title)}* · <@{person}>"), section(question)]
        if shown:
            blocks.append(context(f"{self._say('also', 'en')}: {' · '.join(shown)}"))
        if closed:
            blocks.append(mrkdwn(closed))
            return Message(escape(title), tuple(blocks))
        reference = GapRef(gap=gap_id).value
        buttons = ActionsBlock(
            elements=[
                button(self._say("gap_answer", "en"), ANSWER_GAP, reference, style="primary"),
                button(self._say("gap_done", "en"), CLOSE_GAP, reference),
            ]
        )
        return Message(escape(title), (*blocks, buttons))

    def gap_closed(self, phrase: str, person: str) -> str:
        """Who answered or closed a question, as mrkdwn."""
        return self._say(phrase, "en", person=f"<@{person}>")

    def gap_answer(self, language: Language, person: str, answer: str) -> Message:
        """A curator's answer to the person who asked."""
        lead = f"<@{person}> {escape(self._say('gap_answered', language))}"
        return Message(lead, (mrkdwn(lead), section(answer)))

    def late(self, language: Language, label: str, action: str, value: str) -> Message:
        """When Slack closed a step: the same button again, which gives a new chance."""
        lead = self._say("too_late", language)
        blocks = (section(lead), ActionsBlock(elements=[button(label, action, value)]))
        return Message(escape(lead), blocks)

    def notice(self, phrase: str, language: Language) -> dict[str, Any]:
        """One of the desk's own phrases as a window."""
        return self.page(self._say(phrase, language), language)

    def page(self, text: str, language: Language, title: str = "home_title") -> dict[str, Any]:
        """A sentence for people as a window, under a title (a phrase's key)."""
        name, close = self._say(title, language), self._say("close", language)
        return window(NOTICE_WINDOW, name, [section(text)], close=close)

    def said_all(self, phrases: Sequence[str], language: Language) -> Message:
        """Several of the desk's own phrases, one after another."""
        texts = [self._say(phrase, language) for phrase in phrases]
        return Message(escape(" ".join(texts)), tuple(section(text) for text in texts))

    def said(self, phrase: str, language: Language, **values: object) -> Message:
        """One of the desk's own phrases."""
        text = self._say(phrase, language, **values)
        return Message(escape(text), (section(text),))

    def sentence(self, text: str) -> Message:
        """A sentence for people, as it stands."""
        return Message(escape(text), (section(text),))

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)

    def _input(
        self, label: str, language: Language, longest: int, text: str = "", example: str = ""
    ) -> InputBlock:
        element = PlainTextInputElement(
            action_id=QUESTION,
            multiline=True,
            max_length=longest,
            min_length=1,
            initial_value=clipped(unmarked(text), longest) or None,
            placeholder=plain(example, 150) if example else None,
        )
        return InputBlock(
            block_id=QUESTION, label=plain(self._say(label, language)), element=element
        )

