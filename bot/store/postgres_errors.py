"""What is wrong with a PostgreSQL server or its address, as sentences that say what to do.

Its own messages are never repeated: they may hold a part of the address, or of what was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bot.store.connections import StoreError

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
