"""Takes official lists into what is known of States, without a programmer: knows them by their
headings, shows what would change and what follows from it, and keeps a receipt.

Public: `SETS`; `Forms` (`read`) over `grids`; `planned`, `save`, with the shapes `Reading`, `Plan`,
`Change`; `CONSEQUENCES`.
"""

from bot.states.refresh.forms import Forms, Reading
from bot.states.refresh.grids import grids
from bot.states.refresh.planning import CONSEQUENCES, Change, Plan, planned, save
from bot.states.refresh.sets import SETS, Set

__all__ = [
    "CONSEQUENCES",
    "SETS",
    "Change",
    "Forms",
    "Plan",
    "Reading",
    "Set",
    "grids",
    "planned",
    "save",
]
