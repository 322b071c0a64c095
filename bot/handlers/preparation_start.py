"""How a checklist becomes a channel's preparation: asked first, kept, then posted, once."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest import UnknownZone, zone
from bot.handlers.digest import is_in
from bot.handlers.membership import channels_of
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.preparing import Preparing
from bot.handlers.press import Press, pressed
from bot.handlers.trouble import TROUBLE, described
from bot.prepare import NotPossible
from bot.prepare.team import Teams, items_of
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.preparation import metadata
from bot.render.slack.preparation_fields import Field
from bot.render.slack.prepare_ids import PrepareRef
from bot.store import Preparation

MOST = 20
"""Open preparations of a channel."""
CAN_NOT_POST = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "restricted_action", "no_permission"}
)
_logger = logging.getLogger(__name__)


def register(app: App, parts: Parts) -> None:
    """Listen to the button under a checklist, and to the window that it opens."""

    def handle_start(press: Press) -> None:
        refused = _refused(press)
        if refused:
            press.tell(refused)
            return
        try:
            made = press.preparing.checklist(press.ref, now().date())
        except NotPossible as error:
            press.tell(press.preparing.forms.not_possible(str(error), press.ref))
            return
        days = parts.deployment.advocacy_preparation_days
        view = press.preparing.windows.start(made, press.ref, _zone(press.profile.zone), days)
        press.show(view, ids.PREPARATION_START)

    def handle_begun(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        ref = PrepareRef.read(view.get("private_metadata"))
        preparing = parts.preparing_of(workspace_of(context))
        if ref is None or preparing is None or not ref.channel or not preparing.fits(ref):
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        workspace, user = workspace_of(context), body["user"]["id"]
        kept_here = parts.storage.preparations.list(workspace, ref.channel)
        if sum(not one.closed for one in kept_here) >= MOST:
            full = preparing.windows.notice("preparation_too_many", ref.language, count=MOST)
            ack(response_action="update", view=full)
            return
        person = parts.people.person(client, workspace, user)
        made = preparing.checklist(ref, now().date())
        chosen = view["state"]["values"][Field.REMIND][Field.REMIND]["selected_option"]["value"]
        kept = Preparation(
            id=view["id"],  # so that the same window begins one alone
            workspace=workspace,
            channel=ref.channel,
            action=made.action,
            mechanism=ref.mechanism,
            state=ref.state,
            joint=ref.joint,
            deadline=ref.deadline,
            counted_from=made.anchor.exact,
            zone=_zone(person.zone),
            language=ref.language,
            lead=user,
            remind=int(chosen),
            since=now(),
            changed=now(),
        )
        new = parts.storage.preparations.add(kept, items_of(made, now()))
        posted = not new or _posted(parts, preparing, client, kept)
        phrase = "preparation_begun" if posted else "preparation_not_posted"
        ack(response_action="update", view=preparing.windows.notice(phrase, ref.language))

    app.action(ids.PREPARATION_START)(pressed(parts, handle_start))
    app.view(ids.PREPARATION_START_FORM)(handle_begun)


def _refused(press: Press) -> Message | None:
    """Why this person can't begin one there; None where they can."""
    channel, language = press.ref.channel, press.ref.language
    context = press.body.get("container", {}).get("channel_id")
    if not channel or not is_in(press.client, channel):
        return press.preparing.windows.not_here(press.bot, language)
    if context != channel and channel not in channels_of(press.client, press.user):
        return press.parts.windows.said("preparation_not_member", language)
    return None


def _posted(parts: Parts, preparing: Preparing, client: WebClient, kept: Preparation) -> bool:
    """Post its message. Where Slack will not have it there, nothing is kept, and this is False;
    where no answer comes, the runner looks whether it stands there."""
    team = Teams(parts.storage, preparing.prepare).get(kept.workspace, kept.id, now().date())
    if team is None:
        return False
    message = preparing.preparations.message(team)
    try:
        posted = client.chat_postMessage(
            channel=kept.channel,
            metadata=metadata(kept.id),
            unfurl_links=False,
            unfurl_media=False,
            **message.arguments(),
        )
    except TROUBLE as error:
        if isinstance(error, SlackApiError) and error.response.get("error") in CAN_NOT_POST:
            parts.storage.preparations.remove(kept.workspace, kept.id)
            return False
        _logger.warning("a preparation is not posted yet", extra=described(error))
        return True
    kept_here, on = parts.storage.preparations, now().date()
    kept_here.placed(kept.workspace, kept.id, posted["ts"], kept.version, on)
    return True


def _zone(name: str | None) -> str:
    """The person's time zone; UTC where Slack does not tell it."""
    try:
        return zone(name).key if name else "UTC"
    except UnknownZone:
        return "UTC"
