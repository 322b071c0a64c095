"""The shapes of what is known of States: the lines of `knowledge/states/`, each field of a type
that says how its cell is read; and what is answered on a State."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pydantic import computed_field

from bot.knowledge.curated import Shape
from bot.reviews import PartialDate
from bot.states.files import (
    BodyId,
    EntryId,
    MechanismId,
    Needed,
    OtherState,
    SourceIds,
    StateCode,
    TreatyId,
)

Status = Literal["party", "signed", "none", "unknown"]
Answer = Literal["yes", "no", "unknown"]
Opened = Literal["with", "declaration", "opt-in", "opt-out", "not in force"]
"""How a treaty opens a procedure: with ratification; by a declaration more (`opt-in` for
inquiries); unless refused on joining; not yet."""
Kind = Literal["country", "thematic", "expert", "investigation"]
Runs = Literal["running", "not_known", "not_started", "ended"]
Serves = Literal["case", "situation", "visits"]
National = Literal["npm", "nhri"]
Works = Literal["working", "named", "being_set_up", "none", "a", "b", "no_status", "not_known"]
"""Of a national preventive mechanism: whether it works, is only named, is being set up, or does not
exist; of a national human rights institution: its accreditation."""
CourtId = Literal["IACtHR", "EACJ", "COMESA", "ICC"]
Jurisdiction = Literal["yes", "no", "situation", "left", "leaving", "not_known"]
"""Whether a court can act: it can; it can't; the ICC has a situation open; the State left, or said
that it leaves."""
ActorKind = Literal["un", "occupying", "intervening", "de_facto", "groups"]
"""The UN in the country; another State that occupies or intervenes; those who govern without being
the recognised government; armed groups."""
PAGES = {
    "npm": "https://www.ohchr.org/en/treaty-bodies/spt/national-preventive-mechanisms",
    "nhri": "https://ganhri.org/membership/",
    "IACtHR": "https://www.corteidh.or.cr",
    "EACJ": "https://www.eacj.org",
    "COMESA": "https://comesacourt.org",
    "ICC": "https://asp.icc-cpi.int/states-parties",
}
"""Where to look today."""
YEAR = dt.timedelta(days=366)


@dataclass(frozen=True)
class Instrument:
    """A treaty: the committee that watches it and the procedures that it opens."""

    id: Needed
    short: Needed
    title: Needed
    committee: MechanismId
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
    page: Needed
    """The depositary's page of this treaty."""
    names: tuple[str, ...]


@dataclass(frozen=True)
class TreatyRow:
    """A State and a treaty. `complaint` and `inquiry` are None where the treaty itself settles
    them, or the State is no party."""

    iso3: StateCode
    instrument: TreatyId
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
    sources: SourceIds
    note: str


@dataclass(frozen=True)
class RegionalBody:
    """A regional body: what it takes, and the entries that say so."""

    id: Needed
    name: Needed
    mechanism: MechanismId
    complaint: str
    """What a person can bring; empty where it takes no complaint."""
    complaint_rule: EntryId
    no_complaint_rule: EntryId
    situation: str
    situation_rule: EntryId
    page: Needed
    names: tuple[str, ...] = ()
    """How people call it, in four languages."""


@dataclass(frozen=True)
class Coverage:
    """A State and a regional body: whether the body covers it and takes complaints against it."""

    iso3: StateCode
    body: BodyId
    covered: Answer
    complaint: Answer
    as_of: PartialDate | None
    sources: SourceIds
    note: str
    doubt: str
    rule: EntryId


@dataclass(frozen=True)
class WayRule:
    """A way that may be open: whom it serves, what it needs, and the entries that say so."""

    key: Needed
    serves: Serves
    mechanism: MechanismId
    who: str
    """Who acts, where it is not the mechanism as a whole."""
    what: Needed
    needs: str
    """What the State must have: nothing (empty); `treaty:`, `complaint:` or `inquiry:` and a
    committee; `visits`; `mandate` or `investigation`; `body:` and a regional body; `except:` and
    the States that it does not cover."""
    rule: EntryId
    without: EntryId
    """The entry for a State that lacks it."""
    because: str
    group: str
    item: str
    """In a list of many: 'complaints to', 'CEDAW'."""


@dataclass(frozen=True)
class Institution:
    """The national preventive mechanism or human rights institution of a State."""

    iso3: StateCode
    kind: National
    name: str
    standing: Works
    as_of: PartialDate
    sources: SourceIds
    note: str


