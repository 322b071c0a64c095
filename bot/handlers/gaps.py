"""Questions that people send to the curators.

Nothing is sent or kept before the person has seen what is sent and pressed the button.
"""

from __future__ import annotations

from bot.handlers.asking.listeners import AnswerInteraction
from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.forms import QUESTION
from bot.handlers.kernel.interaction import Interaction, Refusal
from bot.handlers.kernel.links import SEND_GAP, ThreadRef
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.refs import PersonalRef, Ref
from bot.handlers.kernel.sending import post
from bot.handlers.kernel.services import Services, now, ours
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described, is_transient
from bot.handlers.kernel.text import typed
from bot.knowledge.models import Language
from bot.store import Gap, Workspace
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from typing import cast
import logging

READ = 200
"""Messages of a thread that are read for the person's own."""


_logger = logging.getLogger(__name__)


class GapInteraction(AnswerInteraction):
    """The button "Send my question": the question is one, whatever was shown upon it."""

    @property
    def known(self) -> None:
        """An entry that is not there any more is left out."""


class QuestionInteraction(Interaction[ThreadRef]):
    """The window in which a question is seen before it is sent."""

    carries = ThreadRef

    @property
    def known(self) -> None:
        """An entry that is not there any more is left out."""


def register(app: App, parts: Services) -> None:
    """Listen to "Send my question" and to the window in which it is seen before it is sent."""

    @Listeners(app, parts, GapInteraction).button(SEND_GAP)
    def handle_send(press: GapInteraction) -> None:
        if not ours(press.body):
            raise Refusal("gap_members")
        place = _place(press)
        before = (press.body.get("container") or {}).get("message_ts", "")
        asked = (press.body.get("view") or {}).get("private_metadata") or ""
        if place.thread:
            asked = _asked(press.client, place, before, press.bot)
        days = parts.deployment.advocacy_gap_days
        press.open(parts.windows.gap(press.language, place, days, asked), SEND_GAP)

    @Listeners(app, parts, QuestionInteraction).form(GAP_WINDOW)
    def handle_sent(form: QuestionInteraction) -> None:
        if not ours(form.body):
            raise Refusal("changed")
        place = form.ref
        gap = Gap(
            workspace=form.workspace,
            person=form.user,
            channel=place.channel,
            thread=place.thread,
            question=form.inputs.text(QUESTION),
            reason=place.reason,
            language=place.language,
            entries=tuple(e for e in place.entries if e in parts.desk.base.entries),
            asked_at=now(),
        )
        parts.storage.gaps.add(gap)
        form.notice("gap_sent" if _tell_curators(parts, form.client, gap) else "gap_kept")


def withdraw(parts: Services, client: WebClient, workspace: Workspace, person: str) -> None:
    """Take a person's questions out of the curators' channel."""
    for gap in parts.storage.gaps.list(workspace):
        if gap.person != person or not gap.notice_channel or not gap.notice_ts:
            continue
        try:
            client.chat_delete(channel=gap.notice_channel, ts=gap.notice_ts)
        except SlackApiError as error:
            if is_transient(error):
                raise
            _logger.warning("a notice stays", extra=described(error))


def _place(press: GapInteraction) -> ThreadRef:
    """Where the answer goes: to the thread of the reply. Where nobody else sees the reply, or
    people of other organisations do, it goes to the person alone, and the place is not kept."""
    shown, container = press.ref, press.body.get("container", {})
    channel, thread = container.get("channel_id"), shown.thread or container.get("thread_ts")
    if not thread and not container.get("is_ephemeral"):
        thread = container.get("message_ts")
    if thread and press.parts.channels.shared(press.client, press.workspace, str(channel)):
        thread = None
    return press.owned(
        ThreadRef(
            language=shown.language,
            channel=channel if thread else None,
            thread=thread,
            entries=shown.entries[:3],
            reason=shown.reason,
        )
    )


