"""The form in which a person says which action, for which State; and the questions back."""

from __future__ import annotations

from bot.handlers.checklists.listeners import PrepareInteraction
from bot.handlers.kernel.blocks import Message, button, context, plain, section, window
from bot.handlers.kernel.links import CHECKLIST, OUTLINE, PrepareRef
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import Preparing, Wanted
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import BUTTON, escape
from bot.knowledge.models import Base, LANGUAGES, Language, OWN_NAMES
from bot.prepare import NotPossible, Outline, Prepare
from bot.prepare.team import Team
from bot.render.outline import word
from bot.states import StateNames
from collections.abc import Sequence
from slack_bolt import App
from slack_sdk.models.blocks import ActionsBlock, Block, CheckboxesElement, DatePickerElement, ExternalDataSelectElement, InputBlock, InputInteractiveElement, Option, OptionGroup, PlainTextInputElement, StaticSelectElement
from typing import Any

class Field:
    """What the inputs of the form are called, and their blocks."""

    ACTION = "prepare_action"
    STATE = PREPARE_STATE
    DEADLINE = "prepare_deadline"
    JOINT = "prepare_joint"
    ORGANISATION = "prepare_organisation"
    ISSUES = "prepare_issues"
    LANGUAGE = "prepare_language"


class PrepareForms:
    """Renders the form."""

    def __init__(self, base: Base, states: StateNames, prepare: Prepare) -> None:
        self._base = base
        self._states = states
        self._actions, self._title = prepare.actions, prepare.title

    def form(self, ref: PrepareRef, below: Sequence[Block] = ()) -> dict[str, Any]:
        """The form, filled in with what is known already, and what stands `below` it. What is typed
        into an outline's form goes into its document and is kept nowhere."""
        language = ref.language
        state = self._option(ref.state, language) if ref.state else None
        find = self._base.say("home_states_hint", language)
        chooser = ExternalDataSelectElement(
            action_id=Field.STATE,
            placeholder=plain(find, 150),
            min_query_length=1,
            initial_option=state,
        )
        blocks: list[Block] = [
            self._input(Field.ACTION, language, self._chooser(ref)),
            self._input(Field.STATE, language, chooser, optional=not ref.outline),
            self._joint(ref),
            *(self._texts(language) if ref.outline else [self._deadline(ref)]),
            self._language(ref),
            *below,
        ]
        say = self._base.say
        title = say("outline" if ref.outline else "checklist", language)
        submit = say("prepare_word" if ref.outline else "prepare_show", language)
        close = say("cancel", language)
        return window(
            PREPARE_FORM, title, blocks, close=close, submit=submit, metadata=ref.value
        )

    def which(self, actions: Sequence[str], ref: PrepareRef) -> Message:
        """Which action is meant? Each as a button; the last opens the form."""
        asked = [(self._title(one, ref.language), {"action": one}) for one in actions]
        asked.append((self._base.say("prepare_all", ref.language), {}))
        return self._asked("prepare_which" if actions else "prepare_none", asked, ref)

    def which_state(self, codes: Sequence[str], ref: PrepareRef) -> Message:
        """Which State is meant? Each as a button."""
        asked = [(self._states.name(code, ref.language), {"state": code}) for code in codes]
        return self._asked("choose_state", asked, ref)

    def opened(self, ref: PrepareRef) -> Message:
        """The reply to a command that names nothing, beside the form: the way back to it."""
        what = OUTLINE if ref.outline else CHECKLIST
        label = self._base.say("outline" if ref.outline else "checklist", ref.language)
        lead = self._base.say("prepare_which_action", ref.language)
        back = ActionsBlock(elements=[button(label, f"{what}.0", ref.value)])
        return Message(escape(lead), (section(lead), back))

    def not_possible(self, reason: str, ref: PrepareRef) -> Message:
        """Why it can't be made, and the way to another choice."""
        what = OUTLINE if ref.outline else CHECKLIST
        change = button(
            self._base.say("prepare_change", ref.language),
            f"{what}.0",
            ref.model_copy(update={"action": None, "joint": False}).value,
        )
        return Message(escape(reason), (section(reason), ActionsBlock(elements=[change])))

    def _asked(
        self, lead: str, asked: Sequence[tuple[str, dict[str, str]]], ref: PrepareRef
    ) -> Message:
        """A question (a phrase's key), and a button for each answer: its label, what it sets."""
        what = OUTLINE if ref.outline else CHECKLIST
        buttons = [
            button(label, f"{what}.{number}", ref.model_copy(update=dict(found)).value)
            for number, (label, found) in enumerate(asked)
        ]
        said = self._base.say(lead, ref.language)
        return Message(escape(said), (section(said), ActionsBlock(elements=buttons)))

    def _chooser(self, ref: PrepareRef) -> StaticSelectElement:
        """Actions by the mechanism before which they are done; of one mechanism alone where it is
        known and the action is not."""
        groups, chosen, title = [], None, self._title
        for mechanism in self._base.mechanisms.values():
            if not ref.action and ref.mechanism and not self._is_of(mechanism.id, ref.mechanism):
                continue
            options = [
                Option(
                    text=plain(title(action.id, ref.language), BUTTON),
                    value=f"{action.id}/{mechanism.id}",
                )
                for action in self._actions.values()
                if mechanism.id in (action.mechanism, *action.any_of)
                and not (ref.outline and action.outline is None)
            ]
            wanted = f"{ref.action}/{ref.mechanism or self._mechanism(ref.action)}"
            chosen = next((one for one in options if one.value == wanted), chosen)
            if options:
                label = plain(self._base.short(mechanism.id, ref.language), BUTTON)
                groups.append(OptionGroup(label=label, options=options))
        return StaticSelectElement(
            action_id=Field.ACTION,
            placeholder=plain(self._base.say("prepare_action_hint", ref.language), 150),
            option_groups=groups,
            initial_option=chosen,
        )

    def _is_of(self, mechanism: str, wanted: str) -> bool:
        """Whether a mechanism's actions are shown where `wanted` is asked for: of one before which
        nothing is prepared, all are."""
        of = [one for a in self._actions.values() for one in (a.mechanism, *a.any_of)]
        return wanted not in of or mechanism == wanted

    def _mechanism(self, action: str | None) -> str:
        return self._actions[action].mechanism if action in self._actions else ""

    def _joint(self, ref: PrepareRef) -> InputBlock:
        label = plain(self._base.say("prepare_joint", ref.language), BUTTON)
        together = Option(text=label, value=Field.JOINT)
        boxes = CheckboxesElement(
            action_id=Field.JOINT,
            options=[together],
            initial_options=[together] if ref.joint else None,
        )
        return self._input(Field.JOINT, ref.language, boxes, optional=True, label="prepare_who")

    def _language(self, ref: PrepareRef) -> Block:
        """In which language the text is to be: a body may read another than the team speaks."""
        options = {code: Option(text=plain(name), value=code) for code, name in OWN_NAMES.items()}
        chooser = StaticSelectElement(
            action_id=Field.LANGUAGE,
            options=list(options.values()),
            initial_option=options[ref.written_in],
        )
        hint = self._base.say("prepare_language_hint", ref.language)
        return self._input(Field.LANGUAGE, ref.language, chooser, hint=hint)

    def _deadline(self, ref: PrepareRef) -> Block:
        picker = DatePickerElement(
            action_id=Field.DEADLINE, initial_date=(ref.deadline or "")[:10] or None
        )
        hint = self._base.say("prepare_deadline_hint", ref.language)
        return self._input(Field.DEADLINE, ref.language, picker, optional=True, hint=hint)

    def _texts(self, language: Language) -> list[Block]:
        organisation = PlainTextInputElement(action_id=Field.ORGANISATION, max_length=300)
        issues = PlainTextInputElement(action_id=Field.ISSUES, multiline=True, max_length=1_500)
        hint = self._base.say("prepare_issues_hint", language)
        return [
            self._input(Field.ORGANISATION, language, organisation, optional=True),
            self._input(Field.ISSUES, language, issues, optional=True, hint=hint),
            context(self._base.say("prepare_not_kept", language)),
        ]

    def _option(self, code: str, language: Language) -> Option:
        return Option(text=plain(self._states.name(code, language), BUTTON), value=code)

    def _input(
        self,
        field: str,
        language: Language,
        element: InputInteractiveElement,
        *,
        optional: bool = False,
        hint: str = "",
        label: str = "",
    ) -> InputBlock:
        return InputBlock(
            block_id=field,
            label=plain(self._base.say(label or field, language)),
            element=element,
            optional=optional,
            hint=plain(hint) if hint else None,
        )


