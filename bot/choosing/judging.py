"""How one way stands: conditions, time limits, how much the facts count, what closes it or makes it
wait; the rules that hold become statements, and those that had a say are remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.choosing.models import (
    Condition,
    JudgedWay,
    Limit,
    Met,
    NotBeside,
    Reason,
    Send,
    Stands,
    Statement,
)
from bot.choosing.rules import (
    ActorRule,
    Circumstances,
    ConditionRule,
    Fact,
    LimitRule,
    NotBesideRule,
    Rules,
    RuleText,
    WayText,
    Weight,
    runs_out,
)
from bot.choosing.standing import Availability
from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Language
from bot.reviews import MechanismCalendar, Phase


class Sayer:
    """Makes statements out of the rules of one choice."""

    def __init__(self, base: Base, language: Language = "en") -> None:
        self._base = base
        self.language = language
        self.heard: dict[str, None] = {}
        """The places of the rules that had a say, in order."""

    def every(self, rules: Iterable[RuleText], now: Circumstances) -> tuple[Statement, ...]:
        """What those rules say that hold now."""
        return tuple(self.statement(rule) for rule in rules if now.hold(rule.when))

    def statement(self, rule: RuleText, says: str | None = None) -> Statement:
        """What one rule says, with its figures filled in."""
        self.heard[rule.key] = None
        return self.at(rule.key, says or rule.says, rule.rule).model_copy(
            update={"status": rule.status} if rule.status else {}
        )

    def at(self, key: str, says: str, entry: str) -> Statement:
        """A statement that rests on an entry."""
        figures_entry = self._base.entries[entry]
        return Statement(
            key=key,
            says=fill(says, entry, self._base.figure, self.language),
            entry=entry,
            status=figures_entry.status,
            sources=tuple(
                sorted(
                    figures_entry.sources,
                    key=lambda source: not self._base.sources[source].official,
                )
            ),
            check_on=figures_entry.check_on or self._base.mechanisms[figures_entry.mechanism].page,
        )


def weighed(
    facts: Sequence[Fact], weights: Sequence[Weight], now: Circumstances, sayer: Sayer
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The reasons for a way and those against it, the weightiest first.

    A fact counts the sum of the weights that hold; one that counts nothing is no reason. Where
    several facts of one name hold, all are said, and it counts once.
    """
    reasons: list[Reason] = []
    for fact in facts:
        if not now.hold(fact.when):
            continue
        its = [weight for weight in weights if weight.fact == fact.fact and now.hold(weight.when)]
        counts = sum(weight.counts for weight in its)
        if not counts:
            continue
        again = any(reason.fact == fact.fact for reason in reasons)
        sayer.heard.update(dict.fromkeys(weight.key for weight in its))
        statement = sayer.statement(fact).model_dump()
        reasons.append(
            Reason(**statement, fact=fact.fact, weighs=counts, counts=0 if again else counts)
        )
    order = sorted(reasons, key=lambda reason: -abs(reason.weighs))
    return (
        tuple(reason for reason in order if reason.weighs > 0),
        tuple(reason for reason in order if reason.weighs < 0),
    )


_QUESTIONS = ("list_of_issues", "prior_to_reporting")
_STANDS: dict[str, Stands] = {
    "can": "usable",
    "cannot": "closed",
    "check": "check",
    "depends": "depends",
}


