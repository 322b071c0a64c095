"""What curators do with the questions that people sent them: answer, or mark as done."""

from __future__ import annotations

from typing import cast

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.interaction import Interaction, Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.handlers.trouble import passing
from bot.knowledge.models import Language
from bot.render.slack import Message, ids
from bot.render.slack.ids import AnswerRef, GapRef
from bot.store import Gap, Workspace


class GapInteraction(Interaction[GapRef]):
    """A button under a question in the curators' channel."""

    carries = GapRef
    no_reference = "gap_gone"
    as_shown = True

    def gap(self) -> Gap:
        """The question. Raises Refusal where it is gone, and outside the curators' channel."""
        if self.channel != self.parts.deployment.curators_of(self.workspace.team):
            raise Refusal("gap_not_yours")
        if gap := self.parts.storage.gaps.get(self.workspace, self.ref.gap):
            return gap
        raise Refusal("gap_gone")


class AnswerInteraction(Interaction[AnswerRef]):
    """The window for an answer."""

    carries = AnswerRef
    no_reference = "gap_gone"

    def refuse(self, error: Exception) -> None:  # noqa: ARG002 (there is one reason)
        """The window goes, and the curator reads it in a message."""
        self.ack()
        self.say("gap_gone")


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of the curators' channel, and to the window for an answer."""
    on = Listeners(app, parts, GapInteraction)

    @on.button(ids.ANSWER_GAP)
    def handle_answer(press: GapInteraction) -> None:
        gap = press.gap()
        view = parts.windows.answer_gap(press.owned(AnswerRef(gap=gap.id)), gap.question)
        press.open(view, ids.ANSWER_GAP)

    @on.button(ids.CLOSE_GAP)
    def handle_done(press: GapInteraction) -> None:
        gap = press.gap()
        closed = parts.storage.gaps.done(gap.workspace, gap.id, press.user, now())
        if closed is None:
            raise Refusal("gap_gone")
        _update_notice(parts, press.client, closed, "gap_is_done", press.user)

    @Listeners(app, parts, AnswerInteraction).form(ids.ANSWER_WINDOW)
    def handle_answered(form: AnswerInteraction) -> None:
        form.ack()
        text = form.inputs.text(ids.QUESTION)
        gap = _answered(parts, form.workspace, form.ref.gap, text, form.user)
        if gap is None:
            raise Refusal("gap_gone")
        language = cast("Language", gap.language)
        _to_person(form.client, gap, parts.windows.gap_answer(language, gap.person, text))
        _update_notice(parts, form.client, gap, "gap_is_answered", form.user)


def _answered(
    parts: Parts, workspace: Workspace, gap_id: str, text: str, curator: str
) -> Gap | None:
    """The gap with its answer, or None where somebody was faster.

    The same answer of the same curator comes again where it could not be posted at first.
    """
    gaps = parts.storage.gaps
    if gap := gaps.answer(workspace, gap_id, text, curator, now()):
        return gap
    known = gaps.get(workspace, gap_id)
    same = known and (known.answer, known.curator) == (text, curator)
    return known if same else None


def _to_person(client: WebClient, gap: Gap, message: Message) -> None:
    """Answer where the question was asked, or else as a direct message."""
    places = [(gap.channel, gap.thread)] if gap.channel and gap.thread else []
    for channel, thread in [*places, (gap.person, None)]:
        try:
            client.chat_postMessage(
                channel=str(channel), thread_ts=thread, unfurl_links=False, **message.arguments()
            )
            return
        except SlackApiError as error:
            if passing(error) or channel == gap.person:
                raise


def _update_notice(parts: Parts, client: WebClient, gap: Gap, phrase: str, curator: str) -> None:
    if not gap.notice_channel or not gap.notice_ts:
        return
    titles = [parts.desk.base.entries[e].title for e in gap.entries if e in parts.desk.base.entries]
    closed = parts.windows.gap_closed(phrase, curator)
    notice = parts.windows.gap_notice(gap.id, gap.question, gap.person, titles, closed)
    client.chat_update(channel=gap.notice_channel, ts=gap.notice_ts, **notice.arguments())
