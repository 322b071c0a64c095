"""Remarks on how sure and how current an entry is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.ask.models import Note
from bot.knowledge.models import Base, Entry, Language


def caveats(base: Base, entry: Entry, language: Language, on: dt.date) -> Iterator[Note]:
    """What must be said of an entry on the day `on`, where it is shown in that language."""
    yield from _how_sure(base, entry)
    if entry.valid_until and entry.valid_until < on:
        yield Note(key="expired", values={"date": entry.valid_until.isoformat()})
    elif entry.valid_from and entry.valid_from > on:
        yield Note(key="not_yet", values={"date": entry.valid_from.isoformat()})
    elif entry.review_by < on:
        yield Note(key="stale", values={"date": entry.verified.isoformat()})
    if language != "en" and entry.id not in base.translations.get(language, {}):
        yield Note(key="english_only")


def _how_sure(base: Base, entry: Entry) -> Iterator[Note]:
    if entry.status == "dated":
        sources = (base.sources[name] for name in entry.sources)
        year = next((source.date[:4] for source in sources if source.date), None)
        key = "status_dated" if year else "status_dated_unknown"
        yield Note(key=key, values={"year": year} if year else {})
    elif entry.status == "unchecked":
        yield Note(key="status_unchecked", values={"page": _page(base, entry)})
    elif entry.status in ("single-source", "advice"):
        yield Note(key=f"status_{entry.status}")


def _page(base: Base, entry: Entry) -> str:
    """Where a person can check an entry."""
    named = entry.check_on or ""
    if named in base.sources:
        source = base.sources[named]
        return source.url or source.title
    return named or base.mechanisms[entry.mechanism].page or ""
