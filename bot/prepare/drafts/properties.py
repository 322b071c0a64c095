"""The properties of a file that say who wrote it, and where: of Word and of OpenDocument."""

from __future__ import annotations

import re

from bot.prepare.drafts.archive import Archive
from bot.prepare.drafts.draft import Draft
from bot.prepare.drafts.markup import parse

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


class Properties:
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
        """An element ends."""
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
        if _PATH.search(text.replace("%20", " ")):
            self.paths.append("template")


_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")


def read_properties(archive: Archive, draft: Draft) -> None:
    """Take the properties of the file into the draft."""
    found = Properties()
    for name in _PARTS:
        if content := archive.read(name):
            parse(content, found)
    draft.properties = list(dict.fromkeys(found.kinds))
    draft.values = found.values
    draft.paths += found.paths
    counted = sum(len(block.words.words) for block in draft.text())
    # a count of words that is far off shows that the count of pages is old too
    if found.words and abs(found.words - counted) <= max(counted // 5, 20):
        draft.pages = found.pages


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
