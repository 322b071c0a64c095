"""How sure and how current an entry is: a mark of two or three words, and what must be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.ask.models import Note, SourceShown
from bot.knowledge.models import Base, Entry, Language


def mark(base: Base, entry: Entry) -> Note:
    """How sure an entry is: a phrase of two or three words."""
    sources = [base.sources[name] for name in entry.sources]
    if entry.status == "dated":
        year = next((source.date[:4] for source in sources if source.date), None)
        return Note(key="mark_dated", values={"year": year}) if year else Note(key="mark_old")
    if entry.status != "checked":
        return Note(key=f"mark_{entry.status}")
    official = next((source for source in sources if source.official), None)
    if official is None:
        return Note(key="mark_sources")
    return Note(key="mark_official_copy" if official.read_in_copy else "mark_official")


def mark_of_state(statements: Sequence[Note], source: SourceShown, on: dt.date) -> Note:
    """How sure what is said first of a State is, by where it was read."""
    year = source.dated[:4]
    if statements[0].key == "here_expected":
        return Note(key="mark_expected")
    if year.isdecimal() and int(year) < on.year - 1:
        return Note(key="mark_dated", values={"year": year})
    if source.official:
        return Note(key="mark_official_copy" if source.copy_read else "mark_official")
    return Note(key="mark_single-source")


def caveats(base: Base, entry: Entry, language: Language, on: dt.date) -> Iterator[Note]:
    """What must be said in plain words of an entry on the day `on`, shown in that language."""
    if entry.status == "unchecked":
        yield Note(key="status_unchecked", values={"page": _page(base, entry)})
    if entry.valid_until and entry.valid_until < on:
        yield Note(key="expired", values={"date": entry.valid_until.isoformat()})
    elif entry.valid_from and entry.valid_from > on:
        yield Note(key="not_yet", values={"date": entry.valid_from.isoformat()})
    elif entry.review_by < on:
        yield Note(key="stale", values={"date": entry.verified.isoformat()})
    if language != "en" and entry.id not in base.translations.get(language, {}):
        yield Note(key="english_only")


def _page(base: Base, entry: Entry) -> str:
    """Where a person can check an entry."""
    named = entry.check_on or ""
    if named in base.sources:
        source = base.sources[named]
        return source.url or source.title
    return named or base.mechanisms[entry.mechanism].page or ""
