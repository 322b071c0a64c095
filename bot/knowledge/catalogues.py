"""The gettext catalogues that translators open, and how they follow the English when it changes.

`locale/<language>/LC_MESSAGES/<domain>.po`; a domain is a mechanism, or one of the other files. The
place of a text (`upr.submit.length/point-1`) is its `msgctxt`, so that Poedit, Weblate and Phrase
show where it stands, and the same English may be said differently in two places.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.yamlfile import KnowledgeError, Problem, content_of

if TYPE_CHECKING:
    from polib import POFile

_LINE = re.compile(r"\(line (\d+)\)")
Texts = dict[str, str]
"""Place → English text."""


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
