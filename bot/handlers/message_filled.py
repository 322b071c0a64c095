"""The window in which a message is made, as somebody filled it in."""

from __future__ import annotations

from bot.handlers.interaction import Interaction, Refusal, View
from bot.handlers.parts import now
from bot.prepare import NotPossible
from bot.prepare.drafts import Unsafe
from bot.prepare.messages import Message as Made
from bot.prepare.messages import Missing, Refused, Unfit
from bot.render import messages as render
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import MessageRef
from bot.render.slack.message_fields import DONE, PREFIX, given
from bot.render.slack.message_form import Field
from bot.settings import settings

READ = 500
"""Characters by which the language is told in which somebody writes."""


class MessageFormInteraction(Interaction[MessageRef]):
    """The window as somebody sent it off, or pressed something in it."""

    carries = MessageRef
    title = "message_title"

    def begin(self) -> None:
        """Read what stands in it. Raises Refusal where that is not known any more, too."""
        super().begin()
        self.before = self.ref
        self.ref = self.changed(
            message=self.inputs.text(Field.KIND) or self.before.message,
            mechanism=self.inputs.text(Field.MECHANISM) or self.before.mechanism,
            state=self.inputs.text(Field.STATE) or self.before.state,
            written=self.inputs.text(Field.WRITTEN) or self.before.written,
        )
        if self.ref.message is None:
            raise Refusal("changed")
        self.knowingly = bool(self.inputs.several(ids.MESSAGE_KNOWINGLY))
        fields = [block for block in self.inputs.blocks() if block.startswith(PREFIX)]
        self.typed = dict(given(block, self._text(block)) for block in fields)
        self._blocks = {given(block, "")[0]: block for block in fields}

    def shown(self, said: str = "") -> View:
        """The window with the message above the form. Raises NotPossible."""
        made = self.page()[1]
        forms = self.advocating.message_forms
        above = forms.result(made, self.ref, said)
        return forms.form(self.ref, self.typed, above=above, knowingly=self.knowingly or None)

    def unsafe(self, error: Unsafe) -> View:
        """The window with what could identify somebody above, and a box to go on knowingly."""
        forms = self.advocating.message_forms
        above = forms.unsafe(error.dangers, self.ref.language)
        return forms.form(self.ref, self.typed, above=above, knowingly=False)

    def page(self) -> tuple[Made, render.Page]:
        """The message, and in words. Raises NotPossible."""
        ref, desk = self.ref, self.parts.desk
        asks = " ".join(self.typed.get(name, "") for name in self._smart())
        given = desk.understand(asks[:READ]).language if asks.strip() else ref.text
        made = self.advocating.messages.make(
            ref.message or "",
            self.typed,
            now().date(),
            ref.state or "",
            self.inputs.text(Field.MECHANISM) or None,
            ref.text,
            knowingly=self.knowingly,
            reader=ref.language,
            asks=given,
        )
        return made, render.page(made, self.advocating.wordings, settings().templates)

    def other(self) -> View:
        """The form of the message that is chosen now; what was typed stays, and a text from which
        somebody began stands where the problem is told."""
        forms, taken = self.advocating.message_forms, self.inputs.text(Field.FROM)
        problem = self._problem()
        if not (taken and problem):
            return forms.form(self.ref, self.typed)
        name, longest = problem
        above = forms.cut(self.ref.language) if len(taken) > longest else []
        return forms.form(self.ref, {**self.typed, name: taken}, above=above)

    def wrong(self, error: NotPossible) -> dict[str, str]:
        """By input, what is wrong there."""
        say = self.parts.desk.base.say
        match error:
            case Missing():
                needed = say("message_needed", self.ref.language)
                found = {self._block(name): needed for name, _ in error.fields}
            case Unfit():
                found = {self._block(error.field): error.wrong}
            case Refused(field=str(name)):
                found = {self._block(name): str(error)}
            case _:
                found = {}
        there = {block: text for block, text in found.items() if block in self.inputs}
        return there or {Field.STATE: str(error)}

    def _block(self, field: str) -> str:
        """The block in which a field stands."""
        return self._blocks.get(field, "")

    def _problem(self) -> tuple[str, int] | None:
        """The field in which the problem is told, and how much it takes."""
        asked = self.advocating.messages.fields(self.ref.message or "")
        told = [one for one in asked if one.part == "problem"]
        return max(((one.id, one.longest) for one in told), key=lambda one: one[1], default=None)

    def _smart(self) -> list[str]:
        text = self.advocating.messages.texts[self.ref.message or ""]
        return [field.id for field in text.fields if field.smart]

    def _text(self, block: str) -> str:
        ticked = self.inputs.several(block)
        return DONE if DONE in ticked else self.inputs.text(block)
