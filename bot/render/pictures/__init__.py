"""What pictures are made of: a canvas in pixels, its letters, shapes of marks, places for labels.

`bot.render.timeline` and `bot.render.cycle` draw with it. Pillow and what joins Arabic
letters (the extra `pictures`) are imported only when a `Canvas` is made; where they are missing
that raises `NoPictures`.
"""

from bot.render.pictures.canvas import Canvas, NoPictures, warm

__all__ = ["Canvas", "NoPictures", "warm"]
