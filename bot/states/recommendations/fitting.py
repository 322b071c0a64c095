"""The recommendations that may be quoted in a text on an issue: few, and only what fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from bot.states.recommendations.models import Filters, Likeness, Match, Position, Recommendation
from bot.states.recommendations.query import Query, count, ids, search_of
from bot.states.recommendations.search import rows_of
from bot.states.recommendations.uptake import BEST, uptake
from bot.states.recommendations.words import Same, content_words, matching, most_telling

LOOKED_AT = 20
"""Recommendations with the words of the issue that are weighed against each other."""
ALIKE = 0.9
"""From which likeness in meaning on a recommendation fits without its words. Of 23 asks, 2 had one
above, both rightly; of the 7 with one between 0.86 and 0.9, 2 met another matter."""
SPARES_ONE = 4
"""Telling words of an issue of which one may be missing. Of three none: “children in armed groups”
without children is another issue."""
_GENERAL = frozenset(
    "against country government governments human humans national people peoples person persons"
    " population populations protect protection respect right rights situation state states"
    " droit droits homme humains personnes población personas derecho derechos humanos"
    " الناس حقوق الإنسان".split()
)
"""Words that stand in recommendations on anything: an issue is not known by them."""
_STRENGTH: dict[Position | None, int] = {"supported": 0, "partially": 1, None: 1, "noted": 3}
_UNCERTAIN = 2


def fitting(
    db: Database,
    filters: Filters,
    asks: Sequence[str],
    same: Same,
    likeness: Likeness | None,
    limit: int,
) -> tuple[Recommendation, ...]:
    """Those on the issue `filters.words`, or with `likeness` much like one of the asks: the best
    first.

    All of the issue's telling words stand in them, of four and more all but one. Of several that
    fit alike, those that the State supported come first.
    """
    found = rows_of(db, _with_most_words(db, filters, same))
    pairs = uptake(db, asks, filters, same, likeness, BEST) if asks and likeness else ()
    matches = (match for one in pairs for match in one.matches)
    alike = {one.recommendation.id: one.recommendation for one in matches if _is_alike(one)}
    ordered = sorted(found, key=lambda one: (one.id not in alike, _strength(one)))
    return tuple(({one.id: one for one in ordered} | alike).values())[:limit]


def _with_most_words(db: Database, filters: Filters, same: Same) -> tuple[int, ...]:
    """The ids of those that have the most of the telling words, where these are enough."""
    said = content_words(filters.words, same)
    told = [word for word in said if word not in _GENERAL and len(word) > 1]
    words = most_telling(told)
    if not words:
        return ()
    for at_least in (len(words), len(words) - 1) if len(words) >= SPARES_ONE else (len(words),):
        # in its text: the themes under which it is filed are often wider than what it says
        found = search_of(db, filters, f"text : {matching(words, at_least, same)}")
        if total := count(db, found):
            wanted: Query = replace(found, words=words, matching=at_least, total=total)
            return ids(db, wanted, 0, LOOKED_AT)
    return ()


def _is_alike(match: Match) -> bool:
    return match.meaning is not None and match.meaning >= ALIKE


def _strength(one: Recommendation) -> int:
    return _STRENGTH.get(one.position, _UNCERTAIN)
