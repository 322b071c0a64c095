"""Goes round all subscriptions, once or every minute."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, Self

from slack_sdk import WebClient

from bot.deployment import Deployment
from bot.digest import Digests, DueDigest, UnknownZone, due, zone
from bot.handlers.digest import SlackDigest
from bot.handlers.kernel.slack_errors import CALL_ERRORS
from bot.knowledge.models import Base
from bot.reviews import Calendar
from bot.runner.curators import Chaser
from bot.runner.delivery import Deliverer, Outcome, Prepares, described
from bot.runner.preparations import Keeper
from bot.runner.slack import Backoff, Later, NotKnown, clients
from bot.states import StateNames
from bot.store import Store, StoreError, Subscription, Workspace

ROUND = 60.0
"""Seconds between two rounds."""
WORKSPACES = 8
"""Workspaces worked on at a time, so that one that Slack slows down does not hold up the others."""
ENDING = 15.0
"""Seconds that a loop told to stop has for the delivery in work."""
Clients = Callable[[Workspace], WebClient | None]
Calendars = Callable[[Workspace], Calendar | None]
Moments = Callable[[Subscription], dt.datetime]
_logger = logging.getLogger(__name__)


class Runner:
    """Posts what is due. Several may run at once, in one process or in many."""

    def __init__(
        self,
        storage: Store,
        slack: SlackDigest,
        calendar: Calendars,
        clients: Clients,
        command: str = "/advocacy",
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        prepare: Prepares | None = None,
    ) -> None:
        """`calendar` is asked in every round, so that what was corrected counts from then on;
        `prepare` gives a workspace's actions, so that digests tell what is prepared."""
        self._storage = storage
        self._calendar = calendar
        self._clients = clients
        self._clock = clock
        self.stopping = threading.Event()
        self._deliver = Deliverer(storage, slack, Backoff(self.stopping), clock, command, prepare)

    @classmethod
    def of(
        cls,
        deployment: Deployment,
        storage: Store,
        base: Base,
        states: StateNames,
        calendar: Calendars,
        prepare: Prepares | None = None,
    ) -> Self:
        """A runner with the tokens of a deployment."""
        slack, command = SlackDigest(base, states), deployment.advocacy_command
        return cls(storage, slack, calendar, clients(deployment, storage), command, prepare=prepare)

    def run(self, moment: Moments | None = None) -> Counter[Outcome]:
        """Post what is due now, or at the `moment` that is given for each subscription.

        Gives how many deliveries ended how. Raises StoreError where the store can't be read.
        """
        waiting = self._waiting(moment)
        outcomes: Counter[Outcome] = Counter()
        if not waiting:
            return outcomes
        # Most workspaces have corrected nothing and share the calendar, and what is worked out.
        digests = cache(Digests)
        with ThreadPoolExecutor(WORKSPACES, thread_name_prefix="digests") as pool:
            for part in pool.map(partial(self._of, digests), waiting, waiting.values()):
                outcomes += part
        return outcomes

    def _waiting(
        self, moment: Moments | None
    ) -> dict[Workspace, list[tuple[Subscription, DueDigest]]]:
        """What is due and not done, by workspace."""
        waiting: dict[Workspace, list[tuple[Subscription, DueDigest]]] = defaultdict(list)
        finished = cache(self._storage.deliveries.finished)
        for subscription in self._storage.subscriptions.list(None):
            try:
                due_digest = due(subscription, moment(subscription) if moment else self._clock())
            except UnknownZone as error:
                _logger.error("digest not posted", extra=described(error, subscription))
                continue
            workspace = subscription.workspace
            if due_digest and (workspace, subscription.id) not in finished(due_digest.week):
                waiting[workspace].append((subscription, due_digest))
        return waiting

    def _of(
        self,
        digests: Callable[[Calendar], Digests],
        workspace: Workspace,
        many: Iterable[tuple[Subscription, DueDigest]],
    ) -> Counter[Outcome]:
        """One workspace's deliveries, one after another."""
        outcomes: Counter[Outcome] = Counter()
        client: WebClient | None = None
        for subscription, due_digest in many:
            if self.stopping.is_set():
                break
            try:
                calendar = self._calendar(workspace)
                if calendar is None:
                    break
                lease = self._deliver.claim(subscription, due_digest.week)
                if lease is None:
                    outcomes["taken"] += 1
                    continue
                client = client or self._clients(workspace)
                if client is None:
                    self._storage.deliveries.release(lease)
                    outcomes["failed"] += 1
                    break
                end = self._deliver.deliver(
                    client, subscription, due_digest, lease, digests(calendar)
                )
                outcomes[end] += 1
            except Later:
                outcomes["later"] += 1
                break
            except (NotKnown, StoreError, *CALL_ERRORS) as error:
                _logger.error("digest not posted", extra=described(error, subscription))
                outcomes["failed"] += 1
        return outcomes


class Loop(threading.Thread):
    """Runs a runner, what keeps preparations and what tells curators, every ROUND, as long as its
    `with` lasts."""

    def __init__(
        self, runner: Runner, keeper: Keeper | None = None, chaser: Chaser | None = None
    ) -> None:
        super().__init__(name="digests", daemon=True)
        self._runner = runner
        self._keeper = keeper
        self._chaser = chaser

    def run(self) -> None:
        """Go on whatever happens: the next round may go better."""
        while not self._runner.stopping.is_set():
            self._round("digests", self._runner.run)
            if self._keeper:
                self._round("preparations", self._keeper.run)
            if self._chaser:
                self._round("curators", self._chaser.run)
            self._runner.stopping.wait(ROUND)

    def _round(self, what: str, run: Callable[[], Mapping[Any, int]]) -> None:
        try:
            if outcomes := run():
                _logger.info(what, extra={"outcomes": dict(outcomes)})
        except Exception as error:
            _logger.error(f"no {what} in this round", extra={"kind": type(error).__name__})

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop after the delivery in work; one that takes too long is left to the next run."""
        self._runner.stopping.set()
        if self._keeper:
            self._keeper.stopping.set()
        if self._chaser:
            self._chaser.stopping.set()
        if self.is_alive():
            self.join(ENDING)


def local_end(day: dt.date) -> Moments:
    """The last minute of a day where the subscription's channel is: all that is due on it is due
    then. Raises UnknownZone when it is asked."""
    last = dt.time(23, 59)
    return lambda subscription: dt.datetime.combine(day, last, zone(subscription.zone)).astimezone(
        dt.UTC
    )
