"""Two questions in one message: where it falls in two, and one answer that holds both."""

from __future__ import annotations

import re
from itertools import zip_longest

from bot.ask.asked import ASKING, ASKING_AR, BY
from bot.ask.entries import first_sentence, kind
from bot.ask.models import MOST_NEXT, Answer, Line, More, Near, Note
from bot.ask.words import tokens
from bot.knowledge.models import Base

FEWEST = 2
"""Words of a half: fewer ask nothing of their own."""
LONGEST = 60
"""Words of a message: a longer one tells a story, and asks one thing of it."""
ROOM = 480
"""Characters of both answers up to which each has a further line."""
LEADS = 660
"""Characters of both leads; of longer ones the first sentence is said."""
HERE = 2
"""Statements on a State from each."""

_MARK = re.compile(r"(?<=[?؟])\s*")
_JOINED = re.compile(
    rf"[,;]? (?:and|et|y|e) (?={BY}(?:{ASKING})\b)|[,،;]? و(?={ASKING_AR}\s)",
    re.IGNORECASE,
)
_PLACE = r"(?:[^\W\d_][\w' -]{2,40}\s*[:,–-]\s*|(?:l['’]|(?:les?|la|el|los|las) )(?:\S+ ){1,6}?)?"
"""What stands before the question: a State ("Colombia: can …"), the body ("le MNP peut …")."""
_BEGINS = re.compile(
    rf"{_PLACE}\W*(?:(?:and|et|y)\s+)?{BY}(?:{ASKING})\b"
    rf"|\W*و?{ASKING_AR}\s",
    re.IGNORECASE,
)


_WORD = (
    "(?:what|who|whom|how many|how|when|where|why|qui|quand|où|comment|combien|pourquoi"
    "|quién|cuándo|dónde|cómo|cuánto|cuántos|من|كيف|متى|أين|كم|لماذا)"
)
_WORDS = re.compile(rf"\W*({_WORD})(?: and | et | y | و ?)({_WORD}) (.+)", re.IGNORECASE)
"""Two words that ask of one matter: "where and when does CAT meet?"."""
_THINGS = re.compile(
    r"(?!.*\b(?:between|entre|human|rights|humains|droits|derechos)\b|.*(?:بين|حقوق))"
    r"\W*((?:what(?:'s| is| are)|quel(?:le)?s? (?:est|sont)|cuál(?:es)? (?:es|son)|ما (?:هو|هي)) )"
    r"((?:\S+ ){0,3}?\S+?)(?: and | et | y | و ?)((?:\S+ ){0,2}?\S+)"
    r"( (?:of|for|to|at|before|in|de|du|des|d['’]|pour|devant|del|para|ante) .+| لل?\S+.*)",
    re.IGNORECASE,
)
"""Two things asked of one matter: "what is the deadline and the word limit for CEDAW?"."""


def halves(text: str) -> tuple[str, str] | None:
    """The two questions of a cleaned text: two sentences with a question mark, one in which "and"
    stands before a question word, or two words or things that are asked of one matter. None where
    it holds another number of them."""
    if len(text.split()) > LONGEST:
        return None
    if of_one := _WORDS.fullmatch(text):
        return f"{of_one[1]} {of_one[3]}", f"{of_one[2]} {of_one[3]}"
    parts = [part for part in _MARK.split(text) if tokens(part)]
    if len(parts) == 1:
        if of_one := _THINGS.fullmatch(text):
            return of_one[1] + of_one[2] + of_one[4], of_one[1] + of_one[3] + of_one[4]
        parts = [part for part in _JOINED.split(text) if tokens(part)]
        if not all(_BEGINS.match(part) for part in parts):
            return None
    elif not all(part.rstrip()[-1:] in "?؟" for part in parts):
        return None
    if len(parts) != 2 or any(len(tokens(part)) < FEWEST for part in parts):
        return None
    return parts[0], parts[1]


def matters(answer: Answer) -> set[str]:
    """The mechanisms that an answer is about."""
    return {*answer.mechanisms, *(name.partition(".")[0] for name in answer.entries[:1])}


