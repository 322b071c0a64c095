"""Prepares what a team does before a mechanism: its checklist, and the outline of what it writes.

Public: `Prepare` (`open`, `checklist`, `outline`, `actions`, `nearest`), `GivenDeadline`,
`NotPossible`, the shapes `Checklist` and `Outline`, and for curators `check_actions`,
`load_actions`.
"""

from bot.prepare.actions import Action, Event
from bot.prepare.anchors import GivenDeadline
from bot.prepare.articles import state_in_text
from bot.prepare.blanks import FirstSections, fill_blanks
from bot.prepare.check import check_actions
from bot.prepare.desk import NotPossible, Prepare
from bot.prepare.find import ActionFinder, ActionMatch
from bot.prepare.load import TranslatedActions, load_actions
from bot.prepare.models import (
    STAGES,
    Accepted,
    Anchor,
    Checklist,
    Cited,
    Outline,
    OutlinePart,
    Paragraph,
    Piece,
    Rule,
    Stage,
    Step,
    Timing,
    Treaties,
)
from bot.prepare.smart import Flaw

__all__ = [
    "STAGES",
    "Accepted",
    "Action",
    "ActionFinder",
    "ActionMatch",
    "Anchor",
    "Checklist",
    "Cited",
    "Event",
    "FirstSections",
    "Flaw",
    "GivenDeadline",
    "NotPossible",
    "Outline",
    "OutlinePart",
    "Paragraph",
    "Piece",
    "Prepare",
    "Rule",
    "Stage",
    "Step",
    "Timing",
    "TranslatedActions",
    "Treaties",
    "check_actions",
    "fill_blanks",
    "load_actions",
    "state_in_text",
]
