"""The weekly digest in Slack: a channel's subscriptions, the form of one, a preview, the details.

Public: `commanded` (the word `digest`), `register`. What is posted every week is rendered below, in
`render.slack.digest`: the runner posts it.
"""

from bot.handlers.digest.listeners import commanded, register

__all__ = ["commanded", "register"]
