"""Curators compare statements with their pages and sign them, in Slack: the statement, the page to
open, three buttons. What they sign counts in their workspace.

Public: `commanded` (the word `review`), `register`. The weekly message that leads here is rendered
below, in `render.slack.curators`: the runner posts it.
"""

from bot.handlers.signing.listeners import commanded, register

__all__ = ["commanded", "register"]
