"""Questions that people send to the curators, and what curators do with them: answer, or mark as
done. Nothing is sent or kept before the person has seen what is sent and pressed the button."""

from __future__ import annotations

import logging
from typing import Annotated, cast

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import ActionsBlock, Block

from bot.handlers.kernel.blocks import Message, Page, button, context, mrkdwn, section
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import QUESTION, QUESTION_LENGTH, Typed
from bot.handlers.kernel.interaction import Interaction, Refusal, View
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.refs import SEND_GAP, AnswerRef, PersonalRef, Ref, ThreadRef
from bot.handlers.kernel.sending import post
from bot.handlers.kernel.services import Services, now, ours
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described, is_transient
from bot.handlers.kernel.text import escape, typed
from bot.knowledge.models import Base, Language
from bot.store import Gap, Workspace

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


class GapForm(Form):
    """The window in which a question is seen before it is sent."""

    question: Annotated[str, Typed(QUESTION, QUESTION_LENGTH, 1, True, label="ask_label")] = ""


class GapAnswerForm(Form):
    """The window in which a curator answers; an answer fits one section."""

    answer: Annotated[str, Typed(QUESTION, 2_800, 1, True, label="gap_answer_label")] = ""


READ = 200
"""Messages of a thread that are read for the person's own."""
_logger = logging.getLogger(__name__)


class GapInteraction(Interaction[AnswerRef]):
    """The button "Send my question": the question is one, whatever was shown upon it."""

    carries = AnswerRef
    as_shown = True

    @property
    def known(self) -> None:
        """An entry that is not there any more is left out."""


class QuestionInteraction(Interaction[ThreadRef]):
    """The window in which a question is seen before it is sent."""

    carries = ThreadRef

    @property
    def known(self) -> None:
        """An entry that is not there any more is left out."""


def register(app: App, services: Services) -> None:
    """Listen to "Send my question", to the window in which it is seen before it is sent, and to
    what curators do with it."""

    @Listeners(app, services, GapInteraction).button(SEND_GAP)
    def handle_send(press: GapInteraction) -> None:
        if not ours(press.body):
            raise Refusal("gap_members")
        place = _place(press)
        before = (press.body.get("container") or {}).get("message_ts", "")
        question = (press.body.get("view") or {}).get("private_metadata") or ""
        if place.thread:
            question = _question_before(press.client, place, before, press.bot)
        days = services.deployment.advocacy_gap_days
        press.open(_window(press, place, days, question), SEND_GAP)

    @Listeners(app, services, QuestionInteraction).form(GAP_WINDOW)
    def handle_sent(form: QuestionInteraction) -> None:
        if not ours(form.body):
            raise Refusal("changed")
        place = form.ref
        gap = Gap(
            workspace=form.workspace,
            person=form.user,
            channel=place.channel,
            thread=place.thread,
            question=form.read_form(GapForm).question,
            reason=place.reason,
            language=place.language,
            entries=tuple(e for e in place.entries if e in services.desk.base.entries),
            asked_at=now(),
        )
        services.storage.gaps.add(gap)
        form.notice("gap_sent" if _tell_curators(services, form.client, gap) else "gap_kept")

    _register_curators(app, services)


def withdraw(services: Services, client: WebClient, workspace: Workspace, person: str) -> None:
    """Take a person's questions out of the curators' channel."""
    for gap in services.storage.gaps.list(workspace):
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
    answer_ref, container = press.ref, press.body.get("container", {})
    channel, thread = container.get("channel_id"), answer_ref.thread or container.get("thread_ts")
    if not thread and not container.get("is_ephemeral"):
        thread = container.get("message_ts")
    if thread and press.services.channels.shared(press.client, press.workspace, str(channel)):
        thread = None
    return press.owned(
        ThreadRef(
            language=answer_ref.language,
            channel=channel if thread else None,
            thread=thread,
            entries=answer_ref.entries[:3],
            reason=answer_ref.reason,
        )
    )


def _question_before(client: WebClient, place: ThreadRef, before: str, desk: str) -> str:
    """What the person had asked last before the message `before`, so that they need not type it
    again.

    In a channel that is the first message of the thread, where it is theirs and mentions the
    `desk`: it reads nothing there that it was not asked.
    """
    direct = str(place.channel).startswith("D")
    end = {"latest": before, "limit": READ} if direct else {"limit": 1}
    try:
        messages = (
            client.conversations_replies(
                channel=str(place.channel), ts=str(place.thread), **end
            ).get("messages")
            or []
        )
    except SlackApiError:
        return ""
    own = [message for message in messages if message.get("user") == place.person]
    if not direct:
        own = [
            message
            for message in messages[:1]
            if message in own and f"<@{desk}>" in str(message.get("text"))
        ]
    return typed(str(own[-1].get("text") or "")) if own else ""


