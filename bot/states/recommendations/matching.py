"""Recommendations beside a text of one's own: what may be quoted in it, what was taken up of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from sqlite_utils import Database

from bot.states.recommendations.models import (
    Filters,
    Likeness,
    Match,
    Position,
    Recommendation,
    Uptake,
)
from bot.states.recommendations.query import (
    Query,
    Synonyms,
    content_words,
    count,
    folded,
    ids,
    matching,
    most_telling,
    query,
    search_of,
)
from bot.states.recommendations.search import rows_of

MOST_ASKS = 200
SHOWN = 3
"""Recommendations beside an ask."""
BY_MEANING = 400
"""Recommendations that are all looked at by meaning; of more, for each ask the BEST by words."""
BEST = 40
NEAR_MEANING, NEAR_WORDS = 0.86, 60.0
"""From where on two texts are called near. Of 13 asks in other words than the recommendation that
answers them 12 lie above 0.876 in meaning, 10 above 50 in words; of 6 asks on other matters the
nearest lies below 0.842, and below 51. By meaning 11 of the 13 are found first, by words 4."""
MEANING = 8.0
"""How much a step in meaning counts beside one in words: meanings differ by little."""
MOST = 3_000
"""Recommendations to one State after a day; nobody has had more."""
SHORTEST = 12
"""Letters of a line that may be an ask."""
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s")


def asks_of(text: str) -> tuple[str, ...]:
    """The asks of a text: each line, without its bullet or number; headings are left out."""
    matches = []
    for line in text.splitlines():
        if _HEADING.match(line):
            continue
        ask = " ".join(_BULLET.sub("", line).split())
        if len(ask) >= SHORTEST and not ask.endswith(":"):
            matches.append(ask)
    return tuple(dict.fromkeys(matches))[:MOST_ASKS]


def uptake(
    db: Database,
    asks: Sequence[str],
    filters: Filters,
    synonyms: Synonyms,
    likeness: Likeness | None,
    most: int = BY_MEANING,
) -> tuple[Uptake, ...]:
    """Each ask with the recommendations nearest to it, the nearest first.

    `filters` say to whom and since when; with `likeness` by meaning and words together, else by
    words alone. Of more than `most` recommendations the meaning of the BEST by words is looked at.
    """
    search = query(db, filters.model_copy(update={"words": "", "order": "newest"}), synonyms)
    recommendations = rows_of(db, ids(db, search, 0, MOST))
    texts = [_stems(recommendation.text, synonyms) for recommendation in recommendations]
    return tuple(
        Uptake(ask=ask, matches=_nearest(ask, recommendations, texts, synonyms, likeness, most))
        for ask in asks
    )


def _nearest(
    ask: str,
    recommendations: Sequence[Recommendation],
    texts: Sequence[str],
    synonyms: Synonyms,
    likeness: Likeness | None,
    most: int,
) -> tuple[Match, ...]:
    if not recommendations:
        return ()
    words = _stems(ask, synonyms)
    scores = [fuzz.token_set_ratio(words, text) for text in texts]
    best = sorted(range(len(recommendations)), key=lambda at: (-scores[at], at))
    if likeness is None:
        return tuple(_match(recommendations[at], scores[at], None) for at in best[:SHOWN])
    if len(recommendations) > most:
        best = best[:BEST]
    near = likeness(ask, [recommendations[at].text for at in best])
    matches = [
        _match(recommendations[at], scores[at], meaning)
        for at, meaning in zip(best, near, strict=True)
    ]
    return tuple(sorted(matches, key=_both, reverse=True)[:SHOWN])


def _match(recommendation: Recommendation, words: float, meaning: float | None) -> Match:
    near = words >= NEAR_WORDS if meaning is None else meaning >= NEAR_MEANING
    return Match(recommendation=recommendation, words=words, meaning=meaning, near=near)


def _both(match: Match) -> float:
    return MEANING * (match.meaning or 0) + match.words / 100


def _stems(text: str, synonyms: Synonyms) -> str:
    """The words of a text that say something; of words that mean the same, the first."""
    return " ".join(
        " ".join(folded(synonyms[word][0])) if word in synonyms else word
        for word in content_words(text, synonyms)
    )


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
    synonyms: Synonyms,
    likeness: Likeness | None,
    limit: int,
) -> tuple[Recommendation, ...]:
    """Those on the issue `filters.words`, or with `likeness` much like one of the asks: the best
    first.

    All of the issue's telling words stand in them, of four and more all but one. Of several that
    fit alike, those that the State supported come first.
    """
    on_issue = rows_of(db, _with_most_words(db, filters, synonyms))
    pairs = uptake(db, asks, filters, synonyms, likeness, BEST) if asks and likeness else ()
    matches = (match for ask in pairs for match in ask.matches)
    alike = {
        match.recommendation.id: match.recommendation
        for match in matches
        if match.meaning is not None and match.meaning >= ALIKE
    }
    ordered = sorted(
        on_issue, key=lambda hit: (hit.id not in alike, _STRENGTH.get(hit.position, _UNCERTAIN))
    )
    return tuple(({hit.id: hit for hit in ordered} | alike).values())[:limit]


def _with_most_words(db: Database, filters: Filters, synonyms: Synonyms) -> tuple[int, ...]:
    """The ids of those that have the most of the telling words, where these are enough."""
    content = content_words(filters.words, synonyms)
    telling = [word for word in content if word not in _GENERAL and len(word) > 1]
    words = most_telling(telling)
    if not words:
        return ()
    for at_least in (len(words), len(words) - 1) if len(words) >= SPARES_ONE else (len(words),):
        # in its text: the themes under which it is filed are often wider than what it says
        search = search_of(db, filters, f"text : {matching(words, at_least, synonyms)}")
        if total := count(db, search):
            wanted: Query = replace(search, words=words, matching=at_least, total=total)
            return ids(db, wanted, 0, LOOKED_AT)
    return ()
