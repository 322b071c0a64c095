"""What there is in a country: national bodies, courts, who is present and who else answers for it.
The lines of `institutions.csv`, `courts.csv` and `actors.csv`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from bot.reviews import PartialDate
from bot.states.csvfile import Cells

National = Literal["npm", "nhri"]
NATIONAL: tuple[National, ...] = get_args(National)
Works = Literal["working", "named", "being_set_up", "none", "a", "b", "no_status", "not_known"]
"""Of a national preventive mechanism: whether it works, is only named, is being set up, or does not
exist; of a national human rights institution: its accreditation."""
WORKS: tuple[Works, ...] = get_args(Works)
Jurisdiction = Literal["yes", "no", "situation", "left", "leaving", "not_known"]
"""Whether a court can act: it can; it can't; the ICC has a situation open; the State left, or said
that it leaves."""
JURISDICTIONS: tuple[Jurisdiction, ...] = get_args(Jurisdiction)
Part = Literal["un", "occupying", "intervening", "de_facto", "groups"]
"""The UN in the country; another State that occupies or intervenes; those who govern without being
the recognised government; armed groups."""
PARTS: tuple[Part, ...] = get_args(Part)
PAGES = {
    "npm": "https://www.ohchr.org/en/treaty-bodies/spt/national-preventive-mechanisms",
    "nhri": "https://ganhri.org/membership/",
    "IACtHR": "https://www.corteidh.or.cr",
    "EACJ": "https://www.eacj.org",
    "COMESA": "https://comesacourt.org",
    "ICC": "https://asp.icc-cpi.int/states-parties",
}
"""Where to look today."""
COLUMNS = {
    "institutions": ("iso3", "state", "kind", "name", "standing", "as_of", "source", "note"),
    "courts": ("iso3", "state", "court", "standing", "since", "as_of", "source", "note"),
    "actors": ("iso3", "state", "kind", "name", "other", "as_of", "source", "note"),
}
"""The columns of each file."""


@dataclass(frozen=True)
class Institution:
    """A national body of a State."""

    iso3: str
    kind: National
    name: str
    standing: Works
    as_of: PartialDate
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Court:
    """A State and an international court."""

    iso3: str
    court: str
    standing: Jurisdiction
    since: PartialDate | None
    as_of: PartialDate
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Actor:
    """Who is in a country, or answers for what happens there, beside its Government."""

    iso3: str
    kind: Part
    name: str
    other: str
    """The code of the other State, where it is one."""
    as_of: PartialDate
    sources: tuple[str, ...]
    note: str


def institution(cells: Cells, iso3: str, sources: tuple[str, ...]) -> Institution:
    """A line of institutions.csv."""
    return Institution(
        iso3=iso3,
        kind=cells.word("kind", NATIONAL),
        name=cells.text("name"),
        standing=cells.word("standing", WORKS),
        as_of=cells.when("as_of"),
        sources=sources,
        note=cells.text("note"),
    )


def court(cells: Cells, iso3: str, sources: tuple[str, ...]) -> Court:
    """A line of courts.csv."""
    name = cells.needed("court")
    if name and name not in PAGES:
        cells.wrong.append(f"court: there is no court '{name}' here; use IACtHR, EACJ, COMESA, ICC")
    return Court(
        iso3=iso3,
        court=name,
        standing=cells.word("standing", JURISDICTIONS),
        since=cells.moment("since"),
        as_of=cells.when("as_of"),
        sources=sources,
        note=cells.text("note"),
    )


def actor(cells: Cells, iso3: str, sources: tuple[str, ...], states: Collection[str]) -> Actor:
    """A line of actors.csv; `states` holds the codes of States."""
    return Actor(
        iso3=iso3,
        kind=cells.word("kind", PARTS),
        name=cells.needed("name"),
        other=cells.known("other", "State", states),
        as_of=cells.when("as_of"),
        sources=sources,
        note=cells.text("note"),
    )
