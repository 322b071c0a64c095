"""Puts the figures of the base into its texts, so that a number is written in one place only."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.knowledge.models import Base, Entry, Figure, Language

REFERENCE = re.compile(r"\{(?:([a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+)#)?([a-z][a-z0-9_]*)\}")
# Arabic writes one and two with the noun alone ("one year", "two years" in one word), and a figure
# may change under a text. The dual is the one after a preposition: translators put it there.
_NOUNS = {
    "سنة|سنوات|من السنوات": ("سنة واحدة", "سنتين"),
    "شهر|أشهر|من الأشهر": ("شهر واحد", "شهرين"),
    "أسبوع|أسابيع|من الأسابيع": ("أسبوع واحد", "أسبوعين"),
    "ساعة|ساعات": ("ساعة واحدة", "ساعتين"),
    "دقيقة|دقائق": ("دقيقة واحدة", "دقيقتين"),
    "دورة|دورات": ("دورة واحدة", "دورتين"),
    "صفحة|صفحات": ("صفحة واحدة", "صفحتين"),
    "مرة|مرات": ("مرة واحدة", "مرتين"),
    "حدث جانبي": ("حدث جانبي واحد", "حدثين جانبيين"),
}
_FORMS = {form: said for forms, said in _NOUNS.items() for form in forms.split("|")}
_COUNTED = re.compile(rf"{REFERENCE.pattern} ({'|'.join(sorted(_FORMS, key=len, reverse=True))})\b")
SEPARATORS = {"en": ",", "fr": "\u202f", "es": "\u202f", "ar": ","}


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
    `language` writes them; in Arabic one and two are written with the noun that they count.

    `look_up(entry_id, name)` gives the figure; a reference that finds none is left as it stands,
    which the checker reports.
    """

    def value(match: re.Match[str]) -> str:
        figure = look_up(match[1] or entry_id, match[2])
        return match[0] if figure is None else number(figure.value, language)

    def counted(match: re.Match[str]) -> str:
        figure = look_up(match[1] or entry_id, match[2])
        if figure is None or figure.value not in (1, 2):
            return match[0]
        return _FORMS[match[3]][int(figure.value) - 1]

    if language == "ar":
        text = _COUNTED.sub(counted, text)
    return REFERENCE.sub(value, text)
