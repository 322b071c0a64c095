"""Checklists in Slack: the command, the buttons, the files."""

from __future__ import annotations

from bot.handlers.checklists.blocks import CHECKLIST_CALENDAR, CHECKLIST_SHARE, CHECKLIST_WHY, CHECKLIST_WORD, OUTLINE_FILL, OUTLINE_WORD
from bot.handlers.checklists.form import asked_back, document, open_form, register
from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.interaction import Interaction, Refusal
from bot.handlers.kernel.links import CHECKLIST, OUTLINE, PrepareRef
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, now
from bot.prepare import Checklist, NotPossible, Outline
from bot.prepare.team import Teams
from bot.render.checklist import word
from bot.render.checklist_ics import NoDates, calendar_file
from slack_bolt import App
import datetime as dt

def checklist_commanded(call: Call) -> Message:
    """The reply to the command: the checklist, or a question back; the form where nothing is
    named."""
    ref, preparing = PrepareRef(language=call.language, channel=call.channel), call.preparing
    if not call.text:
        teams = Teams(call.parts.storage, preparing.prepare)
        here = teams.in_channels(call.workspace, [call.channel], (), today())
        return open_form(call, ref, here)
    wanted = preparing.wanted(call.text, ref)
    if back := asked_back(preparing, wanted):
        return back
    try:
        made = preparing.checklist(wanted.ref, today(), call.person.zone)
    except NotPossible as error:
        return preparing.forms.not_possible(str(error), wanted.ref)
    return preparing.checklists.message(made, wanted.ref, private=True)


def register_checklists(app: App, parts: Services) -> None:
    """Listen to the buttons of checklists, and to the form."""
    on = Listeners(app, parts, PrepareInteraction)

    @on.buttons(CHECKLIST)
    def handle_open(press: PrepareInteraction) -> None:
        checklists, action = press.preparing.checklists, f"{CHECKLIST}.0"
        if press.ref.action is None:
            press.open(press.preparing.forms.form(press.ref), action)
        elif press.in_message:
            press.tell(checklists.message(_made(press), press.ref, private=True))
        else:
            press.open(checklists.window(_made(press), press.ref), action)

    @on.button(CHECKLIST_WHY)
    def handle_why(press: PrepareInteraction) -> None:
        view = press.preparing.checklists.why(_made(press), press.ref)
        press.open(view, CHECKLIST_WHY)

    @on.button(CHECKLIST_WORD)
    def handle_word(press: PrepareInteraction) -> None:
        made = _made(press)
        content = word(made, press.preparing.wordings)
        press.send_file(File(checklist_name(made, "docx"), made.title, content))

    @on.button(CHECKLIST_CALENDAR)
    def handle_calendar(press: PrepareInteraction) -> None:
        made = _made(press)
        try:
            content = calendar_file(made, press.preparing.wordings, now())
        except NoDates as error:  # the calendar changed since the button was shown
            raise Refusal("changed") from error
        press.send_file(File(checklist_name(made, "ics"), made.title, content))

    @on.button(CHECKLIST_SHARE)
    def handle_share(press: PrepareInteraction) -> None:
        message = press.preparing.checklists.message(_made(press), press.ref, private=False)
        press.share(message)

    register(app, parts)


def today() -> dt.date:
    """The day from which time is counted."""
    return now().date()


def checklist_name(made: Checklist, ending: str) -> str:
    """The name of a file: `checklist-upr-submission-TCD.docx`."""
    state = f"-{made.state}" if made.state else ""
    return f"checklist-{made.action}{state}.{ending}"


def _made(press: PrepareInteraction) -> Checklist:
    """The checklist. Raises NotPossible."""
    return press.preparing.checklist(press.ref, today(), press.person.zone)


class OutlineInteraction(PrepareInteraction):
    """The same for an outline, whatever the button came from."""

    def for_person(self, ref: PrepareRef) -> PrepareRef:
        """An outline is wanted, and not a checklist."""
        return super().for_person(ref).model_copy(update={"outline": True})

    def made(self) -> Outline:
        """The outline. Raises NotPossible."""
        return self.preparing.outline(self.ref, today())


def outline_commanded(call: Call) -> Message:
    """The reply to the command: the outline, or a question back; the form where something is
    missing."""
    ref = PrepareRef(language=call.language, channel=call.channel, outline=True)
    preparing = call.preparing
    if not call.text:
        return open_form(call, ref)
    wanted = preparing.wanted(call.text, ref)
    if back := asked_back(preparing, wanted):
        return back
    if wanted.ref.state is None:
        return open_form(call, wanted.ref)
    try:
        made = preparing.outline(wanted.ref, today())
    except NotPossible as error:
        return preparing.forms.not_possible(str(error), wanted.ref)
    return preparing.outlines.message(made, wanted.ref)


def register_outlines(app: App, parts: Services) -> None:
    """Listen to the buttons of outlines."""
    on = Listeners(app, parts, OutlineInteraction)

    @on.buttons(OUTLINE)
    def handle_open(press: OutlineInteraction) -> None:
        outlines, action = press.preparing.outlines, f"{OUTLINE}.0"
        if press.ref.action is None or press.ref.state is None:
            press.open(press.preparing.forms.form(press.ref), action)
        elif press.in_message:
            press.tell(outlines.message(press.made(), press.ref))
        else:
            press.open(outlines.window(press.made(), press.ref), action)

    @on.button(OUTLINE_WORD)
    def handle_word(press: OutlineInteraction) -> None:
        press.send_file(document(press.preparing, press.made()))

    @on.button(OUTLINE_FILL)
    def handle_fill(press: OutlineInteraction) -> None:
        press.open(press.preparing.forms.form(press.ref), OUTLINE_FILL)


class PrepareInteraction(Interaction[PrepareRef]):
    """A button about something that is prepared, or the form in which it is said."""

    carries = PrepareRef

    def begin(self) -> None:
        """Raises Refusal where nothing can be prepared, too."""
        super().begin()
        _ = self.preparing

    def for_person(self, ref: PrepareRef) -> PrepareRef:
        """From where it was pressed."""
        return super().for_person(ref).model_copy(update={"channel": self.channel or ref.channel})

    def refuse(self, error: Exception) -> None:
        """What is not possible for one State or action may be for another: the way there."""
        if self.kind == "button" and isinstance(error, NotPossible):
            self.tell(self.preparing.forms.not_possible(str(error), self.ref))
        else:
            super().refuse(error)

