"""The weekly message to the curators of each workspace: once a week, whoever runs and however
often.

It is claimed, looked for and noted as a delivery of the digest is (see `delivery`).
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, Literal, Self, cast

from slack_sdk import WebClient

from bot.deployment import Deployment
from bot.digest import chase
from bot.handlers.kernel.slack_errors import CALL_ERRORS
from bot.handlers.signing import SlackCurators
from bot.knowledge.models import Base, Language
from bot.reviews import Calendar
from bot.runner.delivery import metadata
from bot.runner.slack import Backoff, Later, NotKnown, clients, standing, workspaces
from bot.store import Store, StoreError, Workspace

WEEKLY = "curators"
"""What stands in place of a subscription where a week's message is claimed, and known by."""
WEEKDAY, HOUR = 0, 8
"""Monday, 08:00 UTC; a desk that did not run then posts as soon as it runs."""
LASTS = dt.timedelta(minutes=5)

Ended = Literal["posted", "found", "nothing", "taken", "later", "failed"]
_logger = logging.getLogger(__name__)


class Chaser:
    """Posts what is due. Several may run at once, in one process or in many."""

    def __init__(
        self,
        deployment: Deployment,
        storage: Store,
        base: Base,
        calendar: Callable[[Workspace], Calendar | None],
        client: Callable[[Workspace], WebClient | None],
        places: Callable[[], tuple[Workspace, ...]],
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._deployment, self._storage, self._base = deployment, storage, base
        self._calendar, self._client, self._places = calendar, client, places
        self._slack = SlackCurators(base, deployment.advocacy_command)
        self._clock = clock
        self.stopping = threading.Event()
        self._backoff = Backoff(self.stopping)

    @classmethod
    def of(
        cls,
        deployment: Deployment,
        storage: Store,
        base: Base,
        calendar: Callable[[Workspace], Calendar | None],
    ) -> Self:
        """A chaser with the tokens of a deployment."""
        client, places = clients(deployment, storage), workspaces(deployment, storage)
        return cls(deployment, storage, base, calendar, client, places)

    def run(self) -> Counter[Ended]:
        """Post what is due now: how many messages ended how. Raises StoreError where the store
        can't be read."""
        ends: Counter[Ended] = Counter()
        if not self._deployment.advocacy_curators:
            return ends
        now = self._clock()
        monday = now.date() - dt.timedelta(days=now.weekday() - WEEKDAY)
        if now < dt.datetime.combine(monday, dt.time(HOUR), dt.UTC):
            return ends
        week = monday.isoformat()
        finished = self._storage.deliveries.finished(week)
        for workspace in self._places():
            channel = self._deployment.curators_of(workspace.team)
            if self.stopping.is_set() or channel is None or (workspace, WEEKLY) in finished:
                continue
            try:
                ends[self._chase(workspace, channel, week, now)] += 1
            except Later:
                ends["later"] += 1
            except (NotKnown, StoreError, *CALL_ERRORS) as error:
                _logger.error("curators not told", extra={"kind": type(error).__name__})
                ends["failed"] += 1
        return ends

    def _chase(self, workspace: Workspace, channel: str, week: str, now: dt.datetime) -> Ended:
        deliveries = self._storage.deliveries
        lease = deliveries.claim(workspace, WEEKLY, week, now, LASTS)
        if lease is None:
            return "taken"
        client = self._client(workspace)
        if client is None:
            deliveries.release(lease)
            return "failed"
        identity = metadata(lease)
        if lease.again:
            since = min(lease.since, now) - dt.timedelta(days=1)
            if earlier := standing(client, self._backoff, channel, since, identity):
                deliveries.finish(lease, now, earlier)
                return "found"
        readings = self._storage.readings.list(workspace)
        due_entries = chase(self._base, readings, self._calendar(workspace), now.date())
        if due_entries.empty:
            deliveries.finish(lease, now, None)
            return "nothing"
        message = self._slack.message(due_entries, self._language(workspace))

        def post() -> str | None:
            if not deliveries.ready(lease, self._clock(), LASTS, {}):
                return None
            arguments: dict[str, Any] = {"metadata": identity, **message.arguments()}
            posted = client.chat_postMessage(channel=channel, unfurl_links=False, **arguments)
            return str(posted["ts"])

        try:
            ts = self._backoff.call(post)
        except Later:
            deliveries.release(lease)
            raise
        if ts is None:
            return "taken"
        deliveries.finish(lease, self._clock(), ts)
        return "posted"

    def _language(self, workspace: Workspace) -> Language:
        """That in which most digests of the workspace are posted: a channel has none of its own."""
        spoken = Counter(
            subscription.language
            for subscription in self._storage.subscriptions.list(workspace)
            if not subscription.paused
        )
        return cast("Language", spoken.most_common(1)[0][0]) if spoken else "en"
