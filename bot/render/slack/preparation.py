"""A preparation in Slack: its one message in the channel, all steps in a window, what is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

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

from bot.knowledge.models import Base, Language
from bot.prepare.team import Team, TeamStep
from bot.render.calendar import Names
from bot.render.checklist_dates import counted
from bot.render.slack import prepare_ids as ids
from bot.render.slack.parts import Message, button, confirmation, context, mrkdwn, plain, window
from bot.render.slack.prepare_ids import More, PreparationRef
from bot.render.slack.text import BUTTON, clipped, clipped_markup, escape, paragraphs

BAR = 10
"""Signs of the progress bar."""
DONE = 90
"""Characters of a step that is done; of another the whole is shown."""
ROLE = 20
"""Characters of a role, so that a date stands beside it in one option."""
NEXT = 5
"""Steps that "what's next" shows."""
DEADLINES = ("papers", "list_of_issues")
MENU: tuple[More, ...] = ("word", "calendar", "again", "hand", "close")
_MENU = {"word": "prepare_word", "calendar": "prepare_calendar"}


class SlackPreparations:
    """Renders preparations. `names` say what ids are called."""

    def __init__(self, base: Base, names: Names) -> None:
        self._base = base
        self._names = names

    def title(self, team: Team) -> str:
        """What a preparation is called: its action and its State."""
        action = team.made.title if team.made else team.kept.action
        state = team.kept.state
        return f"{action}: {self._names.state(state)}" if state else action

    def message(self, team: Team) -> Message:
        """Its message in the channel, in the language in which it was begun."""
        language = cast("Language", team.kept.language)
        blocks: list[Block] = [*self._head(team, language), DividerBlock()]
        for step in team.steps:
            blocks.append(self._step(team, step, language, why=False))
        blocks.append(self._buttons(team, language, in_window=False))
        return Message(
            escape(f"{self.title(team)}: {self._progress(team, language)}"), tuple(blocks)
        )

    def window(self, team: Team, language: Language) -> dict[str, Any]:
        """All steps with their reasons, as a window, where they can be ticked too."""
        blocks: list[Block] = [*self._head(team, language), DividerBlock()]
        for step in team.steps:
            blocks.append(self._step(team, step, language, why=True))
        blocks.append(self._buttons(team, language, in_window=True))
        title, close = (self._base.say(k, language) for k in ("preparation_window", "close"))
        ref = PreparationRef(language=language, preparation=team.kept.id)
        return window(ids.PREPARATION_PAGE, title, blocks, close=close, metadata=ref.value)

    def next(self, team: Team, person: str, language: Language) -> Message:
        """What is next, for one person: their own steps first."""
        lead = self._base.say("preparation_next", language)
        ahead = team.next(NEXT, person)
        lines = [f"*{escape(self.title(team))}*"]
        for step in ahead:
            lines += [f"• {self._do(step, language)}", f"   {self._about(team, step)}"]
        if not ahead:
            lines.append(escape(self._base.say("preparation_next_none", language)))
        return Message(escape(lead), tuple(map(mrkdwn, paragraphs(lines))))

    def reminder(self, team: Team, steps: tuple[TeamStep, ...], to_channel: bool) -> Message:
        """A reminder of steps that are due: to their owner, or to the channel where they have
        none."""
        language = cast("Language", team.kept.language)
        lead = self._base.say("preparation_reminder", language, title=self.title(team))
        lines = [f"*{escape(lead)}*"]
        for step in steps:
            lines.append(f"• {_day(step.item.due)}: {self._do(step, language)}")
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
            f"{self._bar(team, language)} · <#{kept.channel}>{own}",
        ]
        for step in team.due()[:2]:
            lines.append(f"{self._when(team, step)}: {self._do(step, language, 120)}")
        ref = PreparationRef(language=language, preparation=kept.id)
        shown = mrkdwn("\n".join(lines))
        shown.accessory = button(
            self._base.say("prepare_show", language), ids.PREPARATION, ref.value
        )
        return shown

    def _head(self, team: Team, language: Language) -> Iterator[Block]:
        say, kept = self._base.say, team.kept
        yield HeaderBlock(text=plain(self.title(team), 150))
        lines = [self._bar(team, language)]
        if kept.outcome:
            outcome = say(f"preparation_outcome_{kept.outcome}", language)
            lines.insert(0, f"*{escape(say('preparation_closed', language, outcome=outcome))}*")
        elif team.made:
            state = self._names.state(kept.state) if kept.state else ""
            lines.append(escape(counted(team.made.anchor, state)))
            lines += self._local(team, language)
        yield mrkdwn("\n".join(lines))
        if team.moved and not kept.closed:
            yield self._moved(team, language)
        yield ContextBlock(elements=[MarkdownTextObject(text=self._led(team, language))])
        if language != "en":
            yield context(say("english_only", language))

    def _bar(self, team: Team, language: Language) -> str:
        full = round(BAR * team.done / len(team.steps)) if team.steps else 0
        return f"`{'█' * full}{'░' * (BAR - full)}` *{escape(self._progress(team, language))}*"

    def _progress(self, team: Team, language: Language) -> str:
        return self._base.say("preparation_done", language, done=team.done, of=len(team.steps))

    def _local(self, team: Team, language: Language) -> Iterator[str]:
        """When a deadline ends, in the time of whoever reads."""
        anchor = team.made.anchor if team.made else None
        if anchor is None or anchor.event not in DEADLINES or anchor.ends_local is None:
            return
        if anchor.kind == "open":
            phrase = "preparation_local_hour" if anchor.hour else "preparation_local"
            ends = anchor.ends_local - dt.timedelta(seconds=0 if anchor.hour else 1)
            said = escape(self._base.say(phrase, language, when="{when}"))
            yield said.replace("{when}", _moment(ends))

    def _led(self, team: Team, language: Language) -> str:
        say, kept = self._base.say, team.kept
        led = say("preparation_no_lead", language)
        if kept.lead:
            led = say("preparation_led", language, person=f"<@{kept.lead}>")
        when = say(f"preparation_remind_{kept.remind}", language)
        if kept.remind:
            when = say("preparation_reminders", language, when=f"{when}, 9:00 ({kept.zone})")
        return f"{led} · {when}"

    def _moved(self, team: Team, language: Language) -> Block:
        say = self._base.say
        label, no = say("preparation_recount", language), say("cancel", language)
        sure = confirmation(label, say("preparation_recount_sure", language), label, no)
        shown = mrkdwn(f":warning: *{escape(say('preparation_moved', language))}*")
        value = PreparationRef(language=language, preparation=team.kept.id).value
        shown.accessory = button(label, ids.PREPARATION_RECOUNT, value, confirm=sure)
        return shown

    def _step(self, team: Team, step: TeamStep, language: Language, why: bool) -> Block:
        number = f"*{step.item.place + 1}.* "
        text = number + self._do(step, language, DONE if step.done and not why else None)
        if why and step.step:
            text += f"\n→ _{escape(step.step.why)}_"
        shown = SectionBlock(text=MarkdownTextObject(text=text))
        if team.kept.closed:
            shown.text = MarkdownTextObject(text=f"{'✓' if step.done else '–'} {text}")
            return shown
        shown.block_id = ids.tick_block(team.kept.id, step.item.id, team.kept.version)
        label = clipped_markup(self._about(team, step), BUTTON)
        option = Option(text=MarkdownTextObject(text=label), value="done")
        shown.accessory = CheckboxesElement(
            action_id=ids.PREPARATION_TICK,
            options=[option],
            initial_options=[option] if step.done else None,
        )
        return shown

    def _do(self, step: TeamStep, language: Language, longest: int | None = None) -> str:
        if step.step is None:
            gone = self._base.say("preparation_step_gone", language, id=step.item.id)
            return escape(gone)
        return escape(clipped(step.step.do, longest) if longest else step.step.do)

    def _about(self, team: Team, step: TeamStep) -> str:
        """By when and by whom; once it is done, by whom it was."""
        if step.done:
            return f"✓ <@{step.item.done_by}>" if step.item.done_by else "✓"
        role = escape(clipped(step.step.who, ROLE)) if step.step else ""
        who = f"<@{step.item.owner}>" if step.item.owner else role
        when = self._when(team, step) if step.item.due else ""
        return " · ".join(part for part in (when, who) if part) or "–"

    def _when(self, team: Team, step: TeamStep) -> str:
        return ("⚠️ " if team.late(step) else "") + _day(step.item.due)

    def _buttons(self, team: Team, language: Language, in_window: bool) -> Block:
        say = self._base.say
        ref = PreparationRef(language=language, preparation=team.kept.id)
        if team.kept.closed:
            label = say("preparation_reopen", language)
            return ActionsBlock(elements=[button(label, ids.PREPARATION_REOPEN, ref.value)])
        shown = [("preparation_owners", ids.PREPARATION_OWNERS)]
        if not in_window:
            shown.insert(0, ("preparation_all", ids.PREPARATION))
            shown.insert(0, ("preparation_next", ids.PREPARATION_NEXT))
        menu = OverflowMenuElement(
            action_id=ids.PREPARATION_MORE,
            options=[
                Option(
                    text=plain(say(_MENU.get(do, f"preparation_{do}"), language), BUTTON),
                    value=ref.model_copy(update={"do": do}).value,
                )
                for do in MENU
            ],
        )
        buttons = [button(say(phrase, language), action, ref.value) for phrase, action in shown]
        return ActionsBlock(elements=[*buttons, menu])


def _day(day: dt.date | None) -> str:
    """A day as Slack writes it for whoever reads. It is taken at ten o'clock UTC: nearly
    everywhere on Earth it is that day then."""
    if day is None:
        return "–"
    at = dt.datetime.combine(day, dt.time(10), dt.UTC)
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{day.isoformat()}>"


def _moment(at: dt.datetime) -> str:
    """A moment in the time of whoever reads."""
    fallback = f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_long_pretty}} {{time}}|{fallback}>"
