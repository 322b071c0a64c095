"""Which way to go, in Slack: the questions, and the ways in order.

Public: `commanded` (the word `choose`), `register`. The questions and their answers are in `form`,
the result in `ways`, what happens with them in `listeners`.
"""

from bot.handlers.choosing.listeners import commanded, register

__all__ = ["commanded", "register"]
