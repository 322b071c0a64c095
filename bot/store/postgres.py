"""A PostgreSQL server: a pool of connections, locks that end with their transaction, and what is
wrong with it or its address, as sentences that say what to do.

Its own messages are never repeated: they may hold a part of the address, or of what was written."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout
from pydantic import SecretStr

from bot.store.connections import WAIT, Connections, Row, StoreError, Values
from bot.store.models import Workspace

NOT_AN_ADDRESS = (
    "ADVOCACY_DATABASE is no address of PostgreSQL: write postgresql://USER:PASSWORD@HOST/DATABASE,"
    " and in the password %40 for @, %2F for /, %3A for :, %25 for %"
)
_CONNECTING: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("password authentication failed", "no password supplied"),
        "the user or the password is wrong; see ADVOCACY_DATABASE, or PGPASSWORD",
    ),
    (
        ("no pg_hba.conf entry", "ssl", "certificate"),
        "the server does not take connections like this one; see its pg_hba.conf, and sslmode in"
        " ADVOCACY_DATABASE",
    ),
    (("too many", "remaining connection slots"), "the server has no connection left; allow more"),
    (("starting up", "shutting down"), "the server is starting or stopping; try again"),
    (("role ",), "there is no such user; make it, or name another in ADVOCACY_DATABASE"),
    (
        ("database ",),
        "there is no such database; make it with: createdb --encoding=UTF8 --owner=USER DATABASE",
    ),
    (
        ("refused", "no such file", "timeout", "resolve", "translate host", "unreachable"),
        "no server answers there; see that PostgreSQL runs, and the host and port in"
        " ADVOCACY_DATABASE",
    ),
)
"""Words of an answer → what it means. A server of another language gets the last sentence of
`refusal`."""
_BY_STATE = {
    "08": "the server can't be reached any more; see that it runs",
    "57P": "the server is starting or stopping; try again in a moment",
    "25006": "it may only be read; name the server that may be written, not its standby",
    "42501": "its user may not do that; let the user own the database, or run as its owner:"
    " advocacy database migrate",
    "42P01": "a table is missing; run: advocacy database migrate",
    "3F000": "its schema is not there; make it, or see the options in ADVOCACY_DATABASE",
    "53100": "the server's disk is full; make room",
    "53300": "the server has no connection left; allow more",
    "55P03": "others have kept it busy; try again in a moment",
    "57014": "others have kept it busy; try again in a moment",
    "40": "others have kept it busy; try again in a moment",
    "XX": "it is damaged; put a backup in its place",
}
"""The beginning of an SQLSTATE → what it means
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


def refusal(message: str) -> str:
    """Why no connection came about, by the words of the library or the server."""
    words = message.casefold()
    for signs, sentence in _CONNECTING:
        if any(sign in words for sign in signs):
            return sentence
    return "the server does not let the desk in; see user, password and database there"


def trouble(state: str) -> str:
    """What an SQLSTATE means."""
    for length in (5, 3, 2):
        if sentence := _BY_STATE.get(state[:length]):
            return sentence
    return f"the server refused it (SQLSTATE {state})"


def place_of(secret: str) -> str:
    """An address without its password. Raises StoreError for one that can't be one."""
    try:
        parts = conninfo_to_dict(secret)
    except psycopg.Error:
        raise StoreError(NOT_AN_ADDRESS) from None
    user, host = str(parts.get("user", "")), str(parts.get("host", ""))
    port, name = str(parts.get("port", "")), str(parts.get("dbname", ""))
    # A sign in the password that ends it too early leaves its rest in one of these.
    if "@" in f"{host}{name}" or not re.fullmatch(r"[\d,]*", port):
        raise StoreError(NOT_AN_ADDRESS)
    return f"postgresql://{user}{'@' if user else ''}{host}{':' if port else ''}{port}/{name}"


def probe(secret: str, place: str, given: Mapping[str, Any]) -> None:
    """Connect once, by itself: a pool would not say what is wrong.

    Raises StoreError where nobody is let in, or where the database can't hold what is kept.
    """
    try:
        with psycopg.connect(secret, **given) as first:
            encoding = first.info.parameter_status("server_encoding")
            schema = first.execute("select current_schema() as name").fetchone()
    except psycopg.Error as error:
        raise StoreError(f"the store {place} can't be used: {refusal(str(error))}") from None
    if schema is None or schema["name"] is None:
        raise StoreError(f"the store {place} can't be used: {trouble('3F000')}")
    if encoding != "UTF8":
        raise StoreError(
            f"the store {place} can't be used: its encoding is {encoding};"
            " make a database with: create database … encoding 'UTF8' template template0"
        )


LARGEST = 10
"""Connections of a process at most."""
CONNECTING = 5
"""Seconds that a connection may take to come about."""
RECONNECTING = 4.0
"""Seconds after which a lost connection is given up; whoever needs one asks anew."""
_SESSION = f"set lock_timeout = '{WAIT}s'; set statement_timeout = '30s'"

Connection = psycopg.Connection[Row]
Result = tuple[list[Row], int]
Done = TypeVar("Done")


