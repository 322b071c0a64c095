"""Checklists and outlines in Slack: the commands, the buttons, the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from slack_bolt import App
from slack_sdk.models.blocks import Block

from bot.handlers.checklists import form
from bot.handlers.checklists.blocks import (
    CHECKLIST_CALENDAR,
    CHECKLIST_SHARE,
    CHECKLIST_WHY,
    CHECKLIST_WORD,
    OUTLINE_FILL,
    OUTLINE_WORD,
    SlackChecklists,
    SlackOutlines,
)
from bot.handlers.checklists.form import asked_back, open_form
from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.interaction import PrepareInteraction, Refusal
from bot.handlers.kernel.links import CHECKLIST, OUTLINE, PrepareRef, not_possible
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import prepare_request
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, now, today
from bot.prepare import Checklist, NotPossible, Outline
from bot.render.checklist import file_name, word
from bot.render.checklist_dates import NoDates, calendar_file

UnderWay = Callable[[Call], Sequence[Block]]
"""What is under way in the channel of a command, to stand below the form."""


def handle_checklist_command(call: Call, under_way: UnderWay) -> Message:
    """The reply to the command: the checklist, or a question back; the form where nothing is
    named."""
    ref, toolkit = PrepareRef(language=call.language, channel=call.channel), call.toolkit
    if not call.text:
        return open_form(call, ref, under_way(call))
    request = prepare_request(call.services.desk, toolkit, call.text, ref)
    if back := asked_back(call, request):
        return back
    try:
        checklist = toolkit.checklist(request.ref, today(), call.own_zone)
    except NotPossible as error:
        return not_possible(call.base, str(error), request.ref)
    return SlackChecklists(call.base, toolkit.wordings).message(
        checklist, request.ref, private=True
    )


def handle_outline_command(call: Call) -> Message:
    """The reply to the command: the outline, or a question back; the form where something is
    missing."""
    ref = PrepareRef(language=call.language, channel=call.channel, outline=True)
    toolkit = call.toolkit
    if not call.text:
        return open_form(call, ref)
    request = prepare_request(call.services.desk, toolkit, call.text, ref)
    if back := asked_back(call, request):
        return back
    if request.ref.state is None:
        return open_form(call, request.ref)
    try:
        outline = toolkit.outline(request.ref, today())
    except NotPossible as error:
        return not_possible(call.base, str(error), request.ref)
    return SlackOutlines(call.base, toolkit.wordings).message(outline, request.ref)


class ChecklistInteraction(PrepareInteraction):
    """A button about a checklist."""

    @property
    def blocks(self) -> SlackChecklists:
        """What renders it."""
        return SlackChecklists(self.base, self.toolkit.wordings)

    def checklist(self) -> Checklist:
        """The checklist. Raises NotPossible."""
        return self.toolkit.checklist(self.ref, today(), self.own_zone)


class OutlineInteraction(PrepareInteraction):
    """The same for an outline, whatever the button came from."""

    @property
    def blocks(self) -> SlackOutlines:
        """What renders it."""
        return SlackOutlines(self.base, self.toolkit.wordings)

    def for_person(self, ref: PrepareRef) -> PrepareRef:
        """An outline is wanted, and not a checklist."""
        return super().for_person(ref).model_copy(update={"outline": True})

    def outline(self) -> Outline:
        """The outline. Raises NotPossible."""
        return self.toolkit.outline(self.ref, today())


def register(app: App, services: Services) -> None:
    """Listen to the buttons of checklists and outlines, and to the form."""
    on = Listeners(app, services, ChecklistInteraction)
    of_outline = Listeners(app, services, OutlineInteraction)

    @on.buttons(CHECKLIST)
    def handle_checklist(press: ChecklistInteraction) -> None:
        if press.ref.action is None:
            press.open(form.form_window(press.page, press.toolkit, press.ref), f"{CHECKLIST}.0")
        elif press.in_message:
            press.tell(press.blocks.message(press.checklist(), press.ref, private=True))
        else:
            press.open(press.blocks.window(press.checklist(), press.ref), f"{CHECKLIST}.0")

    @on.button(CHECKLIST_WHY)
    def handle_why(press: ChecklistInteraction) -> None:
        press.open(press.blocks.why(press.checklist(), press.ref), CHECKLIST_WHY)

    @on.button(CHECKLIST_WORD)
    def handle_word(press: ChecklistInteraction) -> None:
        checklist = press.checklist()
        content = word(checklist, press.toolkit.wordings)
        press.send_file(File(file_name(checklist, "docx"), checklist.title, content))

    @on.button(CHECKLIST_CALENDAR)
    def handle_calendar(press: ChecklistInteraction) -> None:
        checklist = press.checklist()
        try:
            content = calendar_file(checklist, press.toolkit.wordings, now())
        except NoDates as error:  # the calendar changed since the button was shown
            raise Refusal("changed") from error
        press.send_file(File(file_name(checklist, "ics"), checklist.title, content))

    @on.button(CHECKLIST_SHARE)
    def handle_share(press: ChecklistInteraction) -> None:
        press.share(press.blocks.message(press.checklist(), press.ref, private=False))

    @of_outline.buttons(OUTLINE)
    def handle_outline(press: OutlineInteraction) -> None:
        if press.ref.action is None or press.ref.state is None:
            press.open(form.form_window(press.page, press.toolkit, press.ref), f"{OUTLINE}.0")
        elif press.in_message:
            press.tell(press.blocks.message(press.outline(), press.ref))
        else:
            press.open(press.blocks.window(press.outline(), press.ref), f"{OUTLINE}.0")

    @of_outline.button(OUTLINE_WORD)
    def handle_document(press: OutlineInteraction) -> None:
        press.send_file(form.document(press, press.outline()))

    @of_outline.button(OUTLINE_FILL)
    def handle_fill(press: OutlineInteraction) -> None:
        press.open(form.form_window(press.page, press.toolkit, press.ref), OUTLINE_FILL)

    form.register(app, services)