def register(app: App, parts: Services) -> None:
    """Listen to the form."""
    on = Listeners(app, parts, PrepareInteraction)
    on.states(PREPARE_STATE)

    @on.form(PREPARE_FORM)
    def handle_sent(form: PrepareInteraction) -> None:
        ref, errors = _filled(form)
        try:
            if errors:
                form.errors(errors)
            elif ref.outline:
                _outline(form, ref)
            else:
                made = form.preparing.checklist(ref, now().date(), form.person.zone)
                form.update(form.preparing.checklists.window(made, ref))
        except NotPossible as error:
            form.errors({Field.ACTION: str(error)})


def _outline(form: PrepareInteraction, ref: PrepareRef) -> None:
    """The outline in the window, and as a file: what was typed goes there and nowhere else."""
    organisation, preparing = form.inputs.text(Field.ORGANISATION), form.preparing
    issues = tuple(line for line in form.inputs.text(Field.ISSUES).splitlines() if line.strip())
    if dangers := _dangers(form, organisation, issues, ref):
        form.errors(dangers)
        return
    made = preparing.outline(ref, now().date(), organisation, issues)
    form.send_file(document(preparing, made))
    note = form.parts.desk.base.say("file_sent", form.language)
    form.update(preparing.outlines.window(made, ref, note))


