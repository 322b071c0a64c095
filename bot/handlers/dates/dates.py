"""Dates of the calendar: the list, and on demand a file for one's own calendar, or a picture."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk.models.blocks import Block, HeaderBlock

from bot.ask import Desk, StateFacts
from bot.handlers.kernel.blocks import Message, context, mrkdwn, plain, section
from bot.handlers.kernel.interaction import Interaction, Refusal, Request
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.refs import DATES_CALENDAR, DATES_PICTURE, DatesRef, date_buttons
from bot.handlers.kernel.sending import ALT, File
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import clipped, escape, paragraphs
from bot.knowledge.models import Base, Language
from bot.knowledge.typography import listed
from bot.render.ics import dated, ics
from bot.render.plain import Plain
from bot.render.upcoming import grouped
from bot.render.words import DisplayNames, Words
from bot.reviews import Calendar, CalendarEvent
from bot.states import StateNames, mask

DATES_SHARE = "dates_share"
HORIZON = 120
"""Days that the list looks ahead where no State is named."""


class DatesInteraction(Interaction[DatesRef]):
    """A button under dates."""

    carries = DatesRef
    as_shown = True


def handle_command(call: Call) -> Message:
    """The reply to the command; without a filter the dates of the States that somebody follows."""
    filters = read_filter(call.services.desk, call.text)
    if filters is None:
        return call.say("upcoming_which", command=call.command)
    states = filters.states or (() if filters.mechanisms else call.followed)
    ref = DatesRef(
        language=call.language, states=states, mechanisms=filters.mechanisms, within=filters.within
    )
    if not states:
        ref = ref.model_copy(update={"within": filters.within or HORIZON})
    return call.shareable(_dates_message(call, ref), DATES_SHARE, ref)


def register(app: App, services: Services) -> None:
    """Listen to "Add to my calendar", "Picture" and "Share in channel"."""
    on = Listeners(app, services, DatesInteraction)

    @on.button(DATES_CALENDAR)
    def handle_calendar(press: DatesInteraction) -> None:
        ref, events = press.ref, _events(press.calendar, press.ref)
        if not any(map(dated, events)):
            raise Refusal("calendar_none")
        words = Words(services.desk.base, services.desk.states, ref.language)
        content = ics(events, words, dt.date.today(), now(), version=press.calendar.version)
        press.send_file(File(f"{stem(ref)}.ics", titled(services, ref), content))

    @on.button(DATES_PICTURE)
    def handle_timeline(press: DatesInteraction) -> None:
        ref, calendar, desk = press.ref, press.calendar, press.desk
        if len(ref.states) != 1:
            raise Refusal("changed")
        iso3 = ref.states[0]
        state = calendar.of_state(iso3, dt.date.today()).before(ref.mechanisms)
        statements = desk.dates(iso3, ref.mechanisms).statements
        notes = (services.plain.note(note, press.language) for note in statements)
        alt = " ".join([titled(services, ref), *notes])

        def draw() -> Iterable[File]:
            content = services.pictures.timeline(state, press.language, calendar.checked_on)
            yield File(f"{stem(ref)}.png", titled(services, ref), content, clipped(alt, ALT))

        press.send_drawn(draw)

    @on.button(DATES_SHARE)
    def handle_share(press: DatesInteraction) -> None:
        press.share(_dates_message(press, press.ref))


def titled(services: Services, ref: DatesRef) -> str:
    """What a file of these dates is called for people."""
    names = [services.desk.states.name(code, ref.language) for code in ref.states]
    names += [services.desk.base.short(name, ref.language) for name in ref.mechanisms]
    every = services.desk.base.say("digest_all_states", ref.language)
    return services.desk.base.say(
        "calendar_file", ref.language, names=listed(names, ref.language) or every
    )


def stem(ref: DatesRef) -> str:
    """The name of such a file without its ending."""
    return "-".join(["reviews", *map(str.lower, ref.states), *ref.mechanisms])


def _dates_message(request: Request, ref: DatesRef) -> Message:
    """States by what the calendar says of each; without States or with a span, a list of dates."""
    desk, dates = request.desk, renderer(request.services)
    if ref.states and ref.within is None:
        by_state = [(code, desk.dates(code, ref.mechanisms)) for code in ref.states]
        return dates.message(by_state, ref)
    events = _events(desk.calendar, ref) if desk.calendar else ()
    return dates.coming([event for event in events if event.when], ref)


def _events(calendar: Calendar, ref: DatesRef) -> tuple[CalendarEvent, ...]:
    within = dt.timedelta(days=ref.within) if ref.within else None
    return calendar.upcoming(dt.date.today(), ref.states, ref.mechanisms, within)


NAMED = 20
"""States, and mechanisms, that one list is on."""
HORIZON_MOST = 3_660
"""Days."""
_DAYS = {"d": 1, "j": 1, "ي": 1, "w": 7, "s": 7, "أ": 7, "m": 30, "ش": 30}
"""First letter of a unit → days; a month is taken as thirty."""
_WITHIN = re.compile(
    r"(?:--)?(?:\b(?:within|in|dans|en|próxim[oa]s|prochaine?s|next)\b|خلال)?[\s=]{0,3}"
    r"(?P<count>\d{1,4})\s*"
    r"(?P<unit>d|days?|jours?|d[ií]as?|w|weeks?|semaines?|semanas?|m|months?|mois|mes(?:es)?"
    r"|يوم\w*|أيام|أسبوع\w*|أسابيع|شهر\w*|أشهر)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Filter:
    """What a list of dates is to be on."""

    states: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    within: int | None = None
    """Days."""


def read_filter(desk: Desk, text: str) -> Filter | None:
    """The filter that a text asks for; None where it names something that is not known, or a
    State whose name is not one State's alone."""
    match = _WITHIN.search(text)
    rest = _WITHIN.sub(" ", text, count=1).strip()
    mentions = desk.states.find(rest)
    if any(len(mention.codes) > 1 for mention in mentions):
        return None
    states = tuple(mention.codes[0] for mention in mentions)
    named = mask(rest, mentions)
    mechanisms = desk.understand(named).mechanisms if named else ()
    if rest and not (states or mechanisms):
        return None
    return Filter(states[:NAMED], mechanisms[:NAMED], _days(match))


