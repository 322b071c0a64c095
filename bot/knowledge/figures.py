"""Puts the figures of the base into its texts, so that a number is written in one place only."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.knowledge.models import Base, Entry, Figure, Language

REFERENCE = re.compile(r"\{(?:([a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+)#)?([a-z][a-z0-9_]*)\}")
SEPARATORS = {"en": ",", "fr": "\u202f", "es": "\u202f", "ar": ","}


def written(figure: Figure, language: str = "en") -> str:
    """The figure's value as that language writes it: 2,815 in English."""
    return number(figure.value, language)


def number(value: float, language: str = "en") -> str:
    """A number as that language writes it: 2,815 in English."""
    whole, point, rest = f"{value:,}".partition(".")
    decimal = "," if language in ("fr", "es") and point else point
    return whole.replace(",", SEPARATORS[language]) + decimal + rest


def answer_of(base: Base, entry: Entry, language: Language = "en") -> str:
    """An entry's answer with its figures, in English where the entry is not translated."""
    translated = base.translated(entry, language)
    if translated is None:
        return fill(entry.answer, entry.id, base.figure)
    return fill(translated["answer"], entry.id, base.figure, language)


def fill(
    text: str,
    entry_id: str,
    look_up: Callable[[str, str], Figure | None],
    language: str = "en",
) -> str:
    """The text with `{name}` (of this entry) and `{entry.id#name}` replaced by their values, as
    `language` writes them.

    `look_up(entry_id, name)` gives the figure; a reference that finds none is left as it stands,
    which the checker reports.
    """

    def value(match: re.Match[str]) -> str:
        figure = look_up(match[1] or entry_id, match[2])
        return match[0] if figure is None else written(figure, language)

    return REFERENCE.sub(value, text)
