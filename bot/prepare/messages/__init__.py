"""Advocacy messages: letters, notes, statements. A template, what a person gives, what is known.

Public: `Messages` (`open`, `texts`, `fields`, `nearest`, `fitting`, `earlier`, `make`), the shapes
`Message`, `Asked`, `Earlier`, `Judged`, what is raised (`Missing`, `Refused`, `Unfit`;
`Unsafe` of `bot.prepare.drafts`; `NotPossible` of `bot.prepare` is above
all of them), `NOTHING`, and for curators `check_messages`.
"""

from bot.prepare.messages.check import check_messages
from bot.prepare.messages.desk import Messages, Refused
from bot.prepare.messages.models import Asked, Earlier, Given, Judged, Message
from bot.prepare.messages.texts import MessageText
from bot.prepare.messages.values import NOTHING, Missing, Unfit

__all__ = [
    "NOTHING",
    "Asked",
    "Earlier",
    "Given",
    "Judged",
    "Message",
    "MessageText",
    "Messages",
    "Missing",
    "Refused",
    "Unfit",
    "check_messages",
]
