"""What pictures are made of: a canvas in pixels, shapes of marks, places for labels.

`bot.render.timeline` and `bot.render.cycle` draw with it. matplotlib (the extra `pictures`) is
imported only when a `Canvas` is made; where it is missing that raises `NoPictures`.
"""

from bot.render.pictures.canvas import Canvas, NoPictures

__all__ = ["Canvas", "NoPictures"]
