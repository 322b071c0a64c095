"""Advocacy messages: letters, notes, statements. A template, what a person gives, what is known.

Public: `Messages` (`open`, `texts`, `fields`, `nearest`, `fitting`, `earlier`, `make`), the shapes
`AdvocacyMessage`, `FormField`, `Earlier`, `Judged`, what is raised (`Missing`, `Unfulfillable`,
`BadValue`; `Unsafe` of `bot.prepare.drafts`; `NotPossible` of `bot.prepare` is above all of them),
`NOTHING`, and for curators `check_messages`.
"""

from bot.prepare.messages.checking import Judged, Unfulfillable
from bot.prepare.messages.desk import AdvocacyMessage, FormField, Messages
from bot.prepare.messages.texts import MessageText, check_messages
from bot.prepare.messages.values import NOTHING, BadValue, Earlier, FieldValue, Missing

__all__ = [
    "NOTHING",
    "AdvocacyMessage",
    "BadValue",
    "Earlier",
    "FieldValue",
    "FormField",
    "Judged",
    "MessageText",
    "Messages",
    "Missing",
    "Unfulfillable",
    "check_messages",
]
