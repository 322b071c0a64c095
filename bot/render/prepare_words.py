"""What prepared texts say besides what curators wrote, in their language; the numbers of their
sources."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.knowledge.figures import number
from bot.knowledge.models import Base, Language
from bot.knowledge.typography import spaced
from bot.prepare import Accepted, Cited, Event, Rule, Treaties, state_in_text
from bot.render.words import Words
from bot.reviews import CalendarEvent, Certainty, PartialDate
from bot.states import StateNames, TreatyStatus

_INVERTED = re.compile(r"(.+) \((.+)\)")
"""A name as in lists: `Iran (République islamique d')`."""
_SETTLED = ("published", "held")
_MELTING = re.compile(r"\b(de|a) el (?=[a-z])")
_SOUNDS_I = re.compile(r"h?i(?!e)", re.IGNORECASE)
_REFUSED = ("no_procedure", "not_covered")
LONGEST = 60
"""Characters of a title before the State: what a phone shows of it."""
_CLAUSE = re.compile(
    r"\s?[:;؛]\s|\.\s|,\s(?=(?:and|or|who|which|also|what|not|with|each|in|by|from|of"
    r"|et|ou|qui|y|o|que|pas|no|con|avec)\b)|،\s(?=و)"
)
_SMALLER = re.compile(
    r"[,،]\s|(?<! ce) (?:and|because|where|that|which|who|so that|before|until"
    r"|et|car|où|qui|avant|jusque|y|porque|donde|antes|hasta|لأن|حتى) "
)


class Wordings:
    """The words of each language, over one knowledge base and the names of States."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base, self._states = base, states
        self._by_language: dict[Language, PrepareWords] = {}

    def of(self, language: Language) -> PrepareWords:
        """Those of one language."""
        if language not in self._by_language:
            self._by_language[language] = PrepareWords(self._base, self._states, language)
        return self._by_language[language]


