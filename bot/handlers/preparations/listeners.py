"""A preparation in its channel: ticks, what is next, and what its menu offers."""

from __future__ import annotations

from bot.handlers.checklists.listeners import PrepareInteraction, checklist_name
from bot.handlers.kernel.interaction import Interaction, Refusal
from bot.handlers.kernel.links import PREPARATION_START
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.people import CAN_NOT_POST, channels_of, is_in
from bot.handlers.kernel.sending import File, put_in_thread
from bot.handlers.kernel.services import Services, now, ours
from bot.handlers.kernel.slack_errors import CALL_ERRORS, described
from bot.handlers.preparations.blocks import PREPARATION, PREPARATION_MORE, PREPARATION_NEXT, PREPARATION_OWNERS, PREPARATION_RECOUNT, PREPARATION_REOPEN, PREPARATION_TICK, PreparationRef, bring_up_to_date, metadata, ticked
from bot.handlers.preparations.forms import Field, PREPARATION_START_FORM, register
from bot.knowledge.models import Language
from bot.prepare.team import Team, Teams, as_set, items_of
from bot.render.checklist import word
from bot.render.checklist_ics import NoDates, calendar_file
from bot.store import Preparation, Workspace
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
import logging

_logger = logging.getLogger(__name__)


def register(app: App, parts: Services) -> None:
    """Listen to ticks and buttons of preparations, and to their windows."""
    on, preparations = Listeners(app, parts, PreparationInteraction), parts.storage.preparations

    @on.button(PREPARATION_TICK)
    def handle_tick(press: PreparationInteraction) -> None:
        action = press.body["actions"][0]
        _, item = ticked(action["block_id"]) or ("", "")
        done, pressed = bool(action.get("selected_options")), str(action["action_ts"])
        preparations.tick(press.workspace, press.id, item, done, press.doer, pressed, now())
        press.refresh()

    @on.button(PREPARATION)
    def handle_open(press: PreparationInteraction) -> None:
        view = press.preparing.preparations.window(press.team(), press.language)
        press.open(view, PREPARATION)

    @on.button(PREPARATION_NEXT)
    def handle_next(press: PreparationInteraction) -> None:
        shown = press.preparing.preparations
        press.tell(shown.next(press.team(), press.user, press.language))

    @on.button(PREPARATION_OWNERS)
    def handle_owners(press: PreparationInteraction) -> None:
        view = press.preparing.windows.owners(press.open_team(), press.language)
        press.open(view, PREPARATION_OWNERS)

    @on.button(PREPARATION_RECOUNT)
    def handle_recount(press: PreparationInteraction) -> None:
        team = press.open_team()
        exact = team.made.anchor.exact if team.made else None
        preparations.recount(press.workspace, press.id, exact, team.dates(), now())
        press.refresh()

    @on.button(PREPARATION_REOPEN)
    def handle_reopen(press: PreparationInteraction) -> None:
        preparations.reopen(press.workspace, press.id, now())
        press.refresh()

    @on.button(PREPARATION_MORE)
    def handle_more(press: PreparationInteraction) -> None:
        team, windows = press.open_team(), press.preparing.windows
        match press.ref.do:
            case "word" | "calendar" as kind:
                _put(press, team, kind)
            case "again":
                _again(press, team)
            case "hand":
                press.open(windows.hand_over(team, press.language), PREPARATION)
            case "close":
                press.open(windows.close(team, press.language), PREPARATION)

    register(app, parts)


def of_home(
    parts: Services, client: WebClient, workspace: Workspace, person: str, language: Language
) -> list[Block]:
    """What is under way for a person: their own, and what their channels prepare."""
    preparing, kept = parts.preparing_of(workspace), parts.storage.preparations
    if preparing is None or all(one.closed for one in kept.list(workspace)):
        return []
    mine = kept.theirs(workspace, person)
    try:
        channels = channels_of(client, person)
    except CALL_ERRORS as error:
        _logger.warning("a person's channels are not known", extra=described(error))
        channels = frozenset()
    teams = Teams(parts.storage, preparing.prepare)
    found = teams.in_channels(workspace, channels, mine, now().date())
    return preparing.windows.listed(found, "preparation_home", language, mine)


