"""A preparation in Slack: its one message in the channel, all steps in a window, what is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from math import ceil
from typing import Any, Literal

from pydantic import AliasChoices, Field
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    SectionBlock,
)

from bot.handlers.kernel.blocks import Message, button, confirmation, context, mrkdwn, plain, window
from bot.handlers.kernel.refs import Ref
from bot.handlers.kernel.text import BUTTON, clipped, clipped_markup, escape, paragraphs
from bot.knowledge.models import Base, Language
from bot.knowledge.typography import date_of, listed
from bot.prepare.team import Team, TeamStep
from bot.render.checklist_dates import counted
from bot.render.prepare_words import PrepareWords, Wordings

LISTED = 10
"""Preparations that a list shows."""
PREPARATION = "preparation"
"""Opens a preparation as a window."""
PREPARATION_TICK = "preparation_tick"
PREPARATION_NEXT = "preparation_next"
PREPARATION_OWNERS = "preparation_owners"
PREPARATION_MORE = "preparation_more"
PREPARATION_RECOUNT = "preparation_recount"
PREPARATION_REOPEN = "preparation_reopen"
PREPARATION_PAGE = "preparation_page"
More = Literal["word", "calendar", "again", "hand", "close"]
"""What the menu of a preparation offers."""


class PreparationRef(Ref):
    """A preparation; `do` is what its menu offers."""

    preparation: str = Field(
        validation_alias=AliasChoices("p", "preparation"), serialization_alias="p"
    )
    do: More | None = None


def tick_block(preparation: str, item: str, version: int) -> str:
    """The id of a step's block. It is another for each version: under the same id Slack shows the
    tick that a person made before, and not the one that is kept."""
    return f"{preparation}/{item}/{version}"


def ticked(block: str) -> tuple[str, str] | None:
    """The preparation and the step of a block; None where it is none of ours."""
    parts = block.split("/")
    return (parts[0], parts[1]) if len(parts) == 3 and all(parts) else None


BAR = 10
"""Signs of the progress bar."""
DONE_LENGTH = 90
"""Characters of a step that is done; of another the whole is shown."""
ROLE = 20
"""Characters of a role, so that a date stands beside it in one option."""
DEADLINES = ("papers", "list_of_issues")
MENU: tuple[More, ...] = ("word", "calendar", "again", "hand", "close")
_MENU = {"word": "prepare_word", "calendar": "prepare_calendar"}


class PreparationBlocks:
    """Makes them; what an action says is in the language in which it was begun."""

    def __init__(self, base: Base, wordings: Wordings) -> None:
        self._base = base
        self._wordings = wordings

    def title(self, team: Team) -> str:
        """What a preparation is called: its action and its State."""
        action = team.checklist.title if team.checklist else team.preparation.action
        state, words = team.preparation.state, self._words(team)
        return words.spaced(f"{action}{words.colon}{words.state(state)}") if state else action

    def _words(self, team: Team) -> PrepareWords:
        return self._wordings.of(team.language)

    def head(self, team: Team, language: Language) -> Iterator[Block]:
        """What it is, how far, until when, and who leads it."""
        say, preparation = self._base.say, team.preparation
        yield HeaderBlock(text=plain(self.title(team), 150))
        lines = [self.bar(team, language)]
        if preparation.outcome:
            outcome = say(f"preparation_outcome_{preparation.outcome}", language)
            lines.insert(0, f"*{escape(say('preparation_closed', language, outcome=outcome))}*")
        elif team.checklist:
            words = self._words(team)
            lines.append(
                escape(counted(team.checklist.anchor, words.state(preparation.state), words))
            )
            lines += self._local(team, language)
        yield mrkdwn("\n".join(lines))
        if team.anchor_moved and not preparation.closed:
            yield self._moved_block(team, language)
        yield ContextBlock(elements=[MarkdownTextObject(text=self._led(team, language))])

    def bar(self, team: Team, language: Language) -> str:
        """A bar and in words: how far it is."""
        done, of = team.done, len(team.steps)
        full = BAR if done == of else min(BAR - 1, ceil(BAR * done / of))
        return f"{'█' * full}{'░' * (BAR - full)} *{escape(self.progress(team, language))}*"

    def progress(self, team: Team, language: Language) -> str:
        """How many steps are done."""
        return self._base.say("preparation_done", language, done=team.done, of=len(team.steps))

    def _local(self, team: Team, language: Language) -> Iterator[str]:
        """When a deadline ends, in the time of whoever reads."""
        anchor = team.checklist.anchor if team.checklist else None
        if anchor is None or anchor.event not in DEADLINES or anchor.ends_local is None:
            return
        if anchor.kind == "open":
            phrase = "preparation_local_hour" if anchor.hour else "preparation_local"
            ends = anchor.ends_local - dt.timedelta(seconds=0 if anchor.hour else 1)
            text = escape(self._base.say(phrase, language, when="{when}", place=anchor.place))
            yield text.replace("{when}", moment(ends))

    def _led(self, team: Team, language: Language) -> str:
        say, preparation = self._base.say, team.preparation
        led = say("preparation_no_lead", language)
        if preparation.lead:
            led = say("preparation_led", language, person=f"<@{preparation.lead}>")
        when = say(f"preparation_remind_{preparation.remind}", language)
        if preparation.remind:
            hour = f"9:00 ({preparation.zone})"
            when = say("preparation_reminders", language, when=listed([when, hour], language))
        return f"{led} · {when}"

    def _moved_block(self, team: Team, language: Language) -> Block:
        say = self._base.say
        label, no = say("preparation_recount", language), say("cancel", language)
        sure = confirmation(label, say("preparation_recount_sure", language), label, no)
        block = mrkdwn(f":warning: *{escape(say('preparation_moved', language))}*")
        value = PreparationRef(language=language, preparation=team.preparation.id).value
        block.accessory = button(label, PREPARATION_RECOUNT, value, confirm=sure)
        return block

    def step(self, team: Team, step: TeamStep, language: Language, why: bool) -> Block:
        """A step with its box; of a closed preparation without one. `why`: with its reason."""
        number = f"*{step.item.place + 1}.* "
        text = number + self.do(step, language, DONE_LENGTH if step.done and not why else None)
        if why and step.step:
            text += f"\n→ _{escape(step.step.why)}_"
        block = SectionBlock(text=MarkdownTextObject(text=text))
        if team.preparation.closed:
            block.text = MarkdownTextObject(text=f"{'✓' if step.done else '–'} {text}")
            return block
        block.block_id = tick_block(team.preparation.id, step.item.id, team.preparation.version)
        label = clipped_markup(self.about(team, step), BUTTON)
        option = Option(text=MarkdownTextObject(text=label), value="done")
        block.accessory = CheckboxesElement(
            action_id=PREPARATION_TICK,
            options=[option],
            initial_options=[option] if step.done else None,
        )
        return block

    def do(self, step: TeamStep, language: Language, longest: int | None = None) -> str:
        """What is done in a step, escaped."""
        if step.step is None:
            gone = self._base.say("preparation_step_gone", language, id=step.item.id)
            return escape(gone)
        return escape(clipped(step.step.do, longest) if longest else step.step.do)

    def about(self, team: Team, step: TeamStep) -> str:
        """By when and by whom; once it is done, by whom it was."""
        if step.done:
            return f"✓ <@{step.item.done_by}>" if step.item.done_by else "✓"
        role = escape(clipped(step.step.who, ROLE)) if step.step else ""
        who = f"<@{step.item.owner}>" if step.item.owner else role
        when = self.when(team, step) if step.item.due else ""
        return " · ".join(part for part in (when, who) if part) or "–"

    def when(self, team: Team, step: TeamStep) -> str:
        """The day of a step, marked where it has passed."""
        return ("⚠️ " if team.late(step) else "") + day(step.item.due, team.language)

    def buttons(self, team: Team, language: Language, in_window: bool) -> Block:
        """What can be done with it; in its window, what is not there already."""
        say = self._base.say
        ref = PreparationRef(language=language, preparation=team.preparation.id)
        if team.preparation.closed:
            label = say("preparation_reopen", language)
            return ActionsBlock(elements=[button(label, PREPARATION_REOPEN, ref.value)])
        buttons_of = [("preparation_owners", PREPARATION_OWNERS)]
        if not in_window:
            buttons_of.insert(0, ("preparation_all", PREPARATION))
            buttons_of.insert(0, ("preparation_next", PREPARATION_NEXT))
        menu = OverflowMenuElement(
            action_id=PREPARATION_MORE,
            options=[
                Option(
                    text=plain(say(_MENU.get(do, f"preparation_{do}"), language), BUTTON),
                    value=ref.model_copy(update={"do": do}).value,
                )
                for do in MENU
            ],
        )
        buttons = [
            button(say(phrase, language), action, ref.value) for phrase, action in buttons_of
        ]
        return ActionsBlock(elements=[*buttons, menu])


def day(value: dt.date | None, language: Language) -> str:
    """A day as Slack writes it for whoever reads. It is taken at ten o'clock UTC: nearly
    everywhere on Earth it is that day then. Slack has no Arabic and writes English where
    somebody's Slack is in English: in another language than that the day is said in its words."""
    if value is None:
        return "–"
    if language != "en":
        return date_of(language, value.year, value.month, value.day)
    at = dt.datetime.combine(value, dt.time(10), dt.UTC)
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{value.isoformat()}>"


