"""What is known of States: their names as people write them, the treaties that bind them, the
procedures that they accepted, and so what someone can use.

Public: `StateNames` (`read`, `find`, `name`), `mask`, with `State` and `Mention`; `Profiles`
(`open`, `of`, `ratified`, `complaint`, `inquiry`, `visits`, `committees`, `regional`, `mandates`,
`source`, `instruments.named`) with the shapes `Profile`, `Cell`, `Way`, `Ways`, `Instrument`.
"""

from bot.states.models import Cell, Mandate, Profile, Way, Ways
from bot.states.names import Mention, State, StateNames, Territory, mask
from bot.states.profiles import Profiles
from bot.states.rows import Instrument

__all__ = [
    "Cell",
    "Instrument",
    "Mandate",
    "Mention",
    "Profile",
    "Profiles",
    "State",
    "StateNames",
    "Territory",
    "Way",
    "Ways",
    "mask",
]
