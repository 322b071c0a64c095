"""Where a statement comes from, and what follows for a source from where it was read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from bot.knowledge.curated import Curated, PartialDate

OFFICIAL, COPIES = "official-hosts.txt", "copy-hosts.txt"


class Source(Curated):
    """Where a statement comes from. `url` is the official address, never a copy's."""

    title: str = Field(min_length=3)
    publisher: str = Field(min_length=2)
    url: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    symbol: str | None = None
    date: PartialDate | None = None
    date_is: Literal["about", "after", "before"] | None = None
    official: bool = False
    """Read on a page of the body itself. Never written by hand: it follows from the host of
    `read_at` (see `judged`)."""
    read_at: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    """The address that was really opened; None where it was not kept."""
    read_on: dt.date | None = None
    """The day on which it was opened."""
    note: str | None = None
    """What was read there, in own words, for who reads it over."""
    read_in_copy: bool = False
    """The text was read in a copy, and the official page has not been opened. It follows from
    `read_at`, and is written only where that was not kept."""
    find: str | None = None
    """What to look for on `url` when the exact address is not known."""


def hosts(file: Path) -> frozenset[str]:
    """The hosts of a list, a line each; none where there is no list."""
    if not file.is_file():
        return frozenset()
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def on_one_of(address: str | None, known: frozenset[str]) -> bool:
    """Whether an address lies on one of these hosts, or below one."""
    parts = _host(address).split(".")
    return any(".".join(parts[i:]) in known for i in range(len(parts)))


def site(address: str | None) -> str:
    """The last two parts of an address's host: the same for all pages of a publisher."""
    return ".".join(_host(address).split(".")[-2:])


def judged(source: Source, official: frozenset[str]) -> Source:
    """The source with what follows from the address that was really opened: whether it was read on
    a page of the body itself, and whether in a copy. What was opened nowhere that is known is not
    official."""
    if source.read_at is None:
        return source
    read = on_one_of(source.read_at, official)
    elsewhere = source.url is None or site(source.read_at) != site(source.url)
    return source.model_copy(update={"official": read, "read_in_copy": elsewhere and not read})


def readings(sources: list[Source]) -> str:
    """What a statement rests on: `official`, a reading on a body's own page; `two`, readings of two
    publishers on two sites; else nothing of either: ``."""
    opened = [source for source in sources if source.read_at]
    if any(source.official for source in opened):
        return "official"
    publishers = {source.publisher.casefold() for source in opened}
    sites = {site(source.read_at) for source in opened}
    return "two" if len(publishers) > 1 and len(sites) > 1 else ""


def _host(address: str | None) -> str:
    return urlsplit(address or "").netloc.lower().rstrip(".")
