"""Dates as each language writes them, never more exact than they are."""

from __future__ import annotations

from collections.abc import Mapping

MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "en": "January February March April May June July August September October November"
        " December",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre"
        " décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
        " diciembre",
    }.items()
} | {
    "ar": (
        "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو",
        "حزيران/يونيه", "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
    )
}  # fmt: skip
"""The Arabic names are those of the United Nations, which everybody reads from Baghdad to Rabat."""


def day_of(language: str, day: int) -> str:
    """The number of a day: in French the first is an ordinal."""
    return "1er" if language == "fr" and day == 1 else str(day)


def date_of(
    language: str, year: int | None = None, month: int | None = None, day: int | None = None
) -> str:
    """`24 April 2009`, `April 2009` or `2009` as that language writes it; `24 April` without a
    year, where it stands beside."""
    parts = [day_of(language, day) if day else "", MONTHS[language][month - 1] if month else ""]
    parts.append(str(year) if year else "")
    return (" de " if language == "es" else " ").join(part for part in parts if part)
