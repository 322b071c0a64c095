"""When a table must not be believed: what can't be so, whatever its source says, and a "no" that is
too old, since what a list is silent about may have happened since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from bot.reviews import PartialDate
from bot.states.rows import Instrument, TreatyRow


def impossible(
    placed: Iterable[tuple[int, TreatyRow]], instruments: Mapping[str, Instrument]
) -> Iterator[tuple[int, str]]:
    """The line of each impossible row and a sentence that says what is wrong.

    Rules: a State joins a protocol only when it joined its treaty (OPCAT art. 27(3), OP-CEDAW
    art. 15, OPIC art. 18 and the like; the first two protocols to the CRC are open to others
    too); nothing happens before the treaty was adopted; declarations are for parties.
    """
    every = list(placed)
    status = {(row.iso3, row.instrument): row.status for _, row in every}
    for line, row in every:
        treaty = instruments[row.instrument]
        for sentence in (*_of_status(row, treaty), *_of_procedures(row, treaty)):
            yield line, f"{row.iso3}, {treaty.short}: {sentence}"
        held = [status.get((row.iso3, other), "unknown") for other in treaty.needs]
        if row.status == "party" and held and not {"party", "unknown"} & set(held):
            needed = " or ".join(treaty.needs)
            yield line, f"{row.iso3}, {treaty.short}: a party, but not a party to {needed}"


def _of_status(row: TreatyRow, treaty: Instrument) -> Iterator[str]:
    if row.since and row.status != "party":
        yield f"since: {row.since}, but the status is '{row.status}'"
    if row.since and row.since.last < treaty.adopted.first:
        yield f"since: {row.since} lies before the treaty was adopted ({treaty.adopted})"
    if row.since and row.as_of and row.since.first > row.as_of.last:
        yield f"since: {row.since} lies after the day of its source (as_of {row.as_of})"
    if row.status != "unknown" and not row.as_of:
        yield "as_of: it is missing; say of which day the source is"


def _of_procedures(row: TreatyRow, treaty: Instrument) -> Iterator[str]:
    cells = (
        ("complaint", row.complaint, row.complaint_since, treaty.complaint),
        ("inquiry", row.inquiry, row.inquiry_since, treaty.inquiry),
    )
    for column, answer, since, opened in cells:
        if answer and row.status != "party":
            yield f"{column}: '{answer}', but the State is no party"
        if answer and opened is None:
            yield f"{column}: '{answer}', but the treaty opens no such procedure"
        if answer and column == "complaint" and opened == "with":
            yield "complaint: leave it empty, it comes with joining"
        if since and answer != "yes":
            yield f"{column}_since: {since}, but it was not accepted"
        if since and row.since and since.last < row.since.first:
            yield f"{column}_since: {since} lies before the State joined ({row.since})"


OLD = dt.timedelta(days=730)
"""How old a list may be before its silence proves nothing: States join treaties every month."""
Age = Literal["no_list", "old_list", "joining_unknown", "joining_undated", "before_joining"]
"""Why a "no" may no longer hold; `Wording.stale` says it."""


def stale(as_of: PartialDate | None, on: dt.date) -> Age | None:
    """Why a "no" of that day no longer holds for sure on `on`; None where it may."""
    if as_of is None:
        return "no_list"
    return "old_list" if on - as_of.last > OLD else None


def older_than_treaty(own: TreatyRow, parent: TreatyRow | None) -> Age | None:
    """Why a "no" to a protocol says nothing: the list is older than the State's joining of the
    treaty (`parent`), without which no State can join the protocol (OPCAT art. 27(3), OP-CEDAW
    art. 15 and the like)."""
    if own.as_of is None or own.status == "party":
        return None
    if parent is None or parent.status == "unknown":
        return "joining_unknown"
    if parent.status != "party":
        return None
    if parent.since is None and parent.as_of and parent.as_of.first > own.as_of.last:
        return "joining_undated"
    if parent.since and parent.since.last > own.as_of.first:
        return "before_joining"
    return None
