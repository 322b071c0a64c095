"""Keeps preparations: their messages as the store has them, and reminders of what is due."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal, Self

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.crash import plain_word
from bot.deployment import Deployment
from bot.prepare import Prepare
from bot.prepare.team import Team, Teams
from bot.render.slack.preparation import SlackPreparations, metadata
from bot.render.slack.preparation_shown import bring_up_to_date
from bot.runner.looking import NotKnown, written
from bot.runner.patience import NO_ANSWER, Later, Patience
from bot.runner.reminders import GIVEN_UP, LASTS, Reminders
from bot.runner.tokens import clients
from bot.store import Item, Preparation, Store, StoreError, Workspace

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
        self._patience = Patience(self.stopping)
        self._reminders = Reminders(storage, slack, self._patience, clock)

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
        for kept in self._storage.preparations.list(None):
            waiting[kept.workspace].append(kept)
        for workspace, many in waiting.items():
            work = [one for kept in many for one in self._work(kept)]
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
                except (NotKnown, StoreError, *NO_ANSWER) as error:
                    _logger.error("a preparation waits", extra=_described(error))
                    outcomes["failed"] += 1
        return outcomes

    def _work(self, kept: Preparation) -> Iterator[Callable[[WebClient], Outcome]]:
        """What there is to do for a preparation now."""
        now = self._clock()
        if kept.ts is None:
            if now - kept.changed > BEHIND:
                yield partial(self._post, kept)
            return
        behind = kept.shown < kept.version or (not kept.closed and kept.shown_on != now.date())
        if behind and now - kept.changed > BEHIND:
            yield partial(self._show, kept)
        for due in self._reminders.due(kept):
            yield partial(self._remind, kept, due)

    def _remind(self, kept: Preparation, due: tuple[Item, ...], client: WebClient) -> Outcome:
        team = self._team(kept)
        if team is None:
            return "nowhere"
        return self._reminders.send(client, team, due)

    def _team(self, kept: Preparation) -> Team | None:
        teams = Teams(self._storage, self._prepare(kept.workspace))
        return teams.get(kept.workspace, kept.id, self._clock().date())

    def _show(self, kept: Preparation, client: WebClient) -> Outcome:
        """Bring the message up to date; one that is there no more is left alone."""
        teams = Teams(self._storage, self._prepare(kept.workspace))
        try:
            self._patience.call(
                partial(
                    bring_up_to_date, self._storage, teams, self._slack, kept.workspace, kept.id,
                    self._clock().date(), client.chat_update,
                )
            )  # fmt: skip
        except SlackApiError as error:
            if str(error.response.get("error")) not in GIVEN_UP:
                raise
            on = self._clock().date()
            self._storage.preparations.shown(kept.workspace, kept.id, kept.version, on)
            return "nowhere"
        return "shown"

    def _post(self, kept: Preparation, client: WebClient) -> Outcome:
        """Post the message that whoever began it did not, unless it stands there."""
        key = f"preparation:{kept.id}"
        if not self._storage.claims.take(kept.workspace, key, self._clock(), LASTS):
            return "taken"
        team = self._team(kept)
        if team is None:
            return "nowhere"
        try:
            ts = self._stands(client, kept)
            outcome: Outcome = "found" if ts else "posted"
            if ts is None:
                message = self._slack.message(team)
                ts = str(
                    client.chat_postMessage(
                        channel=kept.channel, metadata=metadata(kept.id), unfurl_links=False,
                        unfurl_media=False, **message.arguments(),
                    )["ts"]
                )  # fmt: skip
        except SlackApiError as error:
            if str(error.response.get("error")) not in GIVEN_UP:
                raise
            self._storage.preparations.remove(kept.workspace, kept.id)
            return "nowhere"
        on = self._clock().date()
        self._storage.preparations.placed(kept.workspace, kept.id, ts, kept.version, on)
        self._storage.claims.finish(kept.workspace, key)
        return outcome

    def _stands(self, client: WebClient, kept: Preparation) -> str | None:
        """The ts of the message, where whoever began it posted it before it was lost."""
        named = metadata(kept.id)
        for message in written(client, self._patience, kept.channel, kept.since - BEHIND):
            said = message.get("metadata") or {}
            if all(said.get(key) == value for key, value in named.items()):
                return str(message["ts"])
        return None


def _described(error: BaseException) -> dict[str, object]:
    """What the log may know: the kind of error, never a text."""
    said: dict[str, object] = {"kind": type(error).__name__}
    if isinstance(error, SlackApiError):
        said["slack_error"] = plain_word(error.response.get("error"))
    return said