def together(base: Base, first: Answer, second: Answer) -> Answer | None:
    """One answer that says both in a line or two each; None where both say the same."""
    own, other = first.entries[0], second.entries[0]
    if first.lead == second.lead:
        return None
    of_states = first.here_first and second.here_first
    leads = [first.lead, second.lead]
    if kind(first.lines[0]) == "word":  # what a word means stands alone beside a second answer
        leads[0] = first_sentence(first.lead)
    if first.here_first or second.here_first or len("".join(leads)) > LEADS:
        leads = list(map(first_sentence, leads))
        if leads[0] == leads[1]:
            return None
    if own == other:  # its answer stands after the line that leads, and was said
        leads[1] = leads[1].removesuffix(leads[0]).rstrip()
    status = base.entries[other].status
    points = [Line(text=leads[1], status=None if status == "checked" else status)]
    names = [first.lines[0], _of(other, second.lines[0], own)]
    most = 1 if of_states else HERE
    here = (*first.here[:most], *(n for n in second.here[:most] if n not in first.here[:most]))
    length = len("".join(leads))
    for answer in (first, second):
        further = _further(answer)
        if here or further is None or further[1] in points or length + len(further[1].text) > ROOM:
            continue
        name, line = further
        points.append(line)
        names.append(_of(other, name, own) if answer is second else name)
        length += len(line.text)
    beside = [name.partition("#")[0] for name in names if "#" in name]
    near = _by_turns(first, second, {own, *beside})
    warnings = dict.fromkeys(filter(None, (first.warning, second.warning)))
    told = {note.key for note in first.notes}
    further_sources = [source for source in second.sources if source not in first.sources[:1]]
    return first.model_copy(
        update={
            "mechanisms": tuple(dict.fromkeys((*first.mechanisms, *second.mechanisms))),
            "state": first.state or second.state,
            "certainty": min(first.certainty, second.certainty),
            "lead": leads[0],
            "points": tuple(points),
            "cannot": (),
            "warning": " ".join(warnings) or None,
            "notes": (*first.notes, *(note for note in second.notes if note.key not in told)),
            "sources": (first.sources[0], *further_sources),
            "cited": 2 if second.sources[0] != first.sources[0] else 1,
            "entries": tuple(dict.fromkeys((own, *beside, *(entry.entry for entry in near)))),
            "lines": tuple(names),
            "next": near,
            "here": here,
            "here_first": first.here_first or second.here_first,
            "more": _more(first, second, points, here),
        }
    )


def _of(entry: str, name: str, own: str) -> str:
    """The name of a line of an entry where it stands in the answer of its `own` or another one."""
    return name if "#" in name or entry == own else f"{entry}#{name}"


def _further(answer: Answer) -> tuple[str, Line] | None:
    """The first point of an answer, with its name, where it is of the answer's own entry."""
    names = [name for name in answer.lines[1:] if kind(name.rpartition("#")[2]) != "cannot"]
    own = names and answer.points and "#" not in names[0]
    return (names[0], answer.points[0]) if own else None


def _by_turns(first: Answer, second: Answer, shown: set[str]) -> tuple[Near, ...]:
    turns = (near for pair in zip_longest(first.next, second.next) for near in pair if near)
    near = {near.entry: near for near in turns if near.entry not in shown}
    return tuple(near.values())[:MOST_NEXT]


def _more(first: Answer, second: Answer, shown: list[Line], here: tuple[Note, ...]) -> More:
    """What both hold and the reply does not say."""
    both = (first, second)
    points = [line for answer in both for line in (*answer.points, *answer.more.points)]
    cannot = [text for answer in both for text in (*answer.cannot, *answer.more.cannot)]
    return first.more.model_copy(
        update={
            "points": tuple(line for line in dict.fromkeys(points) if line not in shown),
            "cannot": tuple(dict.fromkeys(cannot)),
            "advice": tuple(dict.fromkeys((*first.more.advice, *second.more.advice))),
            "here": tuple(
                note
                for answer in both
                for note in (*answer.here, *answer.more.here)
                if note not in here
            ),
            "words": tuple(dict.fromkeys((*first.more.words, *second.more.words))),
            "sources": tuple(dict.fromkeys((*first.more.sources, *second.more.sources))),
        }
    )
