"""What people send the curators (gaps, feedback), what curators correct in the calendar, and which
statements they compared with their pages."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import Any

from bot.store.connections import StoreError, StoreTable, where, workspace_of
from bot.store.models import (
    Correction,
    Feedback,
    Gap,
    PageReading,
    Retention,
    Status,
    Tally,
    Workspace,
    as_text,
)


class GapTable(StoreTable):
    """Questions sent to the curators.

    A row a gap, its fields as columns; `entries` as JSON.
    """

    name = "gaps"
    key = ("id",)
    about = "person"
    time_column = "asked_at"

    def add(self, gap: Gap) -> None:
        """Keep a new gap. Raises StoreError where its id is there already."""
        values = gap.model_dump(exclude={"workspace"})
        values |= {
            "entries": json.dumps(gap.entries),
            "asked_at": as_text(gap.asked_at),
            "closed_at": gap.closed_at and as_text(gap.closed_at),
        }
        with self._connections.writing(gap.workspace):
            if self.get(gap.workspace, gap.id):
                raise StoreError(f"the gap {gap.id} is kept already; a new gap needs a new id")
            self._put(gap.workspace, **values)

    def get(self, workspace: Workspace, id: str) -> Gap | None:
        """The gap of that id; None where the workspace has none."""
        row = self._row(where(workspace, id=id))
        return _gap(row) if row else None

    def list(self, workspace: Workspace | None, status: Status | None = None) -> tuple[Gap, ...]:
        """Oldest first. None for the workspace is for the operator: all of them."""
        columns = {"status": status} if status else {}
        rows = self._rows(where(workspace, **columns), order_by="asked_at, id")
        return tuple(_gap(row) for row in rows)

    def answer(
        self, workspace: Workspace, id: str, answer: str, curator: str, now: dt.datetime
    ) -> Gap | None:
        """Answer an open gap; None where it is not open any more, or unknown."""
        closed_at = as_text(now)
        with self._connections.writing(workspace):
            gap = self.get(workspace, id)
            if gap is None or gap.status != "open":
                return None
            return self._change(
                gap, status="answered", answer=answer, curator=curator, closed_at=closed_at
            )

    def close(self, workspace: Workspace, id: str, curator: str, now: dt.datetime) -> Gap | None:
        """Close a gap, answered or not (who answered stays named); None where it was already."""
        closed_at = as_text(now)
        with self._connections.writing(workspace):
            gap = self.get(workspace, id)
            if gap is None or gap.status == "done":
                return None
            if gap.status == "answered":
                return self._change(gap, status="done")
            return self._change(gap, status="done", curator=curator, closed_at=closed_at)

    def noticed(self, workspace: Workspace, id: str, channel: str, ts: str) -> Gap | None:
        """Note where the curators were told of a gap; None where it is unknown."""
        with self._connections.writing(workspace):
            gap = self.get(workspace, id)
            return self._change(gap, notice_channel=channel, notice_ts=ts) if gap else None

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Gaps that a person sent, and those that the person answered or closed as a curator."""
        curated = self._count(where(workspace, curator=person))
        return {**super().stored(workspace, person), "gaps_curated": curated}

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Delete what a person sent; others' gaps stay and lose the curator's id."""
        with self._connections.writing(workspace):
            curated = [_gap(row) for row in self._rows(where(workspace, curator=person))]
            for gap in curated:
                self._change(gap, curator=None)
            return {**super().forget(workspace, person), "gaps_curated": len(curated)}

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Gaps answered or done long ago; an open one waits for its answer."""
        before = as_text(now - retention.gaps_done)
        return self._delete(("closed_at < :before", {"before": before}))

    def _change(self, gap: Gap, **values: str | None) -> Gap | None:
        self._update(where(gap.workspace, id=gap.id), values)
        return self.get(gap.workspace, gap.id)


def _gap(row: dict[str, Any]) -> Gap:
    workspace, entries = workspace_of(row), json.loads(row.pop("entries"))
    return Gap(workspace=workspace, entries=entries, **row)


