"""Which way to go, in Slack: the questions, and the ways in order.

Public: `handle_command` (the word `choose`), `register`. The questions and their answers are in
`form`, the result in `ways`, what happens with them in `listeners`.
"""

from bot.handlers.choosing.listeners import handle_command, register

__all__ = ["handle_command", "register"]
