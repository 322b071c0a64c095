"""The weekly digest in Slack: a channel's subscriptions, a preview, the details; beside them the
language of the channel, which the desk speaks there where neither the words of a message nor
somebody's Slack tell one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from slack_bolt import App
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    MarkdownTextObject,
    SectionBlock,
    StaticSelectElement,
)

from bot.digest import SHORT, WHOLE, Digests, Most, Scope, read_row_states, under_way, zone
from bot.handlers.digest import form
from bot.handlers.digest.form import (
    DigestInteraction,
    form_window,
    local_moment,
    may_change,
    next_digest,
    proposed,
)
from bot.handlers.digest.message import DIGEST, DIGEST_DETAILS, DigestRef, SlackDigest
from bot.handlers.kernel.blocks import (
    Message,
    Page,
    button,
    confirmation,
    context,
    mrkdwn,
    section,
)
from bot.handlers.kernel.inputs import options
from bot.handlers.kernel.interaction import Interaction, Refusal, Request, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.people import channels_of, is_in
from bot.handlers.kernel.refs import Ref
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import escape
from bot.knowledge.models import OWN_NAMES, Language
from bot.render.digest import DigestPages
from bot.store import Subscription

NEW = "digest_new"
CHANGE = "digest_change"
PAUSE = "digest_pause"
RESUME = "digest_resume"
END = "digest_end"
PREVIEW = "digest_preview"
LIST = "digest_list"
SHOWN = 20
"""Subscriptions that a window lists."""
NONE: Literal["none"] = "none"
CHOSEN = "channel_language"
"""The menu; each of its options carries the channel and a language."""


class ChannelRef(Ref):
    """A channel, and the language that is chosen for it."""

    channel: str
    spoken: Language | Literal["none"] = NONE


class LanguageInteraction(Interaction[ChannelRef]):
    """The menu, in a message or in a window."""

    carries = ChannelRef


def menu(request: Request, channel: str) -> tuple[Block, ...]:
    """The menu, set to what is chosen for a channel, and what it is for."""
    say, language = request.services.desk.base.say, request.language
    ref = ChannelRef(language=language, channel=channel)
    offered = [(ref.value, say("channel_language_none", language))]
    for spoken, name in OWN_NAMES.items():
        offered.append((ref.model_copy(update={"spoken": spoken}).value, name))
    chosen = request.services.language_of(request.workspace, channel) or NONE
    now = ref.model_copy(update={"spoken": chosen}).value
    listed = options(offered)
    [first] = [option for option in listed if option.value == now]
    label = MarkdownTextObject(text=f"*{escape(say(CHOSEN, language))}*")
    element = StaticSelectElement(action_id=CHOSEN, options=listed, initial_option=first)
    return (
        SectionBlock(text=label, accessory=element),
        context(say("channel_language_how", language)),
    )


@dataclass(frozen=True)
class Listed:
    """A subscription in the list; `due` is its next time, local, None where it is paused."""

    subscription: Subscription
    due: dt.datetime | None
    may_change: bool


def handle_command(call: Call) -> Message:
    """The reply to the command; the window opens beside it."""
    if call.services.desk.calendar is None:
        return call.say("coming_nothing")
    ref = DigestRef(language=call.language, channel=call.channel)
    if not is_in(call.client, ref.channel):
        return call.not_here("digest_not_here")
    count = len(_subscriptions(call, ref))
    call.open(_list(call, ref) if count else form_window(call, proposed(call, ref), ref))
    lead = call.phrase("digest_has" if count else "digest_none", count=count)
    back = button(call.phrase("digest_window"), DIGEST, ref.value)
    return call.services.notices.way_back(lead, back).plus(*menu(call, ref.channel))


def register(app: App, services: Services) -> None:
    """Listen to the digest's buttons and windows."""
    on, subscriptions = Listeners(app, services, DigestInteraction), services.storage.subscriptions

    @on.button(DIGEST)
    def handle_open(press: DigestInteraction) -> None:
        press.open(_list(press, press.ref), DIGEST)

    @on.button(NEW)
    def handle_new(press: DigestInteraction) -> None:
        if is_in(press.client, press.ref.channel):
            press.open(form_window(press, proposed(press, press.ref), press.ref), DIGEST)
        else:
            press.tell(press.not_here("digest_not_here"))

    @on.button(CHANGE)
    def handle_change(press: DigestInteraction) -> None:
        subscription = press.subscription(to_change=True)
        press.open(form_window(press, subscription, press.ref), DIGEST)

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
        due = next_digest(services, subscription)
        when = local_moment(press, due)
        note = services.desk.base.say("digest_preview_note", press.language, when=when)
        press.open(_page(press, subscription, due.date(), SHORT, note=note), PREVIEW)

    @on.button(DIGEST_DETAILS)
    def handle_details(press: DigestInteraction) -> None:
        subscription = press.subscription()
        today = now().astimezone(zone(subscription.zone)).date()
        page = _page(press, subscription, today, WHOLE, press.ref.week)
        press.open(page, DIGEST_DETAILS)

    @Listeners(app, services, LanguageInteraction).button(CHOSEN)
    def handle_chosen(press: LanguageInteraction) -> None:
        channel, spoken = press.ref.channel, press.ref.spoken
        if channel not in (press.channel, *channels_of(press.client, press.user)):
            raise Refusal("channel_language_outsider")
        services.storage.channel_languages.choose(
            press.workspace, channel, None if spoken == NONE else spoken
        )
        if not press.in_message:
            return  # the menu in the window shows it
        if spoken == NONE:
            press.say("channel_language_ended")
        else:
            press.tell(services.notices.said("channel_language_chosen", spoken))

    form.register(app, services)


