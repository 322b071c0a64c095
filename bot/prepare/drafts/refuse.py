"""Which files are read, and the sentence for those that are not.

A sentence never holds anything of the file, nor its name: it may be logged.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, get_args

LARGEST = 25_000_000
"""Bytes of a file; larger ones are refused before they are read."""
LARGEST_TEXT = 2_000_000
"""Bytes of a text file, which holds no pictures: some six hundred pages."""
TOO_LONG = "The text is longer than any body reads: send the part that is to be checked."
FileKind = Literal["docx", "odt", "pdf", "md", "txt"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)

_SAVE = "save it as a Word document (.docx) and send that"
_OTHERS = {
    "doc": f"The old Word format (.doc) can't be checked: {_SAVE}.",
    "docm": f"A Word file with macros (.docm) is not opened: {_SAVE}.",
    "dotm": f"A Word file with macros (.dotm) is not opened: {_SAVE}.",
    "dotx": f"This is a Word template: make a document of it, {_SAVE}.",
    "rtf": f"Rich text (.rtf) can't be checked: {_SAVE}.",
    "pages": "A Pages file can't be checked: in Pages export it to Word (.docx) and send that.",
    "gdoc": "This is only a link to a document: in Google Docs download it as .docx and send that.",
    "html": f"A web page can't be checked: open it in Word, {_SAVE}.",
    "wps": f"This format can't be checked: {_SAVE}.",
    "fodt": "A flat OpenDocument file can't be checked: save it as .odt or .docx and send that.",
    "ott": "This is a template: make a document of it, save it as .odt and send that.",
    "zip": "An archive is not opened: send the one document that is in it.",
}  # fmt: skip
_OTHERS["htm"] = _OTHERS["html"]
_NAMES: dict[str, FileKind] = {"markdown": "md", "text": "txt"}
_BROKEN = (
    "It is damaged, or not what its name says: open it in Word or LibreOffice and save it again."
)


class Refused(ValueError):
    """The file can't be used; the message is one sentence for people, with nothing of the file."""


def broken() -> Refused:
    """For a file whose inside is not what it should be."""
    return Refused(_BROKEN)


def named_kind(name: str) -> FileKind:
    """The kind that a file's name promises; Refused for one that is not read."""
    ending = PurePath(name.replace("\\", "/")).suffix.removeprefix(".").casefold()
    ending = _NAMES.get(ending, ending)
    for kind in FILE_KINDS:
        if ending == kind:
            return kind
    if sentence := _OTHERS.get(ending):
        raise Refused(sentence)
    raise Refused("This type of file can't be checked: send a .docx, .odt, .pdf, .md or .txt file.")


def check_beginning(content: bytes, kind: FileKind) -> None:
    """Refused where the first bytes say that the file is something else than its name promises."""
    if len(content) > LARGEST:
        raise Refused(
            f"The file is larger than {LARGEST // 1_000_000} MB: make its pictures smaller and"
            " send it again."
        )
    if kind in ("md", "txt") and len(content) > LARGEST_TEXT:
        raise Refused(TOO_LONG)
    if not content:
        raise Refused("The file is empty: save the text again and send that file.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_ole(content))
    if content.startswith(b"%PDF") and kind != "pdf":
        raise Refused("This is a PDF: give the file the ending .pdf and send it again.")
    if kind == "pdf" and not content.startswith(b"%PDF"):
        raise broken()
    if content.startswith(b"{\\rtf"):
        raise Refused(_OTHERS["rtf"])
    zipped = content.startswith(b"PK\x03\x04")
    if kind in ("docx", "odt") and not zipped:
        raise broken()
    if kind in ("md", "txt") and zipped:
        raise Refused("This is no plain text: give the file its right ending and send it again.")


def _ole(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "The file is protected by a password: take the password off and send it again."
    return _OTHERS["doc"]
