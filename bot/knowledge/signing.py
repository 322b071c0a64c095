"""Who signed what: the file `signed.csv`, a line for each person and statement.

A person who compared a statement with its page signs it as `read`; the second one `confirmed` it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, get_args

from bot.knowledge.curated import Curated
from bot.knowledge.files import KnowledgeError, Problem, content_of, csv_lines, near, quoted

SIGNED = "signed.csv"
COLUMNS = ("subject", "level", "who", "day", "until")
Level = Literal["read", "confirmed"]
LEVELS: tuple[Level, ...] = get_args(Level)
Family = Literal["treaties", "regional", "mandates", "visits", "country", "dates"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""What is known of a State, in the parts in which somebody can sign it."""

_ENTRY = re.compile(r"[a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+")
_TRANSLATION = re.compile(r"(?:fr|es|ar) ([a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+)")
_STATE = re.compile(r"([A-Z]{3}) ([a-z]+)")
_WHO = re.compile(r"[^\W\d_](?:[\w .'’()/-]{0,38}[\w.)])?")
"""Initials or a role. No sign that means anything to a spreadsheet, to HTML or to Slack."""


class SignOff(Curated):
    """A person's word that a statement is as its page has it."""

    subject: str
    """An entry's id; its translation, with the language before it: `fr upr.submit.length`; or a
    State's code and a family: `SSD treaties`."""
    level: Level
    who: str
    """Initials or a role."""
    day: dt.date
    until: dt.date
    """The last day on which it counts."""
    line: int = 0
    """Where it stands in the file, from 1; 0 for one that is not written yet."""


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
    signed: Iterable[SignOff], subject: str, on: dt.date, changed: dt.date | None = None
) -> SignedLevel | None:
    """What the sign-offs of a subject come to on the day `on`; None where nobody ever signed.

    A signature that is older than `changed`, the day when the statement was last written, was put
    under another text: it counted until that day.
    """
    its = [sign_off for sign_off in signed if sign_off.subject == subject and sign_off.day <= on]
    if not its:
        return None
    good = sorted(
        (sign_off for sign_off in its if counts(sign_off, on, changed)),
        key=lambda sign_off: sign_off.day,
    )
    people = {sign_off.who.casefold(): sign_off for sign_off in good}
    if not good:
        ends = [_end(sign_off, changed) for sign_off in its]
        return SignedLevel(level="lapsed", day=max(ends))
    last = good[-1]
    if len(people) > 1 and any(sign_off.level == "confirmed" for sign_off in good):
        two = sorted(people.values(), key=lambda sign_off: sign_off.day)[-2:]
        return SignedLevel(
            level="confirmed", who=tuple(sign_off.who for sign_off in two), day=last.day
        )
    return SignedLevel(level="read", who=(last.who,), day=last.day)


def counts(sign_off: SignOff, on: dt.date, changed: dt.date | None) -> bool:
    """Whether a signature counts on a day, given when the statement was last written."""
    return sign_off.day <= on <= sign_off.until and not _older(sign_off, changed)


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
        message = _unknown(sign_off.subject, entries, states)
        if message:
            yield Problem(SIGNED, sign_off.line, message)
        if sign_off.day > today:
            yield Problem(
                SIGNED, sign_off.line, f"{sign_off.day} is in the future; write the day of reading"
            )
        if sign_off.until < today:
            message = (
                f"note: {sign_off.subject}: signed by {sign_off.who} until {sign_off.until};"
                " read it anew"
            )
            yield Problem(SIGNED, sign_off.line, message)
        elif (changed := entries.get(sign_off.subject.split()[-1])) and _older(sign_off, changed):
            message = (
                f"note: {sign_off.subject}: the entry was written anew on {changed}, after"
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


def _end(sign_off: SignOff, changed: dt.date | None) -> dt.date:
    """The last day on which a signature counted."""
    return min(sign_off.until, changed) if changed and _older(sign_off, changed) else sign_off.until


def _older(sign_off: SignOff, changed: dt.date | None) -> bool:
    return changed is not None and sign_off.day < changed


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
