"""The weekly digest in Slack: a channel's subscriptions, a preview, the details.

The form of one subscription is in `digest_form`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest import SHORT, WHOLE, Digests, Most, UnderWay, Wanted, read_said, under_way, zone
from bot.handlers import digest_form
from bot.handlers.call import Call
from bot.handlers.digest_form import may_change, next_digest, proposed, windows
from bot.handlers.opening import tell
from bot.handlers.parts import Parts, now
from bot.handlers.press import Pressed
from bot.render.slack import Message, ids
from bot.render.slack.digest import SlackDigest
from bot.render.slack.digest_windows import Listed
from bot.render.slack.ids import DigestRef
from bot.store import Subscription, Workspace

ELSEWHERE = frozenset({"channel_not_found", "not_in_channel"})


def commanded(call: Call) -> Message:
    """The reply to the command; the window opens beside it."""
    parts, workspace, user = call.parts, call.workspace, call.user
    if parts.desk.calendar is None:
        return call.say("coming_nothing")
    ref = DigestRef(language=call.language, channel=call.channel)
    if not is_in(call.client, ref.channel):
        return windows(parts).not_here(call.context.bot_user_id or "", call.language)
    count = len(_subscriptions(parts, workspace, ref))
    if count:
        view = _list(parts, workspace, ref, user)
    else:
        person = parts.people.person(call.client, workspace, user)
        view = windows(parts).form(proposed(workspace, ref, user, person), ref)
    call.open(view)
    return windows(parts).opened(count, ref)


def register(app: App, parts: Parts) -> None:
    """Listen to the digest's buttons and windows."""

    def handle_open(press: _Press) -> None:
        view = _list(parts, press.workspace, press.ref, press.user)
        press.show(view, ids.DIGEST)

    def handle_new(press: _Press) -> None:
        if not is_in(press.client, press.ref.channel):
            said = windows(parts).not_here(press.bot, press.ref.language)
            tell(press.client, press.body, said)
            return
        person = parts.people.person(press.client, press.workspace, press.user)
        kept = proposed(press.workspace, press.ref, press.user, person)
        press.show(windows(parts).form(kept, press.ref), ids.DIGEST)

    def handle_change(press: _Press) -> None:
        if kept := press.theirs():
            press.show(windows(parts).form(kept, press.ref), ids.DIGEST)

    def handle_pause(press: _Press) -> None:
        if kept := press.theirs():
            parts.storage.subscriptions.pause(kept.workspace, kept.id, "asked")
            press.list_again()

    def handle_resume(press: _Press) -> None:
        if kept := press.theirs():
            parts.storage.subscriptions.resume(kept.workspace, kept.id, now())
            press.list_again()

    def handle_end(press: _Press) -> None:
        if kept := press.theirs():
            parts.storage.subscriptions.remove(kept.workspace, kept.id)
            press.list_again()

    def handle_preview(press: _Press) -> None:
        if kept := press.kept():
            due = next_digest(parts, kept)
            when = windows(parts).at(due, press.ref.language)
            note = parts.desk.base.say("digest_preview_note", press.ref.language, when=when)
            press.show(_page(parts, kept, due.date(), None, SHORT, note), ids.DIGEST_PREVIEW)

    def handle_details(press: _Press) -> None:
        if kept := press.kept():
            today = now().astimezone(zone(kept.zone)).date()
            page = _page(parts, kept, today, press.ref.week, WHOLE)
            press.show(page, ids.DIGEST_DETAILS)

    buttons: dict[str, Callable[[_Press], None]] = {
        ids.DIGEST: handle_open,
        ids.DIGEST_NEW: handle_new,
        ids.DIGEST_CHANGE: handle_change,
        ids.DIGEST_PAUSE: handle_pause,
        ids.DIGEST_RESUME: handle_resume,
        ids.DIGEST_END: handle_end,
        ids.DIGEST_PREVIEW: handle_preview,
        ids.DIGEST_DETAILS: handle_details,
    }
    for action, handle in buttons.items():
        app.action(action)(_listener(parts, handle))
    digest_form.register(app, parts)


class _Press(Pressed):
    """A button that somebody pressed."""

    def __init__(
        self,
        parts: Parts,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        ref: DigestRef,
    ) -> None:
        super().__init__(parts, body, context, client)
        self.ref = ref.model_copy(update={"language": self.language})

    def show(self, view: dict[str, Any], action: str) -> None:
        """Open a window."""
        self.open(view, action, self.ref.value)

    def kept(self) -> Subscription | None:
        """The button's subscription; where it is gone, the person is told."""
        subscriptions = self.parts.storage.subscriptions
        kept = subscriptions.get(self.workspace, self.ref.subscription or "")
        if kept is None:
            self.say("digest_gone")
        return kept

    def theirs(self) -> Subscription | None:
        """The same, where this person may change it; another is told who may."""
        kept = self.kept()
        if kept and not may_change(self.parts, kept, self.user, self.ref.channel):
            self.say("digest_not_yours")
            return None
        return kept

    def list_again(self) -> None:
        """Show the list as it is now, in the window that was pressed in."""
        opened = self.body["view"]
        view = _list(self.parts, self.workspace, self.ref, self.user)
        self.client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)


def _listener(parts: Parts, handle: Callable[[_Press], None]) -> Callable[..., None]:
    def handle_press(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref = DigestRef.read(body["actions"][0].get("value"))
        if ref is None or parts.desk.calendar is None:
            tell(client, body, parts.windows.said("changed", ref.language if ref else "en"))
            return
        handle(_Press(parts, body, context, client, ref))

    return handle_press


def is_in(client: WebClient, channel: str) -> bool:
    """Whether the desk is in a channel; of a direct message Slack tells when it is posted to."""
    if channel.startswith("D"):
        return True
    try:
        return bool(client.conversations_info(channel=channel)["channel"].get("is_member"))
    except SlackApiError as error:
        if error.response.get("error") not in ELSEWHERE:
            raise
        return False


def _subscriptions(parts: Parts, workspace: Workspace, ref: DigestRef) -> tuple[Subscription, ...]:
    """A channel's; in the curators' channel those of all channels."""
    everywhere = ref.channel == parts.deployment.curators_of(workspace.team)
    return parts.storage.subscriptions.list(workspace, None if everywhere else ref.channel)


def _list(parts: Parts, workspace: Workspace, ref: DigestRef, user: str) -> dict[str, Any]:
    listed = [
        Listed(
            subscription=kept,
            due=None if kept.paused else next_digest(parts, kept),
            may_change=may_change(parts, kept, user, ref.channel),
        )
        for kept in _subscriptions(parts, workspace, ref)
    ]
    everywhere = ref.channel == parts.deployment.curators_of(workspace.team)
    return windows(parts).list(listed, ref, everywhere)


def _page(
    parts: Parts, kept: Subscription, on: dt.date, week: str | None, most: Most, note: str = ""
) -> dict[str, Any]:
    """The digest of a day, as the channel would read it; with `week` as one for that week."""
    calendar = parts.calendar_of(kept.workspace)
    if calendar is None:
        raise ValueError("there is no calendar to make a digest of")
    said = read_said(parts.storage.deliveries.said(kept.workspace, kept.id, week))
    preparing = parts.preparing_of(kept.workspace)
    prepared: tuple[UnderWay, ...] = ()
    if preparing:
        where = (kept.workspace, kept.channel, on)
        prepared = under_way(parts.storage, preparing.prepare, *where)
    digest = Digests(calendar).made(Wanted.of(kept), on, said, most, prepared)
    language: Any = kept.language
    return SlackDigest(parts.desk.base, parts.desk.states).window(digest, language, note)
