"""What must last, in an SQLite file or on a PostgreSQL server; knows nothing of Slack, of questions
or of knowledge.

Public: `Store` (`Store.open` a file or an address), `StoreError`, `purge`, and the shapes. A new
kind of row is a table class in the file of its feature, a step in `schema.py`, and its name in
`store.py`. Tables know `Connections`, not which database it is.

Every `now` is an aware datetime (a naive one: ValueError). Trouble with the database, at any
moment: StoreError. One workspace never sees another's rows.
"""

from bot.store.connections import StoreError
from bot.store.curation import CorrectionTable
from bot.store.installations import Seal, new_key
from bot.store.models import (
    OUTCOMES,
    Correction,
    Delivery,
    Feedback,
    Gap,
    Installation,
    ItemChange,
    Lease,
    Outcome,
    PageReading,
    PauseReason,
    Preparation,
    PreparationStep,
    Retention,
    Subscription,
    Tally,
    Workspace,
)
from bot.store.store import DatabaseStatus, Place, Store, purge

__all__ = [
    "OUTCOMES",
    "Correction",
    "CorrectionTable",
    "DatabaseStatus",
    "Delivery",
    "Feedback",
    "Gap",
    "Installation",
    "ItemChange",
    "Lease",
    "Outcome",
    "PageReading",
    "PauseReason",
    "Place",
    "Preparation",
    "PreparationStep",
    "Retention",
    "Seal",
    "Store",
    "StoreError",
    "Subscription",
    "Tally",
    "Workspace",
    "new_key",
    "purge",
]
