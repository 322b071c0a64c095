"""Looks at the form: words as the body counts them, parts of the outline, file type, pages,
language, State, numbers of paragraphs and pages, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from bot.knowledge.figures import number
from bot.knowledge.models import LANGUAGES, Figure
from bot.knowledge.typography import listed, quoted
from bot.prepare.actions import LengthLimit, OutlineText
from bot.prepare.drafts.bodies import Counting
from bot.prepare.drafts.context import (
    CheckedItem,
    DraftContext,
    Finding,
    WordCounts,
    excerpt,
    is_guidance,
    place_of,
    tongue,
)
from bot.prepare.drafts.draft import Block, Draft
from bot.prepare.drafts.lists import PartWords
from bot.prepare.load import heading_in
from bot.prepare.phrases import Lookup

_BRACKETS = re.compile(r"\[[^\[\]\n]{2,90}\]")
_NO_BLANK = re.compile(r"\[(?:[\W\d_]+|sic|hyperlink|note \d+)\]", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«„][^”\"»]{1,400}[”\"»]")
_TEXT = 12
"""Words from which a paragraph is one of the text that must be numbered."""
_NUMBERED = 0.9


def check_file(look: DraftContext) -> Iterator[CheckedItem]:
    """Whether the body takes this type of file."""
    types, files = look.tell.texts.types, look.body.files
    own = types[look.draft.kind]
    if files is None:
        yield look.tell.item("file", "file-unknown", values={"type": own})
        return
    right = look.draft.kind in files.takes
    working = look.draft.kind in ("md", "txt")
    key = "file-right" if right else "file-working" if working else "file-wrong"
    takes = listed((types[kind] for kind in files.takes), look.tell.language)
    yield look.tell.item("file", key, rule=files.rule, values={"type": own, "takes": takes})


def check_pages(look: DraftContext) -> Iterator[CheckedItem]:
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


def check_language(look: DraftContext) -> Iterator[CheckedItem]:
    """Whether the body takes a text in this language."""
    called, rules = look.tell.texts.languages, look.body.languages
    own = called.get(look.language or "", "")
    if rules is None:
        if own:
            yield look.tell.item("language", "language-unknown", values={"language": own})
        return
    takes = listed((called[language] for language in rules.takes), look.tell.language)
    values = {
        "language": own,
        "takes": takes,
        "best": listed((called[language] for language in rules.best), look.tell.language),
    }
    if not own:
        key = "language-unclear"
    elif look.language not in rules.takes:
        key = "language-wrong"
    elif rules.best and look.language not in rules.best:
        key = "language-second"
    else:
        key = "language-right"
    yield look.tell.item("language", key, rule=rules.rule, values=values)


def check_state(look: DraftContext) -> Iterator[CheckedItem]:
    """Whether the State that was named is the one that the text names."""
    state = look.names.states.get(look.state or "")
    if state is None:
        return
    names = (state.name, state.official, state.french, state.spanish, state.arabic)
    state_names = Lookup(name.split("(")[0] for name in names if name)
    is_named = any(state_names.any(block.words) for block in look.draft.text())
    key = "state-named" if is_named else "state-not-named"
    name = state.called(tongue(look.language))
    yield look.tell.item("state", key, values={"state": name})


def check_numbers(look: DraftContext) -> Iterator[CheckedItem]:
    """Whether paragraphs and pages are numbered, where the body asks for it."""
    if (rule := look.body.numbered) is not None:
        texts = [b for b in look.prose() if len(b.words.words) >= _TEXT and not b.listed]
        without = [block for block in texts if not block.numbered]
        if len(texts) - len(without) >= _NUMBERED * len(texts):
            yield look.tell.item("numbered", "numbered-all", rule=rule.rule)
        else:
            values = {"missing": len(without), "all": len(texts)}
            findings = [look.tell.finding("unnumbered", place_of(b), _first(b)) for b in without]
            yield look.tell.item("numbered", "numbered-not", findings, rule.rule, values)
    if look.body.page_numbers and look.draft.page_numbers is not None:
        key = "there" if look.draft.page_numbers else "not"
        rule = look.body.page_numbers
        yield look.tell.item("page-numbers", f"page-numbers-{key}", rule=rule.rule)


def check_blanks(look: DraftContext) -> Iterator[CheckedItem]:
    """Whether something of an outline is left: blanks, and lines for the writer."""
    findings = [finding for block in look.draft.text() for finding in _blanks(look, block)]
    key = "blanks-left" if findings else "blanks-none"
    yield look.tell.item("blanks", key, findings, values={"number": len(findings)})


def _blanks(look: DraftContext, block: Block) -> Iterator[Finding]:
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


_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s—–\u3040-\u30ff\u3400-\u9fff]+")
"""Words as LibreOffice parts them: by spaces and long dashes; each Chinese sign is one."""
FEWEST = 60
"""Words from which a text can be judged at all."""
_PARTS = ("notes", "annexes", "cover")


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def count(draft: Draft) -> WordCounts:
    """How many words a draft has, by what may count toward a limit."""
    parts = {"cover": 0, "text": 0, "annex": 0}
    for block in draft.blocks:
        parts[block.part] += words_in(block.text)
    labels = sum(block.label for block in [*draft.text(), *draft.running])
    return WordCounts(
        text=parts["text"],
        cover=parts["cover"],
        annexes=parts["annex"],
        notes=_sum(draft.notes),
        running=_sum(draft.running),
        labels=labels + draft.signs,
    )


def check_words(look: DraftContext, words: WordCounts) -> Iterator[CheckedItem]:
    """The length against the limit; where it is not known what counts, both ways."""
    counts = look.body.counts
    rule = _rule(look)
    how = " ".join(_how(words, counts, look))
    least, most = _bounds(words, counts)
    if not most:
        yield look.tell.item("words", "words-empty")
        return
    if words.text + words.cover < FEWEST:
        yield look.tell.item("words", "words-few", values={"counted": words.text + words.cover})
        return
    limit = _limit(look)
    told = partial(number, language=look.tell.language)
    values = {"counted": told(least), "how": how}
    if limit is None or limit.unit != "words":
        yield look.tell.item("words", "words-none", rule=rule, values=values)
        return
    top = int(limit.value)
    values["limit"] = told(top)
    if least > top:
        joint = _joint(look)
        values |= {"over": told(least - top), "joint": told(joint or 0)}
        key = "words-over-joint" if joint else "words-over"
        yield look.tell.item("words", key, rule=rule, values=values)
    elif most > top:
        values |= {"least": told(least), "most": told(most)}
        yield look.tell.item("words", "words-depends", rule=rule, values=values)
    else:
        yield look.tell.item("words", "words-within", rule=rule, values=values)


def _sum(blocks: Iterable[Block]) -> int:
    return sum(words_in(block.text) for block in blocks)


def _bounds(words: WordCounts, counts: Counting | None) -> tuple[int, int]:
    """Words that surely count, and those that may."""
    least = most = words.text
    for part in _PARTS:
        known = getattr(counts, part) if counts else "unknown"
        counted = getattr(words, part)
        least += counted if known == "yes" else 0
        most += counted if known != "no" else 0
    return least, most


def _how(words: WordCounts, counts: Counting | None, look: DraftContext) -> Iterator[str]:
    """What was counted, of what the draft has."""
    texts, unknown = look.tell.texts.how, []
    told = partial(number, language=look.tell.language)
    for part in _PARTS:
        if counted := getattr(words, part):
            match getattr(counts, part) if counts else "unknown":
                case "yes":
                    yield texts[f"{part}-in"]
                case "no":
                    yield texts[f"{part}-out"]
                case _:
                    unknown.append(texts[part].format(number=told(counted)))
    if unknown:
        yield texts["not-known"].format(parts=listed(unknown, look.tell.language))
    if words.running or words.labels:
        yield texts["program"].format(total=told(words.total))


def _limits(look: DraftContext) -> LengthLimit | None:
    return look.action.limit or look.body.limit


def _limit(look: DraftContext) -> Figure | None:
    limits = _limits(look)
    name = ((look.joint and limits.joint) or limits.single) if limits else None
    return look.base.figure(*name.split("#", 1)) if name else None


def _joint(look: DraftContext) -> int | None:
    """The limit of a joint text, where the draft was checked as a single one."""
    limits = _limits(look)
    figure = limits and limits.joint and look.base.figure(*limits.joint.split("#", 1))
    return int(figure.value) if figure and not look.joint and look.action.joint else None


def _rule(look: DraftContext) -> str | None:
    limits = _limits(look)
    if limits:
        return limits.single.split("#", 1)[0]
    return look.body.counts.rule if look.body.counts else None


_SAME = {"who-joint": "who"}
"""Parts that are the same for a reader."""
_LABEL = 6
"""Words at the beginning of a paragraph that may stand in place of a heading."""


def check_parts(look: DraftContext) -> Iterator[CheckedItem]:
    """Which parts of the outline are there, and which are missing."""
    if look.action.outline is None:
        return
    wanted = {
        name: heading_in(look.base, look.action, place, title, look.tell.language)
        for name, (place, title) in parts_of(look.action.outline, look.joint).items()
    }
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
            yield look.tell.item("parts", "parts-there", values={"there": _quoted(there, look)})
        return
    worst = any(known[name].weight == "fix" for name in missing)
    rest = look.tell.texts.how["unread"].format(parts=_quoted(unread, look)) if unread else ""
    lost = _quoted([wanted[name] for name in known if name in missing], look)
    key = "parts-missing" if worst else "parts-few"
    yield look.tell.item("parts", key, values={"missing": lost, "unread": rest})


def parts_of(outline: OutlineText, joint: bool) -> dict[str, tuple[str, str]]:
    """The parts of an outline by id, with where each stands in it and its title; a section with
    parts stands for these."""
    alone = "joint" if joint else "single"
    by_id: dict[str, tuple[str, str]] = {}
    for section in outline.sections:
        at = f"sections/{section.id}"
        placed = [(f"{at}/parts/{part.id}", part) for part in section.parts] or [(at, section)]
        for place, part in placed:
            if part.only in (None, alone):
                by_id.setdefault(_SAME.get(part.id, part.id), (place, part.title))
    return by_id


def _there(look: DraftContext, words: PartWords) -> bool:
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


def _quoted(titles: list[str], look: DraftContext) -> str:
    language = look.tell.language
    return listed((quoted(title, language) for title in titles), language)