class PrepareWords(Words):
    """Labels, sentences, dates and names in one language."""

    def say(self, key: str, **values: object) -> str:
        """A phrase; in Spanish "de" and "a" become one word with an article that was put in."""
        phrase = super().say(key, **values)
        return _MELTING.sub(r"\1l ", phrase) if self.language == "es" else phrase

    def body(self, mechanism: str) -> str:
        """A mechanism's full name."""
        known = mechanism in self._base.mechanisms
        return self._base.name(mechanism, self.language) if known else mechanism

    def bodies(self, mechanisms: Iterable[str]) -> str:
        """Several committees or bodies by their short names."""
        return self.listing(map(self.body_short, mechanisms))

    def body_short(self, mechanism: str) -> str:
        """A body's short name; in English a committee is known by its letters alone."""
        return mechanism.upper() if self.language == "en" else self.mechanism(mechanism)

    def state_in_text(self, iso3: str) -> str:
        """A State's name in a text: in English with its article; in other languages in the order in
        which it is spoken, not as lists have it: `République islamique d'Iran`."""
        name = self.state(iso3)
        if self.language == "en":
            return state_in_text(name)
        if (inverted := _INVERTED.fullmatch(name)) is None:
            return name
        before, dash, after = inverted[2].partition(" -")
        space = "" if before.endswith("'") else " "
        return f"{before}{space}{inverted[1]}{after if dash else ''}"

    def label(self, key: str) -> str:
        """A phrase with its colon."""
        return self._base.label(key, self.language)

    def number(self, value: int) -> str:
        """2,815 as the language writes it."""
        return number(value, self.language)

    def event(self, event: Event) -> str:
        """What days are counted from, with its article."""
        return self.say(f"prepare_event_{event}")

    def count(self, amount: int, unit: str) -> str:
        """8 weeks: a number with the form of the unit that goes with it (in Arabic there are
        four: CLDR, plural rules)."""
        few = 3 <= amount % 100 <= 10
        form = {1: "one", 2: "two"}.get(amount, "few" if few else "many")
        return self.say(f"prepare_{unit}_{form}", n=amount)

    def listing(self, texts: Iterable[str]) -> str:
        """a, b and c."""
        *most, last = texts
        if not most:
            return last
        and_ = self.say("prepare_and")
        if self.language == "es" and _SOUNDS_I.match(last):
            and_ = "e"
        # in Arabic "and" is one word with what follows it
        joint = f" {and_}" if self.language == "ar" else f" {and_} "
        return f"{self.listed(most)}{joint}{last}"

    @property
    def colon(self) -> str:
        """A colon with its spaces."""
        return "\u00a0: " if self.language == "fr" else ": "

    def after(self, text: str) -> str:
        """A text with a comma before it."""
        return self.listed(["", text])

    def settled(self, certainty: Certainty) -> str:
        """How sure a date is; empty for one that is published."""
        return "" if certainty in _SETTLED else self.certain(certainty)

    def beside(self, rule: Rule) -> str:
        """What must be said of a rule that is not settled; empty for one that is."""
        match rule.status:
            case "unchecked" | "dated" as status:
                if rule.check_on:
                    return self.say(f"prepare_{status}", page=rule.check_on)
                return self.say(f"prepare_{status}_alone")
            case "single-source" | "advice" as status:
                return self.say(f"prepare_sure_{status}")
        return ""

    def cited(self, source: Cited) -> str:
        """A source in a line. In Arabic its date stands in brackets: else the day goes with the
        Latin name before it, away from its month."""
        publisher = source.publisher
        if source.dated:
            date = self.moment(PartialDate.parse(source.dated))
            publisher = self.say("source_dated", publisher=publisher, date=date)
        line = f"{source.title}. {publisher}."
        return line + (f" {source.url}" if source.url else "")

    def review(self, review: CalendarEvent | None, state: str) -> str:
        """The State's next review with its date and how sure it is; empty where none is known."""
        if review is None:
            return ""
        return self.say(
            "prepare_review_of",
            mechanism=self.body(review.mechanism),
            session=self.after(self.session(review.session)) if review.session else "",
            state=state,
            date=self.after(self.when(review.when)) if review.when else "",
            sure=self.sure(review),
        )

    def meeting(self, session: CalendarEvent | None) -> str:
        """A session with its date and how sure it is; empty where none is known."""
        if session is None or session.when is None:
            return ""
        number = [self.session(session.session)] if session.session else []
        return f"{self.listed([*number, self.when(session.when)])} ({self.sure(session)})"

    def acceptance(self, accepted: Sequence[Accepted], state: str) -> list[tuple[str, str]]:
        """What the State accepted of what an action turns on, as a label and what it is; what is
        closed comes first."""
        if not accepted:
            return []
        label = self.label(f"prepare_accepted_{accepted[0].what}")
        if len(accepted) == 1:
            only = accepted[0]
            sentences = [self.say("prepare_not_open", state=state)] if only.status == "no" else []
            sentences.append(only.rule.text if self.language == "en" else self._cell(only.cell))
            if only.rule.check_on:
                sentences.append(self.say("prepare_check_on", page=only.rule.check_on))
            return [(label, " ".join(sentences))]
        of = {
            status: self.bodies(each.subject for each in accepted if each.status == status)
            for status in dict.fromkeys(each.status for each in accepted)
        }
        sentences = [] if "yes" in of else [self.say("prepare_open_none", state=state)]
        phrases = {
            "yes": "prepare_open_for",
            "no": "prepare_open_not",
            "unknown": "prepare_open_unknown",
        }
        sentences += [
            self.say(phrase, state=state, bodies=of[status])
            for status, phrase in phrases.items()
            if status in of
        ]
        return [(label, " ".join([*sentences, self.say("prepare_name_committee")]))]

    def treaties(self, treaties: Treaties) -> str:
        """Which treaties bind a State, and which do not."""
        kinds = {"": treaties.bind, "_not": treaties.bind_not, "_unknown": treaties.unknown}
        sentences = [
            self.say(f"prepare_bound{kind}", treaties=self._treaties(shorts))
            for kind, shorts in kinds.items()
            if shorts
        ]
        if not treaties.bind:
            sentences.insert(0, self.say("prepare_bound_none"))
        return " ".join([*sentences, self.say("prepare_bound_check")])

    def _treaties(self, shorts: Sequence[str]) -> str:
        """Treaties by name: in UN texts only English uses their letters."""
        keys = {short: f"prepare_treaty_{short.casefold()}" for short in shorts}
        names = [
            self.say(key) if self._base.wording.get(key) else short for short, key in keys.items()
        ]
        return self.listing(names) if names else ""

    def _cell(self, treaty_status: TreatyStatus) -> str:
        """What the tables say of a State; doubts and notes of its row are written in English, so
        they are only said to be there, beside the page on which to look."""
        since = self.moment(treaty_status.since) if treaty_status.since else ""
        as_of = treaty_status.as_of
        listed = self.moment(as_of) if as_of else self.say("digest_when_unknown")
        key: str = treaty_status.status
        if treaty_status.reason in _REFUSED:
            key = treaty_status.reason
        elif treaty_status.reason == "not_party":
            key = "none"
        elif treaty_status.status == "party" and not since:
            key = "party_undated"
        date = since if key == "party" else listed
        sentences = [self.say(f"prepare_cell_{key}", date=date)]
        sentences += [self.say("prepare_cell_stale")] if treaty_status.stale else []
        sentences += [self.say("prepare_cell_doubtful")] if treaty_status.doubt else []
        return " ".join(sentences)

    def spaced(self, text: str) -> str:
        """A text that was put together here, with the spaces of its language."""
        return spaced(text, self.language)


class SourceNumbers:
    """Numbers the sources in the order in which they are named."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        """By their ids."""

    def of(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these sources; a new one gets the next number."""
        return tuple(self.numbers.setdefault(source, len(self.numbers) + 1) for source in sources)


def note_marks(numbers: Sequence[int]) -> str:
    """The numbers of a text's sources, after it: ` [1][2]`; empty for none."""
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


class Numbered:
    """Rules with their warnings and the numbers of their sources."""

    def __init__(
        self,
        sources: Mapping[str, Cited],
        beside: Callable[[Rule], str],
        cite: Callable[[Cited], str],
    ) -> None:
        """`beside` gives the warning that goes with a rule, `cite` names a source."""
        self._sources = sources
        self._beside, self._cite = beside, cite
        self._numbers = SourceNumbers()

    def cited(self, rule: Rule) -> str:
        """The rule with its warning and the numbers of its sources."""
        return rule.text + self.mark(rule)

    def mark(self, rule: Rule) -> str:
        """How sure it is, and the numbers of its sources."""
        numbers = ", ".join(map(str, self._numbers.of(rule.sources)))
        tag = self._beside(rule)
        return (f" ({tag})" if tag else "") + (f" [{numbers}]" if numbers else "")

    def lines(self) -> list[str]:
        """The sources named so far, with their numbers."""
        return [
            f"[{number}] {self._cite(self._sources[name])}"
            for name, number in self._numbers.numbers.items()
        ]


def brief(do: str) -> str:
    """What is to be done in at most LONGEST characters: its first clause."""
    first = _CLAUSE.split(do)[0].rstrip(".")
    if len(first) > LONGEST:
        first = _SMALLER.split(first)[0]
    return textwrap.shorten(first, LONGEST, placeholder="…")
