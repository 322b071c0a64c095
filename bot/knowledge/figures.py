"""Puts the figures of the base into its texts, so that a number is written in one place only."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.knowledge.models import Figure

REFERENCE = re.compile(r"\{(?:([a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+)#)?([a-z][a-z0-9_]*)\}")
SEPARATORS = {"en": ",", "fr": "\u202f", "es": "\u202f", "ar": ","}


def written(figure: Figure, language: str = "en") -> str:
    """The figure's value as that language writes it: 2,815 in English."""
    return f"{figure.value:,}".replace(",", SEPARATORS[language])


def fill(text: str, entry_id: str, look_up: Callable[[str, str], Figure | None]) -> str:
    """The text with `{name}` (of this entry) and `{entry.id#name}` replaced by their values.

    `look_up(entry_id, name)` gives the figure; a reference that finds none is left as it stands,
    which the checker reports.
    """

    def value(match: re.Match[str]) -> str:
        figure = look_up(match[1] or entry_id, match[2])
        return match[0] if figure is None else written(figure)

    return REFERENCE.sub(value, text)
