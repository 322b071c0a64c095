"""How much the facts of a way count in the circumstances."""

from __future__ import annotations

from collections.abc import Sequence

from bot.choosing.given import Circumstances
from bot.choosing.models import Reason
from bot.choosing.rules import Fact, Weight
from bot.choosing.saying import Sayer


def weighed(
    facts: Sequence[Fact], weights: Sequence[Weight], now: Circumstances, sayer: Sayer
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The reasons for a way and those against it, the weightiest first.

    A fact counts the sum of the weights that hold; one that counts nothing is no reason. Where
    several facts of one name hold, all are said, and it counts once.
    """
    found: list[Reason] = []
    for fact in facts:
        if not now.hold(fact.when):
            continue
        its = [one for one in weights if one.fact == fact.fact and now.hold(one.when)]
        counts = sum(one.counts for one in its)
        if not counts:
            continue
        again = any(one.fact == fact.fact for one in found)
        sayer.heard.update(dict.fromkeys(one.key for one in its))
        said = sayer.said(fact).model_dump()
        found.append(Reason(**said, fact=fact.fact, weighs=counts, counts=0 if again else counts))
    order = sorted(found, key=lambda one: -abs(one.weighs))
    return (
        tuple(one for one in order if one.weighs > 0),
        tuple(one for one in order if one.weighs < 0),
    )
