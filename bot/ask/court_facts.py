"""What is known of a State before the courts that have no row among the treaties (the ICC, the
Inter-American Court), and that nothing is known of it where a treaty has no rows at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.ask.entries import cited
from bot.ask.models import Note, Question
from bot.ask.patterns import Phrases
from bot.ask.state_facts import NO_FACTS, StateFacts
from bot.knowledge.models import Topic
from bot.knowledge.thesaurus import StateMatter, UnheldTreaty
from bot.states import PAGES, Court, Profiles

COURTS: dict[StateMatter, str] = {"icc": "ICC", "iacthr": "IACtHR"}
"""The courts of which people ask, and their names in the tables of States."""
_RULES = {
    "ICC": ("other-routes", "other-routes.what.icc-states"),
    "IACtHR": ("regional-americas", "regional-americas.what.court-states"),
}
"""The mechanism to which each belongs, and the entry whose rule it follows."""
UNKNOWN = "here_court_unknown"
"""The note that nothing is known here of a State before a court."""
_SIGNS: dict[StateMatter, tuple[str, ...]] = {
    "icc": ("other-routes.what.icc-", "other-routes.can.icc", "other-routes.outcome.icc-"),
    "iacthr": ("regional-americas.what.court", "regional-americas.cannot.direct-court"),
}
"""How the ids of entries on these courts begin."""
_TOLD: frozenset[Topic] = frozenset(("what", "can", "cannot", "compare", "complaint"))
"""Topics of entries on a court that do not say how to do something there."""


def court_of(entry: str) -> tuple[StateMatter, ...]:
    """The court that an entry (an id) is about, as one that was asked of."""
    own = (matter for matter, sign in _SIGNS.items() if entry.startswith(sign))
    return tuple(own)[:1]


class Courts:
    """Statements on one State before these courts, from its profile."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    def of(self, question: Question, state: str, topic: Topic, mechanism: str) -> StateFacts:
        """Whether the courts asked of can act on the State. It leads unless a way of doing
        something there is asked for."""
        asked = [court for matter, court in COURTS.items() if matter in question.wants]
        if not asked:
            return NO_FACTS
        rows = [c for c in self._profiles.tables.courts if c.iso3 == state and c.court in asked]
        notes = [self._note(state, court) for court in rows]
        known = {court.court for court in rows}
        notes += [self._unknown(state, court) for court in asked if court not in known]
        names = dict.fromkeys(name for court in rows for name in court.sources[:1])
        day = min((court.as_of.last for court in rows), default=None)
        sources = (cited(self._profiles.source(name)) for name in names)
        checked = tuple(source.model_copy(update={"checked": day}) for source in sources)
        leads = question.bound or topic in _TOLD
        own, rule = _RULES[asked[0]]
        return StateFacts(tuple(notes), checked[:1], (), leads, "" if mechanism == own else rule)

    def _note(self, state: str, court: Court) -> Note:
        note = f" – {court.note}" if court.note else ""
        values = {"state": state, "court": self._named(court.court), "date": str(court.as_of)}
        values |= {"page": PAGES[court.court], "note": note}
        if court.standing == "yes" and court.since:
            return Note(key="here_court_since", values=values | {"joined": str(court.since)})
        return Note(key=f"here_court_{court.standing}", values=values)

    def _unknown(self, state: str, court: str) -> Note:
        values = {"state": state, "court": self._named(court), "page": PAGES[court]}
        return Note(key=UNKNOWN, values=values)

    def _named(self, court: str) -> str:
        return self._profiles.words.say(f"short_{court.lower()}")


class Unheld:
    """Treaties of which no table here says who joined them."""

    def __init__(self, treaties: Sequence[UnheldTreaty]) -> None:
        self._treaties = [(treaty, Phrases(treaty.names)) for treaty in treaties]

    def of(self, question: Question, state: str) -> StateFacts:
        """That it is not known whether the State joined the treaty that is asked of, and where that
        stands."""
        if not question.bound:
            return NO_FACTS
        found = next((treaty for treaty, names in self._treaties if question.matter in names), None)
        if found is None:
            return NO_FACTS
        place = ("en", "fr", "es", "ar").index(question.language)
        values = {"state": state, "treaty": found.called[place], "page": found.page}
        return StateFacts((Note(key="here_unheld", values=values),), (), (), True)
