"""Corrections of the calendar: the dates that a curator can correct, and what was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block, DividerBlock

from bot.knowledge.models import Base, Language
from bot.render.digest_words import Words
from bot.render.slack import calendar_ids as ids
from bot.render.slack.calendar_ids import CorrectionRef, DateRef
from bot.render.slack.ids import NOTICE_WINDOW
from bot.render.slack.parts import (
    Message,
    button,
    confirmation,
    context,
    mrkdwn,
    section,
    window,
)
from bot.render.slack.text import clipped, escape
from bot.reviews import Coming, Moment, Span
from bot.states import StateNames
from bot.store import Correction

SHOWN = 15
"""Dates, and corrections, that one message lists."""


@dataclass(frozen=True)
class Made:
    """A correction that stands; `of` is its date in the files, None where they have it no more."""

    correction: Correction
    of: Coming | None
    left_out: str | None
    """Why it does not hold."""


class SlackCorrections:
    """Renders what curators see of the calendar."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._states = states

    def listed(
        self, dates: Sequence[Coming], made: Sequence[Made], language: Language, hint: str = ""
    ) -> Message:
        """Dates with a button each, and the corrections that stand, the newest first; `hint`
        stands before all."""
        words = self._words(language)
        lead = words.say("correct_lead" if dates else "correct_standing")
        blocks: list[Block] = [section(hint)] if hint else []
        if dates:
            blocks.append(mrkdwn(f"*{escape(lead)}*"))
        for number, one in enumerate(dates[:SHOWN]):
            shown = mrkdwn(self._date(one, words))
            value = DateRef(language=language, key=one.key).value
            label = words.say("correct")
            shown.accessory = button(
                label, f"{ids.CORRECT}.{number}", value, spoken=f"{label}: {title(one, words)}"
            )
            blocks.append(shown)
        if made:
            blocks += [DividerBlock()] if blocks else []
            blocks.append(mrkdwn(f"*{escape(words.say('correct_standing'))}*"))
        for number, correction in enumerate(made[:SHOWN]):
            blocks.append(self._made(correction, words, number))
        more = max(len(dates) - SHOWN, 0) + max(len(made) - SHOWN, 0)
        if more:
            blocks.append(context(words.say("coming_more", count=more)))
        return Message(escape(lead), tuple(blocks))

    def told(self, phrase: str, one: Coming | None, language: Language) -> Message:
        """A phrase, and under it what the calendar now says."""
        words = self._words(language)
        lead = words.say(phrase)
        blocks: list[Block] = [section(lead)]
        if one:
            blocks.append(mrkdwn(self._date(one, words)))
        return Message(escape(lead), tuple(blocks))

    def notice(self, blocks: Sequence[Block], language: Language) -> dict[str, Any]:
        """A window that says something."""
        words = self._words(language)
        name, close = words.say("correct_window"), words.say("close")
        return window(NOTICE_WINDOW, name, blocks, close=close)

    def _date(self, one: Coming, words: Words) -> str:
        read = words.say("correct_read", source=self._source(one.source))
        lines = [f"*{escape(title(one, words))}*", escape(stands(one, words))]
        return "\n".join([*lines, f"_{escape(clipped(read, 300))}_"])

    def _made(self, made: Made, words: Words, number: int) -> Block:
        one = made.correction
        named = title(made.of, words) if made.of else one.key
        date = words.moment(Moment.of(one.made.date()))
        by = words.say("correct_made", date=date)
        if one.person:
            by = words.say("correct_made_by", person=f"<@{one.person}>", date=date)
        read = words.say("correct_read", source=self._source(one.source))
        lines = [
            f"*{escape(named)}*",
            f"→ {escape(_change(one, words))} · {by}",
            f"_{escape(clipped(read, 300))}_",
        ]
        if one.note:
            lines.append(escape(one.note))
        if made.left_out:
            why = words.say("correct_left_out", why=made.left_out)
            lines.append(f":warning: {escape(clipped(why, 300))}")
        shown = mrkdwn("\n".join(lines))
        label, sure = words.say("correct_back"), words.say("correct_back_sure")
        shown.accessory = button(
            label,
            f"{ids.CORRECT_BACK}.{number}",
            CorrectionRef(language=words.language, correction=one.id).value,
            confirm=confirmation(label, sure, label, words.say("cancel")),
            spoken=f"{label}: {named}",
        )
        return shown

    def _source(self, name: str) -> str:
        if found := self._base.sources.get(name):
            return f"{found.title}, {found.publisher}"
        return self._base.entries[name].title if name in self._base.entries else name

    def _words(self, language: Language) -> Words:
        return Words(self._base, self._states, language)


def title(one: Coming, words: Words) -> str:
    """What a date is of."""
    return words.title(one, (one.iso3,) if one.iso3 else ())


def stands(one: Coming, words: Words) -> str:
    """When it is and how sure that is, and until when papers are taken."""
    told = [words.when(one.when), words.sure(one), words.papers(one.deadline)]
    return " · ".join(text for text in told if text)


def _change(one: Correction, words: Words) -> str:
    """What a correction changed: `moved · 3–14 May 2027`."""
    change = one.change
    told = [words.say(f"sure_{change['certainty']}")] if "certainty" in change else []
    if "start" in change or "end" in change:
        told.append(words.when(Span.of(_moment(change, "start"), _moment(change, "end"))))
    if change.get("session"):
        told.append(words.session(change["session"]))
    if deadline := change.get("civil_society_deadline"):
        told.append(words.say("digest_papers_open", date=words.moment(Moment.parse(deadline))))
    return " · ".join(told)


def _moment(change: Mapping[str, str], column: str) -> Moment | None:
    return Moment.parse(change[column]) if change.get(column) else None