class FeedbackTable(StoreTable):
    """What people found helpful.

    A row a person, entry and message.
    """

    name = "feedback"
    key = ("person", "entry", "message")
    about = "person"
    time_column = "at"

    def give(self, feedback: Feedback) -> None:
        """Keep it in place of what the person said before of that entry in that message."""
        values = feedback.model_dump(exclude={"workspace"})
        self._put(feedback.workspace, **{**values, "at": as_text(feedback.at)})

    def counts(self, workspace: Workspace | None) -> dict[str, Tally]:
        """By entry. None for the workspace is for the operator: all of them."""
        votes_of: dict[str, list[bool]] = defaultdict(list)
        for row in self._rows(where(workspace), order_by="entry"):
            votes_of[row["entry"]].append(bool(row["helpful"]))
        return {
            entry: Tally(helpful=sum(votes), not_helpful=len(votes) - sum(votes))
            for entry, votes in votes_of.items()
        }

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Feedback given long ago, on entries that have changed since."""
        before = as_text(now - retention.feedback)
        return self._delete(("at < :before", {"before": before}))


class CorrectionTable(StoreTable):
    """What curators changed in the calendar.

    A row a correction, its fields as columns; `change` as JSON, `key` as `calendar_key`.
    """

    name = "corrections"
    key = ("id",)
    time_column = "made"

    def add(self, correction: Correction) -> None:
        """Keep a new one. Raises StoreError where its id is there already."""
        values = correction.model_dump(exclude={"workspace", "key"})
        values |= {
            "calendar_key": correction.key,
            "change": json.dumps(correction.change),
            "made": as_text(correction.made),
            "taken_back": correction.taken_back and as_text(correction.taken_back),
        }
        with self._connections.writing(correction.workspace):
            if self.get(correction.workspace, correction.id):
                raise StoreError(
                    f"the correction {correction.id} is kept already; a new one needs a new id"
                )
            self._put(correction.workspace, **values)

    def get(self, workspace: Workspace, id: str) -> Correction | None:
        """The correction of that id; None where the workspace has none."""
        row = self._row(where(workspace, id=id))
        return _correction(row) if row else None

    def list(self, workspace: Workspace | None) -> tuple[Correction, ...]:
        """Oldest first, also those taken back. None for the workspace is for the operator: all."""
        rows = self._rows(where(workspace), order_by="made, id")
        return tuple(_correction(row) for row in rows)

    def take_back(
        self, workspace: Workspace, id: str, person: str, now: dt.datetime
    ) -> Correction | None:
        """The correction, which holds no more, for exactly one caller; None where it was taken back
        already or is unknown. Looking and writing are one transaction."""
        at = as_text(now)
        with self._connections.writing(workspace):
            correction = self.get(workspace, id)
            if correction is None or correction.taken_back:
                return None
            values = {"taken_back": at, "taken_back_by": person}
            self._update(where(workspace, id=id), values)
            return self.get(workspace, id)

    def stored(self, workspace: Workspace, person: str) -> dict[str, int]:
        """Corrections that a person made or took back."""
        return {self.name: len(self._by(workspace, person))}

    def forget(self, workspace: Workspace, person: str) -> dict[str, int]:
        """The corrections stay, as others rely on them; the person's id goes from them."""
        with self._connections.writing(workspace):
            theirs = self._by(workspace, person)
            for row in theirs:
                named = ("person", "taken_back_by")
                gone = {column: "" for column in named if row[column] == person}
                self._update(where(workspace, id=row["id"]), gone)
            return {self.name: len(theirs)}

    def _by(self, workspace: Workspace, person: str) -> tuple[dict[str, Any], ...]:
        condition, values = where(workspace)
        either = f"{condition} and (person = :person or taken_back_by = :person)"
        return tuple(self._rows((either, {**values, "person": person})))


def _correction(row: dict[str, Any]) -> Correction:
    key, change = row.pop("calendar_key"), json.loads(row.pop("change"))
    return Correction(workspace=workspace_of(row), key=key, change=change, **row)


class ReadingTable(StoreTable):
    """What curators found who compared statements with their pages.

    A row a statement and person: the person's latest reading of it.
    """

    name = "readings"
    key = ("subject", "person")
    about = "person"
    time_column = "at"

    def keep(self, reading: PageReading) -> None:
        """Keep it in place of that person's earlier one of the statement."""
        values = reading.model_dump(exclude={"workspace"})
        values |= {"at": as_text(reading.at), "until": reading.until.isoformat()}
        self._put(reading.workspace, **values)

    def list(self, workspace: Workspace | None) -> tuple[PageReading, ...]:
        """Oldest first. None for the workspace is for the operator: all of them."""
        rows = self._rows(where(workspace), order_by="at, subject, person")
        return tuple(_reading(row) for row in rows)

    def purge(self, now: dt.datetime, retention: Retention) -> int:
        """Those that have long ceased to count."""
        last = (now - retention.readings).date().isoformat()
        return self._delete(("until < :last", {"last": last}))


def _reading(row: dict[str, Any]) -> PageReading:
    return PageReading(workspace=workspace_of(row), **row)
