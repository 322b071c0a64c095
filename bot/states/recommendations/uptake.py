"""What was asked for beside what was recommended later: near in words and meaning, nothing more.

That a recommendation is near to an ask, and came later, does not say that it came of it: a person
looks at the pairs and decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from sqlite_utils import Database

from bot.states.recommendations.models import Filters, Likeness, Match, Recommendation, Uptake
from bot.states.recommendations.query import ids, query
from bot.states.recommendations.search import rows_of
from bot.states.recommendations.words import Same, content_words, folded

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
    found = []
    for line in text.splitlines():
        if _HEADING.match(line):
            continue
        ask = " ".join(_BULLET.sub("", line).split())
        if len(ask) >= SHORTEST and not ask.endswith(":"):
            found.append(ask)
    return tuple(dict.fromkeys(found))[:MOST_ASKS]


def uptake(
    db: Database,
    asks: Sequence[str],
    filters: Filters,
    same: Same,
    likeness: Likeness | None,
    most: int = BY_MEANING,
) -> tuple[Uptake, ...]:
    """Each ask with the recommendations nearest to it, the nearest first.

    `filters` say to whom and since when; with `likeness` by meaning and words together, else by
    words alone. Of more than `most` recommendations the meaning of the BEST by words is looked at.
    """
    wanted = query(db, filters.model_copy(update={"words": "", "order": "newest"}), same)
    made = rows_of(db, ids(db, wanted, 0, MOST))
    said = [_stems(one.text, same) for one in made]
    return tuple(
        Uptake(ask=ask, matches=_nearest(ask, made, said, same, likeness, most)) for ask in asks
    )


def _nearest(
    ask: str,
    made: Sequence[Recommendation],
    said: Sequence[str],
    same: Same,
    likeness: Likeness | None,
    most: int,
) -> tuple[Match, ...]:
    if not made:
        return ()
    words = _stems(ask, same)
    scores = [fuzz.token_set_ratio(words, text) for text in said]
    best = sorted(range(len(made)), key=lambda at: (-scores[at], at))
    if likeness is None:
        return tuple(_match(made[at], scores[at], None) for at in best[:SHOWN])
    if len(made) > most:
        best = best[:BEST]
    near = likeness(ask, [made[at].text for at in best])
    matches = [
        _match(made[at], scores[at], meaning) for at, meaning in zip(best, near, strict=True)
    ]
    return tuple(sorted(matches, key=_both, reverse=True)[:SHOWN])


def _match(one: Recommendation, words: float, meaning: float | None) -> Match:
    near = words >= NEAR_WORDS if meaning is None else meaning >= NEAR_MEANING
    return Match(recommendation=one, words=words, meaning=meaning, near=near)


def _both(match: Match) -> float:
    return MEANING * (match.meaning or 0) + match.words / 100


def _stems(text: str, same: Same) -> str:
    """The words of a text that say something; of words that mean the same, the first."""
    return " ".join(
        " ".join(folded(same[word][0])) if word in same else word
        for word in content_words(text, same)
    )
