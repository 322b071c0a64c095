"""The parts of which a preparation's message and its windows are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from math import ceil

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    SectionBlock,
)

from bot.knowledge.models import Base, Language
from bot.prepare.team import Team, TeamStep
from bot.render.checklist_dates import counted
from bot.render.prepare_words import PrepareWords, Wordings
from bot.render.slack import prepare_ids as ids
from bot.render.slack.parts import button, confirmation, mrkdwn, plain
from bot.render.slack.prepare_ids import More, PreparationRef
from bot.render.slack.text import BUTTON, clipped, clipped_markup, escape

BAR = 10
"""Signs of the progress bar."""
DONE = 90
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
        action = team.made.title if team.made else team.kept.action
        state, words = team.kept.state, self._words(team)
        return words.spaced(f"{action}{words.colon}{words.state(state)}") if state else action

    def _words(self, team: Team) -> PrepareWords:
        return self._wordings.of(team.language)

    def head(self, team: Team, language: Language) -> Iterator[Block]:
        """What it is, how far, until when, and who leads it."""
        say, kept = self._base.say, team.kept
        yield HeaderBlock(text=plain(self.title(team), 150))
        lines = [self.bar(team, language)]
        if kept.outcome:
            outcome = say(f"preparation_outcome_{kept.outcome}", language)
            lines.insert(0, f"*{escape(say('preparation_closed', language, outcome=outcome))}*")
        elif team.made:
            words = self._words(team)
            lines.append(escape(counted(team.made.anchor, words.state(kept.state), words)))
            lines += self._local(team, language)
        yield mrkdwn("\n".join(lines))
        if team.moved and not kept.closed:
            yield self._moved(team, language)
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
        anchor = team.made.anchor if team.made else None
        if anchor is None or anchor.event not in DEADLINES or anchor.ends_local is None:
            return
        if anchor.kind == "open":
            phrase = "preparation_local_hour" if anchor.hour else "preparation_local"
            ends = anchor.ends_local - dt.timedelta(seconds=0 if anchor.hour else 1)
            said = escape(self._base.say(phrase, language, when="{when}", place=anchor.place))
            yield said.replace("{when}", moment(ends))

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

    def step(self, team: Team, step: TeamStep, language: Language, why: bool) -> Block:
        """A step with its box; of a closed preparation without one. `why`: with its reason."""
        number = f"*{step.item.place + 1}.* "
        text = number + self.do(step, language, DONE if step.done and not why else None)
        if why and step.step:
            text += f"\n→ _{escape(step.step.why)}_"
        shown = SectionBlock(text=MarkdownTextObject(text=text))
        if team.kept.closed:
            shown.text = MarkdownTextObject(text=f"{'✓' if step.done else '–'} {text}")
            return shown
        shown.block_id = ids.tick_block(team.kept.id, step.item.id, team.kept.version)
        label = clipped_markup(self.about(team, step), BUTTON)
        option = Option(text=MarkdownTextObject(text=label), value="done")
        shown.accessory = CheckboxesElement(
            action_id=ids.PREPARATION_TICK,
            options=[option],
            initial_options=[option] if step.done else None,
        )
        return shown

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
        return ("⚠️ " if team.late(step) else "") + day(step.item.due)

    def buttons(self, team: Team, language: Language, in_window: bool) -> Block:
        """What can be done with it; in its window, what is not there already."""
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


def day(value: dt.date | None) -> str:
    """A day as Slack writes it for whoever reads. It is taken at ten o'clock UTC: nearly
    everywhere on Earth it is that day then."""
    if value is None:
        return "–"
    at = dt.datetime.combine(value, dt.time(10), dt.UTC)
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{value.isoformat()}>"


def moment(at: dt.datetime) -> str:
    """A moment in the time of whoever reads."""
    fallback = f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_long_pretty}} {{time}}|{fallback}>"
