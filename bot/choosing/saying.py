"""Turns the rules that hold into statements, and remembers which rules had a say."""

from __future__ import annotations

from collections.abc import Iterable

from bot.choosing.given import Circumstances
from bot.choosing.models import Statement
from bot.choosing.rules import Said
from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Language


class Sayer:
    """Makes statements out of the rules of one choice."""

    def __init__(self, base: Base, language: Language = "en") -> None:
        self._base = base
        self.language = language
        self.heard: dict[str, None] = {}
        """The places of the rules that had a say, in order."""

    def every(self, rules: Iterable[Said], now: Circumstances) -> tuple[Statement, ...]:
        """What those rules say that hold now."""
        return tuple(self.said(rule) for rule in rules if now.hold(rule.when))

    def said(self, rule: Said, says: str | None = None) -> Statement:
        """What one rule says, with its figures filled in."""
        self.heard[rule.key] = None
        return self.at(rule.key, says or rule.says, rule.rule).model_copy(
            update={"status": rule.status} if rule.status else {}
        )

    def at(self, key: str, says: str, entry: str) -> Statement:
        """A statement that rests on an entry."""
        found = self._base.entries[entry]
        return Statement(
            key=key,
            says=fill(says, entry, self._base.figure, self.language),
            entry=entry,
            status=found.status,
            sources=tuple(
                sorted(found.sources, key=lambda one: not self._base.sources[one].official)
            ),
            check_on=found.check_on or self._base.mechanisms[found.mechanism].page,
        )
