"""The weekly digest in Slack: a channel's subscriptions, the form of one, a preview, the details.

Public: `handle_command` (the word `digest`), `register`; for the runner `SlackDigest` and
`DigestRef`.
"""

from bot.handlers.digest.listeners import handle_command, register
from bot.handlers.digest.message import DigestRef, SlackDigest

__all__ = ["DigestRef", "SlackDigest", "handle_command", "register"]
