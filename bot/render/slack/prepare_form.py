"""The form in which a person says which action, for which State; and the questions back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.knowledge.models import OWN_NAMES, Base, Language
from bot.prepare import Prepare
from bot.render.slack import prepare_ids as ids
from bot.render.slack.parts import Message, button, context, plain, section, window
from bot.render.slack.prepare_ids import PrepareRef
from bot.render.slack.text import BUTTON, escape
from bot.states import StateNames


class Field:
    """What the inputs of the form are called, and their blocks."""

    ACTION = "prepare_action"
    STATE = ids.PREPARE_STATE
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
            ids.PREPARE_FORM, title, blocks, close=close, submit=submit, metadata=ref.value
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
        what = ids.OUTLINE if ref.outline else ids.CHECKLIST
        label = self._base.say("outline" if ref.outline else "checklist", ref.language)
        lead = self._base.say("prepare_which_action", ref.language)
        back = ActionsBlock(elements=[button(label, f"{what}.0", ref.value)])
        return Message(escape(lead), (section(lead), back))

    def not_possible(self, reason: str, ref: PrepareRef) -> Message:
        """Why it can't be made, and the way to another choice."""
        what = ids.OUTLINE if ref.outline else ids.CHECKLIST
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
        what = ids.OUTLINE if ref.outline else ids.CHECKLIST
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
