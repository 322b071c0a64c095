"""Prepares what a team does before a mechanism: its checklist, and the outline of what it writes.

Public: `Prepare` (`open`, `checklist`, `outline`, `actions`, `nearest`), `Given`, `NotPossible`,
the shapes `Checklist` and `Outline`, and for curators `check_actions`, `load_actions`.
"""

from bot.prepare.anchors import Given
from bot.prepare.check import check_actions
from bot.prepare.desk import NotPossible, Prepare
from bot.prepare.load import load_actions
from bot.prepare.models import (
    Anchor,
    Checklist,
    Outline,
    Paragraph,
    Part,
    Piece,
    Rule,
    Step,
)

__all__ = [
    "Anchor",
    "Checklist",
    "Given",
    "NotPossible",
    "Outline",
    "Paragraph",
    "Part",
    "Piece",
    "Prepare",
    "Rule",
    "Step",
    "check_actions",
    "load_actions",
]
