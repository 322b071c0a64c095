"""What the buttons and windows of the comparing are called. The button that opens it is named
below: it stands in the weekly message, too."""

from __future__ import annotations

from bot.render.slack.signing_ids import PASSED as PASSED
from bot.render.slack.signing_ids import SIGN as SIGN
from bot.render.slack.signing_ids import SignRef as SignRef

CHANGED = "signing_changed"
UNSURE = "signing_unsure"
PAGE = "signing_page"
"""The window with a statement: sent off, it is signed."""
NOTE_FORM = "signing_note"


class Field:
    """What the inputs are called, and their blocks."""

    WHO = "signing_who"
    NOTE = "signing_what"
