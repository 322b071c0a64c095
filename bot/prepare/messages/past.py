"""Past recommendations for a message: which may stand where nobody wrote anything."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.models import Base
from bot.prepare.case import recent
from bot.prepare.messages.texts import RECOMMENDER, FieldText, MessageText
from bot.prepare.messages.values import (
    NOTHING,
    BadValue,
    Earlier,
    FieldValue,
    Missing,
    Writer,
    cleaned,
    state_named,
)
from bot.reviews import StateCalendar
from bot.states import Profiles, mask
from bot.states.recommendations import (
    Filters,
    Likeness,
    Recommendation,
    Recommendations,
    Unreadable,
)

ISSUE = ("issue", "risk")
"""The fields that say in a few words what a message is on."""
_PAIR = {"quoted", "source"}
_SPARE = 12
"""Recommendations beyond those that are shown, in place of those that the writer names already."""


class PastFields:
    """Finds what fills the fields of messages that past recommendations may fill."""

    def __init__(
        self, recommendations: Recommendations | None, profiles: Profiles, base: Base
    ) -> None:
        self._recommendations, self._profiles = recommendations, profiles
        self._writer = Writer(base, "en")

    def of(
        self,
        text: MessageText,
        values: Mapping[str, str],
        state: str,
        body: str | None,
        calendar: StateCalendar,
        likeness: Likeness | None = None,
    ) -> dict[str, Earlier]:
        """By field, what fits the issue and the asks among `values`, whatever stands in the field
        now; nothing for a field where nothing fits. `body` is the mechanism of the message,
        `calendar` that of the State on the day: nothing from before its last review is quoted."""
        if self._recommendations is None:
            return {}
        by_field: dict[str, Earlier] = {}
        try:
            about = self._recommendations.about()
            if about.demonstration:
                # old, and never all that a State was told: nothing of it goes into a letter
                return {}
            for field in text.past_fields():
                filters = self._filters(text, field, values, state, body)
                if filters is None:
                    continue
                asks = _asks(text, values)
                most = field.most if field.kind == "lines" else 1
                hits = self._recommendations.fitting(filters, asks, likeness, most + _SPARE)
                new = tuple(
                    hit
                    for hit in hits
                    if recent(hit, calendar, calendar.on)
                    and not _names_paragraph(hit, text, values)
                )[:most]
                if new and field.past:
                    by_field[field.id] = Earlier(how=field.past, recommendations=new, about=about)
        except Unreadable:
            # the message itself needs none of it; `advocacy doctor` says what is wrong
            return {}
        return by_field

    def _filters(
        self,
        text: MessageText,
        field: FieldText,
        values: Mapping[str, str],
        state: str,
        body: str | None,
    ) -> Filters | None:
        """Whose recommendations are looked for; None where nobody is named yet."""
        issue = cleaned(next((values[name] for name in ISSUE if values.get(name)), ""))
        words = mask(issue, self._profiles.names.find(issue))
        filters = Filters(words=words, states=(state,))
        reviews = (body,) if body and (body == "upr" or text.committee) else ()
        match field.past:
            case "addressee" if text.committee:
                return filters.model_copy(update={"mechanisms": reviews}) if reviews else None
            case "addressee":
                recommender = self._recommender(text, values)
                whose = {"recommenders": (recommender,), "mechanisms": ("upr",)}
                return filters.model_copy(update=whose) if recommender else None
            case "promised":
                promised = {"positions": ("supported", "partially"), "mechanisms": ("upr",)}
                return filters.model_copy(update=promised)
        return filters.model_copy(update={"mechanisms": reviews})

    def _recommender(self, text: MessageText, values: Mapping[str, str]) -> str | None:
        field = next((field for field in text.fields if field.id == RECOMMENDER), None)
        if field is None or not (named := cleaned(values.get(RECOMMENDER, ""))):
            return None
        try:
            return state_named(field, named, self._profiles, self._writer)
        except BadValue:
            return None


def _names_paragraph(
    recommendation: Recommendation, text: MessageText, values: Mapping[str, str]
) -> bool:
    """Whether the writer names its paragraph already; a bare number may be another's."""
    own = (values.get(field.id, "") for field in text.fields if field.past is None)
    return "." in recommendation.paragraph and any(
        recommendation.paragraph in sentence for sentence in own
    )


def _asks(text: MessageText, values: Mapping[str, str]) -> list[str]:
    """What the State is asked to do, of those who wrote something."""
    written = (values.get(field.id, "") for field in text.fields if field.smart)
    return [ask for lines in written for line in lines.split("\n") if (ask := cleaned(line))]


def unwritten(
    text: MessageText, values: Mapping[str, str], earlier: Mapping[str, Earlier]
) -> dict[str, Earlier]:
    """Those of fields into which nobody wrote anything. Words of a recommendation and where it
    stands go together: where somebody wrote one of them, the other is not looked up."""
    unwritten_fields = {}
    for field in text.past_fields():
        together = (other.id for other in text.past_fields() if {other.past, field.past} == _PAIR)
        written = any(cleaned(values.get(name, "")) for name in (field.id, *together))
        if field.id in earlier and not written:
            unwritten_fields[field.id] = earlier[field.id]
    return unwritten_fields


def with_earlier(
    text: MessageText,
    values: Mapping[str, str],
    given: Mapping[str, FieldValue],
    earlier: Mapping[str, Earlier],
) -> dict[str, FieldValue]:
    """What was given, with past recommendations where nothing was written. Raises Missing for what
    is needed and still not there: where one wrote `none` it is left out, but for the recommendation
    itself of a message that is about one."""
    filled = dict(given)
    for name, past_answers in unwritten(text, values, earlier).items():
        filled[name] = FieldValue(value=None, kind=given[name].kind, earlier=past_answers)
    missing = [
        field
        for field in text.past_fields()
        if not field.optional
        and (answer := filled[field.id]).value is None
        and answer.earlier is None
        and (field.past in _PAIR or cleaned(values.get(field.id, "")).casefold() not in NOTHING)
    ]
    if missing:
        raise Missing(text, missing)
    return filled
