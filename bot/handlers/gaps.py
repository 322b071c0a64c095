"""Questions that people send to the curators, and what curators do with them.

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
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.trouble import TROUBLE, described, passing
from bot.render.slack import Message, ids
from bot.render.slack.ids import GapRef, Place, Shown
from bot.store import Gap, Workspace

MOST = 200
"""Messages of a thread that are read for the person's own."""
_logger = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    """Listen to "Send my question", and to the buttons of the curators' channel."""

    def handle_send(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        value = body["actions"][0].get("value")
        shown = Shown.read(value)
        if shown is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        container = body.get("container", {})
        thread = shown.thread or container.get("thread_ts")
        if not thread and not container.get("is_ephemeral"):
            thread = container.get("message_ts")
        place = Place(
            language=shown.language,
            channel=container.get("channel_id") if thread else None,
            thread=thread,
            entries=shown.entries[:3],
            reason=shown.reason,
        )
        asked = _asked(client, place, body["user"]["id"], container["message_ts"]) if thread else ""
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
        place = Place.read(view.get("private_metadata"))
        if place is None:
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        gap = Gap(
            workspace=workspace_of(context),
            person=body["user"]["id"],
            channel=place.channel,
            thread=place.thread,
            question=_value(view),
            reason=place.reason,
            language=place.language,
            entries=tuple(e for e in place.entries if e in parts.desk.base.entries),
            asked_at=now(),
        )
        parts.storage.gaps.add(gap)
        told = _tell_curators(parts, client, gap)
        phrase = "gap_sent" if told else "gap_kept"
        ack(response_action="update", view=parts.windows.notice(phrase, place.language))

    def handle_answer(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        if gap := _for_curator(parts, body, context, client):
            view = parts.windows.answer_gap(gap.id, gap.question)
            open_window(parts, client, body, view, (ids.ANSWER_GAP, GapRef(gap=gap.id).value))

    def handle_answered(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        ack()
        reference, curator = GapRef.read(view.get("private_metadata")), body["user"]["id"]
        workspace, text = workspace_of(context), _value(view)
        gap = None
        if reference:
            gap = _answered(parts, workspace, reference.gap, text, curator)
        if gap is None:
            tell(client, body, parts.windows.said("gap_gone", "en"))
            return
        _to_person(client, gap, parts.windows.gap_answer(_language(gap), gap.person, text))
        _update_notice(parts, client, gap, "gap_is_answered", curator)

    def handle_done(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        gap = _for_curator(parts, body, context, client)
        if gap is None:
            return
        curator = body["user"]["id"]
        closed = parts.storage.gaps.done(gap.workspace, gap.id, curator, now())
        if closed is None:
            tell(client, body, parts.windows.said("gap_gone", "en"))
            return
        _update_notice(parts, client, closed, "gap_is_done", curator)

    app.action(ids.SEND_GAP)(handle_send)
    app.view(ids.GAP_WINDOW)(handle_sent)
    app.action(ids.ANSWER_GAP)(handle_answer)
    app.view(ids.ANSWER_WINDOW)(handle_answered)
    app.action(ids.CLOSE_GAP)(handle_done)


def _value(view: dict[str, Any]) -> str:
    return str(view["state"]["values"][ids.QUESTION][ids.QUESTION]["value"] or "")


def _language(gap: Gap) -> Any:
    return gap.language


def _asked(client: WebClient, place: Place, person: str, before: str) -> str:
    """What the person had written last before the message `before`, so that they need not type it
    again.

    Only in a direct message: elsewhere the desk may not read what it was not asked.
    """
    if not place.channel or not place.channel.startswith("D"):
        return ""
    try:
        found = client.conversations_replies(
            channel=place.channel, ts=str(place.thread), latest=before, limit=MOST
        )
    except SlackApiError:
        return ""
    own = [one for one in found.get("messages") or [] if one.get("user") == person]
    return typed(str(own[-1].get("text") or "")) if own else ""


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
            _logger.warning("a notice stays", extra={"error": error.response.get("error")})


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


def _for_curator(
    parts: Parts, body: dict[str, Any], context: BoltContext, client: WebClient
) -> Gap | None:
    """The gap of a button, where it was pressed in the curators' channel of its workspace."""
    workspace = workspace_of(context)
    channel = body.get("container", {}).get("channel_id")
    if channel is None or channel != parts.deployment.curators_of(workspace.team):
        tell(client, body, parts.windows.said("gap_not_yours", "en"))
        return None
    reference = GapRef.read(body["actions"][0].get("value"))
    gap = parts.storage.gaps.get(workspace, reference.gap) if reference else None
    if gap is None:
        tell(client, body, parts.windows.said("gap_gone", "en"))
    return gap


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
