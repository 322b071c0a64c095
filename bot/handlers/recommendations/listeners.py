"""Past recommendations in Slack: the command, the window, pages, counts as a picture, sharing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from slack_bolt import Ack, App

from bot.handlers.kernel.blocks import Message, button
from bot.handlers.kernel.forms import Wrong
from bot.handlers.kernel.inputs import options
from bot.handlers.kernel.interaction import Interaction, Request, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import OFFERED, state_mentions
from bot.handlers.kernel.sending import ALT, File, send
from bot.handlers.kernel.services import Services, Toolkit, today
from bot.handlers.kernel.text import clean, clipped
from bot.handlers.recommendations.blocks import (
    ANY,
    PAGE,
    PAST,
    PAST_FORM,
    PAST_PAGE,
    PAST_PICTURE,
    PAST_SHARE,
    PAST_STATES,
    PAST_THEMES,
    WORDS,
    Found,
    PastRef,
    SearchForm,
    SlackPast,
    search_window,
    theme_value,
)
from bot.knowledge.models import Language
from bot.render.recommendations import charts, looked_for, notice
from bot.states import Mention, mask
from bot.states.recommendations import Filters, Position, Unreadable


class PastInteraction(Interaction[PastRef]):
    """A button under a page of past recommendations, or the window in which they are searched."""

    carries = PastRef
    as_shown = True


def handle_command(call: Call) -> Message:
    """The first page of what a text asks for; without a text, the window."""
    ref = understood(call.services, call.text, call.language)
    if call.text:
        return _message(call, ref, private=True)
    _ = call.toolkit
    call.open(search_window(call.page, ref, today()))
    back = button(call.phrase("past_title"), f"{PAST}.0", ref.value)
    return call.services.notices.way_back(call.phrase("past_lead"), back)


def register(app: App, services: Services) -> None:
    """Listen to pages, to the window and to what is pressed in it."""
    on = Listeners(app, services, PastInteraction)
    on.states(re.compile(rf"^{PAST_STATES}(\.by)?$"))

    @on.buttons(PAST)
    def handle_open(press: PastInteraction) -> None:
        press.open(search_window(press.page, press.ref, today()), f"{PAST}.0")

    @on.buttons(PAST_PAGE)
    def handle_page(press: PastInteraction) -> None:
        if "view" in press.body:
            press.update(_window(press, press.ref))
            return
        message = _message(press, press.ref, private=True)
        place = {"response_type": "ephemeral", "replace_original": True}
        send(press.client, press.body["response_url"], {**message.arguments(), **place})

    @on.form(PAST_FORM)
    def handle_sent(form: PastInteraction) -> None:
        try:
            form.update(_window(form, _search_ref(form)))
        except Unreadable as error:
            raise Wrong({SearchForm.inputs()["words"].block: str(error)}) from error

    @on.button(PAST_PICTURE)
    def handle_picture(press: PastInteraction) -> None:
        press.send_drawn(lambda: _picture_files(press.toolkit, press.ref))

    @on.button(PAST_SHARE)
    def handle_share(press: PastInteraction) -> None:
        press.share(_message(press, press.ref, private=False))

    def handle_themes(ack: Ack, body: dict[str, Any]) -> None:
        past = services.toolkit.recommendations if services.toolkit else None
        try:
            themes = past.themes(body.get("value", "")) if past else ()
        except Unreadable:
            themes = ()
        labelled = {theme_value(label): label for label in themes[:OFFERED]}
        ack(options=[option.to_dict() for option in options(labelled.items())])

    app.options(PAST_THEMES)(handle_themes)


def _filters(ref: PastRef) -> Filters:
    return Filters(
        words=ref.words,
        states=ref.states,
        mechanisms=ref.mechanisms,
        themes=ref.themes,
        positions=ref.positions,
        recommenders=ref.by,
        since=dt.date(ref.since, 1, 1) if ref.since else None,
    )


def _search_ref(form: PastInteraction) -> PastRef:
    """The search as it was filled in. Raises Refusal or Wrong for a value that was never
    offered."""
    filled = form.read_form(SearchForm)
    since = None if filled.since == ANY else filled.since
    words = search_words(filled.words)
    return form.changed(**{**filled.model_dump(), "since": since, "words": words, "page": 1})


def _found(request: Request, ref: PastRef) -> Found:
    """What a search finds. Raises Unreadable."""
    past, filters = request.toolkit.recommendations, _filters(ref)
    page, counts = past.search(filters, ref.page, PAGE), past.counts(filters)
    return Found(ref, filters, page, counts, past.about())


def _message(request: Request, ref: PastRef, *, private: bool) -> Message:
    """A page as a message. Raises Unreadable."""
    renderer = SlackPast(request.base, request.toolkit.names)
    return renderer.message(_found(request, ref), private=private)


def _window(request: Request, ref: PastRef) -> View:
    """A page above its filters. Raises Unreadable."""
    renderer = SlackPast(request.base, request.toolkit.names)
    return search_window(request.page, ref, today(), renderer.in_window(_found(request, ref)))


def _picture_files(toolkit: Toolkit, ref: PastRef) -> Iterable[File]:
    """The counts as a picture. Raises Unreadable, NoPictures."""
    past, filters, names = toolkit.recommendations, _filters(ref), toolkit.names
    counts, about = past.counts(filters), past.about()
    title, notice_text = looked_for(filters, names), notice(about)
    warning, says = (notice_text, ()) if about.demonstration else ("", (notice_text,))
    content = toolkit.apart.counts(counts, title, warning, says)
    rows = [f"{head}: {_listed(rows)}" for head, rows in charts(counts, names)]
    yield File("recommendations.png", title, content, clipped(". ".join([title, *rows]), ALT))


def _listed(rows: list[tuple[str, int]]) -> str:
    return ", ".join(f"{label} {number}" for label, number in rows)


_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SINCE = re.compile(
    r"(?:--)?(?:\b(?:since|depuis|desde)\b|منذ)[\s=]*((?:19|20)\d\d)\b", re.IGNORECASE
)
_BY = re.compile(r"(?:--)?\b(?:by|par|por)\b[\s=]*$", re.IGNORECASE)
"""What stands before the State that made a recommendation."""
_POSITIONS: dict[str, Position] = {"supported": "supported", "noted": "noted"}


def search_words(text: str) -> str:
    """The words of a text, as many as are looked for; without signs, which find nothing."""
    return " ".join(_WORD.findall(clean(text)))[:WORDS].strip()


def understood(services: Services, text: str, language: Language) -> PastRef:
    """The search that a text asks for: 'Mali displaced people noted since 2015'."""
    text = clean(text)
    since = _SINCE.search(text)
    rest = _SINCE.sub(" ", text, count=1)
    states_named = state_mentions(services.desk.states, rest)
    sure = [mention for mention in states_named.mentions if len(mention.codes) == 1]
    makers = [mention for mention in sure if _BY.search(rest[: mention.start])]
    others = [mention for mention in sure if mention not in makers]
    words, mechanisms, positions = [], [], []
    for word in _without(rest, sure, makers).split():
        mechanism = services.desk.base.mechanism_named(word.strip(",;"))
        if mechanism:
            mechanisms.append(mechanism.id)
        elif position := _POSITIONS.get(word.casefold().strip(",;")):
            positions.append(position)
        else:
            words.append(word)
    return PastRef(
        language=language,
        words=search_words(" ".join(words)),
        states=_codes(others),
        by=_codes(makers),
        mechanisms=tuple(dict.fromkeys(mechanisms))[:5],
        positions=tuple(dict.fromkeys(positions)),
        since=int(since[1]) if since and int(since[1]) >= 1990 else None,
    )


def _without(text: str, sure: list[Mention], makers: list[Mention]) -> str:
    """The text without the names of States, and without the word that makes one the maker."""
    spans = []
    for mention in sure:
        before = _BY.search(text[: mention.start]) if mention in makers else None
        spans.append(
            Mention(mention.codes, before.start() if before else mention.start, mention.end)
        )
    return mask(text, spans)


def _codes(mentions: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.codes[0] for mention in mentions))[:5]
