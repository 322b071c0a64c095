"""What is known of States: so far, their names as people write them.

Public: `StateNames` (`read`, `find`, `name`).
"""

from bot.states.names import State, StateNames

__all__ = ["State", "StateNames"]
