"""What must last, in an SQLite file or on a PostgreSQL server; knows nothing of Slack, of questions
or of knowledge.

Public: `Store` (`Store.open` a file or an address), the protocol `Storage` that its users rely on,
`StoreError`, `purge`, and the shapes. A new kind of row is a file with its table, a step in
`schema.py`, a protocol in `protocol.py` and its name in `store.py`. Tables know `Connections`, not
which database it is.
"""

from bot.store.clock import purge
from bot.store.errors import StoreError
from bot.store.models import (
    Correction,
    Delivery,
    Feedback,
    Gap,
    Hold,
    Installation,
    PauseReason,
    Reading,
    Retention,
    Subscription,
    Tally,
    Workspace,
)
from bot.store.preparation_models import OUTCOMES, Item, ItemChange, Outcome, Preparation
from bot.store.protocol import Storage
from bot.store.seal import Seal, new_key
from bot.store.store import Look, Place, Store

__all__ = [
    "OUTCOMES",
    "Correction",
    "Delivery",
    "Feedback",
    "Gap",
    "Hold",
    "Installation",
    "Item",
    "ItemChange",
    "Look",
    "Outcome",
    "PauseReason",
    "Place",
    "Preparation",
    "Reading",
    "Retention",
    "Seal",
    "Storage",
    "Store",
    "StoreError",
    "Subscription",
    "Tally",
    "Workspace",
    "new_key",
    "purge",
]
