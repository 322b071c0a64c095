"""What a curator should look up in `knowledge/states/`, and on which page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.states.load import Tables
from bot.states.models import Shape
from bot.states.plausibility import OLD, older_than_treaty
from bot.states.rows import PAGES, Instrument

KINDS = (
    "not known", "doubtful", "procedures", "older than the treaty", "missing", "old",
    "mandates", "institutions", "regional",
)  # fmt: skip


class Finding(Shape):
    """Something to look up."""

    kind: str
    says: str
    page: str = ""


def findings(tables: Tables, on: dt.date) -> tuple[Finding, ...]:
    """What is old, not known or doubtful, as on that day; what is impossible stops the loading
    (see `load`)."""
    found = [one for treaty in tables.instruments.values() for one in _of(treaty, tables, on)]
    runs = [one for one in tables.mandates if one.runs == "not_known"]
    found += [Finding(kind="mandates", says=f"{one.title}: {one.note}") for one in runs]
    over = [one for one in tables.mandates if one.iso3 and one.runs == "running"]
    found += [
        Finding(kind="mandates", says=f"{one.title}: its term may have ended")
        for one in over
        if not one.in_term(on)
    ]
    found += _institutions(tables, on)
    open_ = [one for one in tables.reaches if one.doubt or one.complaint == "unknown"]
    for body in dict.fromkeys(tables.bodies[one.body] for one in open_):
        codes = [one.iso3 for one in open_ if one.body == body.id]
        says = f"{body.name}: {_named(codes)}"
        found.append(Finding(kind="regional", says=says, page=body.page))
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _of(treaty: Instrument, tables: Tables, on: dt.date) -> Iterator[Finding]:
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
    said = {kind: _named(its) for kind, its in codes.items() if its}
    said |= {"missing": treaty.gap} if treaty.gap else {}
    old = [row.as_of for row in rows if row.as_of and on - row.as_of.last > OLD]
    if old:
        oldest = min(old, key=lambda moment: moment.first)
        said["old"] = f"{len(old)} of {len(rows)} lines are of lists older than two years"
        said["old"] += f", the oldest of {oldest}"
    for kind, says in said.items():
        yield Finding(kind=kind, says=f"{treaty.short}: {says}", page=treaty.page)


def _institutions(tables: Tables, on: dt.date) -> Iterator[Finding]:
    """National bodies of which nothing is known, or only something old."""
    for kind, name in (("npm", "NPM"), ("nhri", "NHRI")):
        its = [one for one in tables.institutions if one.kind == kind]
        old = [one.iso3 for one in its if one.standing == "not_known" or on - one.as_of.last > OLD]
        if old:
            says = f"{name}, not known or older than two years: {_named(old)}"
            yield Finding(kind="institutions", says=says, page=PAGES[kind])


def _named(codes: list[str]) -> str:
    shown = ", ".join(codes[:12])
    return shown + (f" and {len(codes) - 12} more" if len(codes) > 12 else "")
