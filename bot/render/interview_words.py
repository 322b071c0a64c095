"""Answers and what is known of a State, as the texts of the interview print them."""

from __future__ import annotations

from typing import Any

from bot.knowledge.models import Base
from bot.knowledge.typography import listed
from bot.prepare import Paragraph, Piece
from bot.prepare.interview import InterviewCase, InterviewTexts
from bot.render.paragraphs import capital, ended
from bot.render.prepare_words import Wordings
from bot.reviews import CalendarEvent, PartialDate
from bot.states import StateNames

Printed = str | Paragraph | list[str]


class Values:
    """What is put into the texts of one set of answers; what is missing is a blank."""

    def __init__(
        self, case: InterviewCase, texts: InterviewTexts, base: Base, names: StateNames
    ) -> None:
        self._case, self._texts, self._base = case, texts, base
        self._answers = case.answers
        self.language = case.answers.language
        self.wordings = Wordings(base, names)
        self.words = self.wordings.of(self.language)

    def say(self, key: str, **values: str) -> str:
        """A phrase."""
        return self._texts.words[key].of(self.language).format(**values)

    @property
    def state(self) -> str:
        """The State's name, as it stands inside a sentence."""
        return self.words.state_in_text(self._case.state)

    @property
    def body(self) -> str:
        """The mechanism's name."""
        return self.words.body(self._case.body)

    @property
    def acronym(self) -> str:
        """Its acronym: UPR, in French and Spanish EPU."""
        acronyms = self._base.mechanisms[self._case.body].acronyms
        own = acronyms[1:2] if self._case.body == "upr" and self.language != "en" else ()
        return (*own, *acronyms)[0]

    @property
    def today(self) -> str:
        """The day on which the text is made."""
        return self.words.moment(PartialDate.of(self._case.on))

    def of(self, concern: int) -> dict[str, Any]:
        """All that templates print, for one concern; `given` tells which answers there are."""
        answers = self._answers
        fields = (*self._texts.fields(each=False), *self._texts.fields(each=True))
        values: dict[str, Any] = {
            field.id: list(answers.lines(field.id, concern)) or [self._blank(field.label)]
            if field.lines > 1
            else answers.line(field.id, concern) or self._blank(field.label)
            for field in fields
        }
        asks, figures = answers.lines("asks", concern), answers.lines("figures", concern)
        return values | {
            "given": {field.id: bool(answers.lines(field.id, concern)) for field in fields},
            "state": self.state,
            "body": self.body,
            "acronym": self.acronym,
            "upr": self._case.body == "upr",
            "today": self.today,
            "since": self._month("since", values["since"]),
            "until": self._month("until", values["until"]),
            "review": self.review(),
            "last_review": self.last_review(),
            "party": self._party(concern),
            "before_answer": self._answered(concern),
            "contact": answers.line("contact") or self._blank_of("blank_contact"),
            "recommender": self._recommender(values["recommender"]),
            "first_ask": asks[0] if asks else values["asks"][0],
            "second_ask": asks[1] if len(asks) > 1 else "",
            "third_ask": asks[2] if len(asks) > 2 else "",
            "first_figure": figures[0] if figures else values["figures"][0],
            "second_figure": figures[1] if len(figures) > 1 else "",
        }

    def paragraphs(self, concern: int) -> dict[str, Paragraph]:
        """What sections of a submission print besides."""
        values = self.of(concern)
        concerns = self._answers.every("concern")
        and_ = f" {self.say('and')} "
        first = [listed(concerns[:-1], self.language)] if concerns[1:] else []
        together = and_.join([*first, *concerns[-1:]])
        about = values["about"]
        more = {
            "concerns": together or values["concern"],
            "keywords": "; ".join([*concerns, self._answers.line("people")]) or values["concern"],
            "about_end": ended(about),
            "about_sentence": ended(capital(about)) if isinstance(about, str) else about,
            "method_end": ended(values["method"]),
            "limits_end": ended(values["limits"]),
            "duty_end": ended(values["duty"]),
        }
        texts = {k: v for k, v in (values | more).items() if isinstance(v, str | tuple)}
        sentences = ("finding", "authorities", "national_law", "question", "before_since")
        for name in (*sentences, "first_ask"):
            if isinstance(text := texts[name], str):
                texts[name] = ended(capital(text))
        return {k: (Piece(text=v),) if isinstance(v, str) else v for k, v in texts.items()}

    def review(self) -> Paragraph:
        """When the State is reviewed next, and how sure that is; a blank where nothing is known."""
        coming = self._case.review
        if coming is None or coming.when is None:
            return self._blank_of("blank_review")
        when, sure = self._when(coming), self.words.sure(coming)
        return (Piece(text=self.say("review", when=when, sure=sure)),)

    def last_review(self) -> Paragraph:
        """When it was reviewed last; a blank where that is not known."""
        last = self._case.last
        if last is None or not (last.when or last.session):
            return self._blank_of("blank_last")
        when = self.words.when(last.when) if last.when else ""
        if last.session:
            session = self.words.session(last.session)
            return (Piece(text=self.say("last_review_session", session=session, when=when)),)
        return (Piece(text=self.say("last_review", when=when)),)

    def blank(self, key: str) -> Paragraph:
        """A phrase as a blank."""
        return self._blank_of(key)

    def _when(self, coming: CalendarEvent) -> str:
        session = self.words.session(coming.session) if coming.session else ""
        return self.words.listed(filter(None, (session, self.words.when(coming.when))))

    def _month(self, name: str, blank: str | Paragraph) -> str | Paragraph:
        text = self._answers.line(name)
        try:
            return self.words.moment(PartialDate.parse(text)) if text else blank
        except ValueError:
            return blank

    def _party(self, concern: int) -> Paragraph:
        """That the treaty binds the State, since when; a blank where that is not sure."""
        treaty, treaty_status = self._case.treaties[concern]
        name = treaty or self._texts_label("treaty")
        if treaty_status is None or treaty_status.status != "party" or treaty_status.doubtful:
            says = self.say("blank_party", treaty=name, state=self.state)
            return (Piece(text=says.rstrip("."), blank=True), Piece(text="."))
        when = self.words.moment(treaty_status.since) if treaty_status.since else ""
        key = "party" if when else "party_undated"
        sentence = self.say(key, treaty=name, state=self.state, when=when)
        return (Piece(text=capital(sentence)),)

    def _answered(self, concern: int) -> str | Paragraph:
        answer = self._answers.line("before_answer", concern)
        if not answer:
            return self._blank_of("answer_none") if self._before(concern) else ""
        return self.say(f"answer_{answer}")

    def _before(self, concern: int) -> bool:
        return bool(self._answers.line("before_text", concern))

    def _recommender(self, blank: Printed) -> Printed:
        code = self._case.recommender
        if code is None:
            return blank
        return self.words.state_in_text(code)

    def _texts_label(self, name: str) -> str:
        fields = (*self._texts.fields(each=False), *self._texts.fields(each=True))
        return next(field.label.of(self.language) for field in fields if field.id == name)

    def _blank(self, label: Any) -> Paragraph:
        return (Piece(text=label.of(self.language), blank=True),)

    def _blank_of(self, key: str) -> Paragraph:
        return (Piece(text=self.say(key).rstrip("."), blank=True),)
