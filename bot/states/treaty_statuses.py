"""How one State stands to one treaty, committee or regional body, and how that is known."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from bot.knowledge.models import Base, Language
from bot.reviews import PartialDate
from bot.states.check import older_than_treaty, stale
from bot.states.instruments import Instruments
from bot.states.load import Tables
from bot.states.models import (
    Answer,
    Coverage,
    Instrument,
    Reason,
    RegionalBody,
    Status,
    TreatyRow,
    TreatyStatus,
)
from bot.states.wording import Wording

Procedure = Literal["complaint", "inquiry"]
_REASONS: dict[Status, Reason] = {
    "party": "party",
    "signed": "signed",
    "none": "not_party",
    "unknown": "not_known",
}


class TreatyStatuses:
    """What the tables say of a State. Codes and ids that are not known raise KeyError."""

    def __init__(
        self, tables: Tables, base: Base, instruments: Instruments, language: Language = "en"
    ) -> None:
        self.instruments = instruments
        self.words = Wording(base, language)
        self._tables = tables
        self._rows = {(row.iso3, row.instrument): row for row in tables.rows}
        self._committees = [
            instrument for instrument in tables.instruments.values() if instrument.main
        ]
        self._pages = {mechanism.id: mechanism.page or "" for mechanism in base.mechanisms.values()}
        self._rules = {rule.key: rule for rule in tables.ways}

    def ratified(self, iso3: str, instrument: str, on: dt.date | None = None) -> TreatyStatus:
        """Whether the State is a party, signed only, or neither; on a day, if one is given."""
        treaty = self.instruments[instrument]
        row = self._rows.get((iso3, instrument))
        if row is None:
            return self._no_row(iso3, treaty)
        status, joined, as_of, note = row.status, row.since, row.as_of, row.note
        later = bool(on and joined and joined.first > on)
        if joined and later:
            note = self.words.dated("joined_later", joined)
            status, joined, as_of = "none", None, None
        outside = status in ("none", "signed") and not later
        treaty_status = TreatyStatus(
            subject=instrument,
            instrument=instrument,
            status=status,
            reason=_REASONS[status],
            since=joined,
            as_of=as_of,
            sources=row.sources,
            page=treaty.page,
            doubt=row.doubt,
            stale=self._stale(row, treaty, on) if outside and not row.doubt else "",
            gap="" if status == "party" else treaty.gap,
            caution=self._cautions(row.sources),
            note=note,
            says="",
        )
        return _with_sentence(treaty_status, self.words.ratified(treaty_status, treaty))

    def _stale(self, row: TreatyRow, treaty: Instrument, on: dt.date | None) -> str:
        """Why the list that says no may be too old to say so."""
        for name in treaty.needs if len(treaty.needs) == 1 else ():
            called = self.words.called(self.instruments[name])
            parent = self._rows.get((row.iso3, name))
            if age := older_than_treaty(row, parent):
                return self.words.stale(age, called, row.as_of)
        return self._aged(row.as_of, on)

    def _aged(self, as_of: PartialDate | None, on: dt.date | None) -> str:
        age = stale(as_of, on or dt.date.today())
        return self.words.stale(age) if age else ""

    def complaint(self, iso3: str, committee: str, on: dt.date | None = None) -> TreatyStatus:
        """Whether a person can complain to that committee against the State."""
        return self._procedure(iso3, committee, "complaint", on)

    def inquiry(self, iso3: str, committee: str, on: dt.date | None = None) -> TreatyStatus:
        """Whether that committee can open an inquiry on the State (CED: a visit, article 33)."""
        return self._procedure(iso3, committee, "inquiry", on)

    def visits(self, iso3: str, on: dt.date | None = None) -> TreatyStatus:
        """Whether the Subcommittee on Prevention of Torture and a national preventive mechanism
        can visit places of detention: they can in every State party to OPCAT."""
        treaty = next(instrument for instrument in self.instruments.values() if instrument.visits)
        party = self.ratified(iso3, treaty.id, on)
        answer: dict[str, Answer] = {"party": "yes", "unknown": "unknown"}
        status = answer.get(party.status, "no")
        reason: Reason = "comes_with" if status == "yes" else party.reason
        rule = self._rule("spt-visit", status)
        changed = {"subject": treaty.committee, "status": status, "reason": reason, "rule": rule}
        return party.model_copy(update=changed)

    def committees(self, iso3: str, on: dt.date | None = None) -> tuple[TreatyStatus, ...]:
        """For each committee whether its treaty binds the State: those of status `party` can
        review it (the Subcommittee on Prevention of Torture reviews no reports)."""
        return tuple(
            self.ratified(iso3, instrument.id, on).model_copy(
                update={"subject": instrument.committee}
            )
            for instrument in self._committees
        )

    def regional(self, iso3: str, on: dt.date | None = None) -> tuple[TreatyStatus, ...]:
        """The regional bodies of which something is known for the State: whether a person can
        complain to them. A body that is not there is not known here."""
        return tuple(
            TreatyStatus(
                subject=coverage.body,
                status=coverage.complaint,
                reason=_reach_reason(coverage.complaint, coverage.covered, bool(body.complaint)),
                as_of=coverage.as_of,
                sources=coverage.sources,
                page=body.page,
                rule=coverage.rule
                or (body.complaint_rule if coverage.complaint == "yes" else body.no_complaint_rule),
                says=self.words.coverage(coverage, bool(body.complaint), body.page, old),
                doubt=coverage.doubt,
                stale=old,
                caution=self._cautions(coverage.sources),
                note=coverage.note,
            )
            for coverage in self._tables.coverages
            if coverage.iso3 == iso3 and (body := self._tables.bodies[coverage.body])
            for old in (self._reach_aged(coverage, body, on),)
        )

    def _procedure(
        self, iso3: str, committee: str, procedure: Procedure, on: dt.date | None
    ) -> TreatyStatus:
        treaty = self.instruments.opening(procedure, committee)
        if treaty is None:
            return self._none(committee, procedure)
        party = self._deciding(iso3, treaty, on)
        row = self._rows.get((iso3, treaty.id))
        opened = getattr(treaty, procedure)
        accepted: Answer | None = getattr(row, procedure, None)
        joined: PartialDate | None = getattr(row, f"{procedure}_since", None)
        as_of, doubt, old = party.as_of, party.doubt, party.stale
        status: Answer = "no"
        if opened == "not in force":
            reason: Reason = "not_in_force"
        elif party.status == "unknown":
            status, reason = "unknown", "not_known"
        elif party.status != "party":
            reason = party.reason
        elif opened == "with" and accepted is None:
            status, reason, joined = "yes", "comes_with", party.since
        else:
            status = accepted or "unknown"
            as_of = getattr(row, f"{procedure}_as_of", None) or as_of
            doubt = getattr(row, f"{procedure}_doubt", "") or doubt
            aged = status == "no" and not doubt
            old = self._aged(as_of, on) if aged else ""
            if status == "yes" and on and joined and joined.first > on:
                status = "no"
            reason = _reason(status, opened)
        treaty_status = party.model_copy(
            update={
                "subject": committee, "status": status, "reason": reason,
                "since": joined if status == "yes" else None, "as_of": as_of, "doubt": doubt,
                "stale": "" if status == "yes" or reason == "not_in_force" else old,
                "rule": self._rule(f"{committee}-{procedure}", status),
            }
        )  # fmt: skip
        deciding = self.instruments[party.subject]
        what = self.words.say(_what(procedure, opened))
        return _with_sentence(
            treaty_status, self.words.procedure(treaty_status, deciding, party, what)
        )

    def _deciding(self, iso3: str, treaty: Instrument, on: dt.date | None) -> TreatyStatus:
        """The State's standing to a protocol; that to its treaty, where the State surely did not
        join it and a newer list says so: then it can't have joined the protocol either."""
        own = self.ratified(iso3, treaty.id, on)
        if len(treaty.needs) != 1 or own.status == "party":
            return own
        parent = self.ratified(iso3, treaty.needs[0], on)
        outside = parent.status in ("none", "signed") and not parent.doubt
        newer = parent.as_of and (own.as_of is None or parent.as_of.first >= own.as_of.first)
        return parent if outside and newer else own

    def _rule(self, key: str, status: str) -> str | None:
        rule = self._rules.get(key)
        if rule is None:
            return None
        return rule.rule if status != "no" else rule.without or rule.rule

    def _reach_aged(self, coverage: Coverage, body: RegionalBody, on: dt.date | None) -> str:
        """Why a "no" of a regional body may have changed; a body that takes no complaints says it
        for good."""
        closed = coverage.complaint == "no" and body.complaint and not coverage.doubt
        return self._aged(coverage.as_of, on) if closed else ""

    def _none(self, committee: str, procedure: Procedure) -> TreatyStatus:
        return TreatyStatus(
            subject=committee,
            status="no",
            reason="no_procedure",
            page=self._pages[committee],
            rule=self._rule(f"{committee}-{procedure}", "no"),
            says=self.words.say(f"no_{procedure}"),
        )

    def _no_row(self, iso3: str, treaty: Instrument) -> TreatyStatus:
        region = self._tables.names.states[iso3].region
        common: dict[str, Any] = {
            "subject": treaty.id,
            "instrument": treaty.id,
            "page": treaty.page,
        }
        if treaty.region and treaty.region != region:
            says = self.words.only_of(treaty)
            return TreatyStatus(**common, status="none", reason="not_member", says=says)
        says = self.words.unknown("", treaty.page)
        return TreatyStatus(**common, status="unknown", reason="not_known", says=says)

    def _cautions(self, sources: tuple[str, ...]) -> str:
        """What is to be said of the sources, unless one of them is beyond remark."""
        cautions = [self._tables.cautions.get(source, "") for source in sources]
        return "; ".join(dict.fromkeys(cautions)) if all(cautions) else ""


def _what(procedure: Procedure, opened: str) -> str:
    """The phrase for a procedure; only the inquiry of CED comes with joining, as a visit."""
    visit = procedure == "inquiry" and opened == "with"
    return "visits_after" if visit else f"of_{procedure}"


def _with_sentence(treaty_status: TreatyStatus, says: str) -> TreatyStatus:
    return treaty_status.model_copy(update={"says": says})


def _reason(status: Answer, opened: str) -> Reason:
    if status == "unknown":
        return "not_known"
    if status == "yes":
        return "declared" if opened in ("declaration", "opt-in") else "comes_with"
    return "refused" if opened == "opt-out" else "not_declared"


def _reach_reason(complaint: Answer, covered: Answer, takes: bool) -> Reason:
    if complaint == "unknown":
        return "not_known"
    if not takes:
        return "no_procedure"
    if complaint == "yes":
        return "covered"
    return "not_covered" if covered == "no" else "not_declared"
