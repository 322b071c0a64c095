"""What curators do with the questions that people sent them: answer, or mark as done."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.handlers.gaps import written
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.trouble import passing
from bot.render.slack import Message, ids
from bot.render.slack.ids import AnswerRef, GapRef
from bot.store import Gap, Workspace


def register(app: App, parts: Parts) -> None:
    """Listen to the buttons of the curators' channel, and to the window for an answer."""

    def handle_answer(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        if gap := _for_curator(parts, body, context, client):
            curator = body["user"]["id"]
            reference = AnswerRef(gap=gap.id, team=gap.workspace.team, person=curator)
            view = parts.windows.answer_gap(reference, gap.question)
            open_window(parts, client, body, view, (ids.ANSWER_GAP, GapRef(gap=gap.id).value))

    def handle_answered(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        ack()
        reference, curator = AnswerRef.read(view.get("private_metadata")), body["user"]["id"]
        workspace, text = workspace_of(context), written(view)
        gap = None
        if reference and reference.belongs(workspace.team, curator):
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

    app.action(ids.ANSWER_GAP)(handle_answer)
    app.view(ids.ANSWER_WINDOW)(handle_answered)
    app.action(ids.CLOSE_GAP)(handle_done)


def _language(gap: Gap) -> Any:
    return gap.language


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
