"""Tells the State that a letter is about from the one whose diplomats it goes to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.states import Mention

_DIPLOMATS = (
    r"(?:embass(?:y|ies)|embasy|ambassad(?:e|eur|rice|or|ors|ress)|ambasador|amb|embajad(?:a|or|ora)"
    r"|permanent mission|mission|misión|delegation|délégation|delegación|diplomats?|desk officer"
    r"|السفارة|سفارة|السفير|سفير|السفيرة|سفيرة|بعثة|البعثة)"
)
_AFTER = re.compile(rf"\W{{0,3}}(?:\w+\W)?{_DIPLOMATS}\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b{_DIPLOMATS}\W{{1,3}}(?:(?:of|from|de|du|des|del|d'|the|la|el|le|les)\W{{0,2}}){{0,2}}$",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(
    r"\W{0,3}(?:will|to|should|could|would|can|may)? ?(?:recommends?|recommande\w*|recomiend\w*)\b",
    re.IGNORECASE,
)
REACH = 40
"""Characters before and after the name of a State that are looked at."""


def about(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The States among those named that a letter may be about: not those whose embassy it goes to,
    nor those that are to recommend something."""
    sent_to = {one.codes for one in mentions if _is_recipient(text, one)}
    return [one for one in mentions if one.codes not in sent_to]


def _is_recipient(text: str, one: Mention) -> bool:
    before, after = text[max(0, one.start - REACH) : one.start], text[one.end : one.end + REACH]
    return bool(_AFTER.match(after) or _BEFORE.search(before) or _RECOMMENDS.match(after))
