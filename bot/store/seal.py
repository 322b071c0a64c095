"""Tokens at rest: sealed with a key that the database does not hold (Fernet: AES-128-CBC with an
HMAC, https://github.com/fernet/spec)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.connections import StoreError

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
