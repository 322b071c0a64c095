"""Past recommendations in Slack: the command, the window, pages, counts as a picture, sharing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from slack_bolt import Ack, App

from bot.handlers.advocating import Advocating
from bot.handlers.call import Call
from bot.handlers.files import File
from bot.handlers.interaction import Interaction
from bot.handlers.listeners import Listeners
from bot.handlers.naming import OFFERED
from bot.handlers.opening import send
from bot.handlers.parts import Parts, now
from bot.handlers.pictures import send_drawn
from bot.handlers.recommendation_words import search_words, understood
from bot.render.recommendation_picture import picture
from bot.render.recommendations import charts, looked_for, notice
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import PastRef
from bot.render.slack.inputs import options
from bot.render.slack.recommendation_form import ANY, Field, theme_value
from bot.render.slack.recommendations import PAGE
from bot.render.slack.text import clipped
from bot.states.recommendations import Filters, Unreadable

ALT = 1_000
"""Characters of what a screen reader says of a picture."""


class PastInteraction(Interaction[PastRef]):
    """A button under a page of past recommendations, or the window in which they are searched."""

    carries = PastRef
    as_shown = True


def commanded(call: Call) -> Message:
    """The first page of what a text asks for; without a text, the window."""
    advocating, ref = call.advocating, understood(call.parts, call.text, call.language)
    if call.text:
        return _message(advocating, ref, private=True)
    call.open(advocating.past_forms.form(ref, now().date()))
    return advocating.past_forms.opened(ref)


def register(app: App, parts: Parts) -> None:
    """Listen to pages, to the window and to what is pressed in it."""
    on = Listeners(app, parts, PastInteraction)
    on.states(re.compile(rf"^{ids.PAST_STATES}(\.by)?$"))

    @on.buttons(ids.PAST)
    def handle_open(press: PastInteraction) -> None:
        view = press.advocating.past_forms.form(press.ref, now().date())
        press.open(view, f"{ids.PAST}.0")

    @on.buttons(ids.PAST_PAGE)
    def handle_page(press: PastInteraction) -> None:
        if "view" in press.body:
            press.update(_window(press.advocating, press.ref))
            return
        message = _message(press.advocating, press.ref, private=True)
        place = {"response_type": "ephemeral", "replace_original": True}
        send(press.client, press.body["response_url"], {**message.arguments(), **place})

    @on.form(ids.PAST_FORM)
    def handle_sent(form: PastInteraction) -> None:
        try:
            form.update(_window(form.advocating, _filled(form)))
        except Unreadable as error:
            form.errors({Field.WORDS: str(error)})

    @on.button(ids.PAST_PICTURE)
    def handle_picture(press: PastInteraction) -> None:
        send_drawn(press, lambda: _drawn(press.advocating, press.ref))

    @on.button(ids.PAST_SHARE)
    def handle_share(press: PastInteraction) -> None:
        press.share(_message(press.advocating, press.ref, private=False))

    def handle_themes(ack: Ack, body: dict[str, Any]) -> None:
        advocating = parts.advocating
        try:
            found = advocating.recommendations.themes(body.get("value", "")) if advocating else ()
        except Unreadable:
            found = ()
        labelled = {theme_value(label): label for label in found[:OFFERED]}
        ack(options=[option.to_dict() for option in options(labelled.items())])

    app.options(ids.PAST_THEMES)(handle_themes)


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


def _filled(form: PastInteraction) -> PastRef:
    """The search as it was filled in. Raises Refusal for a value that was never offered."""
    inputs = form.inputs
    since = inputs.text(Field.SINCE)
    return form.changed(
        words=search_words(inputs.text(Field.WORDS)),
        states=inputs.several(Field.STATES),
        by=inputs.several(Field.BY),
        mechanisms=inputs.several(Field.MECHANISMS),
        themes=inputs.several(Field.THEMES),
        positions=inputs.several(Field.POSITIONS),
        since=None if since in ("", ANY) else since,
        page=1,
    )


def _message(advocating: Advocating, ref: PastRef, *, private: bool) -> Message:
    """A page as a message. Raises Unreadable."""
    past, filters = advocating.recommendations, _filters(ref)
    found, counts = past.search(filters, ref.page, PAGE), past.counts(filters)
    return advocating.past.message(found, counts, past.about(), filters, ref, private=private)


def _window(advocating: Advocating, ref: PastRef) -> dict[str, Any]:
    """A page above its filters. Raises Unreadable."""
    past, filters = advocating.recommendations, _filters(ref)
    found, counts = past.search(filters, ref.page, PAGE), past.counts(filters)
    above = advocating.past.in_window(found, counts, past.about(), filters, ref)
    return advocating.past_forms.form(ref, now().date(), above)


def _drawn(advocating: Advocating, ref: PastRef) -> Iterable[File]:
    """The counts as a picture. Raises Unreadable, NoPictures."""
    past, filters, names = advocating.recommendations, _filters(ref), advocating.names
    counts, about = past.counts(filters), past.about()
    title, said = looked_for(filters, names), notice(about)
    warning, says = (said, ()) if about.demonstration else ("", (said,))
    content = picture(counts, title, warning, says, names)
    told = [f"{head}: {_listed(rows)}" for head, rows in charts(counts, names)]
    yield File("recommendations.png", title, content, clipped(". ".join([title, *told]), ALT))


def _listed(rows: list[tuple[str, int]]) -> str:
    return ", ".join(f"{label} {number}" for label, number in rows)
