"""What a curator should compare with its page next, and the writing down of what was found."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.cache import replace
from bot.knowledge.figures import fill
from bot.knowledge.files import KnowledgeError, Problem, content_of
from bot.knowledge.models import Base, Entry, Status
from bot.knowledge.signing import (
    COLUMNS,
    SIGNED,
    Level,
    SignedLevel,
    SignOff,
    counts,
    read_signed,
    standing,
)

CHANGED = "changed.md"
"""Notes for the editor on statements that are no longer as their page has them."""
_HEAD = "# Changed, by people who compared statements with their pages\n\n"
SHORTEST, LONGEST = 30, 366
"""Days for which a signature counts."""
_WEAKEST: tuple[Status, ...] = ("unchecked", "dated", "single-source", "advice", "checked")


@dataclass(frozen=True)
class DueEntry:
    """An entry that somebody should compare with its page."""

    entry: Entry
    asks: int
    """In how many ways people are known to ask for it."""
    signed: SignedLevel | None


def due(base: Base, on: dt.date, who: str = "") -> list[DueEntry]:
    """The entries that are not confirmed by two people on the day `on`; most asked first,
    among them the least sure and those due the longest.

    With `who` those are left out that this person signed and whose signature still counts.
    """
    due = []
    by_subject: dict[str, list[SignOff]] = defaultdict(list)
    for sign_off in base.signed:
        by_subject[sign_off.subject].append(sign_off)
    for entry in base.entries.values():
        its = by_subject[entry.id]
        own = [sign_off for sign_off in its if sign_off.who.casefold() == who.casefold()]
        if any(counts(sign_off, on, entry.verified) for sign_off in own):
            continue
        now = standing(its, entry.id, on, entry.verified)
        if now and now.level == "confirmed":
            continue
        due.append(DueEntry(entry, len(entry.asks.all()), now))
    return sorted(
        due,
        key=lambda due: (-due.asks, _WEAKEST.index(due.entry.status), due.entry.review_by),
    )


def statement(base: Base, entry: Entry) -> list[str]:
    """What the desk says of an entry, figures filled in: the answer, then every other line."""
    return [fill(text, entry.id, base.figure) for text in entry.texts()]


def page(base: Base, entry: Entry) -> str | None:
    """The page to compare an entry with: the first source that was read on an official page, or in
    a copy of one; else where to check it, else the first source with an address, else the
    mechanism's page. None for the desk's advice without any."""
    sources = [base.sources[name] for name in entry.sources]
    check_on = entry.check_on or ""
    if check_on in base.sources:
        check_on = base.sources[check_on].url or ""
    official = [
        source.url for source in sources if (source.official or source.read_in_copy) and source.url
    ]
    rest = [source.url for source in sources if source.url]
    own = [] if entry.status == "advice" else [base.mechanisms[entry.mechanism].page]
    return next((url for url in [*official, check_on, *rest, *own] if url), None)


def counts_until(entry: Entry, on: dt.date) -> dt.date:
    """The last day on which a signature of the day `on` counts: as long as the entry's own time
    between two looks."""
    days = (entry.review_by - entry.verified).days
    return on + dt.timedelta(days=min(max(days, SHORTEST), LONGEST))


def sign(folder: Path, entry: Entry, who: str, on: dt.date) -> SignOff:
    """Write that a person found an entry as its page has it (see `sign_subject`)."""
    return sign_subject(folder, entry.id, who, on, counts_until(entry, on), entry.verified)


def sign_subject(
    folder: Path,
    subject: str,
    who: str,
    on: dt.date,
    until: dt.date,
    written: dt.date | None = None,
) -> SignOff:
    """Write that a person found something as its page has it, until a day: `confirmed` where
    another person's signature counts on that day, else `read`. It stands in place of an older one
    of that person; `written` is when the text was last written.

    The file is written whole or not at all; every other line stays. Raises OSError, and
    KnowledgeError where the file is broken.
    """
    lines = read_signed(folder)
    others = [
        sign_off
        for sign_off in lines
        if sign_off.subject == subject
        and sign_off.who.casefold() != who.casefold()
        and counts(sign_off, on, written)
    ]
    level: Level = "confirmed" if others else "read"
    new = SignOff(subject=subject, level=level, who=who, day=on, until=until)
    others_lines = [
        sign_off
        for sign_off in lines
        if (sign_off.subject, sign_off.who.casefold()) != (subject, who.casefold())
    ]
    _write(folder, [*others_lines, new])
    return new


def changed(folder: Path, entry: Entry, who: str, on: dt.date, note: str) -> int:
    """Write for the editor what a person found changed, and take away every signature under the
    entry: nobody's name may stand under what somebody saw to be wrong. The number taken away.

    Raises OSError, and KnowledgeError where a file is broken.
    """
    lines = read_signed(folder)
    path = folder / CHANGED
    try:
        before = content_of(path, CHANGED).decode("utf-8") if path.exists() else _HEAD
    except UnicodeDecodeError as error:
        message = "this file is not UTF-8 text; save it again with the encoding UTF-8"
        raise KnowledgeError([Problem(CHANGED, 1, message)]) from error
    line = _line(entry, who, on, note)
    end = "" if before.endswith("\n") else "\n"
    replace(path, f"{before}{end}{line}".encode())
    left = [sign_off for sign_off in lines if sign_off.subject != entry.id]
    if len(left) < len(lines):
        _write(folder, left)
    return len(lines) - len(left)


def noted(folder: Path, entry: Entry, who: str, on: dt.date, note: str) -> bool:
    """Whether just that stands among the notes for the editor already."""
    path = folder / CHANGED
    return path.exists() and _line(entry, who, on, note).encode() in content_of(path, CHANGED)


def _line(entry: Entry, who: str, on: dt.date, note: str) -> str:
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in note).split())
    return f"- {on.isoformat()} · {entry.id} · {who}: {plain}\n"


def _write(folder: Path, lines: Iterable[SignOff]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(sign_off, name) for name in COLUMNS] for sign_off in lines)
    replace(folder / SIGNED, text.getvalue().encode())
