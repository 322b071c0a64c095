"""What events and conversations leave behind: claims, threads, States followed, greetings."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from bot.store.connections import StoreTable, where
from bot.store.models import ClaimState, Retention, Workspace, as_text


class ClaimTable(StoreTable):
    """Deliveries that someone works on, so that each is answered once. Keys hold ids only.

    A row a claim: `until` is when an unfinished one may be taken again.
    """

    name = "claims"
    key = ("key",)
    time_column = "taken"

    def take(self, workspace: Workspace, key: str, now: dt.datetime, lasts: dt.timedelta) -> bool:
        """True for exactly one caller among all threads and processes.

        An unfinished claim may be taken again once `lasts` has run out, since its holder may have
        been killed: `lasts` must be longer than the longest work. So may one that was taken in
        the future by more than `lasts`, by a clock that was ahead. Looking and writing are one
        statement.
        """
        taken, until = as_text(now), as_text(now + lasts)
        over = "claims.until <= excluded.taken or claims.taken > excluded.until"
        free = f"claims.state <> 'done' and ({over})"
        return self._put(workspace, free, key=key, state="taken", taken=taken, until=until) > 0

    def finish(self, workspace: Workspace, key: str) -> None:
        """The work is done: the claim stays taken until it is purged."""
        self._update(where(workspace, key=key), {"state": "done"})

    def release(self, workspace: Workspace, key: str) -> None:
        """The work failed, a redelivery may try again. A finished claim stays as it is."""
        self._delete(where(workspace, key=key, state="taken"))

    def state(self, workspace: Workspace, key: str) -> ClaimState | None:
        """What has become of a claim; None where there is none. An unfinished one is `taken` even
        when it has run out."""
        row = self._row(where(workspace, key=key))
        return row["state"] if row else None

    def taken_since(self, workspace: Workspace, moment: dt.datetime) -> bool:
        """Whether anything of a workspace was worked on after that moment."""
        condition, values = where(workspace)
        since = {**values, "since": as_text(moment)}
        return self._count((f"{condition} and taken > :since", since)) > 0

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Claims taken long ago, but none that someone may still be working on."""
        values = {"taken": as_text(now - retention.claims), "now": as_text(now)}
        return self._delete(("taken < :taken and until <= :now", values))


class ThreadTable(StoreTable):
    """What a thread was about, as ids; never its text.

    A row a thread; `ids` as JSON.
    """

    name = "threads"
    key = ("channel", "thread")
    about = "person"
    time_column = "updated"

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
        self._put(
            workspace,
            channel=channel,
            thread=thread,
            ids=json.dumps(dict(ids)),
            updated=as_text(now),
            person=person,
        )

    def recall(
        self,
        workspace: Workspace,
        channel: str,
        thread: str,
        now: dt.datetime,
        within: dt.timedelta,
    ) -> dict[str, JsonValue] | None:
        """What was remembered, unless it is older than `within`."""
        oldest = as_text(now - within)
        row = self._row(where(workspace, channel=channel, thread=thread))
        if row is None or row["updated"] < oldest:
            return None
        ids: dict[str, JsonValue] = json.loads(row["ids"])
        return ids

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Threads in which nothing was asked for long."""
        before = as_text(now - retention.threads)
        return self._delete(("updated < :before", {"before": before}))


_ISO3 = re.compile(r"[A-Z]{3}")


class FollowTable(StoreTable):
    """The States that a person follows: a row each."""

    name = "follows"
    key = ("person", "state")
    about = "person"

    def states(self, workspace: Workspace, person: str) -> tuple[str, ...]:
        """ISO 3166 alpha-3 codes in alphabetical order."""
        rows = self._rows(where(workspace, person=person), order_by="state")
        return tuple(row["state"] for row in rows)

    def follow(self, workspace: Workspace, person: str, states: Iterable[str]) -> None:
        """Replace the list. Raises ValueError for a code that is not three capitals."""
        codes = set(states)
        for code in codes:
            if not _ISO3.fullmatch(code):
                raise ValueError(f"'{code}' is no State's code; give three capitals, as MLI")
        with self._connections.writing(workspace):
            self._delete(where(workspace, person=person))
            for code in codes:
                self._put(workspace, person=person, state=code)


class WelcomeTable(StoreTable):
    """Channels that the desk has greeted: a row each."""

    name = "welcomes"
    key = ("channel",)

    def first(self, workspace: Workspace, channel: str) -> bool:
        """True once only. Looking and writing are one statement."""
        return self._put(workspace, channel=channel) > 0


class ChannelLanguageTable(StoreTable):
    """The language that the desk speaks in a channel, where nothing else tells one."""

    name = "channel_languages"
    key = ("channel",)

    def language(self, workspace: Workspace, channel: str) -> str | None:
        """Its code; None where the channel has none."""
        row = self._row(where(workspace, channel=channel))
        return row["language"] if row else None

    def choose(self, workspace: Workspace, channel: str, language: str | None) -> None:
        """Keep it in place of the one before; None ends it."""
        if language is None:
            self._delete(where(workspace, channel=channel))
        else:
            self._put(workspace, channel=channel, language=language)