class ServerConnections(Connections):
    """The connections to one PostgreSQL database: a pool that threads share."""

    ledger = "advocacy_migrations"
    types: ClassVar = {str: 'text collate "C"', int: "bigint"}

    def __init__(self, address: SecretStr) -> None:
        """Raises StoreError where nothing can be reached there, or where it lets nobody in."""
        secret = address.get_secret_value()
        self.place = place_of(secret)
        given: dict[str, Any] = {
            "autocommit": True,
            "row_factory": dict_row,
            # Statements that are kept on the server would hinder a pooler such as PgBouncer.
            "prepare_threshold": None,
            "application_name": "advocacy-desk",
            "connect_timeout": CONNECTING,
            "keepalives_idle": 30,
            "tcp_user_timeout": int(WAIT * 1000),
        }
        probe(secret, self.place, given)
        self._own = threading.local()
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            secret,
            kwargs=given,
            min_size=1,
            max_size=LARGEST,
            configure=_configured,
            timeout=WAIT,
            reconnect_timeout=RECONNECTING,
            open=True,
        )

    @contextmanager
    def writing(self, workspace: Workspace | None = None) -> Iterator[Self]:
        """A transaction that holds the workspace's lock and, with others who do so, everybody's;
        or everybody's alone."""
        with self._transaction(f"begin; {locks(workspace)}"):
            yield self

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """A transaction that sees what was there at its first statement."""
        with self._transaction("begin isolation level repeatable read read only"):
            yield self

    def query(self, sql: str, values: Values | None = None) -> list[Row]:
        """The rows that a statement gives, each by column. Raises StoreError."""
        return self._run(sql, values)[0]

    def execute(self, sql: str, values: Values | None = None) -> int:
        """Run a statement and give the rows changed. Raises StoreError."""
        return self._run(sql, values)[1]

    def tables(self) -> frozenset[str]:
        """The tables of the schema that the desk works in."""
        rows = self.query("select tablename from pg_tables where schemaname = current_schema()")
        return frozenset(row["tablename"] for row in rows)

    def erase_freed(self) -> None:
        """The server overwrites deleted rows when it needs their room, and can't be told to."""

    def copy(self, file: Path) -> None:
        """Write all of one moment to a new SQLite file."""
        from bot.store.connections import copied
        from bot.store.schema import migrate
        from bot.store.sqlite import FileConnections

        target = FileConnections(file)
        try:
            migrate(target)
            copied(self, target)
        finally:
            target.close()

    def check(self) -> None:
        """A write that changes nothing: it needs the right to write and a server that may."""
        self.execute(f"update {self.ledger} set name = name where false")  # noqa: S608 (our name)

    def close(self) -> None:
        """End every connection."""
        self._pool.close()

    def _run(self, sql: str, values: Values | None) -> Result:
        parameters = {name: _adapted(value) for name, value in (values or {}).items()}
        statement = _in_psycopg(sql)

        def run(connection: Connection) -> Result:
            cursor = connection.execute(statement, parameters)
            return (cursor.fetchall() if cursor.description else []), cursor.rowcount

        with self._explained():
            held: Connection | None = getattr(self._own, "connection", None)
            if held is not None:
                return run(held)
            connection, result = self._tried(run)
            self._pool.putconn(connection)
            return result

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        if getattr(self._own, "connection", None) is not None:
            yield
            return
        with self._explained():
            connection, _ = self._tried(lambda tried: tried.execute(begin))
            self._own.connection = connection
            try:
                yield
                connection.execute("commit")
            except BaseException:
                with suppress(psycopg.Error):
                    connection.execute("rollback")
                raise
            finally:
                self._own.connection = None
                self._pool.putconn(connection)

    def _tried(self, first: Callable[[Connection], Done]) -> tuple[Connection, Done]:
        """A connection on which `first` went well, and what it gave; the caller gives it back.

        One that was cut, as by a restart of the server, is replaced, and `first` is done again.
        Where it had been done already it finds its own work: a claim seems to be taken, and runs
        out. All others of the pool may be cut a moment later: each is replaced in its turn.
        """
        for left in reversed(range(LARGEST + 1)):
            connection = self._pool.getconn()
            try:
                return connection, first(connection)
            except psycopg.OperationalError as error:
                if _is_lost(error, connection):
                    connection.close()
                self._pool.putconn(connection)
                if not left or not connection.closed:
                    raise
                self._pool.check()
            except BaseException:
                self._pool.putconn(connection)
                raise
        raise AssertionError("the last try ends the loop")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except PoolClosed as error:
            raise StoreError(f"the store {self.place} is closed") from error
        except PoolTimeout as error:
            raise StoreError(f"the store {self.place} can't be used: {trouble('08006')}") from error
        except psycopg.Error as error:
            reason = trouble(error.sqlstate or "08006")
            raise StoreError(f"the store {self.place} can't be used: {reason}") from error


def _configured(connection: Connection) -> None:
    connection.execute(_SESSION)


def _is_lost(error: psycopg.OperationalError, connection: Connection) -> bool:
    """Whether the connection is lost, or is about to be."""
    return connection.closed or (error.sqlstate or "").startswith(("08", "57P"))


def _adapted(value: Any) -> Any:
    """A value as PostgreSQL takes it: a text of its own can't hold the sign number 0."""
    if isinstance(value, bool):
        return int(value)
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


@lru_cache
def _in_psycopg(sql: str) -> str:
    return re.sub(r"(?<![:\w]):(\w+)", r"%(\1)s", sql)


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
