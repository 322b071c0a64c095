"""Preparations: what a channel's team prepares, its steps with owners and dates, its reminders.

Public: `of_home`, `under_way` (what is shown of them elsewhere), `register`; for the runner
`SlackPreparations`, `bring_up_to_date` and `metadata`.
"""

from bot.handlers.preparations.blocks import SlackPreparations
from bot.handlers.preparations.forms import bring_up_to_date, metadata
from bot.handlers.preparations.listeners import of_home, register, under_way

__all__ = [
    "SlackPreparations",
    "bring_up_to_date",
    "metadata",
    "of_home",
    "register",
    "under_way",
]
