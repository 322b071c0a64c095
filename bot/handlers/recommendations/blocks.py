"""Past recommendations in Slack: a page of them, how many there are of each kind, what can be
pressed, and the window in which they are searched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import AliasChoices, Field
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock, HeaderBlock

from bot.handlers.kernel.blocks import (
    Message,
    Page,
    button,
    context,
    mrkdwn,
    plain,
    share_button,
)
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import Offered, OneOf, SearchedMany, SomeOf, Typed
from bot.handlers.kernel.refs import MechanismId, Ref, StateCode
from bot.handlers.kernel.text import BUTTON, escape, link, paragraphs
from bot.knowledge.models import Base
from bot.render.recommendations import (
    POSITIONS,
    addressed,
    charts,
    heading,
    looked_for,
    notice,
    origin,
    position,
    recommended_by,
    reference,
    short,
    source,
    when,
)
from bot.render.words import DisplayNames
from bot.states.recommendations import About, Counts, Filters, Position, Recommendation, SearchPage

PAST = "recommendations"
"""Opens the window in which past recommendations are searched."""
PAST_FORM = "recommendations_form"
PAST_PAGE = "recommendations_page"
"""Another page. Two in one block: `recommendations_page.0`, `recommendations_page.1`."""
PAST_PICTURE = "recommendations_picture"
PAST_SHARE = "recommendations_share"
PAST_STATES = "recommendations_states"
PAST_THEMES = "recommendations_themes"
WORDS = 150
"""Characters of a search."""
FIRST = 2006
"""The year of the first session of the Human Rights Council; older ones are found without it."""
ANY = "any"


class PastRef(Ref):
    """A search in past recommendations, and the page that is shown."""

    words: str = Field(
        default="",
        max_length=150,
        validation_alias=AliasChoices("w", "words"),
        serialization_alias="w",
    )
    """What was typed to be looked for: it stands in the message too, for the person alone."""
    states: tuple[StateCode, ...] = Field(default=(), max_length=5)
    by: tuple[StateCode, ...] = Field(default=(), max_length=5)
    mechanisms: tuple[MechanismId, ...] = Field(default=(), max_length=5)
    themes: tuple[str, ...] = Field(default=(), max_length=3)
    positions: tuple[Position, ...] = Field(default=(), max_length=5)
    since: int | None = Field(default=None, ge=1990, le=2100)
    page: int = Field(default=1, ge=1)

    def on(self, page: int) -> Self:
        """The same on another page."""
        return self.model_copy(update={"page": page})


class SearchForm(Form):
    """The filters of a search."""

    states: Annotated[tuple[StateCode, ...], SearchedMany(PAST_STATES, most=5, optional=True)] = ()
    words: Annotated[str, Typed("recommendations_words", WORDS, lines=False, optional=True)] = ""
    mechanisms: Annotated[
        tuple[MechanismId, ...], SomeOf("recommendations_mechanisms", most=5, optional=True)
    ] = ()
    positions: Annotated[
        tuple[Position, ...], SomeOf("recommendations_positions", optional=True)
    ] = ()
    themes: Annotated[
        tuple[str, ...],
        SearchedMany(PAST_THEMES, most=3, optional=True, example="past_theme_hint"),
    ] = ()
    since: Annotated[str, OneOf("recommendations_since", optional=True)] = ANY
    by: Annotated[
        tuple[StateCode, ...],
        SearchedMany(f"{PAST_STATES}.by", most=5, optional=True, label="recommendations_by"),
    ] = ()


def search_window(
    page: Page, ref: PastRef, today: dt.date, above: Sequence[Block] = ()
) -> dict[str, Any]:
    """The window of a search: the filters as they are, and `above` them what was found."""
    years = [str(year) for year in range(today.year, FIRST - 1, -1)]
    form = SearchForm(
        states=ref.states,
        words=ref.words,
        mechanisms=ref.mechanisms,
        positions=ref.positions,
        themes=ref.themes,
        since=str(ref.since or ANY),
        by=ref.by,
    )
    offered: dict[str, Offered] = {
        "mechanisms": [
            (mechanism.id, mechanism.short) for mechanism in page.base.mechanisms.values()
        ],
        "positions": list(POSITIONS.items()),
        "themes": [(theme, theme) for theme in ref.themes],
        "since": [(ANY, page.say("past_any")), *((year, year) for year in years)],
    }
    blocks = [*above, *([DividerBlock()] if above else []), *form.blocks(page, offered)]
    return page.window(PAST_FORM, "past_title", blocks, ref.value, submit="past_search")


PAGE = 5
"""Recommendations on a page: a phone shows two at a time."""
TEXT = 500
"""Characters of a recommendation; its document has the whole."""
KINDS = 5
"""Kinds of which the number is said, of each sort."""


@dataclass(frozen=True)
class Found:
    """A search, and what it found in which data."""

    ref: PastRef
    filters: Filters
    page: SearchPage
    counts: Counts
    about: About


class SlackPast:
    """Renders pages of past recommendations."""

    def __init__(self, base: Base, names: DisplayNames) -> None:
        self._base = base
        self._names = names

    def message(self, found: Found, *, private: bool) -> Message:
        """A page as a message; `private`: only the person sees it, so it can be shared."""
        blocks = self._page(found)
        if private:
            blocks.append(self._buttons(found.page, found.ref, self._own(found.page, found.ref)))
        return Message(escape(looked_for(found.filters, self._names)), tuple(blocks))

    def in_window(self, found: Found) -> list[Block]:
        """A page to stand above the filters in their window."""
        blocks = self._page(found)
        if found.page.total:
            blocks.append(self._buttons(found.page, found.ref, []))
        return blocks

    def _page(self, found: Found) -> list[Block]:
        """What was looked for, in which data, and what was found."""
        page, filters, language = found.page, found.filters, found.ref.language
        blocks: list[Block] = [
            HeaderBlock(text=plain(looked_for(filters, self._names), 150)),
            self._notice(found.about),
        ]
        if language != "en":
            blocks.append(context(self._base.say("page_english", language)))
        blocks.append(mrkdwn(f"*{escape(heading(page, self._names))}*"))
        for number, recommendation in enumerate(page.hits, (page.page - 1) * PAGE + 1):
            blocks += map(mrkdwn, paragraphs([*self._hit(number, recommendation, filters)]))
        if page.total:
            blocks += map(mrkdwn, paragraphs([*self._counts(found.counts)]))
        return blocks

    def _notice(self, about: About) -> Block:
        """Which data: a warning where it is the demonstration set."""
        says = notice(about)
        return mrkdwn(f":warning: *{escape(says)}*") if about.demonstration else context(says)

    def _hit(self, number: int, recommendation: Recommendation, filters: Filters) -> Iterator[str]:
        """The text; then to whom it is, where that was not asked, and all that is known of it."""
        title = f"{recommendation.heading}: " if recommendation.heading else ""
        yield f"*{number}.* {escape(short(title + recommendation.text, TEXT))}"
        of_one = recommendation.states == filters.states and not recommendation.others
        maker = recommended_by(recommendation, self._names)
        particulars = (
            "" if of_one else addressed(recommendation, self._names),
            source(recommendation, self._names),
            when(recommendation),
            f"by {maker}" if maker else "",
            position(recommendation),
        )
        where = reference(recommendation) or "no document symbol in the source"
        page = link(recommendation.link, where) if recommendation.link else escape(where)
        facts = escape(" · ".join(filter(None, particulars)))
        yield f"{facts} · {page} · _{escape(origin(recommendation))}_"

    def _counts(self, counts: Counts) -> Iterator[str]:
        for title, rows in charts(counts, self._names):
            rows_shown = rows[-KINDS:] if title == "Year" else rows[:KINDS]
            listed = " · ".join(f"{label} {number:,}" for label, number in rows_shown)
            more = " · …" if len(rows) > len(rows_shown) else ""
            yield f"*{escape(title)}:* {escape(listed)}{more}"

    def _own(self, search_page: SearchPage, ref: PastRef) -> list[ButtonElement]:
        """The way to the filters, and to the channel."""
        say, language = self._base.say, ref.language
        narrow = button(say("past_filter", language), f"{PAST}.0", ref.value)
        if not search_page.total:
            return [narrow]
        return [narrow, share_button(self._base, PAST_SHARE, ref.value, language)]

    def _buttons(self, search_page: SearchPage, ref: PastRef, own: list[ButtonElement]) -> Block:
        say, language = self._base.say, ref.language
        turn: list[ButtonElement] = []
        if search_page.page > 1:
            before = ref.on(search_page.page - 1).value
            turn.append(button(say("past_before", language), f"{PAST_PAGE}.0", before))
        if search_page.page < search_page.pages:
            after = ref.on(search_page.page + 1).value
            turn.append(button(say("past_next", language), f"{PAST_PAGE}.1", after))
        drawn = [button(say("past_picture", language), PAST_PICTURE, ref.value)]
        return ActionsBlock(elements=[*turn, *own, *(drawn if search_page.total else [])])


def theme_value(label: str) -> str:
    """A theme as the value of an option: as much of its name as fits, which finds it again."""
    return label[:BUTTON].strip()
