"""Checklists and outlines: the commands, the form, messages, windows, files.

Public: `checklist_commanded`, `outline_commanded` (the words `checklist`, `outline`), `register`,
and the buttons that make a document.
"""

from bot.handlers.checklists.blocks import CHECKLIST_WORD, OUTLINE_WORD
from bot.handlers.checklists.listeners import checklist_commanded, outline_commanded, register

__all__ = [
    "CHECKLIST_WORD",
    "OUTLINE_WORD",
    "checklist_commanded",
    "outline_commanded",
    "register",
]