def _everywhere(request: Request, ref: DigestRef) -> bool:
    """Whether those of all channels are meant: in the curators' channel they are."""
    return ref.channel == request.services.deployment.curators_of(request.workspace.team)


def _subscriptions(request: Request, ref: DigestRef) -> tuple[Subscription, ...]:
    channel = None if _everywhere(request, ref) else ref.channel
    return request.services.storage.subscriptions.list(request.workspace, channel)


def _list(request: Request, ref: DigestRef) -> View:
    listed = [
        Listed(
            subscription=subscription,
            due=None if subscription.paused else next_digest(request.services, subscription),
            may_change=may_change(request, subscription, ref),
        )
        for subscription in _subscriptions(request, ref)
    ]
    return _list_window(request, listed, ref, _everywhere(request, ref))


def _page(
    press: DigestInteraction,
    subscription: Subscription,
    on: dt.date,
    most: Most,
    week: str | None = None,
    note: str = "",
) -> View:
    """The digest of a day, as the channel would read it; with `week` as the one of that week."""
    services, workspace = press.services, press.workspace
    announced = read_row_states(
        services.storage.deliveries.announced(workspace, subscription.id, week)
    )
    toolkit = services.toolkit_of(workspace)
    where = (workspace, subscription.channel, on)
    prepared = under_way(services.storage, toolkit.prepare, *where) if toolkit else ()
    digest = Digests(press.calendar).digest(Scope.of(subscription), on, announced, most, prepared)
    renderer = SlackDigest(services.desk.base, services.desk.states)
    return renderer.window(digest, cast("Language", subscription.language), note)


def _list_window(
    request: Request, listed: Sequence[Listed], ref: DigestRef, everywhere: bool
) -> View:
    """A channel's subscriptions; `everywhere` for those of all channels of a workspace."""
    page = request.page
    blocks: list[Block] = []
    for entry in listed[:SHOWN]:
        of = ref.model_copy(update={"subscription": entry.subscription.id})
        blocks += [_row(request, entry, everywhere), _buttons(page, entry, of), DividerBlock()]
    if not listed:
        blocks.append(section(page.say("digest_none")))
    new = button(page.say("digest_new"), NEW, ref.value, style="primary")
    blocks += [ActionsBlock(elements=[new]), *menu(request, ref.channel)]
    return page.window(LIST, "digest_window", blocks, ref.value)


def _row(request: Request, entry: Listed, everywhere: bool) -> Block:
    subscription, say = entry.subscription, request.phrase
    pages = DigestPages(request.base, request.states)
    about = escape(pages.about(subscription.states, subscription.mechanisms, request.language))
    spoken = OWN_NAMES.get(subscription.language, subscription.language)
    days = say("digest_days", days=subscription.horizon)
    rows = [f"<#{subscription.channel}>"] * everywhere + [f"*{about}*", f"{days} · {spoken}"]
    if subscription.paused:
        rows.append(f":double_vertical_bar: {say(f'digest_paused_{subscription.paused}')}")
    elif entry.due:
        rows.append(escape(say("digest_next", when=local_moment(request, entry.due))))
    if subscription.person:
        rows.append(say("digest_by", person=f"<@{subscription.person}>"))
    return mrkdwn("\n".join(rows))


def _buttons(page: Page, entry: Listed, ref: DigestRef) -> Block:
    def of(phrase: str, action: str, **more: Any) -> ButtonElement:
        return button(page.say(phrase), action, ref.value, **more)

    elements = [of("digest_preview", PREVIEW)]
    if entry.may_change:
        end, sure = page.say("digest_unsubscribe"), page.say("digest_unsubscribe_sure")
        confirm = confirmation(end, sure, end, page.say("cancel"))
        paused = entry.subscription.paused
        elements += [
            of("digest_resume", RESUME) if paused else of("digest_pause", PAUSE),
            of("digest_change", CHANGE),
            of("digest_unsubscribe", END, style="danger", confirm=confirm),
        ]
    return ActionsBlock(elements=elements)
