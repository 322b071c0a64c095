"""Translations that show what is translated: every text stands between marks."""

from __future__ import annotations

from bot.knowledge.translations import Translations


class Marked(Translations):
    """Every text is translated into itself, between marks."""

    def text(self, _language: str, _place: str, english: str) -> str | None:
        return f"⟦{english}⟧"


class Changed(Translations):
    """The same, but for one English text."""

    def __init__(self, english: str, said: str) -> None:
        super().__init__()
        self._english, self._said = english, said

    def text(self, _language: str, _place: str, english: str) -> str | None:
        return self._said if english == self._english else f"⟦{english}⟧"
