"""The calendar, asked: what comes, what a State's next steps are, which session runs; and that of
each workspace, with what its curators corrected laid over the files' rows."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reviews.calls import Calls
from bot.reviews.correct import Overlay, laid_over, refused
from bot.reviews.load import calendar_names, load
from bot.reviews.models import (
    CalendarEvent,
    Phase,
    Review,
    Rows,
    Session,
    SessionsAround,
    Stale,
    StateCalendar,
)
from bot.reviews.phases import Advice, before
from bot.reviews.table import CalendarNames
from bot.reviews.turns import Turn, begins, turns

if TYPE_CHECKING:
    from bot.store import Correction, CorrectionTable, Workspace


CHECK_EVERY = dt.timedelta(days=60)
"""A row that is not over is stale when nobody has checked it for so long."""
EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_OPEN = ("unknown", "suspended", "moved", "at_risk", "expected", "published")
_KINDS = ("deadline", "session", "review")


class Calendar:
    """The rows of a knowledge folder, or these with corrections laid over them."""

    def __init__(
        self,
        rows: Rows,
        advice: Advice,
        names: CalendarNames,
        overlay: Overlay | None = None,
        calls: Calls | None = None,
    ) -> None:
        self.rows = rows
        self.calls = calls or Calls()
        self.overlay = overlay or Overlay()
        """What has become of the corrections that were laid over it."""
        self.advice = advice
        self.names = names
        every = turns(rows, advice.rules)
        self._every = tuple(every)
        dated = sorted((t for t in every if t.span), key=begins)
        self._dated = [(t.span.first, t.span.last, t) for t in dated if t.span]
        self._turns: dict[str, list[Turn]] = defaultdict(list)
        for turn in every:
            if isinstance(turn.row, Review):
                self._turns[turn.row.iso3].append(turn)

    @classmethod
    def open(cls, folder: Path) -> Calendar:
        """The calendar of a knowledge folder.

        Raises KnowledgeError with every problem found in the files: they are never half loaded.
        """
        names = calendar_names(folder)
        calls = Calls.read(folder, names)
        return cls(load(folder), Advice.read(folder), names, calls=calls)

    def corrected(self, corrections: Sequence[Correction]) -> Calendar:
        """This calendar with corrections laid over it in the order given, but those taken back.

        One that no longer fits is left out, as `overlay` says.
        """
        rows, overlay = laid_over(self.rows, corrections, self.names, self.advice.rules)
        return Calendar(rows, self.advice, self.names, overlay, self.calls)

    @cached_property
    def checked_on(self) -> dt.date | None:
        """The newest day on which any row was checked; None for an empty calendar."""
        return max((row.checked_on for row in self.rows.all()), default=None)

    @cached_property
    def version(self) -> int:
        """A number that rises whenever a row is checked on a later day, corrected, or a correction
        is taken back: minutes since EPOCH."""
        checked = self.checked_on or EPOCH.date()
        moments = [dt.datetime.combine(checked, dt.time(), dt.UTC), self.overlay.changed or EPOCH]
        return int((max(moments) - EPOCH).total_seconds() // 60)

    def upcoming(
        self,
        on: dt.date,
        states: Collection[str] = (),
        mechanisms: Collection[str] = (),
        within: dt.timedelta | None = None,
    ) -> tuple[CalendarEvent, ...]:
        """What is not over on that day, by date: deadlines, sessions, States' turns.

        With `states` (ISO3 codes): their turns and the deadlines that hold for them, sessions
        left out; turns without a known date come last, also with `within`. Without `states`: all
        that has a date, and a session's deadline once.
        """
        until = on + within if within else dt.date.max
        ahead = self._of(states, on, until) if states else self._between(on, until)
        events = (
            turn.coming(on)
            for turn in ahead
            if not (mechanisms and turn.row.mechanism not in mechanisms) and not turn.early(on)
        )
        return tuple(sorted(events, key=_order))

    def of_state(self, iso3: str, on: dt.date) -> StateCalendar:
        """A State before every mechanism for which the calendar has a row, as on that day."""
        by: dict[str, list[Turn]] = defaultdict(list)
        for turn in self._turns.get(iso3, []):
            if turn.whose is None and not turn.early(on):
                by[turn.row.mechanism].append(turn)
        names = sorted(by, key=lambda name: (name != "upr", name))
        return StateCalendar(
            iso3=iso3,
            on=on,
            mechanisms=tuple(before(name, by[name], on, self.advice) for name in names),
            calls=self.calls.open(on, [iso3]),
        )

    def session_of(self, mechanism: str, on: dt.date) -> SessionsAround:
        """The session of a mechanism that runs on that day, the next and the last.

        Pre-sessions and special sessions are left out, cancelled ones too.
        """
        around: dict[str, CalendarEvent] = {}
        for _, _, turn in self._dated:
            row = turn.row
            if row.mechanism != mechanism or turn.whose or turn.certainty == "cancelled":
                continue
            if not isinstance(row, Session) or row.kind != "session":
                continue
            coming = turn.coming(on)
            if turn.span and turn.span.covers(on):
                around["running"] = coming
            elif coming.over:
                around["last"] = coming
            else:
                around.setdefault("next", coming)
        return SessionsAround(**around)

    def stale(self, on: dt.date) -> tuple[Stale, ...]:
        """Rows that are not over and were last checked more than CHECK_EVERY ago, oldest first."""
        rows_stale = []
        for turn in self._every:
            row = turn.row
            age = on - row.checked_on
            if turn.whose or turn.derived or turn.over(on) or age <= CHECK_EVERY:
                continue
            stale = Stale(
                key=row.key, mechanism=row.mechanism, checked_on=row.checked_on, days=age.days
            )
            rows_stale.append(stale)
        return tuple(sorted(rows_stale, key=lambda stale: (-stale.days, stale.key)))

    def turns(self) -> tuple[Turn, ...]:
        """Every session, turn and deadline, with what follows by rule."""
        return self._every

    def turn(self, key: str) -> Turn | None:
        """A session or a State's turn by the key of its row; None where there is none."""
        return next((turn for turn in self._every if turn.row.key == key and not turn.whose), None)

    def what_now(self, mechanism: str, phase: Phase) -> tuple[str, ...]:
        """Ids of the entries that say what can be done before a mechanism in that phase."""
        return self.advice.now(mechanism, phase)

    def _between(self, on: dt.date, until: dt.date) -> Iterator[Turn]:
        for first, last, turn in self._dated:
            if first > until:
                return
            if last >= on and not turn.inherited:
                yield turn

    def _of(self, states: Collection[str], on: dt.date, until: dt.date) -> Iterator[Turn]:
        for iso3 in dict.fromkeys(states):
            for turn in self._turns.get(iso3, []):
                if turn.span is None:
                    if turn.certainty in _OPEN:
                        yield turn
                elif turn.span.last >= on and turn.span.first <= until:
                    yield turn


