"""Buttons and windows about what is prepared."""

from __future__ import annotations

from bot.handlers.interaction import Interaction
from bot.prepare import NotPossible
from bot.render.slack.prepare_ids import PrepareRef


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
