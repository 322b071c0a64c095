"""What the desk needs of a store, whatever the database beneath it.

Every `now` is an aware datetime (a naive one: ValueError). Trouble with the database, at any
moment: StoreError. One workspace never sees another's rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from bot.store.models import (
    DEFAULT_RETENTION,
    ClaimState,
    Correction,
    Delivery,
    Feedback,
    Gap,
    Hold,
    Installation,
    PauseReason,
    Reading,
    Retention,
    Status,
    Subscription,
    Tally,
    Workspace,
)
from bot.store.preparation_models import Preparations


class Claims(Protocol):
    """Deliveries that someone works on, so that each is answered once. Keys hold ids only."""

    def take(self, workspace: Workspace, key: str, now: dt.datetime, lasts: dt.timedelta) -> bool:
        """True for exactly one caller among all threads and processes.

        An unfinished claim may be taken again once `lasts` has run out, since its holder may have
        been killed: `lasts` must be longer than the longest work.
        """

    def finish(self, workspace: Workspace, key: str) -> None:
        """The work is done: the claim stays taken until it is purged."""

    def release(self, workspace: Workspace, key: str) -> None:
        """The work failed, a redelivery may try again. A finished claim stays as it is."""

    def state(self, workspace: Workspace, key: str) -> ClaimState | None:
        """What has become of a claim; None where there is none."""


class Threads(Protocol):
    """What a thread was about, as ids; never its text."""

    def remember(
        self,
        workspace: Workspace,
        channel: str,
        thread: str,
        ids: Mapping[str, JsonValue],
        now: dt.datetime,
        person: str | None = None,
    ) -> None:
        """Replace what is remembered of a thread ("" is the conversation outside threads).

        `person` is given for direct messages, which are then forgotten with the person.
        """

    def recall(
        self,
        workspace: Workspace,
        channel: str,
        thread: str,
        now: dt.datetime,
        within: dt.timedelta,
    ) -> dict[str, JsonValue] | None:
        """What was remembered, unless it is older than `within`."""


class Follows(Protocol):
    """The States that a person follows."""

    def states(self, workspace: Workspace, person: str) -> tuple[str, ...]:
        """ISO 3166 alpha-3 codes in alphabetical order."""

    def follow(self, workspace: Workspace, person: str, states: Iterable[str]) -> None:
        """Replace the list. Raises ValueError for a code that is not three capitals."""


class Welcomes(Protocol):
    """Channels that the desk has greeted."""

    def first(self, workspace: Workspace, channel: str) -> bool:
        """True once only."""


class Gaps(Protocol):
    """Questions sent to the curators."""

    def add(self, gap: Gap) -> None:
        """Keep a new gap. Raises StoreError where its id is there already."""

    def get(self, workspace: Workspace, id: str) -> Gap | None:
        """One gap of that workspace."""

    def list(self, workspace: Workspace | None, status: Status | None = None) -> tuple[Gap, ...]:
        """Oldest first. None for the workspace is for the operator: all of them."""

    def answer(
        self, workspace: Workspace, id: str, answer: str, curator: str, now: dt.datetime
    ) -> Gap | None:
        """Answer an open gap; None where it is not open any more, or unknown."""

    def done(self, workspace: Workspace, id: str, curator: str, now: dt.datetime) -> Gap | None:
        """Close a gap, answered or not (who answered stays named); None where it was already."""

    def noticed(self, workspace: Workspace, id: str, channel: str, ts: str) -> Gap | None:
        """Note where the curators were told of a gap; None where it is unknown."""


class FeedbackGiven(Protocol):
    """What people found helpful."""

    def give(self, feedback: Feedback) -> None:
        """Keep it in place of what the person said before of that entry in that message."""

    def counts(self, workspace: Workspace | None) -> dict[str, Tally]:
        """By entry. None for the workspace is for the operator: all of them."""


class Subscriptions(Protocol):
    """Weekly digests that channels have."""

    def add(self, subscription: Subscription) -> None:
        """Keep a new one. Raises StoreError where its id is there already."""

    def get(self, workspace: Workspace, id: str) -> Subscription | None:
        """One subscription of that workspace."""

    def list(
        self, workspace: Workspace | None, channel: str | None = None
    ) -> tuple[Subscription, ...]:
        """By workspace and channel. None for the workspace is for the runner: all of them."""

    def change(self, subscription: Subscription) -> bool:
        """Put it in the place of the one with its id; False where there is none any more."""

    def pause(self, workspace: Workspace, id: str, reason: PauseReason) -> Subscription | None:
        """The paused one, for exactly one caller; None where it was paused already or is gone."""

    def resume(self, workspace: Workspace, id: str, now: dt.datetime) -> Subscription | None:
        """The resumed one; None where it was not paused or is gone."""

    def remove(self, workspace: Workspace, id: str) -> bool:
        """Delete it and its deliveries; False where it was gone."""


class Deliveries(Protocol):
    """Which digest was posted in which ISO week, and what each channel was told."""

    def claim(
        self,
        workspace: Workspace,
        subscription: str,
        week: str,
        now: dt.datetime,
        lasts: dt.timedelta,
    ) -> Hold | None:
        """A hold for exactly one caller among all threads and processes; None for the others, and
        for a week that is done.

        One that was not finished may be claimed again once `lasts` has run out; the hold then
        says so (`again`).
        """

    def ready(
        self, hold: Hold, now: dt.datetime, lasts: dt.timedelta, said: Mapping[str, JsonValue]
    ) -> bool:
        """Right before posting: keep what the message announces, and hold on for `lasts` more.

        False where somebody else holds it now, or it is done: then nothing may be posted.
        """

    def done(self, hold: Hold, now: dt.datetime, ts: str | None) -> None:
        """The message is posted (None: there was nothing to say). It stays so."""

    def release(self, hold: Hold) -> None:
        """Nothing was posted by this holder; another may try at once."""

    def said(
        self, workspace: Workspace, subscription: str, before: str | None = None
    ) -> dict[str, JsonValue]:
        """What the digest that was done last announced, as `ready` was given it; with `before`
        the last of those for an earlier week."""

    def finished(self, week: str) -> frozenset[tuple[Workspace, str]]:
        """For the runner: the subscriptions whose digest of that week is done."""

    def list(self, workspace: Workspace | None, subscription: str = "") -> tuple[Delivery, ...]:
        """By week. None for the workspace is for the operator: all of them."""


class Corrections(Protocol):
    """What curators changed in the calendar."""

    def add(self, correction: Correction) -> None:
        """Keep a new one. Raises StoreError where its id is there already."""

    def get(self, workspace: Workspace, id: str) -> Correction | None:
        """One correction of that workspace."""

    def list(self, workspace: Workspace | None) -> tuple[Correction, ...]:
        """Oldest first, also those taken back. None for the workspace is for the operator: all."""

    def take_back(
        self, workspace: Workspace, id: str, person: str, now: dt.datetime
    ) -> Correction | None:
        """The correction, which holds no more, for exactly one caller; None where it was taken
        back already or is unknown."""


class Readings(Protocol):
    """What curators found who compared statements with their pages."""

    def keep(self, reading: Reading) -> None:
        """Keep it in place of that person's earlier one of the statement."""

    def list(self, workspace: Workspace | None) -> tuple[Reading, ...]:
        """Oldest first. None for the workspace is for the operator: all of them."""


