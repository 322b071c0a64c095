"""What curators of a workspace signed, laid over the signatures that came with the files: it counts
in that workspace alone, until the operator takes it into the files. And what the weekly message
tells them: which statements are past their day, which nobody has signed, what is noted as changed,
how many dates of the calendar are old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base, SignOff
from bot.knowledge.signing import DueEntry, due
from bot.reviews import Calendar
from bot.store import PageReading


def signed_over(base: Base, readings: Sequence[PageReading]) -> Base:
    """The base with the signatures of a workspace; the same one where there are none."""
    signed = signed_with(base, readings)
    return base if signed == base.signed else base.model_copy(update={"signed": signed})


def signed_with(base: Base, readings: Sequence[PageReading]) -> tuple[SignOff, ...]:
    """All signatures that a workspace sees. A statement that somebody noted as changed has none,
    until it is written anew: nobody's name may stand under what somebody saw to be wrong."""
    wrong = noted(base, readings)
    signed = [sign_off for sign_off in base.signed if sign_off.subject not in wrong]
    for reading in readings:
        if (
            reading.found != "right"
            or reading.subject in wrong
            or reading.subject not in base.entries
        ):
            continue
        others = {s.who.casefold() for s in signed if s.subject == reading.subject}
        signed.append(
            SignOff(
                subject=reading.subject,
                level="confirmed" if others - {reading.who.casefold()} else "read",
                who=reading.who,
                day=reading.at.date(),
                until=reading.until,
            )
        )
    return tuple(signed)


def noted(base: Base, readings: Iterable[PageReading]) -> dict[str, PageReading]:
    """By entry: what somebody noted as changed, and nobody has written anew since."""
    return {
        reading.subject: reading
        for reading in readings
        if reading.found == "changed"
        and reading.subject in base.entries
        and base.entries[reading.subject].verified <= reading.at.date()
    }


def due_for(
    base: Base, readings: Sequence[PageReading], person: str, on: dt.date
) -> list[DueEntry]:
    """What a curator of a workspace should compare next: what is not confirmed by two people, not
    noted as changed, and not signed by this person so lately that it counts."""
    own = {
        reading.subject
        for reading in readings
        if reading.person == person
        and reading.found == "right"
        and reading.until >= on
        and reading.subject in base.entries
        and base.entries[reading.subject].verified <= reading.at.date()
    }
    passed = own | set(noted(base, readings))
    return [stale for stale in due(signed_over(base, readings), on) if stale.entry.id not in passed]


FIRST = 5
"""Statements that are named."""


class Chase(Shape):
    """What there is to do for the curators of a workspace."""

    due: int
    """Statements that two people have not confirmed."""
    late: int
    """Of those: the day for a second look has passed, or what they say has run out."""
    unread: int
    """Of those: nobody ever signed."""
    changed: tuple[str, ...]
    """Entries that are noted as changed and wait for the editor."""
    first: tuple[str, ...]
    """The entries to begin with: what is late, then what nobody has signed; most asked first."""
    dates: int
    """Dates of the calendar that nobody has looked at for long."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.due or self.changed or self.dates)


def chase(
    base: Base, readings: Sequence[PageReading], calendar: Calendar | None, on: dt.date
) -> Chase:
    """What the curators of a workspace are told on a day; `readings` are the workspace's."""
    due_entries = due_for(base, readings, "", on)
    late = [due.entry.id for due in due_entries if _late(due, on)]
    unread = [due.entry.id for due in due_entries if due.signed is None]
    return Chase(
        due=len(due_entries),
        late=len(late),
        unread=len(unread),
        changed=tuple(sorted(noted(base, readings))),
        first=tuple(dict.fromkeys([*late, *unread]))[:FIRST],
        dates=len(calendar.stale(on)) if calendar else 0,
    )


def _late(due: DueEntry, on: dt.date) -> bool:
    """Whether what an entry says has run out, or its day for a second look has passed and nobody's
    signature counts."""
    entry = due.entry
    if entry.valid_until and entry.valid_until < on:
        return True
    return entry.review_by < on and (due.signed is None or due.signed.level == "lapsed")
