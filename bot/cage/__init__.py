"""A cage for heavy and foreign work: it is done in a process of its own, without tokens or network,
bounded in memory, processor time and time. What dies there ends nothing else.

A caged process opens what its work needs, once, then waits at a door (a Unix socket). For each line
that is opened to it, it makes a copy of itself (fork), which takes the bounds upon itself and works
on what comes over that line. It knows nothing of what it holds: a part names a function of its own
that opens it (`Kept`).

Public: outside `Cage`, `Line`, `Gone` and `can_cage`; inside `Kept` and `Bounds`; `Said` is
what passes between.
"""

from bot.cage.bounds import Bounds, Kept
from bot.cage.frames import Said
from bot.cage.outside import Cage, Gone, Line, can_cage

__all__ = ["Bounds", "Cage", "Gone", "Kept", "Line", "Said", "can_cage"]
