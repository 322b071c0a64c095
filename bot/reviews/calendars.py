"""The calendar of each workspace: the files' rows, with what its curators corrected over them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.reviews.calendar import Calendar
from bot.reviews.correcting import refused

if TYPE_CHECKING:
    from bot.store import Correction, CorrectionTable, Workspace

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
        kept = self._corrections.list(workspace)
        if not kept:
            return self.files
        with self._lock:
            known = self._made.get(workspace)
        if known and known[0] == kept:
            return known[1]
        made = self.files.corrected(kept)
        with self._lock:
            self._made[workspace] = kept, made
            self._made.move_to_end(workspace)
            while len(self._made) > MOST:
                self._made.popitem(last=False)
        return made

    def tried(self, correction: Correction) -> Calendar:
        """The calendar of its workspace as it would be with one more correction. Raises Unfit
        where that can't be laid over it, and StoreError."""
        kept = self._corrections.list(correction.workspace)
        made = self.files.corrected([*kept, correction])
        if sentence := made.overlay.left_out.get(correction.id):
            raise refused(sentence)
        return made
