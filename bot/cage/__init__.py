"""A cage for files that people send: they are read in a process of their own, without tokens, files
or network, bounded in memory, processor time and time.

Public: `Cage`, and the protocol `Checks` that it shares with `DraftCheck`.
"""

from bot.cage.outside import Cage, Checks

__all__ = ["Cage", "Checks"]
