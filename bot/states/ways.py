"""Which mechanisms someone can use for a State, which they can't, and which must be checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from bot.knowledge.models import Base
from bot.reviews import PartialDate
from bot.states.check import OLD
from bot.states.load import Tables
from bot.states.models import PAGES, Mandate, Reason, Serves, TreatyStatus, Way, WayRule, Ways
from bot.states.treaty_statuses import TreatyStatuses

Verdict = Literal["can", "cannot", "check"]
_INVESTIGATIONS = "investigation"


class WayFinder:
    """Applies the rules of ways.csv and of the regional bodies to a State."""

    def __init__(self, tables: Tables, answers: TreatyStatuses, base: Base) -> None:
        self._tables = tables
        self._answers = answers
        self._base = base
        self._words = answers.words

    def ways(self, iso3: str, serves: Serves, on: dt.date) -> Ways:
        """What serves that purpose, in the order of ways.csv, the regional bodies last."""
        by_verdict: dict[Verdict, list[Way]] = {"can": [], "cannot": [], "check": []}
        for rule in self._tables.ways:
            if rule.serves == serves:
                for verdict, way in self._applied(rule, iso3, on):
                    by_verdict[verdict].append(way)
        for verdict, way in self._regional(iso3, serves, on):
            by_verdict[verdict].append(way)
        return Ways(**{verdict: tuple(its) for verdict, its in by_verdict.items()})

    def _applied(self, rule: WayRule, iso3: str, on: dt.date) -> Iterator[tuple[Verdict, Way]]:
        kind, _, name = rule.needs.partition(":")
        match kind:
            case "":
                yield "can", self._plain(rule, "always", rule.because)
            case "except":
                if iso3 in name.split("|"):
                    why = self._words.say("members_only")
                    yield "cannot", self._plain(rule, "not_member", why)
                else:
                    yield "can", self._plain(rule, "always", rule.because)
            case "mandate" | "investigation":
                yield from self._mandates(rule, iso3, kind == _INVESTIGATIONS, on)
            case "treaty":
                treaty = self._answers.instruments.of_committee(name)
                if treaty:
                    yield self._turning(rule, self._answers.ratified(iso3, treaty.id, on))
            case "complaint":
                yield self._turning(rule, self._answers.complaint(iso3, name, on))
            case "inquiry":
                yield self._turning(rule, self._answers.inquiry(iso3, name, on))
            case "visits" if name == "npm":
                yield self._national(rule, iso3, on)
            case "visits":
                yield self._turning(rule, self._answers.visits(iso3, on))
            case "body":
                for treaty_status in self._answers.regional(iso3, on):
                    if treaty_status.subject == name and treaty_status.status == "yes":
                        yield self._turning(rule, treaty_status)

    def _turning(self, rule: WayRule, treaty_status: TreatyStatus) -> tuple[Verdict, Way]:
        verdict = _verdict(treaty_status)
        entry = rule.without or rule.rule if verdict == "cannot" else rule.rule
        return verdict, self._way(
            rule, treaty_status.reason, treaty_status.says, entry, treaty_status
        )

    def _national(self, rule: WayRule, iso3: str, on: dt.date) -> tuple[Verdict, Way]:
        """The national preventive mechanism: open only where somebody saw that it works."""
        verdict, way = self._turning(rule, self._answers.visits(iso3, on))
        if verdict != "can":
            return verdict, way
        institution = next(
            (institution for institution in self._tables.institutions
             if institution.iso3 == iso3 and institution.kind == "npm"), None,
        )  # fmt: skip
        why = self._words.preventive(institution, PAGES["npm"])
        fresh = institution and on - institution.as_of.last <= OLD
        changed: dict[str, object] = {"why": why}
        if institution:
            changed |= {"sources": institution.sources, "as_of": institution.as_of}
        if institution and institution.standing == "working" and fresh:
            return "can", way.model_copy(update=changed)
        return "check", way.model_copy(update=changed | {"reason": "not_known"})

    def _plain(self, rule: WayRule, reason: Reason, why: str) -> Way:
        entry = rule.without if reason != "always" and rule.without else rule.rule
        return self._way(rule, reason, why, entry)

    def _way(
        self,
        rule: WayRule,
        reason: Reason,
        why: str,
        entry: str,
        treaty_status: TreatyStatus | None = None,
    ) -> Way:
        entry_text = self._base.entries[entry]
        return Way(
            key=rule.key,
            mechanism=rule.mechanism,
            serves=rule.serves,
            who=rule.who or self._base.short(rule.mechanism, self._words.language),
            what=rule.what,
            group=rule.group,
            item=rule.item,
            reason=reason,
            why=why,
            entry=entry,
            cell=treaty_status,
            sources=treaty_status.sources
            if treaty_status and treaty_status.sources
            else entry_text.sources,
            as_of=treaty_status.as_of
            if treaty_status and treaty_status.as_of
            else PartialDate.of(entry_text.verified),
        )

    def _mandates(
        self, rule: WayRule, iso3: str, investigations: bool, on: dt.date
    ) -> Iterator[tuple[Verdict, Way]]:
        own = [
            mandate
            for mandate in self._tables.mandates
            if mandate.iso3 == iso3 and (mandate.kind == "investigation") == investigations
        ]
        for mandate in own:
            yield _runs(mandate, on), self._mandate(rule, mandate, on)
        if not own:
            yield (
                "check",
                self._plain(rule, "no_mandate", self._words.say("none_known", what=rule.what)),
            )

    def _mandate(self, rule: WayRule, mandate: Mandate, on: dt.date) -> Way:
        return Way(
            key=mandate.id,
            mechanism=rule.mechanism,
            serves=rule.serves,
            who=mandate.title,
            what=rule.what,
            group="",
            item=mandate.title,
            reason=_reason(mandate, on),
            why=self._words.mandate(mandate, on),
            entry=mandate.rule,
            sources=tuple(mandate.source.split("|")),
            as_of=mandate.as_of,
        )

    def _regional(self, iso3: str, serves: Serves, on: dt.date) -> Iterator[tuple[Verdict, Way]]:
        covered = {
            coverage.body: coverage.covered
            for coverage in self._tables.coverages
            if coverage.iso3 == iso3
        }
        for treaty_status in self._answers.regional(iso3, on):
            body = self._tables.bodies[treaty_status.subject]
            if serves == "case":
                entry = treaty_status.rule or body.no_complaint_rule
                what = body.complaint or self._words.say("complaint")
                group, why = self._words.say("complaints_to"), treaty_status.says
                verdict = _verdict(treaty_status)
            elif serves == "situation" and body.situation and covered[body.id] == "yes":
                entry, what, group = body.situation_rule, body.situation, self._words.say("work_of")
                verdict, why = "can", self._words.covers(treaty_status)
            else:
                continue
            yield (
                verdict,
                Way(
                    key=body.id,
                    mechanism=body.mechanism,
                    serves=serves,
                    who=body.name,
                    what=what,
                    group=group,
                    item=self._words.say("the_body", body=body.name),
                    reason=treaty_status.reason,
                    why=why,
                    entry=entry,
                    cell=treaty_status,
                    sources=treaty_status.sources,
                    as_of=treaty_status.as_of,
                ),
            )


def _verdict(treaty_status: TreatyStatus) -> Verdict:
    if treaty_status.doubtful:
        return "check"
    return "can" if treaty_status.status in ("party", "yes") else "cannot"


def _reason(mandate: Mandate, on: dt.date) -> Reason:
    return "not_known" if _runs(mandate, on) == "check" else "mandate"


def _runs(mandate: Mandate, on: dt.date) -> Verdict:
    if mandate.runs == "running":
        return "can" if mandate.in_term(on) else "check"
    return "check" if mandate.runs == "not_known" else "cannot"
