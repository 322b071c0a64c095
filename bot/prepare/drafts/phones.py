"""Telephone numbers by the numbering plan of a State, without any word that introduces them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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
