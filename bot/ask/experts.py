"""The UN experts and investigations on the State that a question names."""

from __future__ import annotations

from collections.abc import Iterator

from bot.ask.citing import cited
from bot.ask.here import NOTHING, Told
from bot.ask.models import Note, Question
from bot.states import Mandate, Profiles

MOST = 3
"""Mandates in one reply."""
_EXPERTS, _INVESTIGATIONS = "special-procedures", "investigative-bodies"
HOLDERS = "https://www.ohchr.org/en/special-procedures-human-rights-council"
FORM = "https://spsubmission.ohchr.org"


class Experts:
    """Statements on the mandates of one State, from its profile."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    def told(self, question: Question, state: str) -> Told:
        """Which mandates are on the State: first, since it was asked whether there is one, who
        holds it or until when."""
        named = set(question.mechanisms)
        if "mandate" not in question.wants or (named and not named & {_EXPERTS, _INVESTIGATIONS}):
            return NOTHING
        found = self._of(question, state)
        if not found:
            return Told((Note(key="here_no_mandate", values={"state": state}),), (), (), True)
        notes = [note for one in found for note in self._notes(one, state)]
        if any(one.kind == "country" for one in found):
            notes.append(Note(key="here_mandate_write", values={"page": FORM}))
        source = self._profiles.source(found[0].source.split("|", maxsplit=1)[0])
        return Told(tuple(notes), (cited(source),), (), True)

    def beside(self, state: str) -> list[Note]:
        """A line for each mandate, where something else is asked."""
        return [self._known(one, state) for one in self._profiles.mandates(state)[:2]]

    def _of(self, question: Question, state: str) -> list[Mandate]:
        every = self._profiles.mandates(state)
        named = {name for name in question.mechanisms if name in (_EXPERTS, _INVESTIGATIONS)}
        if len(named) == 1:
            asked = _INVESTIGATIONS in named
            first = [one for one in every if (one.kind == "investigation") == asked]
            rest = [one for one in every if one not in first]
            return (first or rest)[:MOST]
        return list(every[:MOST])

    def _notes(self, one: Mandate, state: str) -> Iterator[Note]:
        yield self._known(one, state)
        if one.holder:
            yield Note(key="here_holder", values={"holder": one.holder})
        elif one.kind == "country" and one.runs != "not_started":
            yield Note(key="here_holder_unknown", values={"page": HOLDERS})

    def _known(self, one: Mandate, state: str) -> Note:
        note = f" ({one.note})" if one.note else ""
        values = {"state": state, "title": one.title, "note": note}
        if not one.resolution:
            return Note(key=f"here_mandate_{one.runs}_plain", values=values)
        values["resolution"] = one.resolution
        if one.renewed:
            return Note(key=f"here_mandate_{one.runs}", values=values | {"date": str(one.renewed)})
        return Note(key=f"here_mandate_{one.runs}_undated", values=values)