def _asked(client: WebClient, place: ThreadRef, before: str, desk: str) -> str:
    """What the person had asked last before the message `before`, so that they need not type it
    again.

    In a channel that is the first message of the thread, where it is theirs and mentions the
    `desk`: it reads nothing there that it was not asked.
    """
    direct = str(place.channel).startswith("D")
    end = {"latest": before, "limit": READ} if direct else {"limit": 1}
    try:
        found = (
            client.conversations_replies(
                channel=str(place.channel), ts=str(place.thread), **end
            ).get("messages")
            or []
        )
    except SlackApiError:
        return ""
    own = [one for one in found if one.get("user") == place.person]
    if not direct:
        own = [one for one in found[:1] if one in own and f"<@{desk}>" in str(one.get("text"))]
    return typed(str(own[-1].get("text") or "")) if own else ""


def _tell_curators(parts: Services, client: WebClient, gap: Gap) -> bool:
    """Post a question in the workspace's curators' channel; False where there is none."""
    channel = parts.deployment.curators_of(gap.workspace.team)
    if channel is None:
        return False
    titles = [parts.desk.base.entries[entry].title for entry in gap.entries]
    notice = parts.windows.gap_notice(gap.id, gap.question, gap.person, titles)
    try:
        posted = post(client, notice, channel)
    except CALL_ERRORS as error:
        _logger.warning("curators not told", extra=described(error))
        return False
    parts.storage.gaps.noticed(gap.workspace, gap.id, posted["channel"], posted["ts"])
    return True


class CuratorInteraction(Interaction[GapRef]):
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


class CuratorAnswerInteraction(Interaction[OpenGapRef]):
    """The window for an answer."""

    carries = OpenGapRef
    no_reference = "gap_gone"

    def refuse(self, error: Exception) -> None:  # noqa: ARG002 (there is one reason)
        """The window goes, and the curator reads it in a message."""
        self.ack()
        self.say("gap_gone")


def register_curators(app: App, parts: Services) -> None:
    """Listen to the buttons of the curators' channel, and to the window for an answer."""
    on = Listeners(app, parts, CuratorInteraction)

    @on.button(ANSWER_GAP)
    def handle_answer(press: CuratorInteraction) -> None:
        gap = press.gap()
        view = parts.windows.answer_gap(press.owned(OpenGapRef(gap=gap.id)), gap.question)
        press.open(view, ANSWER_GAP)

    @on.button(CLOSE_GAP)
    def handle_done(press: CuratorInteraction) -> None:
        gap = press.gap()
        closed = parts.storage.gaps.done(gap.workspace, gap.id, press.user, now())
        if closed is None:
            raise Refusal("gap_gone")
        _update_notice(parts, press.client, closed, "gap_is_done", press.user)

    @Listeners(app, parts, CuratorAnswerInteraction).form(ANSWER_WINDOW)
    def handle_answered(form: CuratorAnswerInteraction) -> None:
        form.ack()
        text = form.inputs.text(QUESTION)
        gap = _answered(parts, form.workspace, form.ref.gap, text, form.user)
        if gap is None:
            raise Refusal("gap_gone")
        language = cast("Language", gap.language)
        _to_person(form.client, gap, parts.windows.gap_answer(language, gap.person, text))
        _update_notice(parts, form.client, gap, "gap_is_answered", form.user)


def _answered(
    parts: Services, workspace: Workspace, gap_id: str, text: str, curator: str
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
            if is_transient(error) or channel == gap.person:
                raise


def _update_notice(parts: Services, client: WebClient, gap: Gap, phrase: str, curator: str) -> None:
    if not gap.notice_channel or not gap.notice_ts:
        return
    titles = [parts.desk.base.entries[e].title for e in gap.entries if e in parts.desk.base.entries]
    closed = parts.windows.gap_closed(phrase, curator)
    notice = parts.windows.gap_notice(gap.id, gap.question, gap.person, titles, closed)
    client.chat_update(channel=gap.notice_channel, ts=gap.notice_ts, **notice.arguments())


ANSWER_GAP = "answer_gap"


CLOSE_GAP = "close_gap"


GAP_WINDOW = "gap_window"


ANSWER_WINDOW = "answer_window"


class GapRef(Ref):
    """A gap's id."""

    gap: str


class OpenGapRef(PersonalRef):
    """The gap that a curator answers in a window."""

    gap: str

