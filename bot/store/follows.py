"""The States that people follow, in the database."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.store.models import Workspace
from bot.store.protocol import Follows
from bot.store.table import StoreTable, where

_ISO3 = re.compile(r"[A-Z]{3}")


class FollowTable(StoreTable, Follows):
    """A row a State that a person follows."""

    name = "follows"
    key = ("person", "state")
    about = "person"

    def states(self, workspace: Workspace, person: str) -> tuple[str, ...]:
        """ISO 3166 alpha-3 codes in alphabetical order."""
        rows = self._rows(where(workspace, person=person), order_by="state")
        return tuple(row["state"] for row in rows)

    def follow(self, workspace: Workspace, person: str, states: Iterable[str]) -> None:
        """Replace the list. Raises ValueError for a code that is not three capitals."""
        codes = set(states)
        for code in codes:
            if not _ISO3.fullmatch(code):
                raise ValueError(f"'{code}' is no State's code; give three capitals, as MLI")
        with self._connections.writing(workspace):
            self._delete(where(workspace, person=person))
            for code in codes:
                self._put(workspace, person=person, state=code)
