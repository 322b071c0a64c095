"""An entry as a person sees it: its texts by the names of their lines, its sources, and how sure
and current it is (a mark of two or three words, and what must be said)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.ask.models import Line, Note, SourceShown
from bot.knowledge.figures import fill
from bot.knowledge.models import TITLE, Base, Entry, Language, Point, Status
from bot.knowledge.signing import Family, SignedLevel, standing
from bot.knowledge.sources import Source

ANSWER = "answer"
_DOUBT: dict[Status, int] = {
    "checked": 0,
    "single-source": 1,
    "dated": 2,
    "unchecked": 3,
    "advice": 4,
}
TELLING = 40
"""Characters that a sentence needs to be said without the next."""
_SENTENCE = re.compile(r"(?:(?<=[^A-Z\d][.!?؟])|(?<=[A-Z]{2}[.!?]))\s+(?=[\"“«(¿¡]?[^\Wa-z])")
"""Where a sentence ends: not after "No." of a symbol or a single capital letter."""


@dataclass(frozen=True)
class EntryShown:
    """An entry's texts, figures filled in."""

    title: str
    language: Language
    """The one that they are in: English where they are not translated."""
    lines: Mapping[str, Line]
    """By the names that `asks/` uses: `answer`, `point-1`, `cannot-1`, … in reading order; last the
    words of the glossary that stand with it, `word-1`, which are said where they are asked for."""

    @property
    def answer(self) -> str:
        """The answer."""
        return self.lines[ANSWER].text

    @property
    def warning(self) -> str | None:
        """A danger to somebody's safety."""
        return self.lines["warning"].text if "warning" in self.lines else None

    def of(self, part: str) -> dict[str, Line]:
        """The lines of one kind: `point`, `cannot`, `advice`, `not-any-more`, `warning`."""
        return {name: line for name, line in self.lines.items() if kind(name) == part}


def kind(name: str) -> str:
    """What kind of line one of that name is: `point` of `point-2`."""
    return name.rstrip("0123456789").rstrip("-")


def first_sentence(text: str) -> str:
    """The first sentence of a text, with the next where it is too short to tell anything alone."""
    first, *rest = _SENTENCE.split(text, maxsplit=2)
    return f"{first} {rest[0]}" if rest and len(first) < TELLING else first


def shown_of(base: Base, entry: Entry, language: Language) -> EntryShown:
    """An entry's texts, in English where they are not translated."""
    translated = base.translated(entry, language)
    written_in: Language = "en" if translated is None else language
    texts = translated or entry.lines_by_name()
    sure = {f"point-{i}": less_sure(p.status, entry.status) for i, p in enumerate(entry.points, 1)}
    lines = {
        name: Line(text=fill(texts[name], entry.id, base.figure, written_in), status=sure.get(name))
        for name in entry.lines()
    }
    for name, term in base.words.get(entry.id, {}).items():
        if meaning := base.meaning(term, written_in):
            lines[name] = Line(text=meaning)
    return EntryShown(title=texts[TITLE], language=written_in, lines=lines)


def title_of(base: Base, entry: Entry, language: Language) -> str:
    """The title that `shown_of` gives, without the rest."""
    translated = base.translated(entry, language)
    return translated[TITLE] if translated else entry.title


def less_sure(own: Status | None, whole: Status) -> Status | None:
    """A line's own status, where it is less sure than the answer that it stands in."""
    return own if own and _DOUBT[own] > _DOUBT[whole] else None


def status_of(entry: Entry, line: str) -> Status:
    """How sure an entry is where the `line` of that name leads. A point may be less sure, or surer
    where it was read elsewhere; what stands in an entry that nobody could check never is. Advice is
    the desk's own wherever it stands."""
    if kind(line) == "advice":
        return "advice"
    if kind(line) != "point":
        return entry.status
    point = _point(entry, line)
    if point.status and point.sources and entry.status != "unchecked":
        return point.status
    return less_sure(point.status, entry.status) or entry.status


