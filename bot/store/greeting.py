"""The address of a PostgreSQL server, and a first connection that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bot.store.errors import StoreError
from bot.store.postgres_errors import NOT_AN_ADDRESS, refusal, trouble


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


def greet(secret: str, place: str, given: Mapping[str, Any]) -> None:
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
