"""Dates of the calendar: what is coming, and what a workspace's curators correct.

Public: `handle_command` (the word `upcoming`), `handle_corrections_command` (the word `calendar`),
`of_home`, `register`.
"""

from slack_bolt import App

from bot.handlers.dates import correction_form, corrections, dates
from bot.handlers.dates.corrections import handle_corrections_command
from bot.handlers.dates.dates import handle_command, of_home
from bot.handlers.kernel.services import Services

__all__ = ["handle_command", "handle_corrections_command", "of_home", "register"]


def register(app: App, services: Services) -> None:
    """Listen to what is pressed under dates, and to corrections."""
    dates.register(app, services)
    corrections.register(app, services)
    correction_form.register(app, services)
