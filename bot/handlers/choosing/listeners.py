"""Which way to go, in Slack: the command, the buttons, the questions and the result. What is
answered stands in the window alone, as long as it is open."""

from __future__ import annotations

from slack_bolt import App

from bot.handlers.choosing.form import (
    ACTOR,
    ACTOR_STATE,
    FORM,
    STATE,
    WHO,
    ChosenRef,
    QuestionsForm,
    questions_window,
    result,
)
from bot.handlers.choosing.ways import CHANGE, MORE, SEND, SOURCES, SlackWays
from bot.handlers.kernel.blocks import Message, button
from bot.handlers.kernel.forms import Wrong
from bot.handlers.kernel.inputs import Page
from bot.handlers.kernel.interaction import Interaction, Request, View
from bot.handlers.kernel.links import CHOOSE, ChooseRef
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import state_mentions
from bot.handlers.kernel.sending import direct_message
from bot.handlers.kernel.services import Services, today
from bot.render.choosing_words import WayWords
from bot.render.words import DisplayNames


class QuestionsInteraction(Interaction[ChooseRef]):
    """A button that opens the questions, or something in their window."""

    carries = ChooseRef


class WaysInteraction(Interaction[ChosenRef]):
    """A button in the window of the result, and the result again."""

    carries = ChosenRef

    def begin(self) -> None:
        """Raises Refusal for an answer that was never offered, too."""
        super().begin()
        self.ways, self.result = _ways(self, self.ref), result(self, self.ref)


def handle_command(call: Call) -> Message:
    """Open the questions on a command; the reply beside them leads back to them."""
    ref = ChooseRef(language=call.language, state=state_mentions(call.states, call.text).state)
    call.open(_questions(call, _owned(call, ref)))
    back = button(call.phrase("choose_title"), f"{CHOOSE}.0", ref.value)
    return call.services.notices.way_back(call.phrase("choose_lead"), back)


def register(app: App, services: Services) -> None:
    """Listen to buttons that open the questions, to the questions and to the result."""
    on = Listeners(app, services, QuestionsInteraction)
    of_result = Listeners(app, services, WaysInteraction)
    on.states(STATE, ACTOR_STATE)

    @on.buttons(CHOOSE)
    def handle_open(press: QuestionsInteraction) -> None:
        ref = _owned(press, press.ref)
        press.open(_questions(press, ref), f"{CHOOSE}.0")

    @on.input(WHO, ACTOR)
    def handle_who(press: QuestionsInteraction) -> None:
        press.update(_questions(press, press.read_form(QuestionsForm).chosen_ref(press.ref)))

    @on.form(FORM)
    def handle_sent(form: QuestionsInteraction) -> None:
        filled = form.read_form(QuestionsForm)
        if filled.last and filled.last > today():
            raise Wrong.at("choose_last", "choose_late")
        if not filled.answered:
            raise Wrong.at(WHO, "choose_empty")
        ref = filled.chosen_ref(form.ref)
        form.update(_ways(form, ref).window(result(form, ref), ref))

    @of_result.input(CHANGE)
    def handle_change(press: WaysInteraction) -> None:
        press.update(_questions(press, press.ref))

    @of_result.input(SOURCES)
    def handle_sources(press: WaysInteraction) -> None:
        press.push(press.ways.sources(press.result))

    @of_result.input(MORE)
    def handle_more(press: WaysInteraction) -> None:
        press.push(press.ways.whole(press.result))

    @of_result.input(SEND)
    def handle_send(press: WaysInteraction) -> None:
        message = press.ways.message(press.result)
        press.post(message, direct_message(press.client, press.user))
        press.update(press.ways.window(press.result, press.ref, "file_sent"))


def _questions(request: Request, ref: ChosenRef) -> View:
    """The questions in the language of a window. Raises Refusal where there are none."""
    texts = request.toolkit.chooser.in_language(ref.language).rules.questions
    return questions_window(Page(request.base, request.states, ref.language), texts, ref)


def _ways(request: Request, ref: ChooseRef) -> SlackWays:
    """What renders the result, in the same way. Raises Refusal as above."""
    desk, known = request.services.desk, request.toolkit
    names = DisplayNames.of(desk.base, desk.states, ref.language)
    words = WayWords(desk.base, desk.states, ref.language, names)
    texts = known.chooser.in_language(ref.language).rules.questions
    return SlackWays(desk.base, words, texts, known.actions)


def _owned(request: Request, ref: ChooseRef) -> ChosenRef:
    """What the window of one person carries: what was known before, to be changed."""
    return ChosenRef.model_validate(request.owned(ref).model_dump())
