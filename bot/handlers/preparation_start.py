"""How a checklist becomes a channel's preparation: asked first, kept, then posted, once."""

from __future__ import annotations

import logging

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.handlers.interaction import Refusal
from bot.handlers.listeners import Listeners
from bot.handlers.membership import CAN_NOT_POST, channels_of, is_in
from bot.handlers.parts import Parts, now
from bot.handlers.prepare_interaction import PrepareInteraction
from bot.handlers.trouble import TROUBLE, described
from bot.prepare.team import Teams, items_of
from bot.render.slack import prepare_ids as ids
from bot.render.slack.preparation import metadata
from bot.render.slack.preparation_fields import Field
from bot.store import Preparation

MOST = 20
"""Open preparations of a channel."""
_logger = logging.getLogger(__name__)


class StartInteraction(PrepareInteraction):
    """The button under a checklist, or the window in which a preparation is begun."""

    title = "preparation_window"


def register(app: App, parts: Parts) -> None:
    """Listen to the button under a checklist, and to the window that it opens."""
    on, preparations = Listeners(app, parts, StartInteraction), parts.storage.preparations

    @on.button(ids.PREPARATION_START)
    def handle_start(press: StartInteraction) -> None:
        channel = press.ref.channel
        if not channel or not is_in(press.client, channel):
            press.tell(press.preparing.windows.not_here(press.bot, press.language))
            return
        if channel not in (press.channel, *channels_of(press.client, press.user)):
            raise Refusal("preparation_not_member")
        made = press.preparing.checklist(press.ref, now().date())
        days = parts.deployment.advocacy_preparation_days
        view = press.preparing.windows.start(made, press.ref, press.zone.key, days)
        press.open(view, ids.PREPARATION_START)

    @on.form(ids.PREPARATION_START_FORM)
    def handle_begun(form: StartInteraction) -> None:
        ref, channel = form.ref, form.ref.channel
        if not channel:
            raise Refusal("changed")
        here = preparations.list(form.workspace, channel)
        if sum(not one.closed for one in here) >= MOST:
            raise Refusal("preparation_too_many", count=MOST)
        made = form.preparing.checklist(ref, now().date())
        preparation = Preparation(
            id=form.body["view"]["id"],  # so that the same window begins one alone
            workspace=form.workspace,
            channel=channel,
            action=made.action,
            mechanism=ref.mechanism,
            state=ref.state,
            joint=ref.joint,
            deadline=ref.deadline,
            counted_from=made.anchor.exact,
            zone=form.zone.key,
            language=ref.language,
            lead=form.user,
            remind=int(form.inputs.text(Field.REMIND)),
            since=now(),
            changed=now(),
        )
        new = preparations.add(preparation, items_of(made, now()))
        posted = not new or _posted(form, preparation)
        form.notice("preparation_begun" if posted else "preparation_not_posted")


def _posted(form: StartInteraction, preparation: Preparation) -> bool:
    """Post its message. Where Slack will not have it there, nothing is kept, and this is False;
    where no answer comes, the runner looks whether it stands there."""
    storage, on, key = form.parts.storage, now().date(), (form.workspace, preparation.id)
    team = Teams(storage, form.preparing.prepare).get(*key, on)
    if team is None:
        return False
    message = form.preparing.preparations.message(team)
    try:
        posted = form.post(message, preparation.channel, metadata=metadata(preparation.id))
    except TROUBLE as error:
        if isinstance(error, SlackApiError) and error.response.get("error") in CAN_NOT_POST:
            storage.preparations.remove(*key)
            return False
        _logger.warning("a preparation is not posted yet", extra=described(error))
        return True
    storage.preparations.placed(*key, posted["ts"], preparation.version, on)
    return True
