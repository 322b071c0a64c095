"""Looks at what a file holds beside its text."""

from __future__ import annotations

from collections.abc import Iterator

from bot.prepare.drafts.contacts import ContactFinder
from bot.prepare.drafts.context import CheckedItem, DraftContext, Finding, Place, masked, place_of
from bot.prepare.drafts.draft import Block, Draft

_PLAIN = ("pdf", "md", "txt")
"""Kinds of which changes and pictures are not read."""
_NAMES = ("creator", "modified", "manager", "printed")


def check_properties(look: DraftContext, finder: ContactFinder, name: str) -> Iterator[CheckedItem]:
    """Properties that say who wrote the file and where; the file's own name too."""
    findings = list(_properties(look, finder, name))
    if look.draft.kind in ("md", "txt") and not findings:
        return
    key = "properties-found" if findings else "properties-clean"
    yield look.tell.item("properties", key, findings, _public(look))


def check_changes(look: DraftContext) -> Iterator[CheckedItem]:
    """Tracked changes and comments."""
    draft, what = look.draft, look.tell.texts.what
    if draft.kind in _PLAIN:
        return
    findings = [
        look.tell.finding("change", _near(draft, change.block), what=what[change.kind])
        for change in draft.changes
    ]
    findings += [
        look.tell.finding("comment", place_of(block), masked(block.text[:40]))
        for block in draft.comments
    ]
    if draft.reviewers and findings:
        findings.append(look.tell.finding("reviewer"))
    key = "changes-found" if findings else "changes-none"
    yield look.tell.item("changes", key, findings, _public(look))


def check_hidden(look: DraftContext) -> Iterator[CheckedItem]:
    """Hidden text, embedded files, and what is loaded from outside."""
    draft, what = look.draft, look.tell.texts.what
    findings = []
    for hidden in draft.hidden:
        place = (
            Place(where="paragraph", line=hidden.line)
            if hidden.line
            else _near(draft, hidden.block)
        )
        findings.append(look.tell.finding(hidden.kind, place))
    findings += [look.tell.finding("embedded", what=what[kind]) for kind in draft.embedded]
    findings += [look.tell.finding("outside", what=what[kind]) for kind in draft.outside]
    if draft.kind == "txt" or (draft.kind == "pdf" and not findings):
        return
    key = "hidden-found" if findings else "hidden-none"
    yield look.tell.item("hidden", key, findings, _public(look))


def check_pictures(look: DraftContext) -> Iterator[CheckedItem]:
    """What pictures carry beside what they show."""
    pictures = look.draft.pictures
    if look.draft.kind in _PLAIN:
        return
    if not pictures:
        yield look.tell.item("pictures", "pictures-none")
        return
    findings = [
        look.tell.finding(kind, quoted=f"{number}/{len(pictures)}")
        for number, picture in enumerate(pictures, 1)
        for kind in picture.data
    ]
    if not findings:
        yield look.tell.item("pictures", "pictures-clean", values={"number": len(pictures)})
        return
    values = {"number": sum(bool(picture.data) for picture in pictures), "all": len(pictures)}
    yield look.tell.item("pictures", "pictures-found", findings, values=values)


def _properties(look: DraftContext, finder: ContactFinder, name: str) -> Iterator[Finding]:
    draft, what = look.draft, look.tell.texts.what
    for kind in draft.properties:
        finding = "author" if kind in _NAMES else "company" if kind == "company" else "property"
        yield look.tell.finding(finding, what=what[kind])
    for kind in dict.fromkeys(draft.paths):
        yield look.tell.finding("path", what=what[kind])
    if any(finder.find(value) for value in draft.values):
        yield look.tell.finding("property", what=what["description"])
    if finder.find(name):
        yield look.tell.finding("file-name")


def _public(look: DraftContext) -> str:
    """The rule that others will read what the file holds."""
    return look.body.public.rule if look.body.public else "templates.safety.public"


def _near(draft: Draft, before: int) -> Place | None:
    """The place of the block that stands after `before` others."""
    blocks: list[Block] = draft.blocks
    return place_of(blocks[min(before, len(blocks) - 1)]) if blocks else None
