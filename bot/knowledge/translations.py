"""What the base says in other languages: the gettext catalogues in `locale/`, each language opened
when somebody first asks in it.

A text is found by its place (`upr.submit.length/point-1`) and by the English that was translated:
where a curator has changed the English since, the translation no longer counts.
"""

from __future__ import annotations

import gettext
import hashlib
import io
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from bot.knowledge.cache import cached, digest_of, forget, write_whole
from bot.knowledge.catalogues import catalogue_of, catalogues_in
from bot.knowledge.typography import spaced
from bot.knowledge.yamlfile import KnowledgeError, content_of

_MARK = hashlib.sha256().digest_size
"""Bytes of the check sum before a compiled catalogue in the cache."""
_logger = logging.getLogger(__name__)


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
        digest = hashlib.sha256(digest_of("knowledge/translations.py", "knowledge/catalogues.py"))
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
