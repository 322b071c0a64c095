"""Lays what a kind shares under its ways, and gives every rule its place in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.choosing.rules import Part, Rules, Said, WayText, Weight

Ruled = TypeVar("Ruled", bound=Said)
Parted = TypeVar("Parted", bound=Part)
_OUTER = ("assumed", "first", "cannot", "secret", "actors")
_LISTS = ("facts", "conditions", "limits", "send", "seen_by", "risks", "not_beside")


def numbered(rules: Rules) -> Rules:
    """The rules, each with its place: 'ways.wgad.facts.2', counted from 1."""
    weights = tuple(
        one.model_copy(update={"key": f"weights.{number}.{one.fact}"})
        for number, one in enumerate(rules.weights, 1)
    )
    lists = {name: _keyed(name, getattr(rules, name)) for name in _OUTER}
    kinds = {name: _numbered(kind, f"kinds.{name}") for name, kind in rules.kinds.items()}
    ways = tuple(_numbered(way, f"ways.{way.id}") for way in rules.ways)
    return rules.model_copy(update={**lists, "weights": weights, "kinds": kinds, "ways": ways})


def laid(rules: Rules) -> Rules:
    """The rules, each way complete; `like` must lead somewhere and not back to itself."""
    ways = tuple(_complete(way, rules.kinds) for way in rules.ways)
    return rules.model_copy(update={"ways": ways})


def every_key(rules: Rules) -> set[str]:
    """The place of every rule, for the test that each has its say."""
    said: list[Said | Weight] = [*rules.weights]
    for name in _OUTER:
        said += getattr(rules, name)
    for part in (*rules.kinds.values(), *rules.ways):
        for name in _LISTS:
            said += getattr(part, name)
    return {one.key for one in said}


def _numbered(part: Parted, where: str) -> Parted:
    return part.model_copy(
        update={name: _keyed(f"{where}.{name}", getattr(part, name)) for name in _LISTS}
    )


def _keyed(where: str, said: Sequence[Ruled]) -> tuple[Ruled, ...]:
    return tuple(
        one.model_copy(update={"key": f"{where}.{number}"}) for number, one in enumerate(said, 1)
    )


def _complete(way: WayText, kinds: Mapping[str, Part]) -> WayText:
    part: Part = way
    while part.like:
        part = kinds[part.like]
        own = {fact.fact for fact in way.facts} | set(way.without)
        ids = {one.id for one in way.conditions}
        update = {
            "facts": (*way.facts, *(one for one in part.facts if one.fact not in own)),
            "conditions": (
                *(one for one in part.conditions if one.id not in ids), *way.conditions,
            ),
            "limits": (*way.limits, *part.limits),
            "send": (*part.send, *way.send),
            "seen_by": way.seen_by or part.seen_by,
            "risks": (*way.risks, *part.risks),
            "not_beside": (*way.not_beside, *part.not_beside),
        }  # fmt: skip
        way = way.model_copy(update=update)
    return way
