"""Words for what choosing returns, in one language: the person's answers, how sure a statement is,
when a time limit runs out."""

from __future__ import annotations

from collections.abc import Mapping

from bot.choosing import JudgedWay, Limit, Result, Statement
from bot.render.words import Words
from bot.reviews import MechanismCalendar

_STANDS = ("nameless", "later", "check", "depends")
"""What is said of a way whose time limit runs and that is not open."""
_NAMES = ("État", "États", "Estado", "Estados", "The State")
"""What keeps its capital within a sentence."""
_FROM = {"act": "ways_from_act", "other-decision": "ways_from_other"}


class WayWords(Words):
    """Says what choosing returns; the phrases are `ways_…` of wording.yaml."""

    def closing(self) -> str:
        """What stands at the end: that this is no legal advice, and no translation read over."""
        return " ".join(filter(None, (self.say("ways_no_advice"), self.unread())))

    def label(self, sign: str) -> str:
        """What a line is, by its sign; nothing for none."""
        return self.say(f"ways_label_{sign}") if sign else ""

    def summary(self, result: Result, labels: Mapping[str, str]) -> str:
        """The person's answers, in the words of the questions: 'Sudan: one person; women or girls;
        …'."""
        given = result.given
        answers: list[str | None] = [given.who, *given.about, *given.actor, given.harm]
        answers += ["confidential"] if given.confidential else []
        words = [small(labels[answer]) for answer in answers if answer]
        words += [self.say("ways_tried", what=small(labels[answer])) for answer in given.tried]
        if given.hope and not result.assumed:
            words.append(self.say("ways_hope", what=small(labels[given.hope])))
        if given.last_decision:
            words.append(self.say("ways_last", date=self.day(given.last_decision)))
        if result.actor_name:
            words.append(self.say("ways_by", state=result.actor_name))
        return self.say(
            "ways_asked",
            where=result.state_name or self.say("ways_any_state"),
            said=self.parted(words) or self.say("ways_nothing_said"),
            date=self.day(given.on),
        )

    def stands(self, stands: str) -> str:
        """What is said of a way whose time limit runs; empty where the way is open."""
        return self.say(f"ways_stands_{stands}") if stands in _STANDS else ""

    def mark(self, statement: Statement) -> str:
        """How sure a statement is, where it is less than sure."""
        if statement.status == "unchecked":
            if (statement.check_on or "").startswith("http"):
                return self.say("ways_unchecked_page", page=statement.check_on)
            return self.say("ways_unchecked")
        marked = statement.status in ("dated", "advice")
        return self.say(f"ways_mark_{statement.status}") if marked else ""

    def limit(self, limit: Limit) -> str:
        """A time limit, with the day it runs out where that can be counted."""
        text = f"{limit.says}{self.mark(limit)}"
        if limit.runs_out:
            date = self.day(limit.runs_out)
            kind = limit.kind if limit.kind in ("safe", "late") else "limit"
            if limit.passed:
                return self.say(f"ways_passed_{kind}", date=date, says=text)
            return self.say(f"ways_runs_{kind}", date=date, left=self.left(limit), says=text)
        if limit.kind == "none":
            return text
        return self.say(_FROM.get(limit.counts_from, "ways_from_last"), says=text)

    def left(self, limit: Limit) -> str:
        """'today' or '26 days left'."""
        days = limit.days_left or 0
        if days < 2:
            return self.say("ways_left_one" if days else "ways_left_today")
        return self.say("ways_left_days", days=days)

    def review(self, calendar: MechanismCalendar) -> str:
        """When the State is reviewed, and whether submissions can be sent."""
        ahead = calendar.next
        if ahead is None or not ahead.when:
            last = calendar.last
            before = self.say("ways_review_last", when=self.when(last.when)) if last else ""
            if ahead and ahead.certainty != "unknown":
                sure = self.sure(ahead)
                return before + self.say("ways_review_undated_sure", sure=sure)
            return before + self.say("ways_review_undated")
        when, sure = self.when(ahead.when), self.sure(ahead)
        text = self.say("ways_review_next", when=when, sure=sure)
        return f"{self.parted((text, self.submissions(calendar.deadline)))}."

    def as_of(self, choice: JudgedWay) -> str:
        """The date of the list that closes a way, where the sentence does not say it."""
        state = choice.state
        if state is None or state.as_of is None or choice.stands != "closed":
            return ""
        date = self.moment(state.as_of)
        return "" if date in state.says else self.say("ways_as_of", date=date)

    def named(self, body: str, title: str) -> str:
        """A way within a sentence: who acts, and what it is."""
        return self.listed([body, small(title)])


def small(words: str) -> str:
    """Words within a sentence; an abbreviation and 'State' keep their capitals."""
    first = words.split(" ", 1)[0].rstrip(",:")
    proper = words.startswith(_NAMES) or (first.isupper() and len(first) > 1)
    return words if proper or words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
