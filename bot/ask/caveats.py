"""How sure and how current an entry is: a mark of two or three words, and what must be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.ask.models import Note, SourceShown
from bot.knowledge.models import Base, Entry, Language
from bot.knowledge.signing import Family, Standing, standing

_FAMILY_OF: tuple[tuple[str, Family], ...] = (
    ("party", "treaties"), ("signed", "treaties"), ("outside", "treaties"),
    ("complaint_", "treaties"), ("inquiry_", "treaties"), ("takes_", "treaties"),
    ("joined", "treaties"), ("not_joined", "treaties"),
    ("body_", "regional"),
    ("mandate_", "mandates"), ("holder", "mandates"), ("no_mandate", "mandates"),
    ("visits", "visits"), ("npm_", "visits"),
    ("published", "dates"), ("expected", "dates"), ("at_risk", "dates"), ("moved", "dates"),
    ("cancelled", "dates"), ("suspended", "dates"), ("put_off", "dates"), ("last", "dates"),
    ("not_reviewed", "dates"), ("list_", "dates"), ("follow_up_", "dates"), ("no_show", "dates"),
    ("papers_", "dates"), ("step_", "dates"),
)  # fmt: skip
"""How the keys of statements on a State begin (after `here_`), and the family that somebody can
sign. What no line names, as a text of its own, is signed by nobody."""
_BESIDE = ("here_note", "here_remains")
"""What is only said with a statement before it."""


def mark(base: Base, entry: Entry) -> Note:
    """How sure an entry is: a phrase of two or three words."""
    sources = [base.sources[name] for name in entry.sources]
    if entry.status == "dated":
        year = next((source.date[:4] for source in sources if source.date), None)
        return Note(key="mark_dated", values={"year": year}) if year else Note(key="mark_old")
    if entry.status == "single-source" and sources and all(one.read_in_copy for one in sources):
        return Note(key="mark_copy")
    if entry.status != "checked":
        return Note(key=f"mark_{entry.status}")
    official = any(source.official for source in sources)
    return Note(key="mark_official" if official else "mark_sources")


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


def signed_of(base: Base, entry: Entry, on: dt.date) -> Note | None:
    """Who signed an entry, or until when it was signed; None where nobody ever did."""
    return _signed(standing(base.signed, entry.id, on, entry.verified))


def signed_of_state(base: Base, statements: Sequence[Note], on: dt.date) -> Note | None:
    """Who signed what is said of a State; None where nobody did, and where more is said than the
    one family of facts on the one State that the first statement is of: nobody's name stands under
    what the person did not sign."""
    said = [note for note in statements if note.key not in _BESIDE]
    families = {_family(note) for note in said}
    states = {note.values["state"] for note in said if "state" in note.values}
    if len(families) != 1 or len(states) != 1 or None in families:
        return None
    return _signed(standing(base.signed, f"{states.pop()} {families.pop()}", on))


def _family(note: Note) -> Family | None:
    name = note.key.removeprefix("here_")
    return next((family for begins, family in _FAMILY_OF if name.startswith(begins)), None)


def _counts(base: Base, entry: Entry, subject: str, on: dt.date) -> bool:
    """Whether somebody signed a subject, an entry or its translation, so lately that it counts."""
    found = standing(base.signed, subject, on, entry.verified)
    return found is not None and found.level != "lapsed"


def _signed(found: Standing | None) -> Note | None:
    if found is None:
        return None
    day = {"date": found.day.isoformat()}
    if found.level == "confirmed":
        first, second = found.who
        return Note(key="signed_confirmed", values=day | {"who": first, "second": second})
    if found.level == "read":
        return Note(key="signed_read", values=day | {"who": found.who[0]})
    return Note(key="signed_lapsed", values=day)


def caveats(base: Base, entry: Entry, language: Language, on: dt.date) -> Iterator[Note]:
    """What must be said in plain words of an entry on the day `on`, shown in that language."""
    if entry.status == "unchecked":
        yield Note(key="status_unchecked", values={"page": _page(base, entry)})
    if entry.valid_until and entry.valid_until < on:
        yield Note(key="expired", values={"date": entry.valid_until.isoformat()})
    elif entry.valid_from and entry.valid_from > on:
        yield Note(key="not_yet", values={"date": entry.valid_from.isoformat()})
    elif entry.review_by < on and not _counts(base, entry, entry.id, on):
        yield Note(key="stale", values={"date": entry.verified.isoformat()})
    if language != "en":
        if base.translated(entry, language) is None:
            yield Note(key="english_only")
        elif not _counts(base, entry, f"{language} {entry.id}", on):
            yield Note(key="translation_unread")


def _page(base: Base, entry: Entry) -> str:
    """Where a person can check an entry."""
    named = entry.check_on or ""
    if named in base.sources:
        source = base.sources[named]
        return source.url or source.title
    return named or base.mechanisms[entry.mechanism].page or ""
