"""How each language writes dates, never more exact than they are, and the signs that it sets
otherwise than its translators type them; and letters without their signs, as names are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_BEFORE = re.compile(r"(?<=\S) (?=[;?!»])")
_COLON = re.compile(r"(?<=\S) (?=:)")
_LINK = re.compile(r"https?://\S+$")
_AFTER = re.compile(r"(?<=«) ")


def spaced(text: str, language: str) -> str:
    """A text with the spaces of its language: in French those before : ; ? ! and inside « » do not
    break, so that a phone puts no sign on a line of its own."""
    if language != "fr":
        return text
    narrow = _AFTER.sub("\u202f", _BEFORE.sub("\u202f", text))
    return _COLON.sub("\u00a0", narrow)


_QUOTES = {"en": "“{}”", "fr": "«\u202f{}\u202f»"}


def quoted(text: str, language: str) -> str:
    """A text in the quotation marks of a language."""
    return _QUOTES.get(language, "«{}»").format(text)


def listed(names: Iterable[str], language: str) -> str:
    """Names with the comma of the language between them, without an “and”."""
    return ("، " if language == "ar" else ", ").join(names)


def parted(texts: Iterable[str], language: str) -> str:
    """Statements in one line, with the semicolons of a language between them. An Arabic one stands
    apart from an address, or else it would be taken for part of the link."""
    if language != "ar":
        return ("\u202f; " if language == "fr" else "; ").join(texts)
    return "؛ ".join(f"{text} " if _LINK.search(text) else text for text in texts).rstrip()


def labelled(label: str, language: str) -> str:
    """A label with the colon after it, as what stands before a text."""
    return spaced(f"{label} :", language) if language == "fr" else f"{label}:"


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


_ONE_SPELLING = str.maketrans("أإآٱىة", "اااايه")


def unaccented(text: str) -> str:
    """A text in small letters, without accents and vowel signs."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def fold(text: str) -> str:
    """The same, with one spelling for Arabic letters that people write in several ways."""
    return unaccented(text).translate(_ONE_SPELLING)
