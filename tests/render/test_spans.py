"""From one date to another, in four languages, never more exact than either is."""

from __future__ import annotations

import pytest

from bot.knowledge.models import LANGUAGES
from bot.render.words import span
from bot.reviews import PartialDate


@pytest.mark.parametrize(("start", "end", "said"), [
    ("2023-05-01", "2023-05-12", ("1–12 May 2023", "1er–12 mai 2023", "1–12 de mayo de 2023",
                                  "1–12 أيار/مايو 2023")),
    ("2026-04", "2026-05", ("April–May 2026", "avril–mai 2026", "abril–mayo de 2026",
                            "نيسان/أبريل–أيار/مايو 2026")),
    ("2026-11-28", "2026-12-03", ("28 November – 3 December 2026", "28 novembre – 3 décembre 2026",
                                  "28 de noviembre – 3 de diciembre de 2026",
                                  "28 تشرين الثاني/نوفمبر – 3 كانون الأول/ديسمبر 2026")),
    ("2026-12-28", "2027-01-03", ("28 December 2026 – 3 January 2027",
                                  "28 décembre 2026 – 3 janvier 2027",
                                  "28 de diciembre de 2026 – 3 de enero de 2027",
                                  "28 كانون الأول/ديسمبر 2026 – 3 كانون الثاني/يناير 2027")),
    ("2027-01", "2027-01", ("January 2027", "janvier 2027", "enero de 2027",
                            "كانون الثاني/يناير 2027")),
])  # fmt: skip
def test_a_span_is_said_the_same_way_in_each_language(
    start: str, end: str, said: tuple[str, ...]
) -> None:
    ends = PartialDate.parse(start), PartialDate.parse(end)
    assert tuple(span(*ends, language) for language in LANGUAGES) == said
