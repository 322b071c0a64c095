"""A digest in words, in the language of its frame, and as plain text through templates/digest."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.digest import Digest, DueStep, RowChange, RowGroup, RowState, Task, UnderWay, span_of
from bot.knowledge.models import Base, Language
from bot.render.plain import environment
from bot.render.prepare_words import brief
from bot.render.words import Words
from bot.reviews import CalendarEvent, CallForInput, PartialDate
from bot.states import StateNames

WEB_TV = "https://webtv.un.org"
"""Entry follow-up.session.watch."""
_SPOKEN = ("cancelled", "put_off", "suspended", "did_not_appear", "gone", "at_risk", "confirmed")
"""Changes whose own words say how sure the date is now."""
_FIRM = ("published", "held", "moved")
LONGEST = 220
"""Characters of a line, so that a digest stays under 20 kB whatever its language."""


@dataclass(frozen=True)
class DigestLine:
    """A date that is ahead or has changed, or a task."""

    what: str
    dates: tuple[str, ...]
    """When, how sure that is, and until when submissions are taken."""
    entry: str | None = None
    do: str = ""
    """The title of the entry that says what to do now."""
    action: str = ""
    """The action that has the steps, for a button, with its State and mechanism."""
    state: str = ""
    mechanism: str = ""
    owners: tuple[str, ...] = ()
    """The people (their ids in Slack) who have what is late or due."""
    note: str = ""
    """What people must know besides, as a curator wrote it."""


@dataclass(frozen=True)
class DigestPart:
    """A part of a digest."""

    heading: str
    lines: tuple[DigestLine, ...]
    more: str = ""
    watch: str = ""


@dataclass(frozen=True)
class DigestPage:
    """A digest in words."""

    language: Language
    title: str
    about: str
    parts: tuple[DigestPart, ...]
    read: str
    """The label of the entry that says more on what can be done."""
    nothing: str = ""
    no_calls: str = ""
    """Where no call for input is known: that, and where calls are listed."""
    stale: str = ""


class DigestPages:
    """Puts digests into words."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._states = states

    def page(self, digest: Digest, language: Language) -> DigestPage:
        """The digest in words. Dates and certainty are said as in docs/calendar.md."""
        words = Words(self._base, self._states, language)
        return DigestPage(
            language=language,
            title=words.say("digest_title", date=words.moment(PartialDate.of(digest.on))),
            about=self.about(digest.scope.states, digest.scope.mechanisms, language),
            parts=tuple(_parts(digest, words)),
            read=words.say("digest_read"),
            nothing=_nothing(digest, words) if digest.empty else "",
            no_calls="" if digest.calls or digest.empty else words.no_calls(),
            stale=_stale(digest, words),
        )

    def about(self, states: Sequence[str], mechanisms: Sequence[str], language: Language) -> str:
        """On which States and mechanisms a digest is."""
        words = Words(self._base, self._states, language)
        named = words.states(states) or words.say("digest_all_states")
        before = words.listed(map(words.mechanism, mechanisms)) if mechanisms else ""
        return words.say(
            "digest_for", names=f"{named} · {before or words.say('digest_all_mechanisms')}"
        )

    def day(self, day: dt.date, language: Language) -> str:
        """A day as that language writes it."""
        return Words(self._base, self._states, language).moment(PartialDate.of(day))


def text(page: DigestPage, templates: Path) -> str:
    """The page as plain text; `templates` is the folder that holds digest/."""
    rendered = environment(templates / "digest").get_template("digest.txt.j2").render(page=page)
    return re.sub(r"\n{3,}", "\n\n", rendered).strip() + "\n"


def _parts(digest: Digest, words: Words) -> Iterable[DigestPart]:
    """The parts that say something, what changed first."""
    watch = words.say("digest_watch", link=WEB_TV) if digest.watch else ""
    more, days = digest.more, digest.scope.horizon
    under_way = [_prepared(preparation, words, digest.on) for preparation in digest.under_way]
    parts = (
        ("changes", [_change(change, words) for change in digest.changes], more.changes, ""),
        ("tasks", [_task(task, words) for task in digest.tasks], more.tasks, ""),
        ("preparations", under_way, more.under_way, ""),
        ("deadlines", [_deadline(group, words) for group in digest.deadlines], more.deadlines, ""),
        ("calls", [_call(call, words) for call in digest.calls], more.calls, ""),
        ("sessions", [_session(group, words) for group in digest.sessions], more.sessions, watch),
        ("reviews", [_review(group, words) for group in digest.reviews], more.reviews, ""),
    )
    for name, lines, left_out, foot in parts:
        if lines:
            rest = words.say("digest_more", count=left_out) if left_out else ""
            yield DigestPart(words.say(f"digest_{name}", days=days), tuple(lines), rest, foot)


