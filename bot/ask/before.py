"""What is read before entries are ranked, in this order; the first that speaks answers.

1. first words: a greeting, thanks, a call for help, nothing at all → what the desk does, buttons
2. a wish to harm, find or expose somebody, by its own words        → declined
3. an alarm: people were harmed, or soon will be                    → first steps
4. a question too bare to answer, unless what was said before fills it → asked back, with buttons

A wish comes before an alarm, since threats name harm too; both come before requests for a text and
everything that is ranked, so that neither is sent away for what it resembles.
"""

from __future__ import annotations

import datetime as dt

from bot.ask.alarms import AlarmReader
from bot.ask.first_steps import Helper
from bot.ask.first_words import FirstWordsReader
from bot.ask.harmful import HarmfulReader
from bot.ask.models import Context, Decline, Note, Question, Reply
from bot.ask.words import Vocabulary
from bot.knowledge.models import Base
from bot.states import Profiles


class Before:
    """The readers, in their order; a base without a reader's words has no such reader."""

    def __init__(self, base: Base, known: Vocabulary, profiles: Profiles | None) -> None:
        self._first_words = FirstWordsReader(base.first_words) if base.first_words else None
        self._harmful = HarmfulReader(base.harmful) if base.harmful else None
        self._alarms = AlarmReader(base.alarms, known) if base.alarms else None
        self._helper = Helper(base, base.alarms, profiles) if base.alarms else None

    def reply(
        self, text: str, question: Question, context: Context | None, on: dt.date
    ) -> Reply | None:
        """The reply to a cleaned text that is none for ranking; None where it is one."""
        return (
            self._greeting(text, question)
            or self._wish(text, question)
            or self._alarm(text, question, on)
            or self._bare(text, question, context)
        )

    def _greeting(self, text: str, question: Question) -> Reply | None:
        return self._first_words.greeting(text, question) if self._first_words else None

    def _wish(self, text: str, question: Question) -> Reply | None:
        if self._harmful is None or not self._harmful.wishes(text):
            return None
        return Decline(language=question.language, reason=Note(key="decline_violence"))

    def _alarm(self, text: str, question: Question, on: dt.date) -> Reply | None:
        if self._alarms is None or self._helper is None:
            return None
        alarm = self._alarms.read(text, question)
        return self._helper.reply(alarm, question, on) if alarm else None

    def _bare(self, text: str, question: Question, context: Context | None) -> Reply | None:
        return self._first_words.bare(text, question, context) if self._first_words else None
