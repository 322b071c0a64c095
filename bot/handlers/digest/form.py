"""The form of a subscription to the digest: what was filled in, checked at its field, and kept."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, cast

from pydantic import ValidationInfo, field_validator
from slack_bolt import App

from bot.digest import UnknownZone, next_due, zone
from bot.handlers.digest.message import DigestRef
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import Box, Offered, OneOf, SearchedMany, SomeOf, Time, Typed
from bot.handlers.kernel.interaction import Interaction, Refusal, Request, View
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.refs import MechanismId, StateCode
from bot.handlers.kernel.services import Services, now
from bot.knowledge.models import OWN_NAMES, Language
from bot.render.digest import DigestPages
from bot.store import Subscription

HORIZONS = (30, 60, 90, 180, 365)
STATES = 20
"""States that a digest can be on; without any it is on all."""


class SubscriptionForm(Form):
    """A subscription, as a person fills it in."""

    states: Annotated[
        tuple[StateCode, ...],
        SearchedMany(
            "digest_states", most=STATES, optional=True, example="", wrong="digest_bad_state"
        ),
    ] = ()
    mechanisms: Annotated[
        tuple[MechanismId, ...],
        SomeOf("digest_mechanisms", optional=True, wrong="digest_bad_mechanism"),
    ] = ()
    horizon: Annotated[int, OneOf("digest_horizon")] = HORIZONS[0]
    weekday: Annotated[int, OneOf("digest_weekday")] = 1
    time: Annotated[dt.time, Time("digest_time")] = dt.time(9)
    zone: Annotated[
        str, Typed("digest_zone", 60, 1, hint="digest_zone_hint", wrong="digest_bad_zone")
    ] = "UTC"
    language: Annotated[Language, OneOf("digest_language")] = "en"
    when_empty: Annotated[
        bool, Box("digest_options", ticked="digest_when_empty", option="when_empty", optional=True)
    ] = False

    @field_validator("zone")
    @classmethod
    def _known(cls, name: str, info: ValidationInfo) -> str:
        if info.context is not None:  # what is kept is shown as it is
            try:
                zone(name.strip())
            except UnknownZone as error:
                raise ValueError(str(error)) from error
        return name.strip()


FORM = "digest_form"
MOST = 10
"""Subscriptions of a channel."""


class DigestInteraction(Interaction[DigestRef]):
    """A button, or the form, of a channel's digests."""

    carries = DigestRef
    title = "digest_window"

    def begin(self) -> None:
        """Raises Refusal without a calendar, too."""
        super().begin()
        _ = self.calendar

    def subscription(self, to_change: bool = False) -> Subscription:
        """Its subscription. Raises Refusal where that is gone; with `to_change` also where this
        person may not change it."""
        subscriptions = self.services.storage.subscriptions
        subscription = subscriptions.get(self.workspace, self.ref.subscription or "")
        if subscription is None:
            raise Refusal("digest_gone")
        if to_change and not may_change(self, subscription, self.ref):
            raise Refusal("digest_not_yours")
        return subscription


def register(app: App, services: Services) -> None:
    """Listen to the form."""
    on = Listeners(app, services, DigestInteraction)
    on.states(SubscriptionForm.inputs()["states"].block)

    @on.form(FORM)
    def handle_saved(form: DigestInteraction) -> None:
        filled = _subscription(form, _before(form))
        subscriptions = services.storage.subscriptions
        if form.ref.subscription is None:
            subscriptions.add(filled)
        elif not subscriptions.change(filled):
            raise Refusal("digest_gone")
        when = local_moment(form, next_digest(services, filled))
        form.notice("digest_saved", when=when)


def proposed(request: Request, ref: DigestRef) -> Subscription:
    """What the form of a new subscription begins with: the language of the channel,
    else of the person, and the person's zone."""
    return Subscription(
        workspace=request.workspace,
        channel=ref.channel,
        person=request.user,
        zone=request.zone.key,
        language=request.services.language_of(request.workspace, ref.channel) or request.language,
        since=now(),
    )


def may_change(request: Request, subscription: Subscription, ref: DigestRef) -> bool:
    """Who made it; anybody, once that person was forgotten; curators in their channel."""
    curators = request.services.deployment.curators_of(subscription.workspace.team)
    own = subscription.person in ("", request.user)
    return own or (curators is not None and ref.channel == curators)


def next_digest(services: Services, subscription: Subscription) -> dt.datetime:
    """When the next digest comes, where the channel is; a week that is done is not done again."""
    deliveries = services.storage.deliveries.list(subscription.workspace, subscription.id)
    done = {delivery.week for delivery in deliveries}
    due = next_due(subscription, now())
    while due.week in done:
        due = next_due(subscription, due.at)
    return due.at.astimezone(zone(subscription.zone))


def _before(form: DigestInteraction) -> Subscription:
    """What the form changes. Raises Refusal where it can't."""
    if form.ref.subscription:
        return form.subscription(to_change=True)
    subscriptions = form.services.storage.subscriptions.list(form.workspace, form.ref.channel)
    if len(subscriptions) >= MOST:
        raise Refusal("digest_too_many", count=MOST)
    return proposed(form, form.ref)


def _subscription(form: DigestInteraction, before: Subscription) -> Subscription:
    """The subscription as it was filled in. Raises Wrong."""
    after = before.model_copy(update=form.read_form(SubscriptionForm).model_dump())
    if (after.weekday, after.time, after.zone) == (before.weekday, before.time, before.zone):
        return after
    # With another time, what would have been due before is not made up for.
    return after.model_copy(update={"since": now()})


def form_window(request: Request, subscription: Subscription, ref: DigestRef) -> View:
    """The form, filled with what is kept (or proposed, for a new one)."""
    page, desk = request.page, request.services.desk
    calendar = desk.calendar
    dated = {row.mechanism for row in calendar.rows.all()} if calendar else set()
    form = SubscriptionForm(
        states=tuple(code for code in subscription.states if page.states.knows(code)),
        mechanisms=subscription.mechanisms,
        horizon=subscription.horizon if subscription.horizon in HORIZONS else HORIZONS[0],
        weekday=subscription.weekday,
        time=subscription.time,
        zone=subscription.zone,
        language=cast("Language", subscription.language),
        when_empty=subscription.when_empty,
    )
    mechanisms = page.base.mechanisms.values()
    offered: dict[str, Offered] = {
        "mechanisms": [
            (mechanism.id, mechanism.short) for mechanism in mechanisms if mechanism.id in dated
        ],
        "horizon": [(str(days), page.say("digest_days", days=days)) for days in HORIZONS],
        "weekday": [(str(n), page.say(f"weekday_{n}")) for n in range(1, 8)],
        "language": list(OWN_NAMES.items()),
    }
    blocks = form.blocks(page, offered)
    title, value = "digest_window", ref.value
    return page.window(FORM, title, blocks, value, close="cancel", submit="digest_save")


def local_moment(request: Request, due: dt.datetime) -> str:
    """A local moment: `Monday, 30 November 2026, 09:00 (Africa/Nairobi)`."""
    weekday = request.phrase(f"weekday_{due.isoweekday()}")
    day = DigestPages(request.base, request.states).day(due.date(), request.language)
    return f"{weekday}, {day}, {due:%H:%M} ({due.tzinfo})"
