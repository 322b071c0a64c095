"""What is answered on a State: which treaties bind it, what it accepted, what can be used."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import computed_field

from bot.knowledge.curated import Shape
from bot.reviews import PartialDate
from bot.states.rows import Mandate, Serves

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
