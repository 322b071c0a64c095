"""Which lines of `knowledge/states/` can't be believed: what can't be so, whatever its source says;
a "no" that is too old, since what a list is silent about may have happened since; and what a
curator should look up, and on which page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from bot.knowledge.curated import Shape
from bot.reviews import PartialDate
from bot.states.rows import PAGES, Instrument, Tables, TreatyRow


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


KINDS = (
    "not known", "doubtful", "procedures", "older than the treaty", "missing", "old",
    "mandates", "institutions", "regional",
)  # fmt: skip


class TableFinding(Shape):
    """A line of the tables to look up: its kind (KINDS), why, and the official page."""

    kind: str
    says: str
    page: str = ""


def findings(tables: Tables, on: dt.date) -> tuple[TableFinding, ...]:
    """What is old, not known or doubtful, as on that day; what is impossible stops the loading
    (see `load`)."""
    to_check = [
        finding for treaty in tables.instruments.values() for finding in _of(treaty, tables, on)
    ]
    runs = [mandate for mandate in tables.mandates if mandate.runs == "not_known"]
    to_check += [
        TableFinding(kind="mandates", says=f"{mandate.title}: {mandate.note}") for mandate in runs
    ]
    over = [mandate for mandate in tables.mandates if mandate.iso3 and mandate.runs == "running"]
    to_check += [
        TableFinding(kind="mandates", says=f"{mandate.title}: its term may have ended")
        for mandate in over
        if not mandate.in_term(on)
    ]
    to_check += _institutions(tables, on)
    open_ = [
        coverage
        for coverage in tables.coverages
        if coverage.doubt or coverage.complaint == "unknown"
    ]
    for body in dict.fromkeys(tables.bodies[coverage.body] for coverage in open_):
        codes = [coverage.iso3 for coverage in open_ if coverage.body == body.id]
        says = f"{body.name}: {_named(codes)}"
        to_check.append(TableFinding(kind="regional", says=says, page=body.page))
    return tuple(sorted(to_check, key=lambda finding: KINDS.index(finding.kind)))


def _of(treaty: Instrument, tables: Tables, on: dt.date) -> Iterator[TableFinding]:
    rows = [row for row in tables.rows if row.instrument == treaty.id]
    parents = {row.iso3: row for row in tables.rows if treaty.needs == (row.instrument,)}
    codes = {
        "not known": [row.iso3 for row in rows if row.status == "unknown"],
        "doubtful": [row.iso3 for row in rows if row.status != "unknown" and row.doubt],
        "procedures": [
            row.iso3
            for row in rows
            if "unknown" in (row.complaint, row.inquiry) or row.complaint_doubt or row.inquiry_doubt
        ],
        "older than the treaty": [
            row.iso3
            for row in rows
            if row.status in ("none", "signed")
            and len(treaty.needs) == 1
            and older_than_treaty(row, parents.get(row.iso3))
        ],
    }
    states = {kind: _named(its) for kind, its in codes.items() if its}
    states |= {"missing": treaty.gap} if treaty.gap else {}
    old = [row.as_of for row in rows if row.as_of and on - row.as_of.last > OLD]
    if old:
        oldest = min(old, key=lambda moment: moment.first)
        states["old"] = f"{len(old)} of {len(rows)} lines are of lists older than two years"
        states["old"] += f", the oldest of {oldest}"
    for kind, says in states.items():
        yield TableFinding(kind=kind, says=f"{treaty.short}: {says}", page=treaty.page)


def _institutions(tables: Tables, on: dt.date) -> Iterator[TableFinding]:
    """National bodies of which nothing is known, or only something old."""
    for kind, name in (("npm", "NPM"), ("nhri", "NHRI")):
        its = [institution for institution in tables.institutions if institution.kind == kind]
        old = [
            institution.iso3
            for institution in its
            if institution.standing == "not_known" or on - institution.as_of.last > OLD
        ]
        if old:
            says = f"{name}, not known or older than two years: {_named(old)}"
            yield TableFinding(kind="institutions", says=says, page=PAGES[kind])


def _named(codes: list[str]) -> str:
    listed = ", ".join(codes[:12])
    return listed + (f" and {len(codes) - 12} more" if len(codes) > 12 else "")
