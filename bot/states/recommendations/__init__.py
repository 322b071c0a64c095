"""Past recommendations of human rights mechanisms to States: imported from the exports of OHCHR's
Universal Human Rights Index and of UPR Info, searched, counted and compared.

The data are a file of their own beside the desk's database, made whole by an import and only read
otherwise. Where nothing was imported there is a demonstration set, to be labelled as such.

Public: `Recommendations` (`open`, `search`, `counts`, `recommenders`, `groups`, `uptake`,
`on_issues`, `fitting`, `themes`, `about`), `Filters`, the shapes that they answer with,
`asks_of` and `Unreadable`. `importing.take` imports a file.
"""

from bot.states.recommendations.collection import Recommendations
from bot.states.recommendations.matching import asks_of
from bot.states.recommendations.models import (
    PAGE,
    POSITIONS,
    About,
    AlikeGroup,
    Counts,
    Filters,
    Likeness,
    Match,
    Position,
    Recommendation,
    Recommender,
    SearchPage,
    Unreadable,
    Uptake,
)
from bot.states.recommendations.search import MOST

__all__ = [
    "MOST",
    "PAGE",
    "POSITIONS",
    "About",
    "AlikeGroup",
    "Counts",
    "Filters",
    "Likeness",
    "Match",
    "Position",
    "Recommendation",
    "Recommendations",
    "Recommender",
    "SearchPage",
    "Unreadable",
    "Uptake",
    "asks_of",
]
