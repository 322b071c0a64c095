"""Where the app was installed; installations that have begun, and workspaces that removed the app.

Tokens at rest are sealed with a key that the database does not hold (Fernet: AES-128-CBC with an
HMAC, https://github.com/fernet/spec)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.connections import ALL, Connections, StoreError, StoreTable, where, workspace_of
from bot.store.models import Installation, Retention, Workspace, as_text

Record = dict[str, Any]


class Seal:
    """Seals records with the newest of some keys, and opens what any of them sealed. Without a key
    records stay as they are."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """Keys as `new_key` makes them, the newest first. Raises ValueError for what is none."""
        self._keys = {_id_of(key): key for key in map(_checked, keys)}
        self.newest = next(iter(self._keys), "")
        """The id of the key that seals; empty without one."""

    def sealed(self, record: Mapping[str, Any]) -> str:
        """A record as it is kept: JSON, with the id of the key that opens it."""
        text = json.dumps(dict(record))
        if not self.newest:
            return text
        token = self._fernet(self.newest).encrypt(text.encode()).decode("ascii")
        return json.dumps({"key": self.newest, "sealed": token})

    def opened(self, stored: str) -> Record:
        """A record out of what was kept, sealed or not. Raises StoreError where its key is not
        there, or where it was changed."""
        record: Record = json.loads(stored)
        if "sealed" not in record:
            return record
        id = str(record.get("key"))
        if id not in self._keys:
            raise StoreError(
                f"tokens in the database are sealed with a key ({id}) that is not in ADVOCACY_KEY;"
                " put it there, behind the newest with a comma"
            )
        from cryptography.fernet import InvalidToken

        try:
            text = self._fernet(id).decrypt(str(record["sealed"]).encode("ascii", "replace"))
        except InvalidToken as error:
            raise StoreError("a token in the database was changed; install the app anew") from error
        opened: Record = json.loads(text)
        return opened

    def is_newest(self, stored: str) -> bool:
        """Whether what was kept is as `sealed` would put it now."""
        return str(json.loads(stored).get("key") or "") == self.newest

    def _fernet(self, id: str) -> Any:
        from cryptography.fernet import Fernet  # only who has a key waits for it

        return Fernet(self._keys[id])


def new_key() -> str:
    """A new key for ADVOCACY_KEY: 32 random bytes as URL-safe base64 (Fernet)."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


def _checked(key: str) -> str:
    try:
        right = len(base64.urlsafe_b64decode(key.encode("ascii"))) == 32
    except ValueError:
        right = False
    if not right:
        raise ValueError("no key")
    return key


def _id_of(key: str) -> str:
    """Tells keys apart, and says nothing of them."""
    return hashlib.sha256(b"advocacy-desk key " + key.encode()).hexdigest()[:8]


class InstallationTable(StoreTable):
    """Where workspaces installed the app themselves, with their tokens.

    A row a workspace and app; what Slack gave as JSON.
    """

    name = "installations"
    key = ("client",)

    def __init__(self, connections: Connections, seal: Seal) -> None:
        super().__init__(connections)
        self._seal = seal

    def keep(self, installation: Installation) -> None:
        """Keep it in place of an earlier one of that workspace and app. Sealed, where there is a
        key."""
        values = installation.model_dump(exclude={"workspace"})
        record = self._seal.sealed(installation.record)
        self._put(installation.workspace, **{**values, "record": record})

    def reseal(self) -> int:
        """Seal with the newest key what is sealed with another, or not at all; how many they were.
        Raises StoreError where a key is not there any more."""
        rows = [row for row in self._rows(where(None)) if not self._seal.is_newest(row["record"])]
        for row in rows:
            self.keep(self._installation(row))
        return len(rows)

    def get(self, workspace: Workspace, client: str) -> Installation | None:
        """That of an app in a workspace; None where there is none."""
        row = self._row(where(workspace, client=client))
        return self._installation(row) if row else None

    def list(self) -> tuple[Installation, ...]:
        """For the operator: all, oldest first."""
        rows = self._rows(where(None), order_by="installed, enterprise, team")
        return tuple(map(self._installation, rows))

    def remove(self, workspace: Workspace, client: str) -> None:
        """Delete it; its token goes too."""
        self._delete(where(workspace, client=client))

    def _installation(self, row: dict[str, Any]) -> Installation:
        return Installation(
            workspace=workspace_of(row),
            client=row["client"],
            record=self._seal.opened(row["record"]),
            installed=row["installed"],
        )


MOST = 500
"""Installations that are remembered at a time. Who only opens the page leaves nothing here."""


class InstallingTable(StoreTable):
    """Installations that somebody came back from, known by a random text that Slack hands back.

    A row an installation that somebody came back from; it belongs to no workspace.
    """

    name = "installing"
    key = ("state",)

    def end(self, state: str, until: dt.datetime, now: dt.datetime) -> bool:
        """True for exactly one caller. It is remembered until then, when the text holds no more;
        False too where far too many are remembered, as somebody is trying. Looking and writing are
        one statement."""
        self._delete(("until <= :now", {"now": as_text(now)}))
        if self._count(ALL) >= MOST:
            return False
        row = {"state": state, "until": as_text(until)}
        return self._connections.put(self.name, self.key, row, "false") > 0

    def leave(self, workspace: Workspace) -> int:  # noqa: ARG002
        """0: a state of signing in belongs to no workspace."""
        return 0

    def purge(self, now: dt.datetime, retention: Retention) -> int:  # noqa: ARG002
        """Those whose time is over."""
        return self._delete(("until <= :now", {"now": as_text(now)}))


class DepartureTable(StoreTable):
    """Workspaces that removed the app. Their rows go with `purge`, some days later, unless they
    come back: installing anew, as for a new token, begins with removing.

    A row a workspace: `since` is when it removed the app.
    """

    name = "departures"
    key = ()

    def begin(self, workspace: Workspace, now: dt.datetime) -> None:
        """Note that the workspace removed the app at `now`."""
        self._put(workspace, since=as_text(now))

    def end(self, workspace: Workspace) -> None:
        """It installed the app again: its rows stay."""
        self._delete(where(workspace))

    def before(self, moment: dt.datetime) -> tuple[tuple[Workspace, dt.datetime], ...]:
        """Those until then, and since when."""
        rows = self._rows(("since <= :moment", {"moment": as_text(moment)}), order_by="since")
        return tuple((workspace_of(row), dt.datetime.fromisoformat(row["since"])) for row in rows)
