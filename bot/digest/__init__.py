"""The weekly digest: what it says and when it is due. Knows nothing of Slack or of wording.

Public: `Digests` (`made` gives a `Digest`), the shapes `Wanted`, `Said`, `Digest`, `read_said`;
`due`, `next_due` and `zone` for the clock.
"""

from bot.digest.contents import SHORT, WHOLE, Digests, Most
from bot.digest.due import Due, UnknownZone, due, next_due, zone
from bot.digest.models import Change, Digest, Item, Said, UnderWay, Wanted, read_said
from bot.digest.under_way import under_way

__all__ = [
    "SHORT",
    "WHOLE",
    "Change",
    "Digest",
    "Digests",
    "Due",
    "Item",
    "Most",
    "Said",
    "UnderWay",
    "UnknownZone",
    "Wanted",
    "due",
    "next_due",
    "read_said",
    "under_way",
    "zone",
]
