"""Looks for the parts that the outline of the action has, by words of their headings and texts."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.models import LANGUAGES
from bot.prepare.actions import OutlineText
from bot.prepare.drafts.lists import PartWords
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.models import Item

_SAME = {"who-joint": "who"}
"""Parts that are the same for a reader."""
_LABEL = 6
"""Words at the beginning of a paragraph that may stand in place of a heading."""


def check_parts(look: Looking) -> Iterator[Item]:
    """Which parts of the outline are there, and which are missing."""
    if look.action.outline is None:
        return
    wanted = parts_of(look.action.outline, look.joint)
    known = {
        name: look.lists.parts.parts[name] for name in wanted if name in look.lists.parts.parts
    }
    sought = {*known, *look.lists.parts.unsought}
    unread = [title for name, title in wanted.items() if name not in sought]
    if look.language not in LANGUAGES:
        yield look.tell.item("parts", "parts-unread")
        return
    missing = {name for name, words in known.items() if not _there(look, words)}
    there = [wanted[name] for name in known if name not in missing]
    if not missing:
        if there:
            yield look.tell.item("parts", "parts-there", values={"there": _quoted(there)})
        return
    worst = any(known[name].weight == "fix" for name in missing)
    rest = look.tell.texts.how["unread"].format(parts=_quoted(unread)) if unread else ""
    lost = _quoted([wanted[name] for name in known if name in missing])
    key = "parts-missing" if worst else "parts-few"
    yield look.tell.item("parts", key, values={"missing": lost, "unread": rest})


def parts_of(outline: OutlineText, joint: bool) -> dict[str, str]:
    """The parts of an outline by id, with their titles; a section with parts stands for these."""
    alone = "joint" if joint else "single"
    found: dict[str, str] = {}
    for section in outline.sections:
        for part in section.parts or (section,):
            if part.only in (None, alone):
                found.setdefault(_SAME.get(part.id, part.id), part.title)
    return found


def _there(look: Looking, words: PartWords) -> bool:
    """Whether a heading, the beginning of a paragraph or a phrase of the text shows the part."""
    for block in look.draft.blocks:
        language = block.language if block.language in LANGUAGES else look.language
        headings = words.headings.of(language)
        last = None if block.kind in ("heading", "title") else _LABEL
        if headings.any(block.words, 0, min(last or 99, len(block.words.words))):
            return True
        if block.kind != "contents" and words.text.of(language).any(block.words):
            return True
    return False


def _quoted(titles: list[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)
