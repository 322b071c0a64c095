"""Advocacy messages: the command, the shortcut, the window in which one is made.

Public: `commanded` (the word `message`), `register`, `MESSAGE_WORD` and `DRAFT_SHORTCUT`.
"""

from bot.handlers.messages.form import DRAFT_SHORTCUT, MESSAGE_WORD
from bot.handlers.messages.listeners import commanded, register

__all__ = ["DRAFT_SHORTCUT", "MESSAGE_WORD", "commanded", "register"]
