"""What translators must correct in catalogues: figures, placeholders, addresses and symbols that
are not those of the English, openings that lean on something, titles that no button holds, English.

What is not translated, or was translated from another English, is no fault: the desk shows such an
entry in English and says so. `status` counts it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.curated import WORDING
from bot.knowledge.figures import REFERENCE
from bot.knowledge.files import KnowledgeError, Problem, content_of, csv_lines, near
from bot.knowledge.models import TITLE, TRANSLATED, Base, Language
from bot.knowledge.spoken import texts_of
from bot.knowledge.thesaurus import leaning, verdict
from bot.knowledge.translations import catalogue_path, catalogues_in, read_catalogue

if TYPE_CHECKING:
    from polib import POEntry

TERMS = "terms.csv"
NAMES = frozenset({"body", "treaty", "document", "procedure"})
"""Kinds of terms that are looked for, those of several words: names, which leave no choice. Verbs
and single words may be right in many ways."""
BUTTON = 75
"""Characters that a title may have: Slack's limit for the text of a button."""
TABLES = "states/"
"""Where the tables of States stand."""
LABEL = 40
"""Characters of a mechanism's short name."""
LONGER, SPARE = 1.45, 60
"""How much longer than the English a text may be: by this share, or by so many characters."""
_ADDRESS = re.compile(r"https?://[^\s)،,»”]+[^\s)،,»”.:;]")
_SYMBOL = re.compile(r"\b[A-Z][A-Z-]{0,19}(?:/[A-Z0-9.-]+)+")
_CLOCK = re.compile(r"\d p\.m\.")
"""An hour that other languages count to 24."""
_NUMBER = re.compile(r"\d+")
_THOUSAND = re.compile(r"(?<=\d)[ ,.\u00a0\u202f٬](?=\d{3}\b)")
_QUOTED = re.compile(r"[\"“«].{0,200}?[\"”»]|\([^)]{0,200}\)")
_ENGLISH = re.compile(r"\b(?:the|with|which|this|that|must|cannot)\b", re.IGNORECASE)
_ARABIC = re.compile("[\u0600-\u06ff]")
_LETTERS = re.compile(r"\b[A-Z]{3,}\b")
_WORDS = re.compile(r"\w{4,}")
STEM = 4
"""Letters of a word that must be there: what follows them changes with number and gender."""


@dataclass
class Count:
    """How many texts of a catalogue are translated, stale and missing."""

    language: Language
    domain: str
    texts: int = 0
    translated: int = 0
    stale: int = 0
    """Translated from another English than today's."""
    missing: int = 0


@dataclass(frozen=True)
class TermForms:
    """A term of the field and how a language says it."""

    english: re.Pattern[str]
    label: str
    forms: tuple[tuple[str, ...], ...]
    """The beginnings of the words of each form that it may have."""

    def stands_in(self, text: str, english: str, title: bool) -> bool:
        """Whether most words of a form stand in a text, the others may be left out where the same
        body was named before; or the English itself, as what is to be written on an envelope. In a
        title, which a button must hold, one word is enough, or the letters by which a body goes."""
        small = text.casefold()
        for stems in self.forms:
            matched = sum(stem in small for stem in stems)
            if 2 * matched >= len(stems) or (title and matched):
                return True
        if title and any(letters in text for letters in _LETTERS.findall(english)):
            return True
        return bool(self.english.search(text))


def count(folder: Path, base: Base) -> Iterator[Count]:
    """How far each catalogue is. Raises KnowledgeError where one can't be read."""
    domains = texts_of(base, folder)
    for language in TRANSLATED:
        for domain, texts in domains.items():
            catalogue = read_catalogue(folder, language, domain)
            by_place = {str(message.msgctxt): message for message in catalogue}
            counted = Count(language, domain, len(texts))
            for place, english in texts.items():
                message = by_place.get(place)
                if message is None or not message.msgstr:
                    counted.missing += 1
                elif message.fuzzy or message.msgid != english:
                    counted.stale += 1
                else:
                    counted.translated += 1
            yield counted


def check_catalogues(folder: Path, base: Base) -> Iterator[Problem]:
    """What must be corrected in the catalogues of a folder; what only deserves a look is a note."""
    domains = texts_of(base, folder)
    for language in TRANSLATED:
        for path in catalogues_in(folder, language):
            name = path.relative_to(folder).as_posix()
            if path.stem not in domains:
                hint = near(path.stem, domains)
                yield Problem(name, 1, f"there is no mechanism '{path.stem}'{hint}")
                continue
            try:
                catalogue = read_catalogue(folder, language, path.stem)
            except KnowledgeError as error:
                yield from error.problems
                continue
            for message in catalogue.translated_entries():
                for sentence in _wrong(base, language, message):
                    yield Problem(name, message.linenum or 1, sentence)


