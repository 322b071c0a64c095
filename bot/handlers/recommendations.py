"""Past recommendations in Slack: the command, the window, pages, counts as a picture, sharing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.advocating import Advocating
from bot.handlers.call import Call
from bot.handlers.files import File
from bot.handlers.inputs import Inputs
from bot.handlers.naming import OFFERED, offers_states
from bot.handlers.opening import open_window, send, tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.pictures import send_drawn
from bot.handlers.recommendation_words import search_words, understood
from bot.handlers.sharing import sharing
from bot.render.recommendation_lists import charts
from bot.render.recommendation_picture import picture
from bot.render.recommendations import looked_for, notice
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import PastRef
from bot.render.slack.inputs import options
from bot.render.slack.recommendation_form import ANY, Field, theme_value
from bot.render.slack.recommendations import PAGE
from bot.render.slack.text import clipped
from bot.states.recommendations import Filters, Unreadable
from bot.store import Workspace

ALT = 1_000
"""Characters of what a screen reader says of a picture."""


def commanded(call: Call) -> Message:
    """The first page of what a text asks for; without a text, the window."""
    advocating = call.parts.advocating
    if advocating is None:
        return call.say("prepare_nothing")
    ref = understood(call.parts, call.text, call.language)
    if not call.text:
        call.open(advocating.past_forms.form(ref, now().date()))
        return advocating.past_forms.opened(ref)
    try:
        return _message(advocating, ref, private=True)
    except Unreadable as error:
        return call.parts.windows.sentence(str(error))


def register(app: App, parts: Parts) -> None:
    """Listen to pages, to the window and to what is pressed in it."""

    def handle_open(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        ref, advocating = _ref(parts, body), parts.advocating
        if ref is None or advocating is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        view = advocating.past_forms.form(ref, now().date())
        open_window(parts, client, body, view, (f"{ids.PAST}.0", ref.value))

    def handle_page(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        ref, advocating = _ref(parts, body), parts.advocating
        if ref is None or advocating is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        try:
            if opened := body.get("view"):
                view = _window(advocating, ref)
                client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)
                return
            message = _message(advocating, ref, private=True)
        except Unreadable as error:
            message = parts.windows.sentence(str(error))
        place = {"response_type": "ephemeral", "replace_original": True}
        send(client, body["response_url"], {**message.arguments(), **place})

    def handle_sent(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        before, advocating = PastRef.read(view.get("private_metadata")), parts.advocating
        ref = _filled(before, Inputs.of(body)) if before else None
        if ref is None or advocating is None or not _fits(parts, ref):
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        try:
            ack(response_action="update", view=_window(advocating, ref))
        except Unreadable as error:
            ack(response_action="errors", errors={Field.WORDS: str(error)})

    def handle_picture(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref, advocating = _ref(parts, body), parts.advocating
        if ref is None or advocating is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        person = parts.people.person(client, workspace_of(context), body["user"]["id"])
        try:
            send_drawn(parts, client, body, person.language, lambda: _drawn(advocating, ref))
        except Unreadable as error:
            tell(client, body, parts.windows.sentence(str(error)))

    def handle_themes(ack: Ack, body: dict[str, Any]) -> None:
        advocating = parts.advocating
        try:
            found = advocating.recommendations.themes(body.get("value", "")) if advocating else ()
        except Unreadable:
            found = ()
        labelled = {theme_value(label): label for label in found[:OFFERED]}
        ack(options=[option.to_dict() for option in options(labelled.items())])

    def shared(_: Workspace, value: object) -> Message | None:
        ref, advocating = PastRef.read(value), parts.advocating
        if ref is None or advocating is None or not _fits(parts, ref):
            return None
        return _message(advocating, ref, private=False)

    app.action(re.compile(rf"^{ids.PAST}\.\d+$"))(handle_open)
    app.action(re.compile(rf"^{ids.PAST_PAGE}\.\d+$"))(handle_page)
    app.view(ids.PAST_FORM)(handle_sent)
    app.action(ids.PAST_PICTURE)(handle_picture)
    app.action(ids.PAST_SHARE)(sharing(parts, shared))
    app.options(re.compile(rf"^{ids.PAST_STATES}(\.by)?$"))(offers_states(parts))
    app.options(ids.PAST_THEMES)(handle_themes)


def _ref(parts: Parts, body: dict[str, Any]) -> PastRef | None:
    """What a button carries; None where it was altered or names what is not known."""
    ref = PastRef.read(body["actions"][0].get("value"))
    return ref if ref and _fits(parts, ref) else None


def _fits(parts: Parts, ref: PastRef) -> bool:
    states = all(parts.desk.states.knows(code) for code in (*ref.states, *ref.by))
    return states and all(name in parts.desk.base.mechanisms for name in ref.mechanisms)


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


def _filled(before: PastRef, inputs: Inputs) -> PastRef | None:
    """The search as it was filled in; None for a value that was never offered."""
    since = inputs.text(Field.SINCE)
    found = {
        "language": before.language,
        "words": search_words(inputs.text(Field.WORDS)),
        "states": inputs.several(Field.STATES),
        "by": inputs.several(Field.BY),
        "mechanisms": inputs.several(Field.MECHANISMS),
        "themes": inputs.several(Field.THEMES),
        "positions": inputs.several(Field.POSITIONS),
        "since": None if since in ("", ANY) else since,
    }
    try:
        return PastRef.model_validate(found)
    except ValidationError:
        return None


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
