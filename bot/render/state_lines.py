"""A State's profile as ten short lines, for a phone: what can be used there today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.render.state_words import StateWords
from bot.reviews import Coming
from bot.states import Named, ProfileLine

_NOTHING = {
    "next": "nothing_here",
    "present": "nothing_present",
    "others": "nothing_others",
    "nhri": "nothing_here",
    "npm": "nothing_here",
    "courts": "nothing_here",
    "experts": "nothing_experts",
}
"""What a line says where nothing is known; the others say so plainly."""
_COUNTRY = ("present", "others", "nhri", "npm", "courts")


def lines(found: Sequence[ProfileLine], words: StateWords) -> Iterator[tuple[str, str]]:
    """The label and the text of each line, in their order."""
    for line in found:
        label = words.say(f"line_{line.part}")
        if line.part == "next" and line.coming:
            yield label, _coming(line.coming, words)
            continue
        items = [_named(one, line.part, words) for one in line.items]
        items += [words.say("and_more", count=line.more)] if line.more else []
        yield label, words.parted(items) or words.say(_NOTHING.get(line.part, "nothing_known"))


def in_country(found: Sequence[ProfileLine], words: StateWords) -> Iterator[tuple[str, Named, str]]:
    """What is in the country and who answers there, one after the other: label, item, text with
    what else is known of it."""
    for line in found:
        if line.part in _COUNTRY:
            for one in line.items:
                text = _named(one, line.part, words)
                yield (
                    words.say(f"line_{line.part}"),
                    one,
                    words.parted(filter(None, (text, one.note))),
                )


def _named(one: Named, part: str, words: StateWords) -> str:
    """An item; what must be looked up says so, with the day of the fact."""
    if one.weight != "check" or part == "check":
        return one.text
    if one.as_of is None:
        return words.say("check_undated", text=one.text)
    return words.say("check_of", text=one.text, year=one.as_of.year)


def _coming(one: Coming, words: StateWords) -> str:
    """What comes next, with how sure its date is."""
    deadline = one.deadline if one.deadline and one.deadline.kind != "not_published" else None
    papers = words.papers(deadline).replace(", not published", "")
    said = f"{words.when(one.when)} ({words.parted((words.certainty(one), papers))})"
    return words.listed([words.names.mechanism(one.mechanism), said])
