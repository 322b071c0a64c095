"""The form of a subscription to the digest: what was filled in, checked at its field, and kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.digest import UnknownZone, next_due, zone
from bot.handlers.naming import offers_states
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.people import Person
from bot.knowledge.models import Language
from bot.render.slack import ids
from bot.render.slack.digest_windows import DigestWindows, Field
from bot.render.slack.ids import DigestRef
from bot.store import Subscription, Workspace

MOST = 10
"""Subscriptions of a channel."""


def register(app: App, parts: Parts) -> None:
    """Listen to the form."""

    def handle_saved(
        ack: Ack, body: dict[str, Any], context: BoltContext, view: dict[str, Any]
    ) -> None:
        ref = DigestRef.read(view.get("private_metadata"))
        if ref is None:
            ack(response_action="update", view=windows(parts).notice("changed", "en"))
            return
        workspace, user = workspace_of(context), body["user"]["id"]

        def answer(phrase: str, **values: object) -> None:
            notice = windows(parts).notice(phrase, ref.language, **values)
            ack(response_action="update", view=notice)

        kept = _kept(parts, workspace, ref, user)
        if isinstance(kept, str):
            answer(kept, count=MOST)
            return
        filled, errors = _filled(parts, kept, view, ref.language)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        if ref.subscription is None:
            parts.storage.subscriptions.add(filled)
        elif not parts.storage.subscriptions.change(filled):
            answer("digest_gone")
            return
        answer("digest_saved", when=windows(parts).at(next_digest(parts, filled), ref.language))

    app.view(ids.DIGEST_FORM)(handle_saved)
    app.options(ids.DIGEST_STATES)(offers_states(parts))


def windows(parts: Parts) -> DigestWindows:
    """The renderer of the digest's windows."""
    calendar = parts.desk.calendar
    mechanisms = {row.mechanism for row in calendar.rows.all()} if calendar else set()
    return DigestWindows(parts.desk.base, parts.desk.states, sorted(mechanisms))


def proposed(workspace: Workspace, ref: DigestRef, user: str, person: Person) -> Subscription:
    """What the form of a new subscription begins with: the person's own language and zone."""
    name = person.zone or "UTC"
    try:
        zone(name)
    except UnknownZone:
        name = "UTC"
    return Subscription(
        workspace=workspace,
        channel=ref.channel,
        person=user,
        zone=name,
        language=person.language,
        since=now(),
    )


def may_change(parts: Parts, kept: Subscription, user: str, channel: str) -> bool:
    """Who made it; anybody, once that person was forgotten; curators in their channel."""
    curators = parts.deployment.curators_of(kept.workspace.team)
    return kept.person in ("", user) or (curators is not None and channel == curators)


def next_digest(parts: Parts, kept: Subscription) -> dt.datetime:
    """When the next digest comes, where the channel is; a week that is done is not done again."""
    done = {one.week for one in parts.storage.deliveries.list(kept.workspace, kept.id)}
    due = next_due(kept, now())
    while due.week in done:
        due = next_due(kept, due.at)
    return due.at.astimezone(zone(kept.zone))


def _kept(parts: Parts, workspace: Workspace, ref: DigestRef, user: str) -> Subscription | str:
    """What the form changes, or the phrase that says why it can't."""
    subscriptions = parts.storage.subscriptions
    if ref.subscription is None:
        if len(subscriptions.list(workspace, ref.channel)) >= MOST:
            return "digest_too_many"
        return proposed(workspace, ref, user, Person())
    kept = subscriptions.get(workspace, ref.subscription)
    if kept is None:
        return "digest_gone"
    return kept if may_change(parts, kept, user, ref.channel) else "digest_not_yours"


def _filled(
    parts: Parts, kept: Subscription, view: dict[str, Any], language: Language
) -> tuple[Subscription, dict[str, str]]:
    """What was filled in, and by field what is wrong with it."""
    values = view["state"]["values"]
    states = _several(values, Field.STATES)
    mechanisms = _several(values, Field.MECHANISMS)
    name = str(values[Field.ZONE][Field.ZONE]["value"] or "").strip()
    say, errors = parts.desk.base.say, {}
    for code in states:
        if not parts.desk.states.knows(code):
            errors[Field.STATES] = say("digest_bad_state", language, name=code[:20])
    for mechanism in mechanisms:
        if mechanism not in parts.desk.base.mechanisms:
            errors[Field.MECHANISMS] = say("digest_bad_mechanism", language, name=mechanism[:20])
    try:
        zone(name)
    except UnknownZone:
        errors[Field.ZONE] = say("digest_bad_zone", language)
    filled = kept.model_copy(
        update={
            "states": states,
            "mechanisms": mechanisms,
            "horizon": int(_one(values, Field.HORIZON)),
            "weekday": int(_one(values, Field.WEEKDAY)),
            "time": dt.time.fromisoformat(values[Field.TIME][Field.TIME]["selected_time"]),
            "zone": name,
            "language": _one(values, Field.LANGUAGE),
            "when_empty": bool(_several(values, Field.OPTIONS)),
        }
    )
    return _since(kept, filled), errors


def _since(kept: Subscription, filled: Subscription) -> Subscription:
    """With another time, what would have been due before is not made up for."""
    same = (kept.weekday, kept.time, kept.zone) == (filled.weekday, filled.time, filled.zone)
    return filled if same else filled.model_copy(update={"since": now()})


def _one(values: dict[str, Any], field: str) -> str:
    return str(values[field][field]["selected_option"]["value"])


def _several(values: dict[str, Any], field: str) -> tuple[str, ...]:
    chosen = values[field][field].get("selected_options") or []
    return tuple(dict.fromkeys(str(option["value"]) for option in chosen))
