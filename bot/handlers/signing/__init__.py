"""Curators compare statements with their pages and sign them, in Slack: the statement, the page to
open, three buttons. What they sign counts in their workspace.

Public: `handle_command` (the word `review`), `register`; for the runner `SlackCurators`, the weekly
message that leads here.
"""

from bot.handlers.signing.listeners import handle_command, register
from bot.handlers.signing.message import SlackCurators

__all__ = ["SlackCurators", "handle_command", "register"]
