"""Translations that show what is translated: every text stands between marks, but the desk's own
phrases, which are those of the language."""

from __future__ import annotations

from bot.knowledge.curated import WORDING
from bot.knowledge.translations import Translations
from bot.settings import settings


class Phrases(Translations):
    """The desk's own phrases alone are translated."""

    def __init__(self) -> None:
        super().__init__(settings().knowledge, settings().cache)

    def text(self, language: str, place: str, english: str) -> str | None:
        return super().text(language, place, english) if place.startswith(WORDING) else None


class Marked(Phrases):
    """Every other text is translated into itself, between marks."""

    def text(self, language: str, place: str, english: str) -> str | None:
        return super().text(language, place, english) or f"⟦{english}⟧"


class Changed(Marked):
    """The same, but for one English text."""

    def __init__(self, english: str, said: str) -> None:
        super().__init__()
        self._english, self._said = english, said

    def text(self, language: str, place: str, english: str) -> str | None:
        return self._said if english == self._english else super().text(language, place, english)
