"""Reads an OpenDocument text (.odt)."""

from __future__ import annotations

from bot.prepare.drafts.archive import Archive
from bot.prepare.drafts.draft import Draft
from bot.prepare.drafts.markup import parse
from bot.prepare.drafts.odt_story import Story
from bot.prepare.drafts.odt_styles import Styles
from bot.prepare.drafts.pictures import look_at
from bot.prepare.drafts.properties import read_properties
from bot.prepare.drafts.refuse import Refused, broken

_TYPE = b"application/vnd.oasis.opendocument.text"
_PROTECTED = "The file is protected by a password: take the password off and send it again."


class _Manifest:
    """Sees whether a part is encrypted."""

    encrypted = False

    def start(self, tag: str, _values: dict[str, str]) -> None:
        """An element begins."""
        self.encrypted = self.encrypted or tag == "manifest:encryption-data"

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """A manifest holds no text."""


def read_odt(content: bytes) -> Draft:
    """The draft in an OpenDocument text; Refused for one that can't or must not be opened."""
    archive = Archive(content)
    if archive.read("mimetype").strip() != _TYPE or "content.xml" not in archive:
        raise broken()
    manifest = _Manifest()
    if listed := archive.read("META-INF/manifest.xml"):
        parse(listed, manifest)
    if manifest.encrypted:
        raise Refused(_PROTECTED)
    styles = Styles()
    running = Story(styles, "running")
    if content := archive.read("styles.xml"):
        parse(content, running)
    story = Story(styles)
    parse(archive.read("content.xml"), story)
    draft = Draft(
        "odt",
        blocks=story.blocks,
        notes=story.notes,
        running=running.blocks,
        described=[*story.described, *running.described],
        comments=[*story.comments, *running.comments],
        changes=[*story.changes, *running.changes],
        hidden=[*story.hidden, *running.hidden],
        embedded=story.embedded,
        outside=[*story.outside, *running.outside],
        page_numbers=running.page_numbers,
    )
    read_properties(archive, draft)
    draft.pictures = look_at(archive)
    return draft
