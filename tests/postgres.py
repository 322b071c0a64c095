"""A real PostgreSQL server for the tests, started once in a session, in a folder of its own.

Where its programs are missing they are installed, as root on Debian. Where that can't be, what
needs them is skipped and one red line says so; with CI=true or ADVOCACY_NO_SKIP=1 it fails.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from pydantic import SecretStr

SKIPPED = "PostgreSQL"
INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql")
RULES = """
local all keyed scram-sha-256
local all all trust
"""
"""Who gets in: `keyed` with a password, everybody else without; nobody over a network."""
PASSWORD = "s3cr@t/of the desk"  # noqa: S105 (of a server that lives as long as the tests)


class Unavailable(Exception):
    """There is no PostgreSQL here; why."""


class Server:
    """A running server. Its user `desk` may do all, `keyed` has a password."""

    def __init__(self) -> None:
        self._programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
        self._user = _owner() if os.geteuid() == 0 else None
        self._numbers = itertools.count()
        if self._user:
            shutil.chown(self.folder, self._user)
        data = self.folder / "data"
        self._run(
            "initdb", "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "-D", data
        )
        (data / "pg_hba.conf").write_text(RULES)
        self.start()
        self.do(f"create role keyed login password '{PASSWORD}'", "create database desk")
        self.do("grant all on database desk to keyed")

    def address(self, database: str = "desk", user: str = "desk", **given: str) -> str:
        """Where it is; more as libpq's parameters."""
        parameters = {"host": str(self.folder), **given}
        told = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
        return f"postgresql://{user}@/{database}?{told}"

    def empty(self) -> SecretStr:
        """A new place for a store: a schema of its own."""
        name = f"store{next(self._numbers)}"
        self.do(f"create schema {name} authorization keyed", database="desk")
        return SecretStr(self.address(options=f"-csearch_path={name}"))

    def do(self, *statements: str, database: str = "postgres") -> list[Any]:
        """What statements give, each in a transaction of its own."""
        rows: list[Any] = []
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)  # type: ignore[call-overload]
                rows += cursor.fetchall() if cursor.description else []
        return rows

    def start(self) -> None:
        """Start it, and wait until it answers."""
        quick = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        given = f"-k {self.folder} -c listen_addresses= -c max_connections=60 {quick}"
        self._run(
            "pg_ctl", "-D", self.folder / "data", "-w", "-s", "-l", self.folder / "log",
            "-o", given, "start",
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop it; connections are cut."""
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-s", "-m", mode, "stop")

    def close(self) -> None:
        """Stop it for good."""
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str | Path) -> None:
        ended = subprocess.run(
            [self._programs / program, *arguments],
            user=self._user,
            group=self._user and pwd.getpwnam(self._user).pw_gid,
            extra_groups=[] if self._user else None,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise Unavailable(f"{program} failed: {ended.stderr.strip()[-300:]}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server."""
    try:
        server = Server()
    except Unavailable as error:
        reason = f"{SKIPPED} can't be had here: {error}"
        if os.environ.get("CI") == "true" or os.environ.get("ADVOCACY_NO_SKIP") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    yield server
    server.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was not tested, so that no one takes green for whole."""
    skipped = [
        str(report.longrepr[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and f"{SKIPPED} can't" in str(report.longrepr[2])
    ]
    if skipped:
        line = f"{len(skipped)} tests on PostgreSQL SKIPPED: {skipped[0].split(': ', 2)[-1]}"
        terminalreporter.write_line(line, red=True, bold=True)


def _owner() -> str:
    """A user to run it as, which may not be root."""
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _programs() -> Path:
    """The folder with initdb and pg_ctl, of the newest version."""
    if found := _found():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (("apt-get", "update", "-q"), INSTALL):
            subprocess.run(command, env=quiet, capture_output=True, timeout=600, check=False)
        if found := _found():
            return found
    raise Unavailable(f"install it with: {' '.join(INSTALL)}")


def _found() -> Path | None:
    if named := shutil.which("initdb"):
        return Path(named).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None
