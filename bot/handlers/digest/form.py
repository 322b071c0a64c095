"""The form of a subscription to the digest: what was filled in, checked at its field, and kept."""

from __future__ import annotations

import datetime as dt

from slack_bolt import App

from bot.digest import UnknownZone, next_due, zone
from bot.handlers.digest import ids
from bot.handlers.digest.windows import DigestWindows, Field
from bot.handlers.interaction import Interaction, Refusal, Request
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.render.slack.ids import DigestRef
from bot.store import Subscription

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

    @property
    def windows(self) -> DigestWindows:
        """The renderer of the digest's windows."""
        return windows(self.parts)

    def subscription(self, to_change: bool = False) -> Subscription:
        """Its subscription. Raises Refusal where that is gone; with `to_change` also where this
        person may not change it."""
        subscriptions = self.parts.storage.subscriptions
        found = subscriptions.get(self.workspace, self.ref.subscription or "")
        if found is None:
            raise Refusal("digest_gone")
        if to_change and not may_change(self, found, self.ref):
            raise Refusal("digest_not_yours")
        return found


def register(app: App, parts: Parts) -> None:
    """Listen to the form."""
    on = Listeners(app, parts, DigestInteraction)
    on.states(Field.STATES)

    @on.form(ids.FORM)
    def handle_saved(form: DigestInteraction) -> None:
        filled, errors = _filled(form, _before(form))
        subscriptions = parts.storage.subscriptions
        if errors:
            form.errors(errors)
            return
        if form.ref.subscription is None:
            subscriptions.add(filled)
        elif not subscriptions.change(filled):
            raise Refusal("digest_gone")
        when = form.windows.at(next_digest(parts, filled), form.language)
        form.notice("digest_saved", when=when)


def windows(parts: Parts) -> DigestWindows:
    """The renderer of the digest's windows."""
    calendar = parts.desk.calendar
    mechanisms = {row.mechanism for row in calendar.rows.all()} if calendar else set()
    return DigestWindows(parts.desk.base, parts.desk.states, sorted(mechanisms))


def proposed(request: Request, ref: DigestRef) -> Subscription:
    """What the form of a new subscription begins with: the language of the channel,
    else of the person, and the person's zone."""
    return Subscription(
        workspace=request.workspace,
        channel=ref.channel,
        person=request.user,
        zone=request.zone.key,
        language=request.parts.language_of(request.workspace, ref.channel) or request.language,
        since=now(),
    )


def may_change(request: Request, subscription: Subscription, ref: DigestRef) -> bool:
    """Who made it; anybody, once that person was forgotten; curators in their channel."""
    curators = request.parts.deployment.curators_of(subscription.workspace.team)
    own = subscription.person in ("", request.user)
    return own or (curators is not None and ref.channel == curators)


def next_digest(parts: Parts, subscription: Subscription) -> dt.datetime:
    """When the next digest comes, where the channel is; a week that is done is not done again."""
    deliveries = parts.storage.deliveries.list(subscription.workspace, subscription.id)
    done = {delivery.week for delivery in deliveries}
    due = next_due(subscription, now())
    while due.week in done:
        due = next_due(subscription, due.at)
    return due.at.astimezone(zone(subscription.zone))


def _before(form: DigestInteraction) -> Subscription:
    """What the form changes. Raises Refusal where it can't."""
    if form.ref.subscription:
        return form.subscription(to_change=True)
    subscriptions = form.parts.storage.subscriptions.list(form.workspace, form.ref.channel)
    if len(subscriptions) >= MOST:
        raise Refusal("digest_too_many", count=MOST)
    return proposed(form, form.ref)


def _filled(form: DigestInteraction, before: Subscription) -> tuple[Subscription, dict[str, str]]:
    """What was filled in, and by field what is wrong with it."""
    inputs, desk, errors = form.inputs, form.parts.desk, {}
    states, mechanisms = inputs.several(Field.STATES), inputs.several(Field.MECHANISMS)
    name = inputs.text(Field.ZONE).strip()
    for code in states:
        if not desk.states.knows(code):
            errors[Field.STATES] = desk.base.say("digest_bad_state", form.language, name=code[:20])
    for mechanism in mechanisms:
        if mechanism not in desk.base.mechanisms:
            wrong = desk.base.say("digest_bad_mechanism", form.language, name=mechanism[:20])
            errors[Field.MECHANISMS] = wrong
    try:
        zone(name)
    except UnknownZone:
        errors[Field.ZONE] = desk.base.say("digest_bad_zone", form.language)
    filled = {
        "states": states,
        "mechanisms": mechanisms,
        "horizon": int(inputs.text(Field.HORIZON)),
        "weekday": int(inputs.text(Field.WEEKDAY)),
        "time": dt.time.fromisoformat(inputs.text(Field.TIME)),
        "zone": name,
        "language": inputs.text(Field.LANGUAGE),
        "when_empty": bool(inputs.several(Field.OPTIONS)),
    }
    after = before.model_copy(update=filled)
    if (after.weekday, after.time, after.zone) == (before.weekday, before.time, before.zone):
        return after, errors
    # With another time, what would have been due before is not made up for.
    return after.model_copy(update={"since": now()}), errors
