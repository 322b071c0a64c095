"""Reminders of steps that are due, each sent once, whoever runs and however often.

Whom to remind is claimed in the store; the reminder is looked for where it would stand, sent with
metadata that names its steps, then noted with each step, and the claim is given back. Whoever dies
in between leaves a claim that runs out; the next one finds the message, or sends it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest import UnknownZone, zone
from bot.prepare.team import Team, to_remind
from bot.render.slack.preparation import SlackPreparations
from bot.runner.looking import written
from bot.runner.patience import Later, Patience, too_many
from bot.store import Item, Preparation, Store

LASTS = dt.timedelta(minutes=5)
"""A claim holds longer than the longest work: a few calls to Slack of ten seconds each."""
MARGIN = dt.timedelta(minutes=1)
"""So long before a claim runs out nothing is sent any more: the process may have been asleep."""
REMINDER = "advocacy_reminder"
"""The kind of metadata by which a reminder is known."""
GIVEN_UP = frozenset(
    "account_inactive cannot_dm_bot cant_update_message channel_not_found edit_window_closed "
    "is_archived message_not_found messages_tab_disabled not_in_channel restricted_action "
    "user_disabled user_not_found user_not_visible users_not_found".split()
)
"""Slack's refusals that no later try can mend by itself."""

Sent = Literal["reminded", "found", "taken", "nowhere"]
"""It was sent; it stood there already; somebody else is at it; nobody could be told."""


class Reminders:
    """Sends them. Safe for threads."""

    def __init__(
        self,
        storage: Store,
        slack: SlackPreparations,
        patience: Patience,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._storage = storage
        self._slack = slack
        self._patience = patience
        self._clock = clock

    def due(self, kept: Preparation) -> Iterator[tuple[Item, ...]]:
        """The steps of which a reminder is due now, those of one owner together."""
        if kept.closed or not kept.remind:
            return
        items, now = self._storage.preparations.items(kept.workspace, kept.id), self._clock()
        try:
            found = to_remind(kept, items, zone(kept.zone), now)
        except UnknownZone:  # begun on a machine that knows other time zones
            found = to_remind(kept, items, ZoneInfo("UTC"), now)
        by_owner: dict[str, list[Item]] = defaultdict(list)
        for item in found:
            by_owner[item.owner].append(item)
        yield from map(tuple, by_owner.values())

    def send(self, client: WebClient, team: Team, due: tuple[Item, ...]) -> Sent:
        """Remind their owner, or the channel; where Slack will not have it there, who leads it.

        Raises Later where Slack wants to wait, and what a call to Slack raises.
        """
        claims, kept, taken = self._storage.claims, team.kept, self._clock()
        key = f"reminder:{kept.id}:{due[0].owner or kept.channel}"
        if not claims.take(kept.workspace, key, taken, LASTS):
            return "taken"
        sent: Sent | None = None
        try:
            for place in dict.fromkeys(filter(None, (due[0].owner, kept.channel, kept.lead))):
                sent = self._sent(client, team, due, place, taken)
                if sent:
                    break
        except Later:
            claims.release(kept.workspace, key)
            raise
        dates = {item.id: item.due for item in due if item.due}
        self._storage.preparations.reminded(kept.workspace, kept.id, dates, self._clock())
        claims.release(kept.workspace, key)
        return sent or "nowhere"

    def _sent(
        self, client: WebClient, team: Team, due: tuple[Item, ...], place: str, taken: dt.datetime
    ) -> Sent | None:
        """Send it to a person or to the channel; None where Slack will not have it there."""
        kept = team.kept
        try:
            channel = place
            if place != kept.channel:
                opened = self._patience.call(partial(client.conversations_open, users=place))
                channel = str(opened["channel"]["id"])
            there = self._there(client, channel, kept)
            left = [item.id for item in due if _occasion(item) not in there]
            if not left:
                return "found"
            if self._clock() - taken > LASTS - MARGIN:
                raise Later
            steps = tuple(step for step in team.steps if step.item.id in left)
            message = self._slack.reminder(team, steps, to_channel=place == kept.channel)
            payload = {"preparation": kept.id, "steps": ",".join(map(_occasion, due))}
            client.chat_postMessage(
                channel=channel,
                metadata={"event_type": REMINDER, "event_payload": payload},
                unfurl_links=False,
                unfurl_media=False,
                **message.arguments(),
            )
        except SlackApiError as error:
            if too_many(error):
                raise Later from error
            if str(error.response.get("error")) not in GIVEN_UP:
                raise
            return None
        return "reminded"

    def _there(self, client: WebClient, channel: str, kept: Preparation) -> frozenset[str]:
        """The steps, with their dates, of which a reminder stands in a conversation."""
        since = self._clock() - dt.timedelta(days=kept.remind + 2)
        found: set[str] = set()
        for message in written(client, self._patience, channel, since):
            said = message.get("metadata") or {}
            payload = said.get("event_payload") or {}
            if said.get("event_type") == REMINDER and payload.get("preparation") == kept.id:
                found |= set(str(payload.get("steps")).split(","))
        return frozenset(found)


def _occasion(item: Item) -> str:
    """What a reminder is of: a step and its date. With another date it is another one."""
    return f"{item.id}@{item.due}"
