"""The rules that a curator's work is checked against, beyond what loading it needs.

Every rule says in its message what to do. What only deserves a look begins with `note:` and does
not fail the check.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.knowledge.catalogue_check import check_catalogues
from bot.knowledge.figures import REFERENCE, fill, number
from bot.knowledge.files import KeyPath, KnowledgeError, Problem, YamlFile, read_yaml
from bot.knowledge.load import load
from bot.knowledge.models import LANGUAGES, TOPICS, Base, Entry, Status
from bot.knowledge.signing import check_signed
from bot.knowledge.sources import COPIES, hosts, readings
from bot.knowledge.thesaurus import leaning, verdict

LONGEST_ENTRY = 1_300
"""Characters of all an entry's texts: more does not fit a reply (2,000 with its source)."""
LONGEST_SENTENCE = 34
"""Words; a tired second-language reader loses longer ones."""
FEWEST_ASKS = {"en": 5, "fr": 1, "es": 1, "ar": 1}

_LIMIT = re.compile(r"(?<![\w.,])(\d[\d,]*)[ \u00a0](words|pages|characters)\b")
_LANGUAGE_PATH = re.compile(r"https?://(?:www\.)?ungeneva\.org/(?:zh|ru|es|ar)/")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+")


@dataclass(frozen=True)
class _Place:
    """Where an entry stands, to say so in a problem."""

    file: YamlFile
    index: int

    def problem(self, part: KeyPath, message: str) -> Problem:
        return self.file.problem(("entries", self.index, *part), message)


def check_folder(folder: Path, today: dt.date) -> list[Problem]:
    """Everything that must be corrected in a knowledge folder, in the order of files and lines."""
    try:
        base = load(folder)
    except KnowledgeError as error:
        return error.problems
    places: dict[str, _Place] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "mechanisms").glob("*.yaml")):
        file = read_yaml(path, f"mechanisms/{path.name}")
        mechanism = base.mechanisms[path.stem]
        places |= {entry.id: _Place(file, i) for i, entry in enumerate(mechanism.entries)}
        have = {entry.topic for entry in mechanism.entries}
        for topic in TOPICS:
            if topic not in have and topic not in mechanism.no_entry:
                message = f"no entry on '{topic}': write one, or give the reason under 'no_entry'"
                problems.append(file.problem((), message))
    titles: dict[str, str] = {}
    codes = _state_codes(folder)
    for entry in base.entries.values():
        place = places[entry.id]
        problems += _entry(base, entry, place, today)
        for code in entry.states:
            if codes and code not in codes:
                message = f"{entry.id}: no State has the code {code}; see states/names.csv"
                problems.append(place.problem(("states",), message))
        if (other := titles.setdefault(entry.title.casefold(), entry.id)) != entry.id:
            message = f"{entry.id}: {other} has the same title; a person can't tell them apart"
            problems.append(place.problem(("title",), message))
    problems += check_catalogues(folder, base)
    problems += _figures(base, places)
    problems += _sources(folder, base)
    problems += _asks(folder, base)
    written_on = {entry.id: entry.verified for entry in base.entries.values()}
    problems += check_signed(base.signed, written_on, codes, today)
    return sorted(problems)


def _state_codes(folder: Path) -> set[str]:
    names = folder / "states" / "names.csv"
    if not names.is_file():
        return set()
    with names.open(encoding="utf-8", newline="") as file:
        return {row["iso3"] for row in csv.DictReader(file)}


def _entry(base: Base, entry: Entry, place: _Place, today: dt.date) -> Iterator[Problem]:
    def say(message: str, *part: str | int) -> Problem:
        return place.problem(part, f"{entry.id}: {message}")

    texts = [fill(text, entry.id, base.figure) for text in entry.texts()]
    length = sum(map(len, texts))
    if length > LONGEST_ENTRY:
        yield say(f"{length} characters of text, at most {LONGEST_ENTRY}; split the entry")
    for text in texts:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if (words := len(sentence.split())) > LONGEST_SENTENCE:
                yield say(
                    f"a sentence of {words} words, at most {LONGEST_SENTENCE}: “{sentence[:60]}…”"
                )
    for part, opening in _openings(base, entry):
        yield say(_leans(opening), *part)
    for text in entry.texts():
        if entry.ended or text == entry.not_any_more:
            continue
        for match in _LIMIT.finditer(text):
            yield say(f"'{match[0]}' is a limit: write it under 'figures' and print it as {{name}}")
    if entry.status not in ("unchecked", "advice") and not entry.sources:
        yield say(f"status '{entry.status}' needs a source", "sources")
    for status, sources, part in _readings_of(entry):
        if status == "checked" and sources and not readings([base.sources[s] for s in sources]):
            yield say(
                "'checked' needs a source that was read on an official page ('read_at'), or two of"
                " two publishers that were read on two sites; else 'single-source'",
                *part,
            )
    if entry.status == "dated" and not any(base.sources[s].date for s in entry.sources):
        yield say("'dated' needs a source with a date", "sources")
    if entry.status == "unchecked":
        if not entry.check_on:
            yield say("'unchecked' needs 'check_on': the page where a person can check")
        if _MAILBOX.search(" ".join(texts)):
            yield say("an unchecked mailbox must not be shown: say on which page to find it")
    if (
        entry.check_on
        and not entry.check_on.startswith("http")
        and entry.check_on not in base.sources
    ):
        yield say(f"check_on '{entry.check_on}' is neither an address nor a source", "check_on")
    if entry.review_by < entry.verified:
        yield say("'review_by' is before 'verified'", "review_by")
    if entry.verified > today:
        yield say("'verified' is in the future", "verified")
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        yield say("'valid_until' is before 'valid_from'", "valid_until")
    if entry.ended:
        now = base.entries[entry.ended.now]
        if now.ended:
            yield say(f"'ended.now' leads to {now.id}, whose rule has ended too", "ended")
    if entry.review_by < today:
        overdue = f"note: {entry.id}: was to be checked again by {entry.review_by}"
        yield place.problem(("review_by",), overdue)


