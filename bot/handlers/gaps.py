"""Questions that people send to the curators.

Nothing is sent or kept before the person has seen what is sent and pressed the button.
"""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.answering import typed
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, now, ours, workspace_of
from bot.handlers.trouble import TROUBLE, described, passing
from bot.render.slack import ids
from bot.render.slack.ids import Place, Shown
from bot.store import Gap, Workspace

MOST = 200
"""Messages of a thread that are read for the person's own."""
_logger = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    """Listen to "Send my question" and to the window in which it is seen before it is sent."""

    def handle_send(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        shown = Shown.read(body["actions"][0].get("value"))
        if shown is None or not ours(body):
            phrase = "gap_members" if shown else "changed"
            tell(client, body, parts.windows.said(phrase, shown.language if shown else "en"))
            return
        place = _place(parts, client, body, context, shown)
        before = (body.get("container") or {}).get("message_ts", "")
        asked = (body.get("view") or {}).get("private_metadata") or ""
        if place.thread:
            asked = _asked(client, place, before, context.bot_user_id or "")
        days = parts.deployment.advocacy_gap_days
        view = parts.windows.gap(shown.language, place, days, asked)
        open_window(parts, client, body, view, (ids.SEND_GAP, shown.value))

    def handle_sent(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        workspace, person = workspace_of(context), body["user"]["id"]
        place = Place.read(view.get("private_metadata"))
        if place is None or not (place.belongs(workspace.team, person) and ours(body)):
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        gap = Gap(
            workspace=workspace,
            person=person,
            channel=place.channel,
            thread=place.thread,
            question=written(view),
            reason=place.reason,
            language=place.language,
            entries=tuple(e for e in place.entries if e in parts.desk.base.entries),
            asked_at=now(),
        )
        parts.storage.gaps.add(gap)
        told = _tell_curators(parts, client, gap)
        phrase = "gap_sent" if told else "gap_kept"
        ack(response_action="update", view=parts.windows.notice(phrase, place.language))

    app.action(ids.SEND_GAP)(handle_send)
    app.view(ids.GAP_WINDOW)(handle_sent)


def written(view: dict[str, Any]) -> str:
    """What was typed into a window."""
    return str(view["state"]["values"][ids.QUESTION][ids.QUESTION]["value"] or "")


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


def _place(
    parts: Parts, client: WebClient, body: dict[str, Any], context: BoltContext, shown: Shown
) -> Place:
    """Where the answer goes: to the thread of the reply. Where nobody else sees the reply, or
    people of other organisations do, it goes to the person alone, and the place is not kept."""
    workspace, container = workspace_of(context), body.get("container", {})
    channel, thread = container.get("channel_id"), shown.thread or container.get("thread_ts")
    if not thread and not container.get("is_ephemeral"):
        thread = container.get("message_ts")
    if thread and parts.channels.shared(client, workspace, str(channel)):
        thread = None
    return Place(
        language=shown.language,
        team=workspace.team,
        person=body["user"]["id"],
        channel=channel if thread else None,
        thread=thread,
        entries=shown.entries[:3],
        reason=shown.reason,
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
        posted = client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, **notice.arguments()
        )
    except TROUBLE as error:
        _logger.warning("curators not told", extra=described(error))
        return False
    parts.storage.gaps.noticed(gap.workspace, gap.id, posted["channel"], posted["ts"])
    return True