@dataclass(frozen=True)
class Judge:
    """Judges ways for what one person said."""

    base: Base
    rules: Rules
    sayer: Sayer

    def judged(
        self,
        way: WayText,
        standing: Availability,
        now: Circumstances,
        review: MechanismCalendar | None,
    ) -> JudgedWay | None:
        """The way as it stands; None where it does not fit what happened at all."""
        facts = now.facts
        now = replace(now, phase=_phase(review) if review else None)
        fits = "yes"
        if way.only and not set(facts.about) & set(way.only.about):
            fits = "perhaps" if not facts.about or set(facts.about) & set(way.only.perhaps) else ""
        if not fits or not now.may_hold(way.when):
            return None
        choice = JudgedWay(
            id=way.id,
            mechanism=way.mechanism,
            body=standing.body or way.body or self.base.short(way.mechanism, self.sayer.language),
            title=way.title,
            stands=_STANDS[standing.verdict],
            state=standing.state,
            review=review,
        )
        if choice.stands == "closed":
            return None if facts.about and fits == "perhaps" else choice
        reasons, against = weighed(way.facts, self.rules.weights, now, self.sayer)
        timed = [(self._limit(rule, now), rule) for rule in way.limits if now.hold(rule.when)]
        actors = list(self._of_actors(way, now))
        conditions, closing, waiting = self._conditions(way, now)
        reasons += self._counting(actors, "for")
        against += (*self._counting(actors, "against"), *self._overdue(timed))
        conditions += self._names_to_ask(actors)
        stands, because = self._stands(choice, way, fits, now, actors, timed, closing, waiting)
        return choice.model_copy(
            update={
                "stands": stands,
                "because": tuple(because),
                "score": sum(reason.counts for reason in (*reasons, *against)),
                "reasons": reasons,
                "against": against,
                "conditions": conditions,
                "limits": tuple(limit for limit, _ in timed),
                "send": self._send(way, now),
                "seen_by": self.sayer.every(way.seen_by, now),
                "risks": self.sayer.every(way.risks, now),
                "not_beside": tuple(self._not_beside(way.not_beside, now)),
            }
        )

    def _stands(
        self,
        choice: JudgedWay,
        way: WayText,
        fits: str,
        now: Circumstances,
        actors: Sequence[ActorRule],
        timed: Sequence[tuple[Limit, LimitRule]],
        closing: list[Statement],
        waiting: list[Statement],
    ) -> tuple[Stands, list[Statement]]:
        """How the way stands, and why it is not usable; what shuts it most firmly decides."""
        passed = [(limit, rule) for limit, rule in timed if limit.passed and limit.kind != "safe"]
        over = [limit for limit, rule in passed if rule.closes]
        barred = [self.sayer.statement(rule) for rule in actors if rule.does == "bars"]
        if closing or over or barred:
            return "closed", [*closing, *over, *barred]
        if passed:
            return "late", [limit for limit, _ in passed]
        asked = [self.sayer.statement(rule) for rule in actors if rule.does == "asks"]
        if asked and not now.facts.actor_state:
            return "depends", list(asked)
        secret = self._secret(way, now)
        if fits == "perhaps" and way.only:
            key = f"ways.{way.id}.only"
            self.sayer.heard[key] = None
            return "depends", [self.sayer.at(key, way.only.says, way.only.rule), *secret]
        if choice.stands == "usable" and waiting:
            return "later", [*waiting, *secret]
        if choice.stands == "usable" and secret:
            return "nameless", secret
        return choice.stands, secret

    def _secret(self, way: WayText, now: Circumstances) -> list[Statement]:
        """Why the way is open only without the name; nothing where the State may know it."""
        if not now.facts.confidential:
            return []
        facts = {fact.fact for fact in way.facts if now.hold(fact.when)}
        rules = (
            secret for secret in self.rules.secret if secret.fact in facts and now.hold(secret.when)
        )
        return [self.sayer.statement(rule) for rule in rules]

    def _of_actors(self, way: WayText, now: Circumstances) -> Iterator[ActorRule]:
        """The rules on those who did it that hold for this way."""
        actors = now.facts.actor
        its = [actor for actor in self.rules.actors if way.answers in actor.answers]
        for rule in its:
            if not set(rule.actor) & set(actors) or not now.hold(rule.when):
                continue
            others = {name for other in its if other.does == rule.does for name in other.actor}
            if rule.does == "for" or set(actors) <= others:
                yield rule

    def _counting(self, rules: Sequence[ActorRule], does: str) -> tuple[Reason, ...]:
        return tuple(
            Reason(**self.sayer.statement(rule).model_dump(), fact="actor", weighs=rule.counts,
                   counts=rule.counts)
            for rule in rules
            if rule.does == does
        )  # fmt: skip

    def _overdue(self, timed: Sequence[tuple[Limit, LimitRule]]) -> tuple[Reason, ...]:
        """Times that have passed without shutting the way: they count against it."""
        return tuple(
            Reason(**_statement(limit), fact="overdue", weighs=rule.counts, counts=rule.counts)
            for limit, rule in timed
            if limit.passed and rule.counts
        )

    def _names_to_ask(self, rules: Sequence[ActorRule]) -> tuple[Condition, ...]:
        return tuple(
            Condition(**self.sayer.statement(rule).model_dump(), stands="check")
            for rule in rules
            if rule.does == "condition"
        )

    def _conditions(
        self, way: WayText, now: Circumstances
    ) -> tuple[tuple[Condition, ...], list[Statement], list[Statement]]:
        """Every condition; those that close the way; those for which it has to wait."""
        every, closing, waiting = [], [], []
        for rule in way.conditions:
            if not now.hold(rule.when):
                continue
            stands, closes = _met(rule, now)
            condition = Condition(**self.sayer.statement(rule).model_dump(), stands=stands)
            every.append(condition)
            self.sayer.heard[f"{rule.key}.{'closes' if closes else stands}"] = None
            if closes:
                closing.append(condition)
            elif stands == "missing" and rule.blocks and now.hold(rule.blocks):
                waiting.append(condition)
        return tuple(every), list(closing), list(waiting)

    def _limit(self, rule: LimitRule, now: Circumstances) -> Limit:
        start, last = now.facts.last_decision, None
        figure = self.base.figure(*rule.figure.split("#", 1)) if rule.figure else None
        if figure and start and rule.counts_from == "last-decision":
            last = runs_out(start, int(figure.value), figure.unit)
        passed = last is not None and last < now.facts.on
        statement = self.sayer.statement(rule, rule.passed if passed else None)
        if passed:
            self.sayer.heard[f"{rule.key}.passed"] = None
        return Limit(
            **statement.model_dump(),
            kind=rule.kind,
            counts_from=rule.counts_from,
            runs_out=last,
            passed=passed,
            days_left=(last - now.facts.on).days if last and not passed else None,
        )

    def _send(self, way: WayText, now: Circumstances) -> Send | None:
        rule = next((send for send in way.send if now.hold(send.when)), None)
        if rule is None:
            return None
        return Send(**self.sayer.statement(rule).model_dump(), action=rule.action)

    def _not_beside(
        self, rules: Sequence[NotBesideRule], now: Circumstances
    ) -> Iterator[NotBeside]:
        for rule in rules:
            ways = tuple(way for way in rule.ways if way in now.open)
            if ways and now.hold(rule.when):
                yield NotBeside(**self.sayer.statement(rule).model_dump(), ways=ways)


def _statement(limit: Limit) -> dict[str, Any]:
    """A time limit as a statement."""
    return {name: getattr(limit, name) for name in Statement.model_fields}


def opened(standings: Sequence[tuple[WayText, Availability]]) -> frozenset[str]:
    """The ways that the State has left open."""
    return frozenset(way.id for way, standing in standings if standing.verdict == "can")


def _phase(review: MechanismCalendar) -> Phase:
    """Where the State stands before the mechanism; with a list of issues only while one is ahead:
    input to one that is adopted comes too late."""
    if any(event.stage in _QUESTIONS for event in review.steps):
        return "list_of_issues"
    return "deadline_unknown" if review.phase == "list_of_issues" else review.phase


def _met(rule: ConditionRule, now: Circumstances) -> tuple[Met, bool]:
    """How a condition stands, and whether that closes the way."""
    if rule.closes and now.hold(rule.closes):
        return "missing", True
    if rule.missing and now.hold(rule.missing):
        return "missing", False
    return ("met" if rule.met and now.hold(rule.met) else "check"), False
