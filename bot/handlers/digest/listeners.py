"""The weekly digest in Slack: a channel's subscriptions, a preview, the details.

The form of one subscription is in `form`, what it looks like in `windows`.
"""

from __future__ import annotations

from bot.digest import Digests, Most, SHORT, WHOLE, Wanted, read_said, under_way, zone
from bot.handlers.digest.form import CHANGE, DigestInteraction, END, Listed, NEW, PAUSE, PREVIEW, RESUME, may_change, next_digest, proposed, register, windows
from bot.handlers.digest.message import DIGEST, DIGEST_DETAILS, DigestRef, SlackDigest
from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.interaction import Request, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.people import is_in
from bot.handlers.kernel.services import Services, now
from bot.knowledge.models import Language
from bot.store import Subscription
from slack_bolt import App
from typing import cast
import datetime as dt

def commanded(call: Call) -> Message:
    """The reply to the command; the window opens beside it."""
    if call.parts.desk.calendar is None:
        return call.say("coming_nothing")
    shown, ref = windows(call.parts), DigestRef(language=call.language, channel=call.channel)
    if not is_in(call.client, ref.channel):
        return shown.not_here(call.bot, call.language)
    count = len(_subscriptions(call, ref))
    call.open(_list(call, ref) if count else shown.form(proposed(call, ref), ref))
    return shown.opened(count, ref)


def register(app: App, parts: Services) -> None:
    """Listen to the digest's buttons and windows."""
    on, subscriptions = Listeners(app, parts, DigestInteraction), parts.storage.subscriptions

    @on.button(DIGEST)
    def handle_open(press: DigestInteraction) -> None:
        press.open(_list(press, press.ref), DIGEST)

    @on.button(NEW)
    def handle_new(press: DigestInteraction) -> None:
        if is_in(press.client, press.ref.channel):
            press.open(press.windows.form(proposed(press, press.ref), press.ref), DIGEST)
        else:
            press.tell(press.windows.not_here(press.bot, press.language))

    @on.button(CHANGE)
    def handle_change(press: DigestInteraction) -> None:
        press.open(press.windows.form(press.subscription(to_change=True), press.ref), DIGEST)

    @on.button(PAUSE)
    def handle_pause(press: DigestInteraction) -> None:
        subscriptions.pause(press.workspace, press.subscription(to_change=True).id, "asked")
        press.update(_list(press, press.ref))

    @on.button(RESUME)
    def handle_resume(press: DigestInteraction) -> None:
        subscriptions.resume(press.workspace, press.subscription(to_change=True).id, now())
        press.update(_list(press, press.ref))

    @on.button(END)
    def handle_end(press: DigestInteraction) -> None:
        subscriptions.remove(press.workspace, press.subscription(to_change=True).id)
        press.update(_list(press, press.ref))

    @on.button(PREVIEW)
    def handle_preview(press: DigestInteraction) -> None:
        subscription = press.subscription()
        due = next_digest(parts, subscription)
        when = press.windows.at(due, press.language)
        note = parts.desk.base.say("digest_preview_note", press.language, when=when)
        press.open(_page(press, subscription, due.date(), SHORT, note=note), PREVIEW)

    @on.button(DIGEST_DETAILS)
    def handle_details(press: DigestInteraction) -> None:
        subscription = press.subscription()
        today = now().astimezone(zone(subscription.zone)).date()
        page = _page(press, subscription, today, WHOLE, press.ref.week)
        press.open(page, DIGEST_DETAILS)

    register(app, parts)


def _everywhere(request: Request, ref: DigestRef) -> bool:
    """Whether those of all channels are meant: in the curators' channel they are."""
    return ref.channel == request.parts.deployment.curators_of(request.workspace.team)


def _subscriptions(request: Request, ref: DigestRef) -> tuple[Subscription, ...]:
    channel = None if _everywhere(request, ref) else ref.channel
    return request.parts.storage.subscriptions.list(request.workspace, channel)


def _list(request: Request, ref: DigestRef) -> View:
    listed = [
        Listed(
            subscription=subscription,
            due=None if subscription.paused else next_digest(request.parts, subscription),
            may_change=may_change(request, subscription, ref),
        )
        for subscription in _subscriptions(request, ref)
    ]
    return windows(request.parts).list(listed, ref, _everywhere(request, ref))


def _page(
    press: DigestInteraction,
    subscription: Subscription,
    on: dt.date,
    most: Most,
    week: str | None = None,
    note: str = "",
) -> View:
    """The digest of a day, as the channel would read it; with `week` as the one of that week."""
    parts, workspace = press.parts, press.workspace
    said = read_said(parts.storage.deliveries.said(workspace, subscription.id, week))
    preparing = parts.preparing_of(workspace)
    where = (workspace, subscription.channel, on)
    prepared = under_way(parts.storage, preparing.prepare, *where) if preparing else ()
    digest = Digests(press.calendar).made(Wanted.of(subscription), on, said, most, prepared)
    shown = SlackDigest(parts.desk.base, parts.desk.states)
    return shown.window(digest, cast("Language", subscription.language), note)

