"""The weekly digest: what it says and when it is due. Knows nothing of Slack or of wording.

Public: `Digests` (`digest` gives a `Digest`), the shapes `Scope`, `RowState`, `Digest`,
`read_row_states`; `due`, `next_due` and `zone` for the clock.
"""

from bot.digest.changes import span_of
from bot.digest.contents import SHORT, WHOLE, Digests, Most
from bot.digest.curators import Chase, chase, due_for, signed_over
from bot.digest.due import DueDigest, UnknownZone, due, next_due, zone
from bot.digest.models import (
    Digest,
    DueStep,
    RowChange,
    RowGroup,
    RowState,
    Scope,
    Task,
    UnderWay,
    read_row_states,
)
from bot.digest.tasks import under_way

__all__ = [
    "SHORT",
    "WHOLE",
    "Chase",
    "Digest",
    "Digests",
    "DueDigest",
    "DueStep",
    "Most",
    "RowChange",
    "RowGroup",
    "RowState",
    "Scope",
    "Task",
    "UnderWay",
    "UnknownZone",
    "chase",
    "due",
    "due_for",
    "next_due",
    "read_row_states",
    "signed_over",
    "span_of",
    "under_way",
    "zone",
]
