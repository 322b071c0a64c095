"""The draft check: reads a draft from bytes, and says what a body would not take and what could
identify people. Nothing is written to disk, and nothing of a draft is kept.

Public: `DraftCheck` (`open`, `check`), `TypedCheck` (`open`, `look`) for what is typed into forms
with `Danger` and `Unsafe`, `RefusedFile`, `LARGEST`, `ready` for the cage, the shapes `Report`,
`CheckedItem`, `Finding`, `Place`, `WordCounts`, and for curators `check_drafts`.
"""

from bot.prepare.drafts.check import DraftCheck
from bot.prepare.drafts.context import WORST, CheckedItem, Finding, Place, Report, WordCounts
from bot.prepare.drafts.curators import check_drafts
from bot.prepare.drafts.draft import LARGEST, RefusedFile, named_kind
from bot.prepare.drafts.lists import Verdict
from bot.prepare.drafts.reading import ready
from bot.prepare.drafts.safety import Danger, TypedCheck, Unsafe

__all__ = [
    "LARGEST",
    "WORST",
    "CheckedItem",
    "Danger",
    "DraftCheck",
    "Finding",
    "Place",
    "RefusedFile",
    "Report",
    "TypedCheck",
    "Unsafe",
    "Verdict",
    "WordCounts",
    "check_drafts",
    "named_kind",
    "ready",
]
