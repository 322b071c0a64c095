"""Thread memory in the database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from pydantic import JsonValue

from bot.store.models import Retention, Workspace
from bot.store.protocol import Threads
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class ThreadTable(StoreTable, Threads):
    """A row a thread; `ids` as JSON."""

    name = "threads"
    key = ("channel", "thread")
    about = "person"
    written = "updated"

    def remember(
        self,
        workspace: Workspace,
        channel: str,
        thread: str,
        ids: Mapping[str, JsonValue],
        now: dt.datetime,
        person: str | None = None,
    ) -> None:
        """Replace what is remembered of a thread."""
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
