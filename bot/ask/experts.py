"""The UN experts and investigations on the State that a question names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.ask.citing import cited
from bot.ask.here import NOTHING, Told
from bot.ask.models import Note, Question
from bot.knowledge.models import Topic
from bot.states import Mandate, Profiles

MOST = 3
"""Mandates in one reply."""
_EXPERTS, _INVESTIGATIONS = "special-procedures", "investigative-bodies"
_ASTRAY = ("compare", "safety", "cluster", "outcome", "cannot")
"""Topics of entries that do not say whether there is an expert."""
HOLDERS = "https://www.ohchr.org/en/special-procedures-human-rights-council"
FORM = "https://spsubmission.ohchr.org"


class Experts:
    """Statements on the mandates of one State, from its profile."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    def told(self, question: Question, state: str, topic: Topic, mechanism: str) -> Told:
        """Which mandates are on the State: first, since it was asked whether there is one, who
        holds it or until when. The kind that is named counts, or that of the best entry's
        `mechanism`."""
        named = set(question.mechanisms)
        if "mandate" not in question.wants or (named and not named & {_EXPERTS, _INVESTIGATIONS}):
            return NOTHING
        found = self._of(question, state, mechanism)
        if not found:
            return Told((Note(key="here_no_mandate", values={"state": state}),), (), (), True)
        notes = [note for one in found for note in self._notes(one)] + _where_to_write(found)
        source = cited(self._profiles.source(found[0].source.split("|", maxsplit=1)[0]))
        if source.title.startswith("https://"):
            source = source.model_copy(update={"title": found[0].resolution or found[0].title})
        first = found[0].rule if topic in _ASTRAY else ""
        return Told(tuple(notes), (source,), (), True, first)

    def beside(self, state: str) -> list[Note]:
        """A line for each mandate, where something else is asked."""
        found = self._profiles.mandates(state)[:2]
        return [self._known(one) for one in found] + _where_to_write(found)

    def _of(self, question: Question, state: str, mechanism: str) -> list[Mandate]:
        every = self._profiles.mandates(state)
        about = question.mechanisms or (mechanism,)
        named = {name for name in about if name in (_EXPERTS, _INVESTIGATIONS)}
        if len(named) == 1:
            asked = _INVESTIGATIONS in named
            first = [one for one in every if (one.kind == "investigation") == asked]
            rest = [one for one in every if one not in first]
            return (first or rest)[:MOST]
        if "inquiry" in question.wants:
            every = tuple(sorted(every, key=lambda one: one.kind != "investigation"))
        return list(every[:MOST])

    def _notes(self, one: Mandate) -> Iterator[Note]:
        yield self._known(one)
        if one.holder:
            yield Note(key="here_holder", values={"holder": one.holder})
        elif one.kind == "country" and one.runs not in ("not_started", "ended"):
            yield Note(key="here_holder_unknown", values={"page": HOLDERS})

    def _known(self, one: Mandate) -> Note:
        note = f" ({one.note})" if one.note else ""
        values = {"title": one.title, "note": note}
        if not one.resolution:
            return Note(key=f"here_mandate_{one.runs}_plain", values=values)
        values["resolution"] = one.resolution
        if one.renewed:
            return Note(key=f"here_mandate_{one.runs}", values=values | {"date": str(one.renewed)})
        return Note(key=f"here_mandate_{one.runs}_undated", values=values)


def _where_to_write(mandates: Sequence[Mandate]) -> list[Note]:
    """The form by which experts are written to, where one is on the State."""
    country = any(one.kind == "country" and one.runs != "ended" for one in mandates)
    return [Note(key="here_mandate_write", values={"page": FORM})] if country else []
