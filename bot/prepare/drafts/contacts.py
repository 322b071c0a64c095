"""Finds what leads straight to a person or a place: numbers by plan or word, addresses,
positions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from bot.prepare.drafts.context import CheckedItem, Finding, TextContext, masked, place_of
from bot.prepare.drafts.lists import ContactPatterns, Pattern

_CANDIDATE = re.compile(r"(?<![\w./,+-])\(?\d(?:[ .()\u00a0-]{0,2}\d){6,11}(?![\w/%])")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


class Phones:
    """Finds numbers that can be dialled in a State. `regions` are codes of two letters, by which
    numbering plans are listed, by code of three."""

    def __init__(self, regions: Mapping[str, str]) -> None:
        self._regions = regions

    def find(self, text: str, state: str | None) -> Iterator[tuple[int, str]]:
        """Where each stands and what it is, for a State (ISO 3166 alpha-3); none without one."""
        region = self._regions.get(state or "")
        if not region:
            return
        from phonenumbers import NumberParseException, is_valid_number, parse

        for match in _CANDIDATE.finditer(text):
            if _DATE.fullmatch(match[0]) or match[0].count(".") > 4:
                continue
            try:
                if is_valid_number(parse(match[0], region)):
                    yield match.start(), match[0]
            except NumberParseException:
                continue


_MOST = 100
"""Of a kind in a paragraph: more say nothing new."""
KINDS = ("map", "drive", "coordinates", "email", "handle", "iban", "id", "phone")
"""In this order: what one kind has found is not found again as another."""
_BEFORE_PUBLIC = ("map", "drive", "coordinates", "email", "handle")
"""Kinds that no public number looks like; they are looked for first."""
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


class ContactFinder:
    """The patterns that curators list, compiled, and the numbering plans of States."""

    def __init__(self, patterns: ContactPatterns, regions: Mapping[str, str]) -> None:
        self._named, self._alone = (
            {kind: compiled(_some(getattr(patterns, kind), introduced)) for kind in KINDS}
            for introduced in (True, False)
        )
        self._public = compiled(patterns.public)
        self._phones = Phones(regions)

    def find(self, text: str, state: str | None = None) -> list[tuple[str, str]]:
        """The kind and the text of each that stands in a text; `state` is the code of the State
        (ISO 3166 alpha-3) whose telephone numbers are known without a label."""
        text = unicodedata.normalize("NFC", text).translate(_DIGITS)
        if not any(sign in text for sign in "@/+") and not any(map(str.isdigit, text)):
            return []
        contacts: list[tuple[int, str, str]] = []
        early = {kind: self._alone[kind] for kind in _BEFORE_PUBLIC}
        late = {kind: self._alone[kind] for kind in KINDS if kind not in _BEFORE_PUBLIC}
        for patterns in (early, self._named, {"": self._public}, late):
            for kind, expressions in patterns.items():
                for pattern in expressions:
                    matches = list(islice(pattern.finditer(text), _MOST)) if kind else [None]
                    contacts += [(match.start(), kind, match[0]) for match in matches if match]
                    if matches:
                        text = _blanked(pattern, text)
        contacts += [(at, "phone", phone) for at, phone in self._phones.find(text, state)]
        return [(kind, text) for _, kind, text in sorted(contacts)]


def compiled(pattern: Pattern) -> list[re.Pattern[str]]:
    """Its expressions; raises re.error where one is wrong."""
    words = {"CUE": _any(pattern.cues), "VEHICLE": _any(pattern.vehicles)}
    expressions = []
    for expression in pattern.patterns:
        for sign, cues in words.items():
            expression = expression.replace(sign, cues)
        expressions.append(re.compile(expression))
    return expressions


def check_contacts(look: TextContext, finder: ContactFinder) -> Iterator[CheckedItem]:
    """Numbers and addresses anywhere in the file, its notes, comments and links."""
    findings: list[Finding] = []
    for block in look.everything():
        for kind, text in finder.find(block.text, look.state):
            findings.append(look.tell.finding(kind, place_of(block), masked(text.strip(" .,;()"))))
    yield look.tell.found("contacts", findings)


def _some(pattern: Pattern, introduced: bool) -> Pattern:
    """Those of its expressions that a word introduces, or those that find a number by its form."""
    own = [text for text in pattern.patterns if ("CUE" in text or "VEHICLE" in text) == introduced]
    return pattern.model_copy(update={"patterns": tuple(own)})


def _any(cues: Iterable[str]) -> str:
    words = "|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True))
    return rf"(?<!\w)(?:{words})(?!\w)"


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text without what a pattern finds, so that the next one does not find it again."""
    return pattern.sub(lambda match: "\x00" * len(match[0]), text)