def _order(coming: CalendarEvent) -> tuple[dt.date, int, str, str, str]:
    first = coming.when.first if coming.when else dt.date.max
    return (first, _KINDS.index(coming.kind), coming.mechanism, coming.session, coming.iso3 or "")


MOST = 20
"""Workspaces whose corrected calendar is held at a time, of about two megabytes each."""


class Calendars:
    """Gives each workspace its calendar. Safe for threads.

    Corrections are read from the database every time, so that one made in another process counts
    at once; the calendar is worked out anew only where they changed.
    """

    def __init__(self, calendar: Calendar, corrections: CorrectionTable) -> None:
        """`calendar` is that of the files."""
        self.files = calendar
        self._corrections = corrections
        self._made: OrderedDict[Workspace, tuple[tuple[Correction, ...], Calendar]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, workspace: Workspace) -> Calendar:
        """A workspace's calendar; where nothing was ever corrected, the files' own.

        Raises StoreError where the corrections can't be read.
        """
        corrections = self._corrections.list(workspace)
        if not corrections:
            return self.files
        with self._lock:
            known = self._made.get(workspace)
        if known and known[0] == corrections:
            return known[1]
        corrected = self.files.corrected(corrections)
        with self._lock:
            self._made[workspace] = corrections, corrected
            self._made.move_to_end(workspace)
            while len(self._made) > MOST:
                self._made.popitem(last=False)
        return corrected

    def tried(self, correction: Correction) -> Calendar:
        """The calendar of its workspace as it would be with one more correction. Raises BadDate
        where that can't be laid over it, and StoreError."""
        corrections = self._corrections.list(correction.workspace)
        corrected = self.files.corrected([*corrections, correction])
        if sentence := corrected.overlay.left_out.get(correction.id):
            raise refused(sentence)
        return corrected