def check_terms(folder: Path, base: Base) -> Iterator[Problem]:
    """Notes on texts whose English has a term of `locale/terms.csv` that the translation does not
    have, in any of the forms that stand there with semicolons between them."""
    domains = texts_of(base, folder)
    for language in TRANSLATED:
        terms = list(_terms(folder, language))
        for domain in domains:
            name = catalogue_path(folder, language, domain).relative_to(folder).as_posix()
            for message in read_catalogue(folder, language, domain).translated_entries():
                english, translation, place = message.msgid, message.msgstr, str(message.msgctxt)
                title = place.endswith(("/title", "/short"))
                for term in terms:
                    if term.english.search(english) and not term.stands_in(
                        translation, english, title
                    ):
                        where = f"note: {place}: the term is “{term.label}”"
                        yield Problem(name, message.linenum or 1, where)


def _terms(folder: Path, language: Language) -> Iterator[TermForms]:
    path = folder / "locale" / TERMS
    if not path.exists():
        return
    for _, cells in csv_lines(TERMS, content_of(path, TERMS), _columns):
        named = cells["en"].partition(" (")[0]
        if cells["kind"] not in NAMES or " " not in named:
            continue
        english = re.compile(rf"\b{re.escape(named)}\b", re.IGNORECASE)
        forms = (re.split("[,(]", form)[0] for form in cells[language].split(";"))
        if stems := tuple(filter(None, map(_stems, forms))):
            yield TermForms(english, cells[language], stems)


def _stems(form: str) -> tuple[str, ...]:
    return tuple(word.removeprefix("ال")[:STEM].casefold() for word in _WORDS.findall(form))


def _columns(names: Sequence[str]) -> None:
    if lost := {"en", "kind", *TRANSLATED} - set(names):
        message = f"the first line must name the columns; not there: {', '.join(sorted(lost))}"
        raise KnowledgeError([Problem(TERMS, 1, message)])


def _wrong(base: Base, language: Language, message: POEntry) -> Iterator[str]:
    english, translation = message.msgid, message.msgstr
    place = str(message.msgctxt)
    _, _, part = place.rpartition("/")
    phrase = place.startswith(WORDING)
    for kind, pattern in (
        ("placeholders", REFERENCE),
        ("addresses", _ADDRESS),
        ("symbols", _SYMBOL),
    ):
        there, here = (
            Counter(m[0] for m in pattern.finditer(text)) for text in (english, translation)
        )
        if phrase:  # the desk gives each value once, and a language may do without it
            there, here = Counter(here.keys()) - Counter(there.keys()), Counter()
        if there != here and (kind != "symbols" or there - here):
            lost = ", ".join((there - here) or (here - there))
            note = "note: " if phrase else ""
            yield f"{note}{place}: the {kind} are not those of the English: {lost}"
    numbers = _numbers(english) - _numbers(translation)
    if numbers and not phrase and not _CLOCK.search(english):
        yield f"{place}: the English has {', '.join(numbers)}: write it as a figure here too"
    on_button = not place.startswith(TABLES)  # the names of treaties stand on no button
    if part == TITLE and ".yaml/" not in place and len(translation) > BUTTON and on_button:
        yield f"{place}: a title of {len(translation)} characters, at most {BUTTON} fit a button"
    elif part == "short" and len(translation) > LABEL and on_button:
        yield f"{place}: a short name of {len(translation)} characters, at most {LABEL} fit a list"
    elif len(translation) > max(len(english) * LONGER, len(english) + SPARE):
        note = f"{len(translation)} characters for {len(english)} of English: say it shorter"
        yield f"note: {place}: {note}"
    opening = None
    if part == "answer":
        opening = leaning(translation, language, base.thesaurus)
    elif part.startswith("point-"):
        opening = verdict(translation, language, base.thesaurus)
    if opening:
        yield f"{place}: it opens with “{opening}”: begin with a sentence that stands alone"
    if translation == english or not _WORDS.search(REFERENCE.sub("", translation)):
        return
    bare = _ADDRESS.sub("", REFERENCE.sub("", _QUOTED.sub("", translation)))
    if _ENGLISH.search(bare) if language != "ar" else not _ARABIC.search(translation):
        yield f"{place}: this is English still"


def _numbers(text: str) -> Counter[str]:
    """The numbers of a text, however its thousands are parted."""
    bare = _ADDRESS.sub("", REFERENCE.sub("", text))
    return Counter(str(int(n)) for n in _NUMBER.findall(_THOUSAND.sub("", bare)))
