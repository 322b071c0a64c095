"""Counts words as word processors do, and compares them with the limit as the body counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.knowledge.models import Figure
from bot.prepare.drafts.bodies import Counting, LimitInWords
from bot.prepare.drafts.draft import Block, Draft
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.models import Item, Words

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s—–\u3040-\u30ff\u3400-\u9fff]+")
"""Words as LibreOffice parts them: by spaces and long dashes; each Chinese sign is one."""
FEWEST = 60
"""Words from which a text can be judged at all."""
_PARTS = ("notes", "annexes", "cover")


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def count(draft: Draft) -> Words:
    """How many words a draft has, by what may count toward a limit."""
    parts = {"cover": 0, "text": 0, "annex": 0}
    for block in draft.blocks:
        parts[block.part] += words_in(block.text)
    labels = sum(block.label for block in [*draft.text(), *draft.running])
    return Words(
        text=parts["text"],
        cover=parts["cover"],
        annexes=parts["annex"],
        notes=_sum(draft.notes),
        running=_sum(draft.running),
        labels=labels + draft.signs,
    )


def check_words(look: Looking, words: Words) -> Iterator[Item]:
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
    values = {"counted": f"{least:,}", "how": how}
    if limit is None or limit.unit != "words":
        yield look.tell.item("words", "words-none", rule=rule, values=values)
        return
    top = int(limit.value)
    values["limit"] = f"{top:,}"
    if least > top:
        joint = _joint(look)
        values |= {"over": f"{least - top:,}", "joint": f"{joint or 0:,}"}
        key = "words-over-joint" if joint else "words-over"
        yield look.tell.item("words", key, rule=rule, values=values)
    elif most > top:
        values |= {"least": f"{least:,}", "most": f"{most:,}"}
        yield look.tell.item("words", "words-depends", rule=rule, values=values)
    else:
        yield look.tell.item("words", "words-within", rule=rule, values=values)


def _sum(blocks: Iterable[Block]) -> int:
    return sum(words_in(block.text) for block in blocks)


def _bounds(words: Words, counts: Counting | None) -> tuple[int, int]:
    """Words that surely count, and those that may."""
    least = most = words.text
    for part in _PARTS:
        known = getattr(counts, part) if counts else "unknown"
        number = getattr(words, part)
        least += number if known == "yes" else 0
        most += number if known != "no" else 0
    return least, most


def _how(words: Words, counts: Counting | None, look: Looking) -> Iterator[str]:
    """What was counted, of what the draft has."""
    texts, unknown = look.tell.texts.how, []
    for part in _PARTS:
        if number := getattr(words, part):
            match getattr(counts, part) if counts else "unknown":
                case "yes":
                    yield texts[f"{part}-in"]
                case "no":
                    yield texts[f"{part}-out"]
                case _:
                    unknown.append(texts[part].format(number=f"{number:,}"))
    if unknown:
        yield texts["not-known"].format(parts=", ".join(unknown))
    if words.running or words.labels:
        yield texts["program"].format(total=f"{words.total:,}")


def _limits(look: Looking) -> LimitInWords | None:
    own = look.action.limit
    return LimitInWords(single=own.single, joint=own.joint) if own else look.body.limit


def _limit(look: Looking) -> Figure | None:
    limits = _limits(look)
    name = ((look.joint and limits.joint) or limits.single) if limits else None
    return look.base.figure(*name.split("#", 1)) if name else None


def _joint(look: Looking) -> int | None:
    """The limit of a joint text, where the draft was checked as a single one."""
    limits = _limits(look)
    figure = limits and limits.joint and look.base.figure(*limits.joint.split("#", 1))
    return int(figure.value) if figure and not look.joint and look.action.joint else None


def _rule(look: Looking) -> str | None:
    limits = _limits(look)
    if limits:
        return limits.single.split("#", 1)[0]
    return look.body.counts.rule if look.body.counts else None