def open_form(call: Call, ref: PrepareRef, under_way: Sequence[Team] = ()) -> Message:
    """Open the form on a command, with what is under way in the channel; the reply beside it leads
    back to it."""
    preparing = call.preparing
    below = preparing.windows.listed(under_way, "preparation_here", ref.language)
    call.open(preparing.forms.form(ref, below))
    return preparing.forms.opened(ref)


def asked_back(preparing: Preparing, wanted: Wanted) -> Message | None:
    """The question back where it is not sure which action or State is meant."""
    if not wanted.meant.sure:
        return preparing.forms.which(wanted.meant.actions, wanted.ref)
    if len(wanted.states) > 1:
        return preparing.forms.which_state(wanted.states, wanted.ref)
    return None


def document(preparing: Preparing, made: Outline) -> File:
    """An outline as a Word document."""
    content = word(made, preparing.wordings)
    return File(f"outline-{made.action}-{made.state}.docx", made.title, content)


def _filled(form: PrepareInteraction) -> tuple[PrepareRef, dict[str, str]]:
    """What was filled in, and by field what is wrong with it."""
    say, inputs, before, language = form.parts.desk.base.say, form.inputs, form.ref, form.language
    errors: dict[str, str] = {}
    name, _, mechanism = inputs.text(Field.ACTION).partition("/")
    action = form.preparing.prepare.actions.get(name)
    state, joint = inputs.text(Field.STATE), bool(inputs.several(Field.JOINT))
    if action is None or mechanism not in (action.mechanism, *action.any_of):
        errors[Field.ACTION] = say("changed", language)
    elif before.outline and action.outline is None:
        errors[Field.ACTION] = say("prepare_no_outline", language)
    elif joint and not action.joint:
        errors[Field.JOINT] = say("prepare_not_joint", language)
    if state and not form.parts.desk.states.knows(state):
        errors[Field.STATE] = say("prepare_bad_state", language)
    deadline = before.deadline
    if Field.DEADLINE in inputs:  # the hour that was given with the same day before stays
        day = inputs.text(Field.DEADLINE)
        deadline = deadline if day and (deadline or "").startswith(day) else day or None
    chosen = inputs.text(Field.LANGUAGE) if Field.LANGUAGE in inputs else before.text
    found = {
        "action": name,
        "mechanism": mechanism if action and mechanism != action.mechanism else None,
        "state": state or None,
        "joint": joint,
        "deadline": deadline,
        "text": chosen if chosen in LANGUAGES and chosen != before.language else None,
    }
    return before.model_copy(update=found), errors


def _dangers(
    form: PrepareInteraction, organisation: str, issues: Sequence[str], ref: PrepareRef
) -> dict[str, str]:
    """By field, what could identify somebody in what was typed: it does not go into a file that
    is named after it and passed on."""
    if form.parts.advocating is None:
        return {}
    say, language = form.parts.desk.base.say, ref.language
    texts = {
        Field.ISSUES: (say(Field.ISSUES, language), "\n".join(issues)),
        Field.ORGANISATION: (say(Field.ORGANISATION, language), organisation),
    }
    found = form.parts.advocating.typed.look(texts, ref.state)
    plain = [one for one in found if one.verdict == "fix"]
    return {
        one.field: f"{one.says} ({one.shown}) {say('prepare_unsafe', language)}"[:2_000]
        for one in reversed(plain)
    }


PREPARE_FORM = "prepare_form"


PREPARE_STATE = "prepare_state"

