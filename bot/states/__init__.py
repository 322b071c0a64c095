"""What is known of States: their names as people write them, the treaties that bind them, the
procedures that they accepted, and so what someone can use.

Public: `StateNames` (`read`, `find`, `name`), `state_names` of a folder, `mask`, with `State` and
`Mention`; `Profiles` (`open`, `of`, `ratified`, `complaint`, `inquiry`, `visits`, `committees`,
`regional`, `mandates`, `source`, `instruments.named`, `lines`) with the shapes `Profile`, `Cell`,
`Way`, `Ways`, `Instrument`, `ProfileLine` (its `Part`); `profile_lines`: a State as ten lines.
"""

from bot.states.load import state_names
from bot.states.models import Cell, Mandate, Profile, Way, Ways
from bot.states.names import Mention, State, StateNames, Territory, mask
from bot.states.opening import Named, Part, ProfileLine, profile_lines
from bot.states.profiles import Profiles
from bot.states.rows import Instrument

__all__ = [
    "Cell",
    "Instrument",
    "Mandate",
    "Mention",
    "Named",
    "Part",
    "Profile",
    "ProfileLine",
    "Profiles",
    "State",
    "StateNames",
    "Territory",
    "Way",
    "Ways",
    "mask",
    "profile_lines",
    "state_names",
]
