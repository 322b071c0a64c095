"""Looks at the form: file type, pages, language, State, numbers of paragraphs and pages, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.looking import Looking, is_guidance, tongue
from bot.prepare.drafts.lookup import Lookup
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import excerpt, place_of

_BRACKETS = re.compile(r"\[[^\[\]\n]{2,90}\]")
_NO_BLANK = re.compile(r"\[(?:[\W\d_]+|sic|hyperlink|note \d+)\]", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«„][^”\"»]{1,400}[”\"»]")
_TEXT = 12
"""Words from which a paragraph is one of the text that must be numbered."""
_NUMBERED = 0.9


def check_file(look: Looking) -> Iterator[Item]:
    """Whether the body takes this type of file."""
    types, files = look.tell.texts.types, look.body.files
    own = types[look.draft.kind]
    if files is None:
        yield look.tell.item("file", "file-unknown", values={"type": own})
        return
    right = look.draft.kind in files.takes
    working = look.draft.kind in ("md", "txt")
    key = "file-right" if right else "file-working" if working else "file-wrong"
    takes = _listed(types[one] for one in files.takes)
    yield look.tell.item("file", key, rule=files.rule, values={"type": own, "takes": takes})


def check_pages(look: Looking) -> Iterator[Item]:
    """The pages against a limit, where the body has one."""
    if (limit := look.body.pages) is None:
        return
    figure = look.base.figure(*limit.most.split("#", 1))
    if figure is None:
        return
    pages = look.draft.pages
    key = "unknown" if pages is None else "over" if pages > figure.value else "within"
    values = {"pages": pages, "limit": int(figure.value)}
    yield look.tell.item("pages", f"pages-{key}", rule=limit.rule, values=values)


def check_language(look: Looking) -> Iterator[Item]:
    """Whether the body takes a text in this language."""
    called, rules = look.tell.texts.languages, look.body.languages
    own = called.get(look.language or "", "")
    if rules is None:
        if own:
            yield look.tell.item("language", "language-unknown", values={"language": own})
        return
    takes = _listed(called[one] for one in rules.takes)
    values = {"language": own, "takes": takes, "best": _listed(called[one] for one in rules.best)}
    if not own:
        key = "language-unclear"
    elif look.language not in rules.takes:
        key = "language-wrong"
    elif rules.best and look.language not in rules.best:
        key = "language-second"
    else:
        key = "language-right"
    yield look.tell.item("language", key, rule=rules.rule, values=values)


def check_state(look: Looking) -> Iterator[Item]:
    """Whether the State that was named is the one that the text names."""
    state = look.names.states.get(look.state or "")
    if state is None:
        return
    names = (state.name, state.official, state.french, state.spanish, state.arabic)
    wanted = Lookup(name.split("(")[0] for name in names if name)
    named = any(wanted.any(block.words) for block in look.draft.text())
    key = "state-named" if named else "state-not-named"
    name = state.called(tongue(look.language))
    yield look.tell.item("state", key, values={"state": name})


def check_numbers(look: Looking) -> Iterator[Item]:
    """Whether paragraphs and pages are numbered, where the body asks for it."""
    if (rule := look.body.numbered) is not None:
        texts = [b for b in look.prose() if len(b.words.words) >= _TEXT and not b.listed]
        without = [block for block in texts if not block.numbered]
        if len(texts) - len(without) >= _NUMBERED * len(texts):
            yield look.tell.item("numbered", "numbered-all", rule=rule.rule)
        else:
            values = {"missing": len(without), "all": len(texts)}
            found = [look.tell.finding("unnumbered", place_of(b), _first(b)) for b in without]
            yield look.tell.item("numbered", "numbered-not", found, rule.rule, values)
    if look.body.page_numbers and look.draft.page_numbers is not None:
        key = "there" if look.draft.page_numbers else "not"
        rule = look.body.page_numbers
        yield look.tell.item("page-numbers", f"page-numbers-{key}", rule=rule.rule)


def check_blanks(look: Looking) -> Iterator[Item]:
    """Whether something of an outline is left: blanks, and lines for the writer."""
    found = [one for block in look.draft.text() for one in _blanks(look, block)]
    key = "blanks-left" if found else "blanks-none"
    yield look.tell.item("blanks", key, found, values={"number": len(found)})


def _blanks(look: Looking, block: Block) -> Iterator[Finding]:
    place = place_of(block)
    if is_guidance(block, look.lists):
        yield look.tell.finding("guidance", place, _first(block))
        return
    quotes = [match.span() for match in _QUOTED.finditer(block.text)]
    brackets = [
        match
        for match in _BRACKETS.finditer(block.text)
        if not _NO_BLANK.fullmatch(match[0])
        and not any(start < match.start() < end for start, end in quotes)
    ]
    for match in brackets:
        yield look.tell.finding("blank", place, match[0])
    if block.blank and not brackets:
        yield look.tell.finding("blank", place, _first(block))
    for first, last in look.lists.words.blanks.of(block.language).all(block.words):
        yield look.tell.finding("blank", place, excerpt(block, first, last))


def _first(block: Block) -> str:
    return excerpt(block, 0, 8, 0)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)
