"""What goes wrong with a store, as a sentence for people."""

from __future__ import annotations


class StoreError(Exception):
    """The store can't be used; the message says why and what to do."""