def _put(press: PreparationInteraction, team: Team, kind: str) -> None:
    """Put it as a file into the thread of its message, with the dates that the team has set."""
    made = as_set(team, open_only=kind == "calendar")
    if made is None or team.kept.ts is None:
        raise Refusal("changed")
    wordings = press.preparing.wordings
    try:
        word_file = kind == "word"
        content = word(made, wordings) if word_file else calendar_file(made, wordings, now())
    except NoDates as error:
        raise Refusal("preparation_no_dates") from error
    file = File(checklist_name(made, "docx" if kind == "word" else "ics"), made.title, content)
    put_in_thread(press.client, team.kept.channel, team.kept.ts, file)


def _again(press: PreparationInteraction, team: Team) -> None:
    """Post its message anew, where people are now, and take the old one away."""
    kept, preparations = team.kept, press.parts.storage.preparations
    posted = press.post(press.preparing.preparations.message(team), kept.channel)
    preparations.placed(press.workspace, kept.id, posted["ts"], kept.version, press.today)
    if kept.ts:
        try:
            press.client.chat_delete(channel=kept.channel, ts=kept.ts)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
    press.refresh()


class PreparationInteraction(Interaction[PreparationRef]):
    """A button, a tick or a window of one preparation."""

    carries = PreparationRef
    title = "preparation_window"

    def begin(self) -> None:
        """Raises Refusal where it is gone, and for who is not in its channel."""
        super().begin()
        self.id, self.today = self.ref.preparation, now().date()
        self.teams = Teams(self.parts.storage, self.preparing.prepare)
        kept = self.parts.storage.preparations.get(self.workspace, self.id)
        if kept is None:
            raise Refusal("preparation_gone")
        if not self._may(kept):
            raise Refusal("preparation_not_member")

    @property
    def value(self) -> object:
        """Of a tick, the preparation that its block names."""
        action = (self.body.get("actions") or [{}])[0]
        if action.get("action_id") != PREPARATION_TICK:
            return super().value
        found = ticked(str(action.get("block_id")))
        return PreparationRef(preparation=found[0]).value if found else None

    @property
    def doer(self) -> str:
        """Who is kept as having done it; nothing is kept of people of other organisations."""
        return self.user if ours(self.body) else ""

    def team(self) -> Team:
        """The preparation as it is now. Raises Refusal where it is gone."""
        if team := self.teams.get(self.workspace, self.id, self.today):
            return team
        raise Refusal("preparation_gone")

    def open_team(self) -> Team:
        """The same. Raises Refusal where it is closed, too."""
        team = self.team()
        if team.kept.closed:
            raise Refusal("preparation_is_closed")
        return team

    def refuse(self, error: Exception) -> None:
        """Where a button of a closed one was pressed, it is shown as it is now."""
        super().refuse(error)
        closed = isinstance(error, Refusal) and error.phrase == "preparation_is_closed"
        if self.kind == "button" and closed:
            self.refresh()

    def refresh(self) -> None:
        """Show it as it is now: in the channel, and in the window that was pressed in.

        What is kept is kept: where Slack fails, the runner brings the message up to date.
        """
        shown, storage = self.preparing.preparations, self.parts.storage
        try:
            bring_up_to_date(
                storage, self.teams, shown, self.workspace, self.id, self.today,
                self.client.chat_update,
            )  # fmt: skip
        except CALL_ERRORS as error:
            _logger.warning("a preparation's message is behind", extra=described(error))
        view = self.body.get("view") or {}
        team = self.teams.get(self.workspace, self.id, self.today)
        if view.get("type") == "modal" and self.kind == "button" and team:
            self.update(shown.window(team, self.language))

    def _may(self, kept: Preparation) -> bool:
        """Whether the person is in its channel: who presses there is."""
        if self.channel == kept.channel:
            return True
        if kept.channel.startswith("D"):
            return self.user == kept.lead
        return kept.channel in channels_of(self.client, self.user)


MOST = 20
"""Open preparations of a channel."""


class StartInteraction(PrepareInteraction):
    """The button under a checklist, or the window in which a preparation is begun."""

    title = "preparation_window"


def register_start(app: App, parts: Services) -> None:
    """Listen to the button under a checklist, and to the window that it opens."""
    on, preparations = Listeners(app, parts, StartInteraction), parts.storage.preparations

    @on.button(PREPARATION_START)
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
        press.open(view, PREPARATION_START)

    @on.form(PREPARATION_START_FORM)
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
    except CALL_ERRORS as error:
        if isinstance(error, SlackApiError) and error.response.get("error") in CAN_NOT_POST:
            storage.preparations.remove(*key)
            return False
        _logger.warning("a preparation is not posted yet", extra=described(error))
        return True
    storage.preparations.placed(*key, posted["ts"], preparation.version, on)
    return True

