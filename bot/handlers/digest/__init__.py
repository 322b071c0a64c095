"""The weekly digest in Slack: a channel's subscriptions, the form of one, a preview, the details.

Public: `commanded` (the word `digest`), `register`; for the runner `SlackDigest` and `DigestRef`.
"""

from bot.handlers.digest.listeners import commanded, register
from bot.handlers.digest.message import DigestRef, SlackDigest

__all__ = ["DigestRef", "SlackDigest", "commanded", "register"]
