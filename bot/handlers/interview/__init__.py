"""The interview in Slack: one window with all questions; the texts come as files.

Public: `commanded` (the word `draft`), `register`. Its window is in `window`, what happens with it
in `listeners`; nothing of it is kept.
"""

from bot.handlers.interview.listeners import commanded, register

__all__ = ["commanded", "register"]
