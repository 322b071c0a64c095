"""What the base says in other languages: the gettext catalogues that translators open, each
language read when somebody first asks in it; and how they follow the English when it changes.

`locale/<language>/LC_MESSAGES/<domain>.po`; a domain is a mechanism, or one of the other files. The
place of a text (`upr.submit.length/point-1`) is its `msgctxt`, so that Poedit, Weblate and Phrase
show where it stands, and the same English may be said differently in two places. A text is found by
its place and by the English that was translated: where a curator has changed the English since, the
translation no longer counts.
"""

from __future__ import annotations

import gettext
import hashlib
import io
import logging
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.cache import cached, digest_of, forget, write_whole
from bot.knowledge.files import KnowledgeError, Problem, content_of
from bot.knowledge.typography import spaced

if TYPE_CHECKING:
    from polib import POFile

_MARK = hashlib.sha256().digest_size
"""Bytes of the check sum before a compiled catalogue in the cache."""
_logger = logging.getLogger(__name__)
_LINE = re.compile(r"\(line (\d+)\)")
Texts = dict[str, str]
"""Place → English text."""


class Translations:
    """The translated texts of a knowledge folder; none where it has no `locale/`."""

    def __init__(self, folder: Path | None = None, cache: Path | None = None) -> None:
        self._folder = folder
        self._cache = cache
        self._open: dict[str, gettext.NullTranslations] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Translations) and self._folder == other._folder

    def __hash__(self) -> int:
        return hash(self._folder)

    def ready(self, languages: Iterable[str]) -> None:
        """Open these languages now, and compile what is not in the cache yet: that takes longer
        than Slack waits for a window."""
        for language in languages:
            self.text(language, "", "")

    def text(self, language: str, place: str, english: str) -> str | None:
        """What stands in a language for an English text at a place; None where nothing does."""
        if language not in self._open:
            self._open[language] = self._opened(language)
        return spaced(self._open[language].pgettext(place, english), language) or None

    def entry(self, language: str, entry: str, texts: Mapping[str, str]) -> dict[str, str] | None:
        """The same of an entry's texts by their names: all of them, or None."""
        translated = {
            name: self.text(language, f"{entry}/{name}", text) for name, text in texts.items()
        }
        whole = {name: text for name, text in translated.items() if text}
        return whole if len(whole) == len(texts) else None

    def _opened(self, language: str) -> gettext.NullTranslations:
        catalogue = self._compiled(language)
        catalogue.add_fallback(_Nothing())
        return catalogue

    def _compiled(self, language: str) -> gettext.NullTranslations:
        """The catalogues of a language, from the cache where they have not changed since. One that
        can't be read is left out, and the log says so: its entries are shown in English."""
        parts: dict[str, bytes] = {}
        for path in catalogues_in(self._folder, language) if self._folder else ():
            try:
                parts[path.name] = content_of(path, path.name)
            except KnowledgeError as error:
                _logger.warning("catalogue not used: %s", error.problems[0])
        if not parts:
            return _Nothing()
        digest = hashlib.sha256(digest_of("knowledge/translations.py"))
        for name, content in parts.items():
            digest.update(name.encode() + content)
        stored = cached(self._cache, f"locale_{language}", digest.hexdigest()[:24], "mo")
        if stored and stored.is_file():
            with suppress(OSError):
                content = stored.read_bytes()
                if content[:_MARK] == hashlib.sha256(content[_MARK:]).digest():
                    return gettext.GNUTranslations(io.BytesIO(content[_MARK:]))
            forget(stored)
        content = _compile(parts)
        if stored:
            write_whole(stored, hashlib.sha256(content).digest() + content)
        return gettext.GNUTranslations(io.BytesIO(content))


class _Nothing(gettext.NullTranslations):
    """Where a text has no translation."""

    def pgettext(self, _context: str, _message: str) -> str:
        return ""


def _compile(parts: Mapping[str, bytes]) -> bytes:
    """Catalogues as one compiled one, without what is fuzzy."""
    import polib

    whole = polib.POFile()
    whole.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for name, content in parts.items():
        try:
            whole += catalogue_of(content, name).translated_entries()
        except KnowledgeError as error:
            _logger.warning("catalogue not used: %s", error.problems[0])
    return bytes(whole.to_binary())


def catalogue_path(folder: Path, language: str, domain: str) -> Path:
    """Where a catalogue stands in a knowledge folder, as gettext has it."""
    return folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def catalogues_in(folder: Path, language: str) -> list[Path]:
    """The catalogues of a language, in a fixed order."""
    return sorted(catalogue_path(folder, language, "").parent.glob("*.po"))


def catalogue_of(content: bytes, name: str) -> POFile:
    """A catalogue out of the bytes of a file; raises KnowledgeError with the line where it ends."""
    import polib

    try:
        return polib.pofile(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "this is not UTF-8 text; save it again with the encoding UTF-8"
        raise KnowledgeError([Problem(name, line, message)]) from error
    except (OSError, ValueError, IndexError) as error:
        at = _LINE.search(str(error))
        message = "this is no gettext catalogue; open it in Poedit, which shows what is wrong"
        raise KnowledgeError([Problem(name, int(at[1]) if at else 1, message)]) from error


def read_catalogue(folder: Path, language: str, domain: str) -> POFile:
    """A catalogue of a knowledge folder; an empty one where it has none. Raises KnowledgeError."""
    import polib

    path = catalogue_path(folder, language, domain)
    if not (path.exists() or path.is_symlink()):
        return polib.POFile()
    name = path.relative_to(folder).as_posix()
    return catalogue_of(content_of(path, name), name)


def followed(catalogue: POFile, texts: Texts, language: str) -> POFile:
    """A catalogue that has exactly these texts, with all that was translated of them: at the same
    place, or else elsewhere in the same entry (a point was put before it). What was translated from
    another English is fuzzy, with that English beside it."""
    import polib

    at = {str(message.msgctxt): message for message in catalogue}
    within = {(_entry(place), message.msgid): message for place, message in at.items()}
    today = {(_entry(place), english) for place, english in texts.items()}
    new = polib.POFile()
    new.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    for place, english in texts.items():
        old = at.get(place)
        if old and old.msgid != english and (_entry(place), old.msgid) in today:
            old = None  # what stood here stands elsewhere now
        if old is None or old.msgid != english:
            old = within.get((_entry(place), english), old)
        message = polib.POEntry(msgctxt=place, msgid=english)
        if old and old.msgstr:
            message.msgstr, message.tcomment = old.msgstr, old.tcomment
            if old.fuzzy or old.msgid != english:
                message.flags.append("fuzzy")
                message.previous_msgid = old.previous_msgid or old.msgid
        new.append(message)
    return new


def written_catalogue(catalogue: POFile) -> bytes:
    """A catalogue as the UTF-8 bytes of its .po file, ending in a line break."""
    return f"{catalogue}\n".encode()


def _entry(place: str) -> str:
    return place.rpartition("/")[0]
