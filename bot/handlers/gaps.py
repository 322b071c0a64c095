"""Questions that people send to the curators.

Nothing is sent or kept before the person has seen what is sent and pressed the button.
"""

from __future__ import annotations

import logging

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.answering import typed
from bot.handlers.interaction import Interaction, Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.opening import post
from bot.handlers.parts import Parts, now, ours
from bot.handlers.sharing import AnswerInteraction
from bot.handlers.trouble import TROUBLE, described, passing
from bot.render.slack import ids
from bot.render.slack.ids import Place
from bot.store import Gap, Workspace

MOST = 200
"""Messages of a thread that are read for the person's own."""
_logger = logging.getLogger(__name__)


class GapInteraction(AnswerInteraction):
    """The button "Send my question": the question is one, whatever was shown upon it."""

    @property
    def known(self) -> None:
        """An entry that is not there any more is left out."""


class QuestionInteraction(Interaction[Place]):
    """The window in which a question is seen before it is sent."""

    carries = Place

    @property
    def known(self) -> None:
        """An entry that is not there any more is left out."""


def register(app: App, parts: Parts) -> None:
    """Listen to "Send my question" and to the window in which it is seen before it is sent."""

    @Listeners(app, parts, GapInteraction).button(ids.SEND_GAP)
    def handle_send(press: GapInteraction) -> None:
        if not ours(press.body):
            raise Refusal("gap_members")
        place = _place(press)
        before = (press.body.get("container") or {}).get("message_ts", "")
        asked = (press.body.get("view") or {}).get("private_metadata") or ""
        if place.thread:
            asked = _asked(press.client, place, before, press.bot)
        days = parts.deployment.advocacy_gap_days
        press.open(parts.windows.gap(press.language, place, days, asked), ids.SEND_GAP)

    @Listeners(app, parts, QuestionInteraction).form(ids.GAP_WINDOW)
    def handle_sent(form: QuestionInteraction) -> None:
        if not ours(form.body):
            raise Refusal("changed")
        place = form.ref
        gap = Gap(
            workspace=form.workspace,
            person=form.user,
            channel=place.channel,
            thread=place.thread,
            question=form.inputs.text(ids.QUESTION),
            reason=place.reason,
            language=place.language,
            entries=tuple(e for e in place.entries if e in parts.desk.base.entries),
            asked_at=now(),
        )
        parts.storage.gaps.add(gap)
        form.notice("gap_sent" if _tell_curators(parts, form.client, gap) else "gap_kept")


def withdraw(parts: Parts, client: WebClient, workspace: Workspace, person: str) -> None:
    """Take a person's questions out of the curators' channel."""
    for gap in parts.storage.gaps.list(workspace):
        if gap.person != person or not gap.notice_channel or not gap.notice_ts:
            continue
        try:
            client.chat_delete(channel=gap.notice_channel, ts=gap.notice_ts)
        except SlackApiError as error:
            if passing(error):
                raise
            _logger.warning("a notice stays", extra=described(error))


def _place(press: GapInteraction) -> Place:
    """Where the answer goes: to the thread of the reply. Where nobody else sees the reply, or
    people of other organisations do, it goes to the person alone, and the place is not kept."""
    shown, container = press.ref, press.body.get("container", {})
    channel, thread = container.get("channel_id"), shown.thread or container.get("thread_ts")
    if not thread and not container.get("is_ephemeral"):
        thread = container.get("message_ts")
    if thread and press.parts.channels.shared(press.client, press.workspace, str(channel)):
        thread = None
    return press.owned(
        Place(
            language=shown.language,
            channel=channel if thread else None,
            thread=thread,
            entries=shown.entries[:3],
            reason=shown.reason,
        )
    )


def _asked(client: WebClient, place: Place, before: str, desk: str) -> str:
    """What the person had asked last before the message `before`, so that they need not type it
    again.

    In a channel that is the first message of the thread, where it is theirs and mentions the
    `desk`: it reads nothing there that it was not asked.
    """
    direct = str(place.channel).startswith("D")
    end = {"latest": before, "limit": MOST} if direct else {"limit": 1}
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


def _tell_curators(parts: Parts, client: WebClient, gap: Gap) -> bool:
    """Post a question in the workspace's curators' channel; False where there is none."""
    channel = parts.deployment.curators_of(gap.workspace.team)
    if channel is None:
        return False
    titles = [parts.desk.base.entries[entry].title for entry in gap.entries]
    notice = parts.windows.gap_notice(gap.id, gap.question, gap.person, titles)
    try:
        posted = post(client, notice, channel)
    except TROUBLE as error:
        _logger.warning("curators not told", extra=described(error))
        return False
    parts.storage.gaps.noticed(gap.workspace, gap.id, posted["channel"], posted["ts"])
    return True
