"""Advocacy messages: letters, notes, statements. A template, what a person gives, what is known.

Public: `Messages` (`open`, `texts`, `fields`, `nearest`, `fitting`, `make`), the shapes `Message`,
`Asked`, `Judged`, what is raised (`Missing`, `Refused`, `Unfit`; `NotPossible` of `bot.prepare` is
above them), and for curators `check_messages`.
"""

from bot.prepare.messages.check import check_messages
from bot.prepare.messages.desk import Messages, Refused
from bot.prepare.messages.models import Asked, Given, Judged, Message
from bot.prepare.messages.values import Missing, Unfit

__all__ = [
    "Asked",
    "Given",
    "Judged",
    "Message",
    "Messages",
    "Missing",
    "Refused",
    "Unfit",
    "check_messages",
]
