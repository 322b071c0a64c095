"""One delivery: claimed, made, posted, kept; or found in the channel after a crash."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest import Digests, DueDigest, Scope, UnderWay, read_row_states, under_way
from bot.handlers.digest import DigestRef, SlackDigest
from bot.handlers.kernel import slack_errors
from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.slack_errors import CALL_ERRORS
from bot.knowledge.models import Language
from bot.prepare import Prepare
from bot.runner.slack import Backoff, Later, standing
from bot.store import Lease, PauseReason, Store, Subscription, Workspace

EVENT = "advocacy_digest"
"""The kind of metadata by which a digest's message is known."""
LASTS = dt.timedelta(minutes=5)
"""A claim holds for so long from right before the message is sent, and a call to Slack ends after
ten seconds: nobody else can take the claim while the message is on its way."""
PACE = 1.0
"""Seconds between two messages in a channel."""
Prepares = Callable[[Workspace], Prepare]
"""Gives a workspace's actions, over its own calendar."""
Outcome = Literal["posted", "found", "nothing", "taken", "paused", "later", "failed"]
_GONE: dict[str, PauseReason] = {
    "is_archived": "archived",
    "channel_not_found": "removed",
    "not_in_channel": "removed",
    "restricted_action": "refused",
    "restricted_action_read_only_channel": "refused",
    "restricted_action_thread_only_channel": "refused",
    "restricted_action_non_threadable_channel": "refused",
}
"""Slack's refusals that no later try can mend by itself."""
_logger = logging.getLogger(__name__)


class Deliverer:
    """Carries out deliveries. Safe for threads."""

    def __init__(
        self,
        storage: Store,
        slack: SlackDigest,
        backoff: Backoff,
        clock: Callable[[], dt.datetime],
        command: str,
        prepare: Prepares | None = None,
    ) -> None:
        self._storage = storage
        self._slack = slack
        self._backoff = backoff
        self._clock = clock
        self._command = command
        self._prepare = prepare
        self._posted: dict[str, float] = {}

    def claim(self, subscription: Subscription, week: str) -> Lease | None:
        """The delivery of that week, for one caller alone."""
        return self._storage.deliveries.claim(
            subscription.workspace, subscription.id, week, self._clock(), LASTS
        )

    def deliver(
        self,
        client: WebClient,
        subscription: Subscription,
        due: DueDigest,
        lease: Lease,
        digests: Digests,
    ) -> Outcome:
        """Carry it out.

        Raises Later where Slack wants to wait, and what a call to Slack raises: then it is not
        known whether the message is there, the claim runs out, and the next holder looks.
        """
        try:
            return self._once(client, subscription, due, lease, digests)
        except Later:
            self._storage.deliveries.release(lease)
            raise
        except SlackApiError as error:
            reason = _GONE.get(str(error.response.get("error")))
            if reason is None:
                raise
            self._storage.deliveries.release(lease)
            self._pause(client, subscription, reason)
            return "paused"

    def _once(
        self,
        client: WebClient,
        subscription: Subscription,
        due: DueDigest,
        lease: Lease,
        digests: Digests,
    ) -> Outcome:
        deliveries, subscriptions = self._storage.deliveries, self._storage.subscriptions
        if subscriptions.get(subscription.workspace, subscription.id) != subscription:
            deliveries.release(lease)  # changed since this round began: the next one sees it
            return "taken"
        if lease.again and (ts := self._posted_before(client, subscription, lease)):
            deliveries.finish(lease, self._clock(), ts)
            return "found"
        last_states = read_row_states(
            self._storage.deliveries.announced(subscription.workspace, subscription.id)
        )
        prepared = self._under_way(subscription, due.on)
        digest = digests.digest(Scope.of(subscription), due.on, last_states, under_way=prepared)
        record = {
            key: said.model_dump(mode="json", exclude_defaults=True)
            for key, said in digest.row_states.items()
        }
        if digest.empty and not subscription.when_empty:
            if deliveries.ready(lease, self._clock(), LASTS, record):
                deliveries.finish(lease, self._clock(), None)
            return "nothing"
        ref = DigestRef(channel=subscription.channel, subscription=subscription.id, week=lease.week)
        message = self._slack.message(digest, cast("Language", subscription.language), ref)
        posted = self._post(client, subscription.channel, lease, message, record)
        if posted is None:
            return "taken"
        deliveries.finish(lease, self._clock(), posted)
        return "posted"

    def _under_way(self, subscription: Subscription, on: dt.date) -> tuple[UnderWay, ...]:
        """What its channel prepares."""
        if self._prepare is None:
            return ()
        workspace, channel = subscription.workspace, subscription.channel
        return under_way(self._storage, self._prepare(workspace), workspace, channel, on)

    def _post(
        self,
        client: WebClient,
        channel: str,
        lease: Lease,
        message: Message,
        record: Mapping[str, Any],
    ) -> str | None:
        """Post while nobody else holds the delivery: the message's ts, or None."""
        self._backoff.wait(self._posted.get(channel, 0.0) + PACE - time.monotonic())

        def post() -> str | None:
            if not self._storage.deliveries.ready(lease, self._clock(), LASTS, record):
                return None
            posted = client.chat_postMessage(
                channel=channel,
                metadata=metadata(lease),
                unfurl_links=False,
                unfurl_media=False,
                **message.arguments(),
            )
            return str(posted["ts"])

        ts = self._backoff.call(post)
        self._posted[channel] = time.monotonic()
        return ts

    def _posted_before(
        self, client: WebClient, subscription: Subscription, lease: Lease
    ) -> str | None:
        """The ts of the message that an earlier holder posted; None where there is none."""
        since = min(lease.since, self._clock()) - dt.timedelta(days=1)
        return standing(client, self._backoff, subscription.channel, since, metadata(lease))

    def _pause(self, client: WebClient, subscription: Subscription, reason: PauseReason) -> None:
        """Pause it, and tell the person who made it: once, since one caller alone pauses it."""
        workspace = subscription.workspace
        paused = self._storage.subscriptions.pause(workspace, subscription.id, reason)
        if paused is None or not paused.person:
            return
        notice = self._slack.paused(paused, self._command)
        try:
            client.chat_postMessage(channel=paused.person, **notice.arguments())
        except CALL_ERRORS as error:
            _logger.warning("the maker was not told", extra=described(error, subscription))


def metadata(lease: Lease) -> dict[str, Any]:
    """What names a digest's message: ids only, as every app in the channel may read it."""
    return {
        "event_type": EVENT,
        "event_payload": {"subscription": lease.subscription, "week": lease.week},
    }


def described(error: BaseException, subscription: Subscription) -> dict[str, Any]:
    """What the log may know: the kind of error and where, never a text."""
    return {**slack_errors.described(error), "subscription": subscription.id}