def _tell_curators(services: Services, client: WebClient, gap: Gap) -> bool:
    """Post a question in the workspace's curators' channel; False where there is none."""
    channel = services.deployment.curators_of(gap.workspace.team)
    if channel is None:
        return False
    titles = [services.desk.base.entries[entry].title for entry in gap.entries]
    notice = _notice(services.desk.base, gap, titles)
    try:
        posted = post(client, notice, channel)
    except CALL_ERRORS as error:
        _logger.warning("curators not told", extra=described(error))
        return False
    services.storage.gaps.noticed(gap.workspace, gap.id, posted["channel"], posted["ts"])
    return True


class CuratorInteraction(Interaction[GapRef]):
    """A button under a question in the curators' channel."""

    carries = GapRef
    no_reference = "gap_gone"
    as_shown = True

    def gap(self) -> Gap:
        """The question. Raises Refusal where it is gone, and outside the curators' channel."""
        if self.channel != self.services.deployment.curators_of(self.workspace.team):
            raise Refusal("gap_not_yours")
        if gap := self.services.storage.gaps.get(self.workspace, self.ref.gap):
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


def _register_curators(app: App, services: Services) -> None:
    """Listen to the buttons of the curators' channel, and to the window for an answer."""
    on = Listeners(app, services, CuratorInteraction)

    @on.button(ANSWER_GAP)
    def handle_answer(press: CuratorInteraction) -> None:
        gap = press.gap()
        press.open(_answer_window(press, gap), ANSWER_GAP)

    @on.button(CLOSE_GAP)
    def handle_done(press: CuratorInteraction) -> None:
        gap = press.gap()
        closed = services.storage.gaps.close(gap.workspace, gap.id, press.user, now())
        if closed is None:
            raise Refusal("gap_gone")
        _update_notice(services, press.client, closed, "gap_is_done", press.user)

    @Listeners(app, services, CuratorAnswerInteraction).form(ANSWER_WINDOW)
    def handle_answered(form: CuratorAnswerInteraction) -> None:
        form.ack()
        text = form.read_form(GapAnswerForm).answer
        gap = _answered(services, form.workspace, form.ref.gap, text, form.user)
        if gap is None:
            raise Refusal("gap_gone")
        language = cast("Language", gap.language)
        lead = f"<@{gap.person}> {escape(form.base.say('gap_answered', language))}"
        _to_person(form.client, gap, Message(lead, (mrkdwn(lead), section(text))))
        _update_notice(services, form.client, gap, "gap_is_answered", form.user)


def _answered(
    services: Services, workspace: Workspace, gap_id: str, text: str, curator: str
) -> Gap | None:
    """The gap with its answer, or None where somebody was faster.

    The same answer of the same curator comes again where it could not be posted at first.
    """
    gaps = services.storage.gaps
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


def _update_notice(
    services: Services, client: WebClient, gap: Gap, phrase: str, curator: str
) -> None:
    """Say on the notice who dealt with it. Where somebody deleted it nothing is to be said: the
    person has the answer, and an error would make the curator send it twice."""
    if not gap.notice_channel or not gap.notice_ts:
        return
    base = services.desk.base
    titles = [base.entries[entry].title for entry in gap.entries if entry in base.entries]
    closed = base.say(phrase, "en", person=f"<@{curator}>")
    notice = _notice(base, gap, titles, closed)
    try:
        client.chat_update(channel=gap.notice_channel, ts=gap.notice_ts, **notice.arguments())
    except SlackApiError as error:
        if is_transient(error):
            raise
        _logger.warning("a notice stays as it was", extra=described(error))


def _window(press: GapInteraction, place: ThreadRef, days: int, question: str) -> View:
    """What is sent to the curators, shown before it is sent; kept for `days` once done."""
    page = press.page
    blocks = [section(page.say("gap_what", days=days)), *GapForm(question=question).blocks(page)]
    return page.window(GAP_WINDOW, "gap_title", blocks, place.value, close="cancel", submit="send")


def _answer_window(press: CuratorInteraction, gap: Gap) -> View:
    """Where a curator answers a question that was sent."""
    page, ref = Page(press.base, press.states, "en"), press.owned(OpenGapRef(gap=gap.id))
    blocks = [section(gap.question), *GapAnswerForm().blocks(page)]
    return page.window(
        ANSWER_WINDOW, "gap_answer", blocks, ref.value, close="cancel", submit="send"
    )


def _notice(base: Base, gap: Gap, titles: list[str], closed: str | None = None) -> Message:
    """A question in the curators' channel, with the `titles` of the entries that were shown;
    `closed` says who dealt with it, as mrkdwn."""
    title = base.say("gap_new", "en")
    lead = mrkdwn(f"*{escape(title)}* · <@{gap.person}>")
    blocks: list[Block] = [lead, section(gap.question)]
    if titles:
        blocks.append(context(f"{base.say('also', 'en')}: {' · '.join(titles)}"))
    if closed:
        blocks.append(mrkdwn(closed))
        return Message(escape(title), tuple(blocks))
    value = GapRef(gap=gap.id).value
    answer = button(base.say("gap_answer", "en"), ANSWER_GAP, value, style="primary")
    done = button(base.say("gap_done", "en"), CLOSE_GAP, value)
    return Message(escape(title), (*blocks, ActionsBlock(elements=[answer, done])))