def _point(entry: Entry, line: str) -> Point:
    return entry.points[int(line.removeprefix("point-")) - 1]


def _sources(entry: Entry, line: str) -> tuple[str, ...]:
    """Names of the sources where a line was read: a point may have its own."""
    return (kind(line) == "point" and _point(entry, line).sources) or entry.sources


def cited(source: Source) -> SourceShown:
    """What is shown of a source."""
    return SourceShown(
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        dated=source.date or "",
        date_is=source.date_is,
        official=source.official,
        copy_read=source.read_in_copy,
        checked=source.read_on,
        find=source.find if source.find != source.title else None,
    )


def sources_of(
    base: Base, entry: Entry, language: Language = "en", line: str = ANSWER
) -> tuple[SourceShown, ...]:
    """The sources of an entry, first those of the `line` that leads, by name; where it has none,
    the page to check it on, or the desk itself, as people of a language say it. What no official
    page was seen for names first the page to check it on."""
    names = dict.fromkeys((*_sources(entry, line), *entry.sources))
    sources = tuple(cited(base.sources[name]) for name in names)
    if sources and status_of(entry, line) != "unchecked":
        return sources
    mechanism = base.mechanisms[entry.mechanism]
    if entry.check_on in base.sources:
        return tuple(dict.fromkeys((cited(base.sources[entry.check_on]), *sources)))
    if url := entry.check_on or mechanism.page:
        named = base.name(mechanism.id, language)
        title = base.say("check_here", language, mechanism=named)
        short = base.short(mechanism.id, language)
        return (SourceShown(title=title, publisher=short, url=url, dated=""), *sources)
    title = base.say("desk_advice", language)
    return (SourceShown(title=title, publisher="Advocacy Desk", url=None, dated=""),)


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


def mark(base: Base, entry: Entry, line: str = ANSWER) -> Note:
    """How sure an entry is where the `line` of that name leads: a phrase of two or three words."""
    status = status_of(entry, line)
    sources = [base.sources[name] for name in _sources(entry, line)]
    if status == "dated":
        year = next((source.date[:4] for source in sources if source.date), None)
        return Note(key="mark_dated", values={"year": year}) if year else Note(key="mark_old")
    if status == "single-source" and sources and all(source.read_in_copy for source in sources):
        return Note(key="mark_copy")
    if status != "checked":
        return Note(key=f"mark_{status}")
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
    leading = [note for note in statements if note.key not in _BESIDE]
    families = {_family(note) for note in leading}
    states = {note.values["state"] for note in leading if "state" in note.values}
    if len(families) != 1 or len(states) != 1 or None in families:
        return None
    return _signed(standing(base.signed, f"{states.pop()} {families.pop()}", on))


def _family(note: Note) -> Family | None:
    name = note.key.removeprefix("here_")
    return next((family for begins, family in _FAMILY_OF if name.startswith(begins)), None)


def _counts(base: Base, entry: Entry, subject: str, on: dt.date) -> bool:
    """Whether somebody signed a subject, an entry or its translation, so lately that it counts."""
    state = standing(base.signed, subject, on, entry.verified)
    return state is not None and state.level != "lapsed"


def _signed(state: SignedLevel | None) -> Note | None:
    if state is None:
        return None
    day = {"date": state.day.isoformat()}
    if state.level == "confirmed":
        first, second = state.who
        return Note(key="signed_confirmed", values=day | {"who": first, "second": second})
    if state.level == "read":
        return Note(key="signed_read", values=day | {"who": state.who[0]})
    return Note(key="signed_lapsed", values=day)


def caveats(
    base: Base, entry: Entry, language: Language, on: dt.date, line: str = ANSWER
) -> Iterator[Note]:
    """What must be said in plain words of an entry on the day `on`, shown in that language, where
    the `line` of that name leads."""
    if status_of(entry, line) == "unchecked":
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
