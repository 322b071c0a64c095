"""Checklists and outlines: the commands, the form, messages, windows, files.

Public: `handle_checklist_command`, `handle_outline_command` (the words `checklist`, `outline`),
`register`, and the buttons that make a document.
"""

from bot.handlers.checklists.blocks import CHECKLIST_WORD, OUTLINE_WORD
from bot.handlers.checklists.listeners import (
    handle_checklist_command,
    handle_outline_command,
    register,
)

__all__ = [
    "CHECKLIST_WORD",
    "OUTLINE_WORD",
    "handle_checklist_command",
    "handle_outline_command",
    "register",
]
