"""What the buttons and windows of the digest are called. Those that stand under a digest that was
posted are named below, where that is rendered."""

from __future__ import annotations

from bot.digest import UnknownZone, next_due, zone
from bot.handlers.digest.message import DIGEST, DigestRef
from bot.handlers.kernel.blocks import Message, button, confirmation, mrkdwn, section, window
from bot.handlers.kernel.forms import asked, boxes, one_of, several_found_by_typing, some_of
from bot.handlers.kernel.interaction import Interaction, Refusal, Request
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import escape
from bot.knowledge.models import Base, Language, OWN_NAMES
from bot.render.digest import Pages
from bot.states import StateNames
from bot.store import Subscription
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from slack_bolt import App
from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, InputInteractiveElement, PlainTextInputElement, TimePickerElement
from typing import Any
import datetime as dt

NEW = "digest_new"


CHANGE = "digest_change"


PAUSE = "digest_pause"


RESUME = "digest_resume"


END = "digest_end"


PREVIEW = "digest_preview"


FORM = "digest_form"


LIST = "digest_list"


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


def register(app: App, parts: Services) -> None:
    """Listen to the form."""
    on = Listeners(app, parts, DigestInteraction)
    on.states(Field.STATES)

    @on.form(FORM)
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


def windows(parts: Services) -> DigestWindows:
    """The renderer of the digest's windows."""
    calendar = parts.desk.calendar
    mechanisms = {row.mechanism for row in calendar.rows.all()} if calendar else set()
    return DigestWindows(parts.desk.base, parts.desk.states, sorted(mechanisms))


def proposed(request: Request, ref: DigestRef) -> Subscription:
    """What the form of a new subscription begins with: the person's own language and zone."""
    return Subscription(
        workspace=request.workspace,
        channel=ref.channel,
        person=request.user,
        zone=request.zone.key,
        language=request.language,
        since=now(),
    )


def may_change(request: Request, subscription: Subscription, ref: DigestRef) -> bool:
    """Who made it; anybody, once that person was forgotten; curators in their channel."""
    curators = request.parts.deployment.curators_of(subscription.workspace.team)
    own = subscription.person in ("", request.user)
    return own or (curators is not None and ref.channel == curators)


def next_digest(parts: Services, subscription: Subscription) -> dt.datetime:
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


HORIZONS = (30, 60, 90, 180, 365)


STATES = 20
"""States that a digest can be on; without any it is on all."""


SHOWN = 20
"""Subscriptions that a window lists."""


class Field:
    """What the inputs of the form are called, and their blocks."""

    STATES = "digest_states"
    MECHANISMS = "digest_mechanisms"
    HORIZON = "digest_horizon"
    WEEKDAY = "digest_weekday"
    TIME = "digest_time"
    ZONE = "digest_zone"
    LANGUAGE = "digest_language"
    OPTIONS = "digest_options"


@dataclass(frozen=True)
class Listed:
    """A subscription in the list; `due` is its next time, local, None where it is paused."""

    subscription: Subscription
    due: dt.datetime | None
    may_change: bool


