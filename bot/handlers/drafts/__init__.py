"""The draft check: a file that somebody sends, what it is for, what was found in it.

Public: `handle_command` (the word `check`), `took` (a direct message that may hold a file),
`register`, and the buttons upon which a draft is checked.
"""

from bot.handlers.drafts.blocks import DRAFT_CHECK, DRAFT_WHOLE
from bot.handlers.drafts.listeners import handle_command, register, took

__all__ = ["DRAFT_CHECK", "DRAFT_WHOLE", "handle_command", "register", "took"]