def _readings_of(entry: Entry) -> Iterator[tuple[Status, tuple[str, ...], KeyPath]]:
    """What an entry rests on, and each point with sources of its own: the status that people see,
    names of sources, and where in the file that stands."""
    yield entry.status, entry.sources, ("status",)
    for at, point in enumerate(entry.points):
        if point.sources:
            yield point.status or entry.status, point.sources, ("points", at)


def _openings(base: Base, entry: Entry) -> Iterator[tuple[KeyPath, str]]:
    """The parts that can't be read first, with their openings: an answer, or a point that may
    stand first because it is what was asked for."""
    if opening := leaning(entry.answer, "en", base.thesaurus):
        yield ("answer",), opening
    for i, point in enumerate(entry.points):
        if opening := verdict(point.text, "en", base.thesaurus):
            yield ("points", i), opening


def _leans(opening: str) -> str:
    return (
        f"it opens with “{opening}”, which says nothing, or something false, under another ask: "
        "begin with a sentence that stands alone"
    )


def _figures(base: Base, places: dict[str, _Place]) -> Iterator[Problem]:
    """One value per figure, and no figure that is defined and not printed."""
    for entry in base.entries.values():
        printed = {match[2] for text in entry.texts() for match in REFERENCE.finditer(text)}
        for name in entry.figures:
            if name not in printed:
                message = (
                    f"{entry.id}: the figure '{name}' is not printed: write {{{name}}} in a text"
                )
                yield places[entry.id].problem(("figures", name), message)
    values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entry in base.entries.values():
        for name, figure in entry.figures.items():
            if figure.unit in ("words", "pages", "characters"):
                known = values[entry.mechanism, name]
                known[entry.id] = f"{number(figure.value)} {figure.unit}"
    for (mechanism, name), known in values.items():
        if len(set(known.values())) > 1:
            listed = ", ".join(f"{e} says {v}" for e, v in known.items())
            place = places[next(iter(known))]
            yield place.problem(
                ("figures", name), f"{mechanism}: '{name}' has two values: {listed}"
            )


def _sources(folder: Path, base: Base) -> Iterator[Problem]:
    file = read_yaml(folder / "sources.yaml", "sources.yaml")
    copies = hosts(folder / COPIES)
    used = {s for e in base.entries.values() for s in e.sources}
    used |= {s for e in base.entries.values() for p in e.points for s in p.sources}
    used |= {e.check_on for e in base.entries.values() if e.check_on}
    for name, source in base.sources.items():
        host = urlsplit(source.url or "").netloc.removeprefix("www.")
        if host in copies:
            message = f"{name}: {host} is a copy; give the publisher's own address"
            yield file.problem((name, "url"), message)
        if _LANGUAGE_PATH.match(source.url or ""):
            yield file.problem((name, "url"), f"{name}: give the English address (/en/)")
        if source.read_on and not source.read_at:
            message = f"{name}: give 'read_at', the address that was opened on {source.read_on}"
            yield file.problem((name, "read_on"), message)
        if name not in used:
            yield file.problem((name,), f"{name}: no entry cites it; cite it or take it out")


def _asks(folder: Path, base: Base) -> Iterator[Problem]:
    """Enough asks for each entry, and none under two: it sends a person to either by chance."""
    owner: dict[str, str] = {}
    for mechanism in base.mechanisms.values():
        name = f"asks/{mechanism.id}.yaml"
        file = read_yaml(folder / name, name)
        for entry in mechanism.entries:
            for language in LANGUAGES:
                asks, fewest = getattr(entry.asks, language), FEWEST_ASKS[language]
                if len(asks) < fewest:
                    message = f"{entry.id}: {len(asks)} asks in '{language}', at least {fewest}"
                    yield file.problem((entry.id,), message)
            for line, asks_of in entry.asks_of.items():
                for language, ask in asks_of.all():
                    if other := owner.get(ask.casefold()):
                        message = f"{entry.id}: {other} has the same ask: “{ask}”"
                        yield file.problem((entry.id, line, language), message)
                    owner[ask.casefold()] = entry.id