class Installations(Protocol):
    """Where workspaces installed the app themselves, with their tokens."""

    def keep(self, installation: Installation) -> None:
        """Keep it in place of an earlier one of that workspace and app."""

    def get(self, workspace: Workspace, client: str) -> Installation | None:
        """That of an app in a workspace; None where there is none."""

    def list(self) -> tuple[Installation, ...]:
        """For the operator: all, oldest first."""

    def remove(self, workspace: Workspace, client: str) -> None:
        """Delete it."""


class Installing(Protocol):
    """Installations that somebody came back from, known by a random text that Slack hands back."""

    def end(self, state: str, until: dt.datetime, now: dt.datetime) -> bool:
        """True for exactly one caller. It is remembered until then, when the text holds no more;
        False too where far too many are remembered, as somebody is trying."""


class Departures(Protocol):
    """Workspaces that removed the app. Their rows go with `purge`, some days later, unless they
    come back: installing anew, as for a new token, begins with removing."""

    def begin(self, workspace: Workspace, now: dt.datetime) -> None:
        """It removed the app."""

    def end(self, workspace: Workspace) -> None:
        """It installed the app again: its rows stay."""


class Storage(Protocol):
    """A store: its groups, and what concerns all of them."""

    claims: Claims
    threads: Threads
    follows: Follows
    welcomes: Welcomes
    gaps: Gaps
    feedback: FeedbackGiven
    subscriptions: Subscriptions
    deliveries: Deliveries
    corrections: Corrections
    readings: Readings
    preparations: Preparations
    installations: Installations
    installing: Installing
    departures: Departures

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """How many rows speak of a person: threads, follows, gaps, gaps_curated, feedback,
        subscriptions, corrections, readings, preparations, preparation_items."""

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Delete all of that, all or nothing, and say how much it was.

        A gap goes whole with the person who asked, a signature with the person who gave it; of a
        curator (also from corrections), of the maker of a channel's digest, and of who took part in
        a preparation, the id alone goes.
        """

    def leave(self, workspace: Workspace) -> dict[str, int]:
        """Delete every row of a workspace at once; rows by group."""

    def purge(self, now: dt.datetime, retention: Retention = DEFAULT_RETENTION) -> dict[str, int]:
        """Delete what has been kept long enough, and all of workspaces that removed the app so
        long ago and did not come back; rows by group."""

    def newest(self) -> dt.datetime | None:
        """When anything was last written, by the rows themselves; None where there is no row."""

    def backup(self, path: Path) -> None:
        """Write a consistent copy, an SQLite file, while in use. Raises StoreError rather than
        overwrite a file."""

    def check(self) -> None:
        """Raises StoreError when the store can't be written or is damaged. Reads all of it."""

    def close(self) -> None:
        """End all connections, once no thread uses the store any more."""
