"""What pictures tell beside what they show: where and when they were taken, with which device."""

from __future__ import annotations

import re
import struct
from pathlib import PurePath

from bot.prepare.drafts.archive import Archive
from bot.prepare.drafts.draft import Picture, PictureData

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
    found = []
    for name in archive:
        ending = PurePath(name).suffix.casefold()
        if _FOLDERS.search(name) and ending not in _DRAWN:
            content = archive.read(name)
            found.append(Picture(_data(content) if ending in _READ else ("unread-picture",)))
    return found


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
    found: set[int] = set()
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
                found.add(tag)
            if tag in _INNER:
                waiting.append(value)
    return found