def moment(at: dt.datetime) -> str:
    """A moment in the time of whoever reads."""
    fallback = f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_long_pretty}} {{time}}|{fallback}>"


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
        steps = self._ahead(team)
        blocks += [self._parts.step(team, step, language, why=False) for step in steps]
        if left := len(team.steps) - len(steps):
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
        if team.preparation.closed:
            return list(team.steps)
        first = next((i for i, step in enumerate(team.steps) if not step.done), len(team.steps))
        steps: list[TeamStep] = []
        for step in team.steps[max(0, first - SLIPS) :]:
            steps.append(step)
            if sum(not step.done for step in steps) == NEXT:
                break
        return steps

    def window(self, team: Team, language: Language) -> dict[str, Any]:
        """All steps with their reasons, as a window, where they can be ticked too."""
        blocks: list[Block] = [*self._parts.head(team, language), DividerBlock()]
        for step in team.steps:
            blocks.append(self._parts.step(team, step, language, why=True))
        blocks.append(self._parts.buttons(team, language, in_window=True))
        title, close = (self._base.say(k, language) for k in ("preparation_window", "close"))
        ref = PreparationRef(language=language, preparation=team.preparation.id)
        return window(PREPARATION_PAGE, title, blocks, close=close, metadata=ref.value)

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
            lines.append(f"• {day(step.item.due, language)}: {self._parts.do(step, language)}")
        if to_channel:
            lines.append(f"_{escape(self._base.say('preparation_reminder_nobody', language))}_")
        ref = PreparationRef(language=language, preparation=team.preparation.id)
        opened = button(self._base.say("preparation_all", language), PREPARATION, ref.value)
        blocks = (*map(mrkdwn, paragraphs(lines)), ActionsBlock(elements=[opened]))
        return Message(escape(lead), blocks)

    def line(self, team: Team, language: Language, mine: bool = False) -> SectionBlock:
        """One line for a list, with the button that opens it."""
        preparation = team.preparation
        own = f" · {escape(self._base.say('preparation_yours', language))}" if mine else ""
        lines = [
            f"*{escape(self.title(team))}*",
            f"{self._parts.bar(team, language)} · <#{preparation.channel}>{own}",
        ]
        for step in team.due()[:2]:
            lines.append(f"{self._parts.when(team, step)}: {self._parts.do(step, language, 120)}")
        ref = PreparationRef(language=language, preparation=preparation.id)
        block = mrkdwn("\n".join(lines))
        block.accessory = button(self._base.say("prepare_show", language), PREPARATION, ref.value)
        return block

    def listed(
        self,
        teams: Sequence[Team],
        heading: str,
        language: Language,
        mine: Collection[str] = frozenset(),
    ) -> list[Block]:
        """Preparations under a heading (a phrase's key), each with the button that opens it;
        nothing where there are none."""
        if not teams:
            return []
        title = HeaderBlock(text=plain(self._base.say(heading, language), 150))
        lines = [self.line(team, language, team.preparation.id in mine) for team in teams[:LISTED]]
        blocks: list[Block] = [DividerBlock(), title, *lines]
        if len(teams) > LISTED:
            more = self._base.say("digest_more", language, count=len(teams) - LISTED)
            blocks.append(context(more))
        return blocks
