"""What is known of States: their names as people write them, the treaties that bind them, the
procedures that they accepted, and so what someone can use.

Public: `StateNames` (`read`, `find`, `name`), `state_names` of a folder, `mask`, with `State` and
`Mention`; `Profiles` (`open`, `of`, `ratified`, `complaint`, `inquiry`, `visits`, `committees`,
`regional`, `mandates`, `source`, `instruments.named`, `lines`) with the shapes `Profile`,
`TreatyStatus`, `Way`, `Ways`, `Instrument`, `Court` (`PAGES`: where to look today), `ProfileLine`
(its `Part`); `profile_lines`: a State as ten lines.
"""

from bot.states.load import state_names
from bot.states.models import PAGES, Court, Instrument, Mandate, Profile, TreatyStatus, Way, Ways
from bot.states.names import Mention, State, StateNames, Territory, mask
from bot.states.opening import Part, ProfileItem, ProfileLine, profile_lines
from bot.states.profiles import Profiles

__all__ = [
    "PAGES",
    "Court",
    "Instrument",
    "Mandate",
    "Mention",
    "Part",
    "Profile",
    "ProfileItem",
    "ProfileLine",
    "Profiles",
    "State",
    "StateNames",
    "Territory",
    "TreatyStatus",
    "Way",
    "Ways",
    "mask",
    "profile_lines",
    "state_names",
]
