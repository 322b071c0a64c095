"""When a "no" in `knowledge/states/` is too old to be believed, since what a list is silent about
may have happened since; and what a curator should look up, and on which page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from bot.knowledge.curated import Shape
from bot.reviews import PartialDate
from bot.states.load import Tables
from bot.states.models import PAGES, Instrument, TreatyRow

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
