"""The windows (modals) in which people write, and the notices that come of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, InputBlock, PlainTextInputElement

from bot.ask.models import Answer
from bot.knowledge.models import Base, Language
from bot.render.plain import Plain
from bot.render.slack import ids
from bot.render.slack.ids import AnswerRef, GapRef, Place
from bot.render.slack.parts import Message, button, context, mrkdwn, plain, section, window
from bot.render.slack.text import clipped, escape, unmarked

LONGEST = 1_500
"""Characters of a question that a window takes."""
ANSWER = 2_800
"""Characters of a curator's answer, so that it fits one section."""


class SlackWindows:
    """Renders windows and the notices of the curators' channel."""

    def __init__(self, base: Base, plain_text: Plain) -> None:
        self._base = base
        self._plain = plain_text

    def ask(self, language: Language, place: Place, text: str = "") -> dict[str, Any]:
        """Where a question is typed; `text` stands there already, to be edited."""
        blocks = [
            self._input("ask_label", language, LONGEST, text, self._say("ask_example", language)),
            context(self._say("ask_hint", language)),
        ]
        return window(
            ids.ASK_WINDOW,
            self._say("ask", language),
            blocks,
            close=self._say("cancel", language),
            submit=self._say("ask", language),
            metadata=place.value,
        )

    def gap(self, language: Language, place: Place, days: int, text: str = "") -> dict[str, Any]:
        """What is sent to the curators, shown before it is sent; kept for `days` once done."""
        blocks = [
            section(self._say("gap_what", language, days=days)),
            self._input("ask_label", language, LONGEST, text),
        ]
        return window(
            ids.GAP_WINDOW,
            self._say("gap_title", language),
            blocks,
            close=self._say("cancel", language),
            submit=self._say("send", language),
            metadata=place.value,
        )

    def answer_gap(self, reference: AnswerRef, question: str) -> dict[str, Any]:
        """Where a curator answers a question that was sent."""
        blocks = [section(question), self._input("gap_answer_label", "en", ANSWER)]
        return window(
            ids.ANSWER_WINDOW,
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
        return window(ids.PASTE_WINDOW, title, blocks, close=close, submit=done)

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
                button(self._say("gap_answer", "en"), ids.ANSWER_GAP, reference, style="primary"),
                button(self._say("gap_done", "en"), ids.CLOSE_GAP, reference),
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
        return window(ids.NOTICE_WINDOW, name, [section(text)], close=close)

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
            action_id=ids.QUESTION,
            multiline=True,
            max_length=longest,
            min_length=1,
            initial_value=clipped(unmarked(text), longest) or None,
            placeholder=plain(example, 150) if example else None,
        )
        return InputBlock(
            block_id=ids.QUESTION, label=plain(self._say(label, language)), element=element
        )
