"""A preparation in Slack: its one message in the channel, all steps in a window, what is next."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, SectionBlock

from bot.knowledge.models import Base, Language
from bot.prepare.team import Team, TeamStep
from bot.render.prepare_words import Wordings
from bot.render.slack import prepare_ids as ids
from bot.render.slack.parts import Message, button, context, mrkdwn, window
from bot.render.slack.preparation_blocks import PreparationBlocks, day
from bot.render.slack.prepare_ids import PreparationRef
from bot.render.slack.text import escape, paragraphs

EVENT = "advocacy_preparation"
"""The kind of metadata by which its message is known."""
NEXT, SLIPS = 5, 2
"""Steps that the message and "what's next" show, and of the done ones before them the message."""


class SlackPreparations:
    """Renders preparations."""

    def __init__(self, base: Base, wordings: Wordings) -> None:
        self._base = base
        self._parts = PreparationBlocks(base, wordings)
        self.title = self._parts.title

    def message(self, team: Team) -> Message:
        """Its message in the channel, in the language in which it was begun."""
        language = team.language
        blocks: list[Block] = [*self._parts.head(team, language), DividerBlock()]
        shown = self._ahead(team)
        blocks += [self._parts.step(team, step, language, why=False) for step in shown]
        if left := len(team.steps) - len(shown):
            all_steps = self._base.say("preparation_all", language)
            more = self._base.say("preparation_more", language, count=left, button=all_steps)
            blocks.append(context(more))
        blocks.append(self._parts.buttons(team, language, in_window=False))
        return Message(
            escape(f"{self.title(team)}: {self._parts.progress(team, language)}"), tuple(blocks)
        )

    def _ahead(self, team: Team) -> list[TeamStep]:
        """The steps that are shown at once: the next ones in their order, after the last that were
        done before them, so that a slip can be taken back; of a closed preparation all."""
        if team.kept.closed:
            return list(team.steps)
        first = next((i for i, step in enumerate(team.steps) if not step.done), len(team.steps))
        shown: list[TeamStep] = []
        for step in team.steps[max(0, first - SLIPS) :]:
            shown.append(step)
            if sum(not one.done for one in shown) == NEXT:
                break
        return shown

    def window(self, team: Team, language: Language) -> dict[str, Any]:
        """All steps with their reasons, as a window, where they can be ticked too."""
        blocks: list[Block] = [*self._parts.head(team, language), DividerBlock()]
        for step in team.steps:
            blocks.append(self._parts.step(team, step, language, why=True))
        blocks.append(self._parts.buttons(team, language, in_window=True))
        title, close = (self._base.say(k, language) for k in ("preparation_window", "close"))
        ref = PreparationRef(language=language, preparation=team.kept.id)
        return window(ids.PREPARATION_PAGE, title, blocks, close=close, metadata=ref.value)

    def next(self, team: Team, person: str, language: Language) -> Message:
        """What is next, for one person: their own steps first."""
        lead = self._base.say("preparation_next", language)
        ahead = team.next(NEXT, person)
        lines = [f"*{escape(self.title(team))}*"]
        for step in ahead:
            lines += [f"• {self._parts.do(step, language)}", f"   {self._parts.about(team, step)}"]
        if not ahead:
            lines.append(escape(self._base.say("preparation_next_none", language)))
        return Message(escape(lead), tuple(map(mrkdwn, paragraphs(lines))))

    def reminder(self, team: Team, steps: tuple[TeamStep, ...], to_channel: bool) -> Message:
        """A reminder of steps that are due: to their owner, or to the channel where they have
        none."""
        language = team.language
        lead = self._base.say("preparation_reminder", language, title=self.title(team))
        lines = [f"*{escape(lead)}*"]
        for step in steps:
            lines.append(f"• {day(step.item.due)}: {self._parts.do(step, language)}")
        if to_channel:
            lines.append(f"_{escape(self._base.say('preparation_reminder_nobody', language))}_")
        ref = PreparationRef(language=language, preparation=team.kept.id)
        opened = button(self._base.say("preparation_all", language), ids.PREPARATION, ref.value)
        blocks = (*map(mrkdwn, paragraphs(lines)), ActionsBlock(elements=[opened]))
        return Message(escape(lead), blocks)

    def line(self, team: Team, language: Language, mine: bool = False) -> SectionBlock:
        """One line for a list, with the button that opens it."""
        kept = team.kept
        own = f" · {escape(self._base.say('preparation_yours', language))}" if mine else ""
        lines = [
            f"*{escape(self.title(team))}*",
            f"{self._parts.bar(team, language)} · <#{kept.channel}>{own}",
        ]
        for step in team.due()[:2]:
            lines.append(f"{self._parts.when(team, step)}: {self._parts.do(step, language, 120)}")
        ref = PreparationRef(language=language, preparation=kept.id)
        shown = mrkdwn("\n".join(lines))
        shown.accessory = button(
            self._base.say("prepare_show", language), ids.PREPARATION, ref.value
        )
        return shown


def metadata(preparation: str) -> dict[str, Any]:
    """What names the message of a preparation: an id, as every app in the channel may read it."""
    return {"event_type": EVENT, "event_payload": {"preparation": preparation}}
