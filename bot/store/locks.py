"""PostgreSQL's locks by number, held to the end of a transaction
(https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS)."""

from __future__ import annotations

import hashlib

from bot.store.models import Workspace

EVERYBODY = 5_207_843_119
"""Who changes more than one workspace holds it alone; who changes one shares it with others who
change another. A number that no other program has."""


def locks(workspace: Workspace | None) -> str:
    """The statements that wait for whoever changes that workspace, or, without one, for all."""
    if workspace is None:
        return f"select pg_advisory_xact_lock({EVERYBODY})"
    named = f"{workspace.enterprise} {workspace.team}".encode()
    # Two workspaces of one number would only wait for one another.
    number = int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), signed=True)
    shared = f"select pg_advisory_xact_lock_shared({EVERYBODY})"
    return f"{shared}; select pg_advisory_xact_lock({number})"
