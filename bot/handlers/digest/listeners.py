"""The weekly digest in Slack: a channel's subscriptions, a preview, the details.

The form of one subscription is in `form`, what it looks like in `windows`.
"""

from __future__ import annotations

import datetime as dt
from typing import cast

from slack_bolt import App

from bot.digest import SHORT, WHOLE, Digests, Most, Wanted, read_said, under_way, zone
from bot.handlers.call import Call
from bot.handlers.channel_language import menu
from bot.handlers.digest import form as subscription_form
from bot.handlers.digest import ids
from bot.handlers.digest.form import DigestInteraction, may_change, next_digest, proposed, windows
from bot.handlers.digest.windows import Listed
from bot.handlers.interaction import Request, View
from bot.handlers.listeners import Listeners
from bot.handlers.membership import is_in
from bot.handlers.parts import Parts, now
from bot.knowledge.models import Language
from bot.render.slack import Message
from bot.render.slack.digest import SlackDigest
from bot.render.slack.ids import DigestRef
from bot.store import Subscription


def commanded(call: Call) -> Message:
    """The reply to the command; the window opens beside it."""
    if call.parts.desk.calendar is None:
        return call.say("coming_nothing")
    shown, ref = windows(call.parts), DigestRef(language=call.language, channel=call.channel)
    if not is_in(call.client, ref.channel):
        return shown.not_here(call.bot, call.language)
    count = len(_subscriptions(call, ref))
    call.open(_list(call, ref) if count else shown.form(proposed(call, ref), ref))
    return shown.opened(count, ref).plus(*menu(call, ref.channel))


def register(app: App, parts: Parts) -> None:
    """Listen to the digest's buttons and windows."""
    on, subscriptions = Listeners(app, parts, DigestInteraction), parts.storage.subscriptions

    @on.button(ids.DIGEST)
    def handle_open(press: DigestInteraction) -> None:
        press.open(_list(press, press.ref), ids.DIGEST)

    @on.button(ids.NEW)
    def handle_new(press: DigestInteraction) -> None:
        if is_in(press.client, press.ref.channel):
            press.open(press.windows.form(proposed(press, press.ref), press.ref), ids.DIGEST)
        else:
            press.tell(press.windows.not_here(press.bot, press.language))

    @on.button(ids.CHANGE)
    def handle_change(press: DigestInteraction) -> None:
        press.open(press.windows.form(press.subscription(to_change=True), press.ref), ids.DIGEST)

    @on.button(ids.PAUSE)
    def handle_pause(press: DigestInteraction) -> None:
        subscriptions.pause(press.workspace, press.subscription(to_change=True).id, "asked")
        press.update(_list(press, press.ref))

    @on.button(ids.RESUME)
    def handle_resume(press: DigestInteraction) -> None:
        subscriptions.resume(press.workspace, press.subscription(to_change=True).id, now())
        press.update(_list(press, press.ref))

    @on.button(ids.END)
    def handle_end(press: DigestInteraction) -> None:
        subscriptions.remove(press.workspace, press.subscription(to_change=True).id)
        press.update(_list(press, press.ref))

    @on.button(ids.PREVIEW)
    def handle_preview(press: DigestInteraction) -> None:
        subscription = press.subscription()
        due = next_digest(parts, subscription)
        when = press.windows.at(due, press.language)
        note = parts.desk.base.say("digest_preview_note", press.language, when=when)
        press.open(_page(press, subscription, due.date(), SHORT, note=note), ids.PREVIEW)

    @on.button(ids.DIGEST_DETAILS)
    def handle_details(press: DigestInteraction) -> None:
        subscription = press.subscription()
        today = now().astimezone(zone(subscription.zone)).date()
        page = _page(press, subscription, today, WHOLE, press.ref.week)
        press.open(page, ids.DIGEST_DETAILS)

    subscription_form.register(app, parts)


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
    below = menu(request, ref.channel)
    return windows(request.parts).list(listed, ref, _everywhere(request, ref), below)


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
