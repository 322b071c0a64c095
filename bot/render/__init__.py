"""A Reply → what a person sees. Knows the shapes that the parts return, decides nothing.

Public: `Plain` (text for scripts, pasting and other surfaces) and `terminal` (for a person).
"""

from bot.render.plain import Plain

__all__ = ["Plain"]