def _days(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    unit = match["unit"].casefold()
    days = 1 if unit.startswith("أيا") else _DAYS[unit[0]]
    return min(max(int(match["count"]) * days, 1), HORIZON_MOST)


LISTED = 25
"""Dates in one message."""


class SlackDates:
    """Renders dates of the calendar."""

    def __init__(self, base: Base, texts: Plain, states: StateNames) -> None:
        self._base = base
        self._texts = texts
        self._states = states

    def of_states(
        self, by_state: Sequence[tuple[str, StateFacts]], language: Language
    ) -> list[Block]:
        """Each State (ISO3) with what the calendar says of it, and what can be done now."""
        blocks: list[Block] = []
        for iso3, state_facts in by_state:
            name = self._states.name(iso3, language)
            lines = [f"• {escape(self._texts.note(n, language))}" for n in state_facts.statements]
            advised = [self._base.entries[entry] for entry in state_facts.advice[:2]]
            titles = [self._base.title(entry, language) for entry in advised]
            if titles:
                now = escape(self._base.label("do_now", language))
                lines.append(f"*{now}* {escape(' · '.join(titles))}")
            blocks += [mrkdwn(text) for text in paragraphs([f"*{escape(name)}*", *lines])]
        return blocks

    def message(self, by_state: Sequence[tuple[str, StateFacts]], ref: DatesRef) -> Message:
        """The dates of some States as a message."""
        title = self._base.say("home_coming", ref.language)
        blocks = [*self.of_states(by_state, ref.language), *self.buttons(ref)]
        return Message(escape(title), tuple(blocks))

    def coming(self, events: Sequence[CalendarEvent], ref: DatesRef) -> Message:
        """What comes in so many days, alike dates of several States together: the first MOST."""
        language = ref.language
        names = [self._states.name(code, language) for code in ref.states]
        names += [self._base.short(name, language) for name in ref.mechanisms]
        key = "coming_for" if names else "coming_title"
        title = self._base.say(key, language, days=ref.within, names=listed(names, language))
        words = Words(self._base, self._states, language)
        groups = grouped(events, DisplayNames(mechanism=str, state=str))
        lines = [
            f"• {escape(self._texts.coming(group.first, language, words.states(group.states)))}"
            for group in groups[:LISTED]
        ]
        blocks: list[Block] = [HeaderBlock(text=plain(title, 150))]
        blocks += [mrkdwn(text) for text in paragraphs(lines)] or [
            section(self._base.say("coming_nothing", language))
        ]
        if len(groups) > LISTED:
            more = self._base.say("coming_more", language, count=len(groups) - LISTED)
            blocks.append(context(more))
        if events:
            blocks += self.buttons(ref)
        return Message(escape(title), tuple(blocks))

    def buttons(self, ref: DatesRef) -> list[Block]:
        """What can be done with these dates."""
        return date_buttons(self._base, ref)


def renderer(services: Services) -> SlackDates:
    """What renders dates."""
    return SlackDates(services.desk.base, services.plain, services.desk.states)


def of_home(request: Request, followed: Sequence[str]) -> list[Block]:
    """What is coming for the States that somebody follows."""
    dates, language = renderer(request.services), request.language
    known = [(code, request.desk.dates(code)) for code in followed]
    ref = DatesRef(language=language, states=tuple(followed))
    return [*dates.of_states(known, language), *(dates.buttons(ref) if known else ())]
