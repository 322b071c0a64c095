"""What a file and its pictures tell of who made them: properties, where and when, with which
device."""

from __future__ import annotations

import re
import struct
from pathlib import PurePath

from bot.prepare.drafts.archive import Archive, Target, parse
from bot.prepare.drafts.draft import Draft, Picture, PictureData

_KINDS = {
    "dc:creator": "creator",
    "meta:initial-creator": "creator",
    "cp:lastModifiedBy": "modified",
    "app:Manager": "manager",
    "app:Company": "company",
    "meta:printed-by": "printed",
    "dc:description": "description",
    "dc:subject": "subject",
    "cp:keywords": "keywords",
    "meta:keyword": "keywords",
    "dc:title": "title",
}
_TECHNICAL = (
    "AppVersion", "DocSecurity", "HyperlinksChanged", "LinksUpToDate", "ScaleCrop", "ShareDoc",
)  # fmt: skip
"""Properties that programs fill in when they turn a Word file into OpenDocument."""
_PRIVATE = ("creator", "modified", "manager", "company", "printed")
_PATH = re.compile(r"[\\/](?:users|home|documents and settings)[\\/]", re.IGNORECASE)


class Properties(Target):
    """Reads docProps/*.xml of Word and meta.xml of OpenDocument."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.values: list[str] = []
        self.paths: list[str] = []
        self.pages: int | None = None
        self.words: int | None = None
        self._tag = ""
        self._text = ""

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        self._tag, self._text = tag, ""
        own = values.get("name", values.get("meta:name", ""))
        if tag in ("custom:property", "meta:user-defined") and own not in _TECHNICAL:
            self.kinds.append("custom")
        elif tag == "meta:document-statistic":
            self.pages = _whole(values.get("meta:page-count", ""))
            self.words = _whole(values.get("meta:word-count", ""))
        elif tag == "meta:template":
            self._template(values.get("xlink:href", ""))

    def end(self, tag: str) -> None:
        """Take the text of a property: it is whole now."""
        text = self._text.strip()
        if tag == self._tag and text:
            if kind := _KINDS.get(tag):
                self.values.append(text)
                if kind in _PRIVATE:
                    self.kinds.append(kind)
            elif tag == "app:Pages":
                self.pages = _whole(text)
            elif tag == "app:Words":
                self.words = _whole(text)
            elif tag == "app:Template":
                self._template(text)
        self._tag = ""

    def data(self, text: str) -> None:
        """Text stands in the element that began last."""
        self._text += text

    def _template(self, text: str) -> None:
        if names_home(text):
            self.paths.append("template")


def names_home(address: str) -> bool:
    """Whether the address of a file leads through somebody's own folder."""
    return _PATH.search(address.replace("%20", " ")) is not None


_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")


def read_properties(archive: Archive, draft: Draft) -> None:
    """Take the properties of the file into the draft."""
    properties = Properties()
    for name in _PARTS:
        if content := archive.read(name):
            parse(content, properties)
    draft.properties = list(dict.fromkeys(properties.kinds))
    draft.values = properties.values
    draft.paths += properties.paths
    counted = sum(len(block.words.words) for block in draft.text())
    # a count of words that is far off shows that the count of pages is old too
    if properties.words and abs(properties.words - counted) <= max(counted // 5, 20):
        draft.pages = properties.pages


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


_FOLDERS = re.compile(r"(?:^|/)(?:media|pictures)/[^/]+$", re.IGNORECASE)
_READ = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".bmp")
_DRAWN = (".emf", ".wmf", ".svg", ".svm", ".xml", ".rels")
"""Drawings and what belongs to them; they carry no data of a camera."""
_INNER = (0x8769, 0x8825)
"""Tags that lead to further blocks: of the picture, and of the place."""
_LATITUDE = 0x0002
_DEVICE = (0x010F, 0x0110, 0x0132, 0x013B, 0x8298, 0xA420, 0xA430, 0xA431, 0xA435, 0x9003, 0x9004)
"""Maker, model, time, artist, owner, numbers of camera and lens (Exif 2.32, tables 4 to 9)."""
_MOST_TAGS = 400
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}


def look_at(archive: Archive) -> list[Picture]:
    """Every picture in the archive with the kinds of data that it carries."""
    pictures = []
    for name in archive:
        ending = PurePath(name).suffix.casefold()
        if _FOLDERS.search(name) and ending not in _DRAWN:
            content = archive.read(name)
            pictures.append(Picture(_data(content) if ending in _READ else ("unread-picture",)))
    return pictures


def _data(content: bytes) -> tuple[PictureData, ...]:
    kinds: set[PictureData] = set()
    tags = _tags(_exif(content))
    if _LATITUDE in tags or b"GPSLatitude" in content:
        kinds.add("gps")
    if any(tag in _DEVICE for tag in tags):
        kinds.add("device")
    if b"http://ns.adobe.com/xap/1.0/" in content or b"<x:xmpmeta" in content:
        kinds.add("described")
    return tuple(sorted(kinds))


def _exif(content: bytes) -> bytes:
    """The block with the tags, in whatever kind of picture; empty where there is none."""
    if content[:4] in (b"II*\0", b"MM\0*"):
        return content
    for mark in (b"Exif\0\0", b"eXIf", b"EXIF"):
        at = content.find(mark)
        if at >= 0:
            rest = content[at + len(mark) :]
            start = min(
                (i for i in (rest.find(b"II*\0"), rest.find(b"MM\0*")) if i >= 0), default=-1
            )
            if 0 <= start < 16:
                return rest[start:]
    return b""


def _tags(exif: bytes) -> set[int]:
    """The tags that have a value in the block and in the one inside it."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return set()
    tags: set[int] = set()
    waiting: list[int] = [struct.unpack_from(f"{order}I", exif, 4)[0]]
    seen: set[int] = set()
    while waiting and len(seen) < 6:
        at = waiting.pop()
        if at in seen or at + 2 > len(exif):
            continue
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for place in range(at + 2, at + 2 + 12 * min(count, _MOST_TAGS), 12):
            if place + 12 > len(exif):
                break
            tag, kind, size, value = struct.unpack_from(f"{order}HHII", exif, place)
            if size and kind in _SIZES:
                tags.add(tag)
            if tag in _INNER:
                waiting.append(value)
    return tags
