"""Posts the digests that are due: each once, whoever runs and however often.

A delivery is claimed in the store, what it announces is kept, then the message is posted with
metadata that names it, then the message's ts is kept. Whoever dies in between leaves a claim that
runs out. The next holder looks for the message in the channel before it posts.

Public: `Runner` (`of` a deployment; `run` makes a round), `Keeper` (the same for preparations and
their reminders), `Chaser` (the weekly message to curators), `Loop` (a round a minute), `local_end`.
"""

from bot.runner.curators import Chaser
from bot.runner.delivery import EVENT, Outcome
from bot.runner.preparations import Keeper
from bot.runner.rounds import Loop, Runner, local_end

__all__ = [
    "EVENT",
    "Chaser",
    "Keeper",
    "Loop",
    "Outcome",
    "Runner",
    "local_end",
]
