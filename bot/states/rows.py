"""The lines of `knowledge/states/`: treaties, States' standing to them, regional bodies, ways; and
what there is in a country: national bodies, courts, who is present and who else answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from bot.reviews import PartialDate

Status = Literal["party", "signed", "none", "unknown"]
STATUSES: tuple[Status, ...] = get_args(Status)
Answer = Literal["yes", "no", "unknown"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
Opened = Literal["with", "declaration", "opt-in", "opt-out", "not in force"]
"""How a treaty opens a procedure: with ratification; by a declaration more (`opt-in` for
inquiries); unless refused on joining; not yet."""
OPENED: tuple[Opened, ...] = get_args(Opened)
Kind = Literal["country", "thematic", "expert", "investigation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Runs = Literal["running", "not_known", "not_started", "ended"]
RUNS: tuple[Runs, ...] = get_args(Runs)
Serves = Literal["case", "situation", "visits"]
SERVES: tuple[Serves, ...] = get_args(Serves)
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
ActorKind = Literal["un", "occupying", "intervening", "de_facto", "groups"]
"""The UN in the country; another State that occupies or intervenes; those who govern without being
the recognised government; armed groups."""
ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
PAGES = {
    "npm": "https://www.ohchr.org/en/treaty-bodies/spt/national-preventive-mechanisms",
    "nhri": "https://ganhri.org/membership/",
    "IACtHR": "https://www.corteidh.or.cr",
    "EACJ": "https://www.eacj.org",
    "COMESA": "https://comesacourt.org",
    "ICC": "https://asp.icc-cpi.int/states-parties",
}
"""Where to look today."""


@dataclass(frozen=True)
class Instrument:
    """A treaty: the committee that watches it and the procedures that it opens."""

    id: str
    short: str
    title: str
    committee: str
    """The mechanism's id; empty where no committee watches it."""
    main: bool
    """Whether it is the treaty of its committee, not a protocol to it."""
    protocol_to: str
    needs: tuple[str, ...]
    """Treaties of which a State must have joined one to join this."""
    adopted: PartialDate
    in_force: PartialDate
    complaint: Opened | None
    inquiry: Opened | None
    urgent: Opened | None
    visits: Opened | None
    region: str
    """The only UN regional group whose States may join; empty where every State may."""
    gap: str
    """How many parties are known to be missing here."""
    page: str
    """The depositary's page of this treaty."""
    names: tuple[str, ...]


@dataclass(frozen=True)
class TreatyRow:
    """A State and a treaty. `complaint` and `inquiry` are None where the treaty itself settles
    them, or the State is no party."""

    iso3: str
    instrument: str
    status: Status
    since: PartialDate | None
    as_of: PartialDate | None
    doubt: str
    complaint: Answer | None
    complaint_since: PartialDate | None
    complaint_as_of: PartialDate | None
    complaint_doubt: str
    inquiry: Answer | None
    inquiry_since: PartialDate | None
    inquiry_as_of: PartialDate | None
    inquiry_doubt: str
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class RegionalBody:
    """A regional body: what it takes, and the entries that say so."""

    id: str
    name: str
    mechanism: str
    complaint: str
    """What a person can bring; empty where it takes no complaint."""
    complaint_rule: str
    no_complaint_rule: str
    situation: str
    situation_rule: str
    page: str
    names: tuple[str, ...] = ()
    """How people call it, in four languages."""


@dataclass(frozen=True)
class Coverage:
    """A State and a regional body: whether the body covers it and takes complaints against it."""

    iso3: str
    body: str
    covered: Answer
    complaint: Answer
    as_of: PartialDate | None
    sources: tuple[str, ...]
    note: str
    doubt: str
    rule: str


@dataclass(frozen=True)
class WayRule:
    """A way that may be open: whom it serves, what it needs, and the entries that say so."""

    key: str
    serves: Serves
    mechanism: str
    who: str
    """Who acts, where it is not the mechanism as a whole."""
    what: str
    needs: str
    """What the State must have: nothing (empty); `treaty:`, `complaint:` or `inquiry:` and a
    committee; `visits`; `mandate` or `investigation`; `body:` and a regional body; `except:` and
    the States that it does not cover."""
    rule: str
    without: str
    """The entry for a State that lacks it."""
    because: str
    group: str
    item: str
    """In a list of many: 'complaints to', 'CEDAW'."""


@dataclass(frozen=True)
class Institution:
    """The national preventive mechanism or human rights institution of a State."""

    iso3: str
    kind: National
    name: str
    standing: Works
    as_of: PartialDate
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Court:
    """Whether an international court can act on a State."""

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
    kind: ActorKind
    name: str
    other: str
    """The code of the other State, where it is one."""
    as_of: PartialDate
    sources: tuple[str, ...]
    note: str
