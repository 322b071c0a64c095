"""Feedback in the database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from bot.store.models import Feedback, Retention, Tally, Workspace
from bot.store.protocol import FeedbackGiven
from bot.store.table import StoreTable, where
from bot.store.times import as_text


class FeedbackTable(StoreTable, FeedbackGiven):
    """A row a person, entry and message."""

    name = "feedback"
    key = ("person", "entry", "message")
    about = "person"
    written = "at"

    def give(self, feedback: Feedback) -> None:
        """Keep it in place of what the person said before of that entry in that message."""
        values = feedback.model_dump(exclude={"workspace"})
        self._put(feedback.workspace, **{**values, "at": as_text(feedback.at)})

    def counts(self, workspace: Workspace | None) -> dict[str, Tally]:
        """By entry, in alphabetical order; of all workspaces for None."""
        said: dict[str, list[bool]] = defaultdict(list)
        for row in self._rows(where(workspace), order_by="entry"):
            said[row["entry"]].append(bool(row["helpful"]))
        return {
            entry: Tally(helpful=sum(votes), not_helpful=len(votes) - sum(votes))
            for entry, votes in said.items()
        }

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Feedback given long ago, on entries that have changed since."""
        before = as_text(now - retention.feedback)
        return self._delete(("at < :before", {"before": before}))
