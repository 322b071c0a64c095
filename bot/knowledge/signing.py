"""Who signed what: the file `signed.csv`, a line for each person and statement; what a curator
should compare with its page next, and the writing down of what was found.

A person who compared a statement with its page signs it as `read`; the second one `confirmed` it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bot.knowledge.cache import replace
from bot.knowledge.curated import Curated
from bot.knowledge.figures import fill
from bot.knowledge.files import KnowledgeError, Problem, content_of, csv_lines, near, quoted
from bot.knowledge.models import Base, Entry, Level, SignOff, Status

SIGNED = "signed.csv"
COLUMNS = ("subject", "level", "who", "day", "until")
LEVELS: tuple[Level, ...] = get_args(Level)
Family = Literal["treaties", "regional", "mandates", "visits", "country", "dates"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""What is known of a State, in the parts in which somebody can sign it."""

CHANGED = "changed.md"
"""Notes for the editor on statements that are no longer as their page has them."""
_HEAD = "# Changed, by people who compared statements with their pages\n\n"
SHORTEST, LONGEST = 30, 366
"""Days for which a signature counts."""
_WEAKEST: tuple[Status, ...] = ("unchecked", "dated", "single-source", "advice", "checked")

_ENTRY = re.compile(r"[a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+")
_TRANSLATION = re.compile(r"(?:fr|es|ar) ([a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+)")
_STATE = re.compile(r"([A-Z]{3}) ([a-z]+)")
_WHO = re.compile(r"[^\W\d_](?:[\w .'’()/-]{0,38}[\w.)])?")
"""Initials or a role. No sign that means anything to a spreadsheet, to HTML or to Slack."""


class SignedLevel(Curated):
    """What the sign-offs of a statement come to on a day."""

    level: Level | Literal["lapsed"]
    who: tuple[str, ...] = ()
    """One for `read`, two for `confirmed`, nobody for what lapsed."""
    day: dt.date
    """The day of the last signature; for what lapsed the last day on which one counted."""


def written_who(text: str) -> str | None:
    """Initials or a role as they are kept, or None where they can't be."""
    who = " ".join(text.split())
    return who if _WHO.fullmatch(who) else None


def read_signed(folder: Path) -> tuple[SignOff, ...]:
    """The sign-offs of a knowledge folder in the file's order; none where it has no such file.

    Raises KnowledgeError with every line that can't be used and what to do.
    """
    path = folder / SIGNED
    if not path.exists():
        return ()
    sign_offs: list[SignOff] = []
    problems: list[Problem] = []
    for line, cells in csv_lines(SIGNED, content_of(path, SIGNED), _columns):
        wrong = list(_wrong(cells))
        problems += [Problem(SIGNED, line, message) for message in wrong]
        if not wrong:
            who = written_who(cells["who"])
            sign_offs.append(SignOff.model_validate(cells | {"who": who, "line": line}))
    if problems:
        raise KnowledgeError(problems)
    return tuple(sign_offs)


def standing(
    signed: Iterable[SignOff], subject: str, on: dt.date, written: dt.date | None = None
) -> SignedLevel | None:
    """What the sign-offs of a subject come to on the day `on`; None where nobody ever signed.

    A signature that is older than `written`, the day when the statement was last written, was put
    under another text: it counted until that day.
    """
    its = [sign_off for sign_off in signed if sign_off.subject == subject and sign_off.day <= on]
    if not its:
        return None
    its.sort(key=lambda sign_off: sign_off.day)
    good = [sign_off for sign_off in its if counts(sign_off, on, written)]
    people = {sign_off.who.casefold(): sign_off for sign_off in good}
    if not good:
        return SignedLevel(level="lapsed", day=max(_end(sign_off, written) for sign_off in its))
    last = good[-1]
    if len(people) > 1 and any(sign_off.level == "confirmed" for sign_off in good):
        two = sorted(people.values(), key=lambda sign_off: sign_off.day)[-2:]
        who = tuple(sign_off.who for sign_off in two)
        return SignedLevel(level="confirmed", who=who, day=last.day)
    return SignedLevel(level="read", who=(last.who,), day=last.day)


def counts(sign_off: SignOff, on: dt.date, written: dt.date | None) -> bool:
    """Whether a signature counts on a day, given when the statement was last written."""
    return sign_off.day <= on <= sign_off.until and not _older(sign_off, written)


