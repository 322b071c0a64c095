"""Prepares what a team does before a mechanism: its checklist, and the outline of what it writes.

Public: `Prepare` (`open`, `checklist`, `outline`, `actions`, `nearest`), `GivenDeadline`,
`NotPossible`, the shapes `Checklist` and `Outline`, and for curators `check_actions`,
`load_actions`.
"""

from bot.prepare.actions import Action, Event
from bot.prepare.anchors import Anchor, GivenDeadline, Timing
from bot.prepare.blanks import FirstSections, Paragraph, Piece, fill_blanks, state_in_text
from bot.prepare.case import Accepted, Treaties
from bot.prepare.checklist import STAGES, Checklist, Stage, Step
from bot.prepare.desk import NotPossible, Prepare, TranslatedActions
from bot.prepare.find import ActionFinder, ActionMatch
from bot.prepare.load import check_actions, load_actions
from bot.prepare.outline import Outline, OutlinePart
from bot.prepare.rules import Cited, Rule
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
