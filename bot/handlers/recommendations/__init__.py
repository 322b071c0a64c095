"""Past recommendations: the search, pages, counts as a picture.

Public: `commanded` (the word `recommendations`), `register`, `PAST_PICTURE`.
"""

from bot.handlers.recommendations.blocks import PAST_PICTURE
from bot.handlers.recommendations.listeners import commanded, register

__all__ = ["PAST_PICTURE", "commanded", "register"]