def check_signed(
    signed: Sequence[SignOff], entries: dict[str, dt.date], states: set[str], today: dt.date
) -> Iterator[Problem]:
    """What must be corrected in sign-offs that could be read; what only deserves a look is a note.

    `entries` gives for each id the day when the entry was last written; `states` are the codes of
    States, empty where a folder has none.
    """
    by_subject: dict[str, list[SignOff]] = defaultdict(list)
    for sign_off in signed:
        by_subject[sign_off.subject].append(sign_off)
        if message := _unknown(sign_off.subject, entries, states):
            yield Problem(SIGNED, sign_off.line, message)
        if sign_off.day > today:
            message = f"{sign_off.day} is in the future; write the day of reading"
            yield Problem(SIGNED, sign_off.line, message)
        if sign_off.until < today:
            signed_by = f"note: {sign_off.subject}: signed by {sign_off.who}"
            message = f"{signed_by} until {sign_off.until}; read it anew"
            yield Problem(SIGNED, sign_off.line, message)
        elif (written := entries.get(sign_off.subject.split()[-1])) and _older(sign_off, written):
            message = (
                f"note: {sign_off.subject}: the entry was written anew on {written}, after"
                f" {sign_off.who} signed it; read it anew"
            )
            yield Problem(SIGNED, sign_off.line, message)
    for subject, its in by_subject.items():
        people: dict[str, SignOff] = {}
        for sign_off in its:
            first = people.setdefault(sign_off.who.casefold(), sign_off)
            if first is not sign_off:
                message = f"{subject}: {sign_off.who} signed it on line {first.line} already; keep"
                yield Problem(SIGNED, sign_off.line, f"{message} the later line alone")
        for sign_off in its:
            if sign_off.level == "confirmed" and len(people) < 2:
                message = (
                    f"{subject}: 'confirmed' needs two people, here is only {sign_off.who}; write"
                    " 'read' until a second person has signed"
                )
                yield Problem(SIGNED, sign_off.line, message)


def _end(sign_off: SignOff, written: dt.date | None) -> dt.date:
    """The last day on which a signature counted."""
    return min(sign_off.until, written) if written and _older(sign_off, written) else sign_off.until


def _older(sign_off: SignOff, written: dt.date | None) -> bool:
    return written is not None and sign_off.day < written


def _columns(columns: Sequence[str]) -> None:
    if sorted(columns) != sorted(COLUMNS):
        message = f"the first line must be {','.join(COLUMNS)}"
        raise KnowledgeError([Problem(SIGNED, 1, message)])


def _wrong(cells: dict[str, str]) -> Iterator[str]:
    """What is wrong in a line by itself."""
    missing = [name for name in COLUMNS if not cells.get(name)]
    if missing:
        yield f"nothing stands under {', '.join(missing)}; fill it in, or take the line out"
        return
    subject, level, who = cells["subject"], cells["level"], cells["who"]
    if not any(kind.fullmatch(subject) for kind in (_ENTRY, _TRANSLATION, _STATE)):
        yield (
            f"{quoted(subject)} is no entry (upr.submit.length), no translation"
            f" (fr upr.submit.length) and no State's code with a family (SSD treaties)"
        )
    if level not in LEVELS:
        yield f"{quoted(level)} must be one of {', '.join(LEVELS)}"
    if written_who(who) is None:
        yield f"{quoted(who)} must be initials or a role: letters first, at most 40 characters"
    days: dict[str, dt.date] = {}
    for name in ("day", "until"):
        try:
            days[name] = dt.datetime.strptime(cells[name], "%Y-%m-%d").date()
        except ValueError:
            yield f"{name}: {quoted(cells[name])} is no day that exists; write it as 2026-12-03"
    if len(days) == 2 and days["until"] <= days["day"]:
        yield f"until: {days['until']} must lie after the day of signing, {days['day']}"


def _unknown(subject: str, entries: Iterable[str], states: set[str]) -> str | None:
    """What to say of a subject that there is not."""
    of_state = _STATE.fullmatch(subject)
    if not of_state:
        known = list(entries)
        if translated := _TRANSLATION.fullmatch(subject):
            subject = translated[1]
        return None if subject in known else f"no entry '{subject}'{near(subject, known)}"
    code, family = of_state.groups()
    if family not in FAMILIES:
        return f"no family '{family}'{near(family, FAMILIES)}; they are {', '.join(FAMILIES)}"
    if states and code not in states:
        return f"no State has the code {code}{near(code, sorted(states))}; see states/names.csv"
    return None


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
        due, key=lambda it: (-it.asks, _WEAKEST.index(it.entry.status), it.entry.review_by)
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
    official = [source.url for source in sources if source.official or source.read_in_copy]
    rest = [source.url for source in sources]
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
    own = (subject, who.casefold())
    rest = [sign_off for sign_off in lines if (sign_off.subject, sign_off.who.casefold()) != own]
    _write(folder, [*rest, new])
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