def _change(change: RowChange, words: Words) -> DigestLine:
    now = words.when(change.now.when) if change.now else ""
    phrase = words.say(f"digest_change_{change.what}", before=_was(change.before, words), now=now)
    sure = [] if change.what in _SPOKEN or change.now is None else [words.sure(change.now)]
    note = words.remark(change.now.note) if change.now else ""
    return _line(_title(words, change.now or change.before, change.states), [phrase, *sure], note)


def _was(row: RowState, words: Words) -> str:
    """The earlier date, as the channel's last digest gave it."""
    dates = span_of(row.when)
    if dates is None:
        return words.say("digest_when_unknown")
    date = words.say("digest_was", date=words.when(dates))
    return date if row.certainty in _FIRM else f"{date}: {words.certain(row.certainty)}"


def _deadline(group: RowGroup, words: Words) -> DigestLine:
    event = group.first
    exact = event.when is not None and event.when.precision == "day"
    date = words.when(event.when)
    until = words.say("digest_until", date=date) if exact else date
    parts = [until + words.days(event.days_left), words.sure(event)]
    return _line(_title(words, event, group.states), parts, words.remark(event.note))


def _session(group: RowGroup, words: Words) -> DigestLine:
    event = group.first
    date = words.when(event.when)
    if event.when and event.when.precision != "day":
        date = words.listed([date, words.say("digest_days_not_known")])
    return _line(
        _title(words, event, group.states), [date, words.sure(event)], words.remark(event.note)
    )


def _call(call: CallForInput, words: Words) -> DigestLine:
    return _line(clipped(call.called(words.language)), words.call_details(call), "")


def _review(group: RowGroup, words: Words) -> DigestLine:
    event = group.first
    date = words.when(event.when)
    if event.in_session:
        date = words.listed([date, words.say("digest_own_day_not_known")])
    else:
        date += words.days(event.days_left)
    submissions = "" if event.when is None else words.submissions(event.deadline)
    do = words.entry(group.advice)
    entry = group.advice if do else None
    parts = [date, words.sure(event), submissions]
    line = _line(_title(words, event, group.states), parts, words.remark(event.note))
    return replace(line, entry=entry, do=do)


def _nothing(digest: Digest, words: Words) -> str:
    """One line where there is nothing to do: that, and what comes next however far it is."""
    wanted = digest.scope
    names = words.states(wanted.states) or words.say("digest_all_states")
    phrase = words.say("digest_nothing", names=names)
    if digest.ahead is None:
        return phrase
    event = digest.ahead
    what = _title(words, event, (event.iso3,) if event.iso3 else ())
    date, sure = words.when(event.when), words.sure(event)
    return f"{phrase} {words.say('digest_ahead', what=what, date=date, sure=sure)}"


def _task(task: Task, words: Words) -> DigestLine:
    """What to do, for which State and mechanism, and until when."""
    what = words.say(
        f"digest_task_{task.kind}",
        state=words.states((task.iso3,)),
        mechanism=words.mechanism(task.mechanism),
    )
    parts = []
    if task.by:
        date = words.moment(task.by)
        parts.append(words.say("digest_on" if task.kind == "watch" else "digest_by_day", date=date))
        if task.certainty not in ("published", "held"):
            parts.append(words.certain(task.certainty))
    if task.action:
        parts.append(words.say("digest_no_owner"))
    line = _line(what, parts, "")
    return replace(line, action=task.action or "", state=task.iso3, mechanism=task.mechanism)


def _prepared(preparation: UnderWay, words: Words, on: dt.date) -> DigestLine:
    state = f": {words.states((preparation.iso3,))}" if preparation.iso3 else ""
    what = f"{preparation.title}{state}"
    done = words.say("preparation_done", done=preparation.done, of=preparation.of)
    due = [_due(step, words, on) for step in preparation.due]
    owners = tuple(dict.fromkeys(step.owner for step in preparation.due if step.owner))
    return replace(_line(what, [done, *due], ""), owners=owners)


def _due(step: DueStep, words: Words, on: dt.date) -> str:
    """A step in a few words: how late it is, or its day."""
    what, late = brief(step.do), (on - step.day).days
    if late > 0:
        return words.say("digest_late", what=what, days=late)
    return f"{words.moment(PartialDate.of(step.day))}: {what}"


def _title(words: Words, event: CalendarEvent | RowState, codes: Sequence[str]) -> str:
    return clipped(words.title(event, words.states(codes)))


def _line(what: str, parts: Sequence[str], note: str) -> DigestLine:
    when = tuple(clipped(part, LONGEST // 2) for part in parts if part)
    return DigestLine(what, when, note=note)


def _stale(digest: Digest, words: Words) -> str:
    stale = digest.stale
    if stale is None:
        return ""
    names = words.listed(map(words.mechanism, stale.mechanisms))
    date = words.moment(PartialDate.of(stale.oldest))
    return words.say("digest_stale", count=stale.rows, date=date, mechanisms=clipped(names, 80))


def clipped(text: str, longest: int = LONGEST) -> str:
    """The text cut at a word."""
    return textwrap.shorten(text, longest, placeholder="…")
