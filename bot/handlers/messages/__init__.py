"""Advocacy messages: the command, the shortcut, the window in which one is made.

Public: `handle_command` (the word `message`), `register`, `MESSAGE_WORD` and `DRAFT_SHORTCUT`.
"""

from bot.handlers.messages.form import DRAFT_SHORTCUT, MESSAGE_WORD
from bot.handlers.messages.listeners import handle_command, register

__all__ = ["DRAFT_SHORTCUT", "MESSAGE_WORD", "handle_command", "register"]