@dataclass(frozen=True)
class Court:
    """Whether an international court can act on a State."""

    iso3: StateCode
    court: CourtId
    standing: Jurisdiction
    since: PartialDate | None
    as_of: PartialDate
    sources: SourceIds
    note: str


@dataclass(frozen=True)
class Actor:
    """Who is in a country, or answers for what happens there, beside its Government."""

    iso3: StateCode
    kind: ActorKind
    name: Needed
    other: OtherState
    """The code of the other State, where it is one."""
    as_of: PartialDate
    sources: SourceIds
    note: str


class Mandate(Shape):
    """A UN expert on a country or a theme, or a UN investigation."""

    id: str
    kind: Kind
    title: str
    iso3: str | None
    email: str
    resolution: str
    renewed: PartialDate | None
    until: PartialDate | None = None
    """Until when it is known to run; None where that is not known, or it has no end."""
    endless: bool = False
    """Whether it was created without an end date."""
    runs: Runs
    holder: str = ""
    """Who holds it, and when that was read; empty where it is not known."""
    note: str
    source: str
    as_of: PartialDate
    rule: str

    def in_term(self, on: dt.date) -> bool:
        """Whether it surely runs on that day: a mandate without a known end is taken to run for
        the year after its last resolution, as the Council renews most of them yearly."""
        if self.runs != "running":
            return False
        if self.endless:
            return True
        if self.until:
            return on <= self.until.last
        return bool(self.renewed and on <= self.renewed.last + YEAR)


Reason = Literal[
    "party", "signed", "not_party", "declared", "not_declared", "refused", "comes_with",
    "not_in_force", "no_procedure", "covered", "not_covered", "always", "not_member",
    "mandate", "no_mandate", "not_known",
]  # fmt: skip
"""On what a treaty status or a way turns; `not_known` where the data do not say."""


class TreatyStatus(Shape):
    """How one State stands to a treaty, a committee's procedure or a regional body, and how that
    is known."""

    subject: str
    """The id of a treaty, a committee or a regional body."""
    status: Literal["party", "signed", "none", "yes", "no", "unknown"]
    reason: Reason
    instrument: str | None = None
    """The treaty on which it turns."""
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    """What the newest source that was read is of. `none` and `no` hold for that day."""
    sources: tuple[str, ...] = ()
    page: str = ""
    """The official page on which to check it."""
    rule: str | None = None
    """The entry whose rule it follows."""
    says: str
    """The answer as an English sentence, with its date and its doubt."""
    stale: str = ""
    """Why a `none` or `no` may have changed: its list is too old for what it says."""
    doubt: str = ""
    """Why this one may be wrong or is not known."""
    gap: str = ""
    """Where the State is no party by what was read: how many parties are known to be missing."""
    caution: str = ""
    """What is known of the quality of its sources, where none of them is beyond remark."""
    note: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def doubtful(self) -> bool:
        """Whether to say: check the page before you rely on it."""
        return self.status == "unknown" or bool(self.doubt or self.stale)


class Way(Shape):
    """A mechanism that someone can use for a case, a situation or a visit, or can't, and why."""

    key: str
    mechanism: str
    serves: Serves
    who: str
    what: str
    group: str
    item: str
    """In a list of many: 'complaints to', 'CEDAW'; an empty group where it stands alone."""
    reason: Reason
    why: str
    """An English sentence."""
    entry: str
    """The id of the entry with the rule."""
    cell: TreatyStatus | None = None
    """The treaty status on which it turns; None where it turns on nothing that a State accepted."""
    sources: tuple[str, ...] = ()
    as_of: PartialDate | None = None


class Ways(Shape):
    """What serves one purpose: can be used, can't be used, and can't be told from here."""

    can: tuple[Way, ...]
    cannot: tuple[Way, ...]
    check: tuple[Way, ...]


class Treaty(Shape):
    """A treaty in a profile. `complaint` and `inquiry` are None where it opens no such thing."""

    id: str
    short: str
    title: str
    committee: str
    party: TreatyStatus
    complaint: TreatyStatus | None
    inquiry: TreatyStatus | None


class Profile(Shape):
    """What is known of a State on a day: its treaties, and what can be used there."""

    iso3: str
    name: str
    on: dt.date
    treaties: tuple[Treaty, ...]
    visits: TreatyStatus
    regional: tuple[TreatyStatus, ...]
    mandates: tuple[Mandate, ...]
    case: Ways
    situation: Ways
    detention: Ways
    """Who can visit places of detention."""
