"""Statements of an action with what stands behind them: entry, status, sources, page."""

from __future__ import annotations

from bot.knowledge.curated import Shape
from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Entry, Language, Status
from bot.prepare.actions import FACTS, Action, StatementText


class Cited(Shape):
    """A source as a text cites it."""

    title: str
    publisher: str
    url: str | None
    dated: str
    """Its date as exact as it is known; empty where none is."""


class Rule(Shape):
    """A statement, how sure it is, and where it comes from."""

    text: str
    status: Status
    """`advice` where it is no rule of a mechanism."""
    entry: str | None = None
    title: str = ""
    """The question that the entry answers."""
    sources: tuple[str, ...] = ()
    """Ids in `sources` of the whole."""
    check_on: str | None = None
    """For what is not settled: the page on which to check it."""


SHOWN = 2
"""Sources that a rule names, the best first."""


class Rules:
    """Makes rules out of statements, and gathers the sources that they name."""

    def __init__(self, base: Base, language: Language = "en") -> None:
        self._base, self._language = base, language
        self.sources: dict[str, Cited] = {}

    def text(self, text: str) -> str:
        """The text with the figures of entries filled in."""
        return fill(text, "", self._base.figure, self._language)

    def of(self, statement: StatementText) -> Rule:
        """A statement; without an entry it is advice."""
        text = self.text(statement.says)
        if statement.rule is None:
            return Rule(text=text, status=statement.status or "advice")
        entry = self._base.entries[statement.rule]
        status = statement.status or entry.status
        return Rule(
            text=text,
            status=status,
            entry=entry.id,
            title=self._base.title(entry, self._language),
            sources=self._cite(entry),
            check_on=self._page(entry) if status in ("unchecked", "dated") else None,
        )

    def facts(self, action: Action) -> dict[str, tuple[Rule, ...]]:
        """All statements of an action by key."""
        return {key: tuple(map(self.of, getattr(action, key))) for key in FACTS}

    def behind(self, entry_id: str | None, text: str) -> Rule | None:
        """What an entry says, in the words of `text`, with its status and sources; None without an
        entry."""
        return self.of(StatementText(says=text, rule=entry_id)) if entry_id else None

    def _cite(self, entry: Entry) -> tuple[str, ...]:
        names = entry.sources[:SHOWN]
        for name in names:
            source = self._base.sources[name]
            self.sources[name] = Cited(
                title=source.title,
                publisher=source.publisher,
                url=source.url,
                dated=source.date or "",
            )
        return names

    def _page(self, entry: Entry) -> str | None:
        source = self._base.sources.get(entry.check_on or "")
        page = source.url if source else entry.check_on
        return page or self._base.mechanisms[entry.mechanism].page
