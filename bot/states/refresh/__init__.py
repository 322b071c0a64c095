"""Takes official lists into what is known of States, without a programmer: knows them by their
headings, shows what would change and what follows from it, and keeps a receipt.

Public: `SETS`; `Forms` (`read`) over `grids`; `planned`, `save`, with the shapes `ListFacts`,
`RefreshPlan`, `LineChange`; `CONSEQUENCES`.
"""

from bot.states.refresh.forms import Forms
from bot.states.refresh.grids import grids
from bot.states.refresh.lists import SETS, ListFacts, Set
from bot.states.refresh.planning import CONSEQUENCES, LineChange, RefreshPlan, planned, save

__all__ = [
    "CONSEQUENCES",
    "SETS",
    "Forms",
    "LineChange",
    "ListFacts",
    "RefreshPlan",
    "Set",
    "grids",
    "planned",
    "save",
]
