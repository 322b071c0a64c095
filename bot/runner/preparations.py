"""Keeps preparations: their messages as the store has them, and reminders of what is due."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal, Self
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.deployment import Deployment
from bot.digest import UnknownZone, zone
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described, too_many
from bot.handlers.preparations import SlackPreparations, bring_up_to_date, metadata
from bot.prepare import Prepare
from bot.prepare.team import Team, Teams, to_remind
from bot.runner.slack import Backoff, Later, NotKnown, clients, messages_since, standing
from bot.store import Preparation, PreparationStep, Store, StoreError, Workspace

BEHIND = dt.timedelta(seconds=30)
"""So long whoever changed a preparation has to show it."""
Outcome = Literal[
    "reminded", "found", "taken", "nowhere", "shown", "posted", "later", "failed"
]  # fmt: skip
Clients = Callable[[Workspace], WebClient | None]
_logger = logging.getLogger(__name__)


class Keeper:
    """Makes rounds over all preparations. Several may run at once, in one process or in many."""

    def __init__(
        self,
        storage: Store,
        prepare: Callable[[Workspace], Prepare],
        slack: SlackPreparations,
        clients: Clients,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """`prepare` gives a workspace's actions, over its own calendar."""
        self._storage = storage
        self._prepare = prepare
        self._slack = slack
        self._clients = clients
        self._clock = clock
        self.stopping = threading.Event()
        self._backoff = Backoff(self.stopping)
        self._reminders = Reminders(storage, slack, self._backoff, clock)

    @classmethod
    def of(
        cls,
        deployment: Deployment,
        storage: Store,
        prepare: Callable[[Workspace], Prepare],
        slack: SlackPreparations,
    ) -> Self:
        """One with the tokens of a deployment."""
        return cls(storage, prepare, slack, clients(deployment, storage))

    def run(self) -> Counter[Outcome]:
        """Show what is behind, and send the reminders that are due. Gives how much ended how.
        Raises StoreError where the store can't be read."""
        outcomes: Counter[Outcome] = Counter()
        waiting: dict[Workspace, list[Preparation]] = defaultdict(list)
        for preparation in self._storage.preparations.list(None):
            waiting[preparation.workspace].append(preparation)
        for workspace, many in waiting.items():
            work = [post for kept in many for post in self._work(kept)]
            if not work or self.stopping.is_set():
                continue
            client = self._clients(workspace)
            if client is None:
                outcomes["failed"] += len(work)
                continue
            for do in work:
                try:
                    outcomes[do(client)] += 1
                except Later:
                    outcomes["later"] += 1
                    break
                except (NotKnown, StoreError, *CALL_ERRORS) as error:
                    _logger.error("a preparation waits", extra=described(error))
                    outcomes["failed"] += 1
        return outcomes

    def _work(self, preparation: Preparation) -> Iterator[Callable[[WebClient], Outcome]]:
        """What there is to do for a preparation now."""
        now = self._clock()
        if preparation.ts is None:
            if now - preparation.changed > BEHIND:
                yield partial(self._post, preparation)
            return
        behind = preparation.shown < preparation.version or (
            not preparation.closed and preparation.shown_on != now.date()
        )
        if behind and now - preparation.changed > BEHIND:
            yield partial(self._show, preparation)
        for due in self._reminders.due(preparation):
            yield partial(self._remind, preparation, due)

    def _remind(
        self, preparation: Preparation, due: tuple[PreparationStep, ...], client: WebClient
    ) -> Outcome:
        team = self._team(preparation)
        if team is None:
            return "nowhere"
        return self._reminders.send(client, team, due)

    def _team(self, preparation: Preparation) -> Team | None:
        teams = Teams(self._storage, self._prepare(preparation.workspace))
        return teams.get(preparation.workspace, preparation.id, self._clock().date())

    def _show(self, preparation: Preparation, client: WebClient) -> Outcome:
        """Bring the message up to date; one that is there no more is left alone."""
        teams = Teams(self._storage, self._prepare(preparation.workspace))
        try:
            self._backoff.call(
                partial(
                    bring_up_to_date, self._storage, teams, self._slack, preparation.workspace,
                    preparation.id, self._clock().date(), client.chat_update,
                )
            )  # fmt: skip
        except SlackApiError as error:
            if str(error.response.get("error")) not in GIVEN_UP:
                raise
            on = self._clock().date()
            self._storage.preparations.note_shown(
                preparation.workspace, preparation.id, preparation.version, on
            )
            return "nowhere"
        return "shown"

    def _post(self, preparation: Preparation, client: WebClient) -> Outcome:
        """Post the message that whoever began it did not, unless it stands there."""
        key = f"preparation:{preparation.id}"
        if not self._storage.claims.take(preparation.workspace, key, self._clock(), LASTS):
            return "taken"
        team = self._team(preparation)
        if team is None:
            return "nowhere"
        try:
            since, identity = preparation.since - BEHIND, metadata(preparation.id)
            ts = standing(client, self._backoff, preparation.channel, since, identity)
            outcome: Outcome = "found" if ts else "posted"
            if ts is None:
                message = self._slack.message(team)
                ts = str(
                    client.chat_postMessage(
                        channel=preparation.channel, metadata=identity,
                        unfurl_links=False, unfurl_media=False, **message.arguments(),
                    )["ts"]
                )  # fmt: skip
        except SlackApiError as error:
            if str(error.response.get("error")) not in GIVEN_UP:
                raise
            self._storage.preparations.remove(preparation.workspace, preparation.id)
            return "nowhere"
        on = self._clock().date()
        self._storage.preparations.placed(
            preparation.workspace, preparation.id, ts, preparation.version, on
        )
        self._storage.claims.finish(preparation.workspace, key)
        return outcome


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
        backoff: Backoff,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._storage = storage
        self._slack = slack
        self._backoff = backoff
        self._clock = clock

    def due(self, preparation: Preparation) -> Iterator[tuple[PreparationStep, ...]]:
        """The steps of which a reminder is due now, those of one owner together."""
        if preparation.closed or not preparation.remind:
            return
        items = self._storage.preparations.items(preparation.workspace, preparation.id)
        now = self._clock()
        try:
            due_steps = to_remind(preparation, items, zone(preparation.zone), now)
        except UnknownZone:  # begun on a machine that knows other time zones
            due_steps = to_remind(preparation, items, ZoneInfo("UTC"), now)
        by_owner: dict[str, list[PreparationStep]] = defaultdict(list)
        for item in due_steps:
            by_owner[item.owner].append(item)
        yield from map(tuple, by_owner.values())

    def send(self, client: WebClient, team: Team, due: tuple[PreparationStep, ...]) -> Sent:
        """Remind their owner, or the channel; where Slack will not have it there, who leads it.

        Raises Later where Slack wants to wait, and what a call to Slack raises.
        """
        claims, preparation, claimed_at = self._storage.claims, team.preparation, self._clock()
        key = f"reminder:{preparation.id}:{due[0].owner or preparation.channel}"
        if not claims.take(preparation.workspace, key, claimed_at, LASTS):
            return "taken"
        sent: Sent | None = None
        try:
            for place in dict.fromkeys(
                filter(None, (due[0].owner, preparation.channel, preparation.lead))
            ):
                sent = self._send_to(client, team, due, place, claimed_at)
                if sent:
                    break
        except Later:
            claims.release(preparation.workspace, key)
            raise
        dates = {item.id: item.due for item in due if item.due}
        self._storage.preparations.reminded(
            preparation.workspace, preparation.id, dates, self._clock()
        )
        claims.release(preparation.workspace, key)
        return sent or "nowhere"

    def _send_to(
        self,
        client: WebClient,
        team: Team,
        due: tuple[PreparationStep, ...],
        place: str,
        claimed_at: dt.datetime,
    ) -> Sent | None:
        """Send it to a person or to the channel; None where Slack will not have it there."""
        preparation = team.preparation
        try:
            channel = place
            if place != preparation.channel:
                opened = self._backoff.call(partial(client.conversations_open, users=place))
                channel = str(opened["channel"]["id"])
            there = self._standing(client, channel, preparation)
            left = [item.id for item in due if _occasion(item) not in there]
            if not left:
                return "found"
            if self._clock() - claimed_at > LASTS - MARGIN:
                raise Later
            steps = tuple(step for step in team.steps if step.item.id in left)
            message = self._slack.reminder(team, steps, to_channel=place == preparation.channel)
            payload = {"preparation": preparation.id, "steps": ",".join(map(_occasion, due))}
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

    def _standing(
        self, client: WebClient, channel: str, preparation: Preparation
    ) -> frozenset[str]:
        """The steps, with their dates, of which a reminder stands in a conversation."""
        since = self._clock() - dt.timedelta(days=preparation.remind + 2)
        occasions: set[str] = set()
        for message in messages_since(client, self._backoff, channel, since):
            posted_metadata = message.get("metadata") or {}
            payload = posted_metadata.get("event_payload") or {}
            if (
                posted_metadata.get("event_type") == REMINDER
                and payload.get("preparation") == preparation.id
            ):
                occasions |= set(str(payload.get("steps")).split(","))
        return frozenset(occasions)


def _occasion(item: PreparationStep) -> str:
    """What a reminder is of: a step and its date. With another date it is another one."""
    return f"{item.id}@{item.due}"
