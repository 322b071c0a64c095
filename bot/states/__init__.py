"""What is known of States: so far, their names as people write them.

Public: `StateNames` (`read`, `find`, `name`), `mask`, and the shapes `State` and `Mention`.
"""

from bot.states.names import Mention, State, StateNames, mask

__all__ = ["Mention", "State", "StateNames", "mask"]
