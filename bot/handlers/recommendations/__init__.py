"""Past recommendations: the search, pages, counts as a picture.

Public: `handle_command` (the word `recommendations`), `register`, `PAST_PICTURE`.
"""

from bot.handlers.recommendations.blocks import PAST_PICTURE
from bot.handlers.recommendations.listeners import handle_command, register

__all__ = ["PAST_PICTURE", "handle_command", "register"]
