"""Asking: in a direct message, by a mention, in the window; the reply, and what is pressed under
it.

Public: `handle_command` (the word `ask`), `register`, the shortcuts' names; `SlackReplies` renders
replies.
"""

from slack_bolt import App

from bot.handlers.asking import conversation, listeners
from bot.handlers.asking.conversation import (
    ASK_ABOUT_SHORTCUT,
    ASK_SHORTCUT,
    OnFile,
    handle_command,
)
from bot.handlers.asking.reply import SlackReplies
from bot.handlers.kernel.services import Services

__all__ = [
    "ASK_ABOUT_SHORTCUT",
    "ASK_SHORTCUT",
    "OnFile",
    "SlackReplies",
    "handle_command",
    "register",
]


def register(app: App, services: Services, on_file: OnFile) -> None:
    """Listen to questions, and to what is pressed under replies; `on_file` sees each direct message
    first."""
    conversation.register_direct(app, services, on_file)
    conversation.register_mentions(app, services)
    conversation.register_window(app, services)
    listeners.register_choices(app, services)
    listeners.register_feedback(app, services)