class DigestWindows:
    """Renders the windows. `mechanisms` are those that the calendar knows."""

    def __init__(self, base: Base, states: StateNames, mechanisms: Sequence[str]) -> None:
        self._base = base
        self._states = states
        self._mechanisms = [name for name in base.mechanisms if name in mechanisms]
        self._pages = Pages(base, states)

    def form(self, kept: Subscription, ref: DigestRef) -> dict[str, Any]:
        """The form, filled with what is kept (or proposed, for a new one)."""
        language = ref.language
        days = {str(days): self._say("digest_days", language, days=days) for days in HORIZONS}
        weekdays = {str(n): self._say(f"weekday_{n}", language) for n in range(1, 8)}
        states = [code for code in kept.states if self._states.knows(code)]
        named = [(code, self._states.name(code, language)) for code in states]
        mechanisms = [(name, self._base.mechanisms[name].short) for name in self._mechanisms]
        empty = [("when_empty", self._say("digest_when_empty", language))]

        def choice(field: str, offered: Mapping[str, str], value: str) -> Block:
            value = value if value in offered else next(iter(offered))
            return asked(field, self._say(field, language), one_of(field, offered.items(), value))

        def optional(field: str, element: InputInteractiveElement) -> Block:
            return asked(field, self._say(field, language), element, optional=True)

        time = TimePickerElement(action_id=Field.TIME, initial_time=f"{kept.time:%H:%M}")
        zone = PlainTextInputElement(
            action_id=Field.ZONE, initial_value=kept.zone, min_length=1, max_length=60
        )
        hint = self._say("digest_zone_hint", language)
        inputs = [
            optional(Field.STATES, several_found_by_typing(Field.STATES, "", named, STATES)),
            optional(Field.MECHANISMS, some_of(Field.MECHANISMS, mechanisms, kept.mechanisms)),
            choice(Field.HORIZON, days, str(kept.horizon)),
            choice(Field.WEEKDAY, weekdays, str(kept.weekday)),
            asked(Field.TIME, self._say(Field.TIME, language), time),
            asked(Field.ZONE, self._say(Field.ZONE, language), zone, hint=hint),
            choice(Field.LANGUAGE, OWN_NAMES, kept.language),
            optional(Field.OPTIONS, boxes(Field.OPTIONS, empty, ["when_empty"] * kept.when_empty)),
        ]
        title = self._say("digest_window", language)
        close, save = self._say("cancel", language), self._say("digest_save", language)
        return window(FORM, title, inputs, close=close, submit=save, metadata=ref.value)

    def list(self, listed: Sequence[Listed], ref: DigestRef, everywhere: bool) -> dict[str, Any]:
        """A channel's subscriptions; `everywhere` for those of all channels of a workspace."""
        language = ref.language
        blocks: list[Block] = []
        for one in listed[:SHOWN]:
            of = ref.model_copy(update={"subscription": one.subscription.id})
            blocks += [self._row(one, language, everywhere), self._buttons(one, of)]
            blocks.append(DividerBlock())
        if not listed:
            blocks.append(section(self._say("digest_none", language)))
        new = button(self._say("digest_new", language), NEW, ref.value, style="primary")
        blocks.append(ActionsBlock(elements=[new]))
        title, close = self._say("digest_window", language), self._say("close", language)
        return window(LIST, title, blocks, close=close, metadata=ref.value)

    def opened(self, count: int, ref: DigestRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        said = self._say("digest_has" if count else "digest_none", ref.language, count=count)
        label = self._say("digest_window", ref.language)
        back = ActionsBlock(elements=[button(label, DIGEST, ref.value)])
        return Message(escape(said), (section(said), back))

    def not_here(self, bot: str, language: Language) -> Message:
        """The desk is not in the channel: how to invite it."""
        said = self._say("digest_not_here", language, invite=f"`/invite` <@{bot}>")
        return Message(said, (mrkdwn(said),))

    def at(self, due: dt.datetime, language: Language) -> str:
        """A local moment: `Monday, 30 November 2026, 09:00 (Africa/Nairobi)`."""
        weekday = self._say(f"weekday_{due.isoweekday()}", language)
        return f"{weekday}, {self._pages.day(due.date(), language)}, {due:%H:%M} ({due.tzinfo})"

    def _row(self, one: Listed, language: Language, everywhere: bool) -> Block:
        kept = one.subscription
        about = escape(self._pages.about(kept.states, kept.mechanisms, language))
        days = self._say("digest_days", language, days=kept.horizon)
        spoken = OWN_NAMES.get(kept.language, kept.language)
        rows = [f"<#{kept.channel}>"] * everywhere + [f"*{about}*", f"{days} · {spoken}"]
        if kept.paused:
            rows.append(
                f":double_vertical_bar: {self._say(f'digest_paused_{kept.paused}', language)}"
            )
        elif one.due:
            rows.append(escape(self._say("digest_next", language, when=self.at(one.due, language))))
        if kept.person:
            rows.append(self._say("digest_by", language, person=f"<@{kept.person}>"))
        return mrkdwn("\n".join(rows))

    def _buttons(self, one: Listed, ref: DigestRef) -> Block:
        language, value = ref.language, ref.value

        def of(phrase: str, action: str, **more: Any) -> Any:
            return button(self._say(phrase, language), action, value, **more)

        elements = [of("digest_preview", PREVIEW)]
        if one.may_change:
            end = self._say("digest_unsubscribe", language)
            sure = self._say("digest_unsubscribe_sure", language)
            confirm = confirmation(end, sure, end, self._say("cancel", language))
            paused = one.subscription.paused
            elements += [
                of("digest_resume", RESUME) if paused else of("digest_pause", PAUSE),
                of("digest_change", CHANGE),
                of("digest_unsubscribe", END, style="danger", confirm=confirm),
            ]
        return ActionsBlock(elements=elements)

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)

