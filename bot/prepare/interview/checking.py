"""What is said of answers before anything is made of them: what stops it, what could hurt
somebody, what is better corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base
from bot.prepare.cannot import CannotAsks
from bot.prepare.drafts import TypedCheck
from bot.prepare.interview.answers import Answers
from bot.prepare.interview.questions import Field, InterviewTexts
from bot.prepare.smart import Smart
from bot.reviews import MechanismCalendar, PartialDate
from bot.states import TreatyStatus

Weight = Literal["stop", "danger", "look"]
"""`stop`: nothing is made like this. `danger`: it could hurt somebody; made only once a person has
looked at it. `look`: better corrected."""


class Remark(Shape):
    """Something about the answers that a person should look at before anything is made."""

    weight: Weight
    where: str
    """The label of the answer; empty where it is about all of them."""
    says: str


NEEDED = ("to", "state", "sender", "consent")
_NO_PEOPLE = ("to", "state", "recommender", "sender", "consent")
"""Answers that name no person: a mechanism, States, an organisation, a choice."""
_CLUSTERS = ("cluster", "clúster")
MOST = 12
"""Findings on people that are told: who has more reads the whole check of a draft."""


@dataclass(frozen=True)
class StateFindings:
    """What is known of the State that the answers are about."""

    body: str
    action: str
    state: str
    state_name: str
    calendar: MechanismCalendar | None
    party: TreatyStatus | None
    """Whether the committee's own treaty binds the State; None for the UPR."""
    treaties: tuple[tuple[str, TreatyStatus | None], ...]


class AnswerCheck:
    """Looks at answers by the rules that hold for messages and drafts."""

    def __init__(
        self, texts: InterviewTexts, base: Base, cannot: CannotAsks, smart: Smart, typed: TypedCheck
    ) -> None:
        self._texts, self._base = texts, base
        fields = (*texts.fields(each=False), *texts.fields(each=True))
        self._labels = {field.id: field.label for field in fields}
        self._cannot, self._smart, self._typed = cannot, smart, typed

    def needed(self, answers: Answers) -> list[Remark]:
        """What must be answered before anything else can be looked at."""
        say, remarks = self.say, []
        for field in self._texts.fields(each=False):
            if field.id in NEEDED and not answers.line(field.id):
                remarks.append(self._on(field, answers, "stop", say(answers, "remark_needed")))
        return remarks

    def remarks(
        self, answers: Answers, texts: Collection[str], known: StateFindings
    ) -> tuple[Remark, ...]:
        """Everything that should be looked at, the gravest first."""
        remarks = [
            *self._body_remarks(answers, known),
            *self._consent(answers),
            *self._people(answers, known),
            *self._asks(answers, known),
            *self._periods(answers, known),
            *self._empty(answers, texts),
        ]
        order = ("stop", "danger", "look")
        return tuple(sorted(remarks, key=lambda remark: order.index(remark.weight)))

    def say(self, answers: Answers, key: str, **values: str) -> str:
        """A phrase in the language of the answers."""
        return self._texts.words[key].of(answers.language).format(**values)

    def _body_remarks(self, answers: Answers, known: StateFindings) -> Iterator[Remark]:
        """Whether the body can act on the State at all, and the treaties that were named."""
        not_party = known.party is not None and known.party.status in ("none", "signed")
        not_reviewed = known.calendar is not None and known.calendar.phase == "not_reviewed"
        if not_party or not_reviewed:
            names = {"body": self._base.mechanisms[known.body].short, "state": known.state_name}
            says = self.say(answers, "remark_not_reviewed", **names)
            yield Remark(weight="stop", where=self._label(answers, "to"), says=says)
        for number, (treaty, treaty_status) in enumerate(known.treaties):
            if not answers.line("treaty", number):
                continue
            where = self._label(answers, "treaty")
            if treaty_status is None:
                says = self.say(answers, "remark_no_treaty")
                yield Remark(weight="look", where=where, says=says)
            elif treaty_status.status in ("none", "signed"):
                names = {"treaty": treaty, "state": known.state_name}
                says = self.say(answers, "remark_not_bound", **names)
                yield Remark(weight="stop", where=where, says=says)

    def _consent(self, answers: Answers) -> Iterator[Remark]:
        if answers.line("consent") == "not-yet":
            where = self._label(answers, "consent")
            yield Remark(weight="stop", where=where, says=self.say(answers, "remark_consent"))
        if any(word in answers.line("sender").casefold() for word in _CLUSTERS):
            where = self._label(answers, "sender")
            yield Remark(weight="stop", where=where, says=self.say(answers, "remark_cluster"))

    def _people(self, answers: Answers, known: StateFindings) -> Iterator[Remark]:
        """What could identify people, by the same look as for all that is typed into forms. Under
        `contact` the organisation says how it is reached."""
        typed = {
            f"{place}.{name}": (self._label(answers, name), "\n".join(lines))
            for place, values in enumerate((answers.once, *answers.concerns))
            for name, lines in values.items()
            if lines and name not in _NO_PEOPLE
        }
        dangers = self._typed.look(
            typed, known.state, reached=("0.contact",), reader=answers.language
        )
        for danger in dangers[:MOST]:
            weight: Weight = "danger" if danger.verdict == "fix" else "look"
            says = f"{danger.says} ({danger.shown}) {danger.do}".strip()
            yield Remark(weight=weight, where=danger.label, says=says)

    def _asks(self, answers: Answers, known: StateFindings) -> Iterator[Remark]:
        where, language = self._label(answers, "asks"), answers.language
        for ask in answers.every("asks"):
            if cannot := self._cannot.find(ask, "state", known.body, language):
                yield Remark(weight="stop", where=where, says=f"“{ask}” {cannot.says}")
            for flaw in self._smart.flaws(ask, language, language):
                says = f"“{ask}” {flaw.wrong} {flaw.mend}"
                yield Remark(weight="look", where=where, says=says)

    def _periods(self, answers: Answers, known: StateFindings) -> Iterator[Remark]:
        for name in ("since", "until"):
            if answers.line(name) and _moment(answers.line(name)) is None:
                where = self._label(answers, name)
                yield Remark(weight="look", where=where, says=self.say(answers, "remark_period"))
        last = known.calendar.last if known.calendar else None
        if last is None or last.when is None:
            return
        reviewed = last.when.first.year
        for number in range(len(answers.concerns)):
            year = answers.line("before_year", number)
            if year.isdecimal() and int(year) < reviewed:
                says = self.say(answers, "remark_old", year=year, last=str(reviewed))
                yield Remark(weight="look", where=self._label(answers, "before_year"), says=says)

    def _empty(self, answers: Answers, texts: Collection[str]) -> Iterator[Remark]:
        for question in self._texts.questions:
            for field in question.fields_for(texts):
                places = range(len(answers.concerns)) if question.each else range(1)
                if field.optional or all(answers.lines(field.id, place) for place in places):
                    continue
                yield self._on(field, answers, "look", self.say(answers, "remark_missing"))

    def _label(self, answers: Answers, name: str) -> str:
        return self._labels[name].of(answers.language)

    def _on(self, field: Field, answers: Answers, weight: Weight, says: str) -> Remark:
        return Remark(weight=weight, where=self._label(answers, field.id), says=says)


def _moment(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None
