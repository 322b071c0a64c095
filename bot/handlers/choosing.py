"""Which way to go, in Slack: the command, the buttons, the questions and the result. What is
answered stands in the window alone, as long as it is open."""

from __future__ import annotations

from slack_bolt import App

from bot.handlers.call import Call
from bot.handlers.choosing_answers import answers, result, said
from bot.handlers.files import direct_message
from bot.handlers.interaction import Interaction, Request
from bot.handlers.listeners import Listeners
from bot.handlers.naming import named
from bot.handlers.parts import Parts, now
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import ChooseRef, ChosenRef
from bot.render.slack.choosing_form import Field


class QuestionsInteraction(Interaction[ChooseRef]):
    """A button that opens the questions, or something in their window."""

    carries = ChooseRef


class WaysInteraction(Interaction[ChosenRef]):
    """A button in the window of the result, and the result again."""

    carries = ChosenRef

    def begin(self) -> None:
        """Raises Refusal for an answer that was never offered, too."""
        super().begin()
        self.ways, self.result = self.advocating.ways, result(self, self.ref)


def commanded(call: Call) -> Message:
    """Open the questions on a command; the reply beside them leads back to them."""
    forms = call.advocating.choose_forms
    ref = ChooseRef(language=call.language, state=named(call.parts.desk.states, call.text).state)
    call.open(forms.form(_owned(call, ref)))
    return forms.opened(ref)


def register(app: App, parts: Parts) -> None:
    """Listen to buttons that open the questions, to the questions and to the result."""
    on, of_result = (
        Listeners(app, parts, QuestionsInteraction),
        Listeners(app, parts, WaysInteraction),
    )
    on.states(ids.CHOOSE_STATE, ids.CHOOSE_ACTOR_STATE)

    @on.buttons(ids.CHOOSE)
    def handle_open(press: QuestionsInteraction) -> None:
        view = press.advocating.choose_forms.form(_owned(press, press.ref))
        press.open(view, f"{ids.CHOOSE}.0")

    @on.input(ids.CHOOSE_WHO, ids.CHOOSE_ACTOR)
    def handle_who(press: QuestionsInteraction) -> None:
        press.update(press.advocating.choose_forms.form(answers(press.ref, press.inputs)))

    @on.form(ids.CHOOSE_FORM)
    def handle_sent(form: QuestionsInteraction) -> None:
        ref, say = answers(form.ref, form.inputs), parts.desk.base.say
        if ref.last and ref.last > now().date():
            form.errors({Field.LAST: say("choose_late", ref.language)})
        elif not said(ref):
            form.errors({Field.WHO: say("choose_empty", ref.language)})
        else:
            form.update(form.advocating.ways.window(result(form, ref), ref))

    @of_result.input(ids.CHOOSE_CHANGE)
    def handle_change(press: WaysInteraction) -> None:
        press.update(press.advocating.choose_forms.form(press.ref))

    @of_result.input(ids.CHOOSE_SOURCES)
    def handle_sources(press: WaysInteraction) -> None:
        press.push(press.ways.sources(press.result, press.language))

    @of_result.input(ids.CHOOSE_MORE)
    def handle_more(press: WaysInteraction) -> None:
        press.push(press.ways.whole(press.result, press.language))

    @of_result.input(ids.CHOOSE_SEND)
    def handle_send(press: WaysInteraction) -> None:
        message = press.ways.message(press.result, press.language)
        press.post(message, direct_message(press.client, press.user))
        press.update(press.ways.window(press.result, press.ref, "file_sent"))


def _owned(request: Request, ref: ChooseRef) -> ChosenRef:
    """What the window of one person carries: what was known before, to be changed."""
    return ChosenRef.model_validate(request.owned(ref).model_dump())
