"""The draft check in Slack: the question what a file is for, and what was found in it. All of this
stands in the direct message of the person who sent the file, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    HeaderBlock,
    Option,
    OptionGroup,
    StaticSelectElement,
)

from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.drafts import Item, Report, Verdict
from bot.prepare.translated import title_in
from bot.render.draft import dangers, stop
from bot.render.prepare_words import PrepareWords
from bot.render.prepared import Numbered
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import DraftRef
from bot.render.slack.draft_items import item_text
from bot.render.slack.inputs import boxes, found_by_typing
from bot.render.slack.parts import Message, button, context, mrkdwn, plain, section
from bot.render.slack.text import BUTTON, escape, paragraphs
from bot.states import StateNames

SIGNS: dict[Verdict, str] = {"fix": "✗", "look": "?", "pass": "✓"}
LONGEST = 7_000
"""Characters of all that was found, so that a message stays under Slack's limit with the rest."""
SOURCES = 2_500
"""Characters of the sources."""


class SlackDrafts:
    """Renders the question and the report. `actions` are all that there are."""

    def __init__(self, base: Base, states: StateNames, actions: Mapping[str, Action]) -> None:
        self._base = base
        self._states = states
        self._actions = actions

    def ask(self, ref: DraftRef, name: str, others: bool) -> Message:
        """What is the file called `name` for? With `others` only this one of several is taken."""
        language = ref.language
        say = self._base.say
        lead = say("draft_ask", language, name=name)
        known = (ref.state, self._states.name(ref.state, language)) if ref.state else None
        joint = [(ids.DRAFT_JOINT, say("prepare_joint", language))]
        blocks: list[Block] = [
            section(lead),
            *([context(say("draft_others", language))] if others else []),
            ActionsBlock(block_id=ids.DRAFT_ACTION, elements=[self._chooser(ref)]),
            ActionsBlock(
                block_id=ids.DRAFT_STATE,
                elements=[found_by_typing(ids.DRAFT_STATE, say("draft_state", language), known)],
            ),
            ActionsBlock(
                block_id=ids.DRAFT_JOINT,
                elements=[boxes(ids.DRAFT_JOINT, joint, [ids.DRAFT_JOINT] if ref.joint else [])],
            ),
            ActionsBlock(
                elements=[
                    button(
                        say("draft_check", language), ids.DRAFT_CHECK, ref.value, style="primary"
                    )
                ]
            ),
            context(say("draft_kept", language)),
        ]
        return Message(escape(lead), tuple(blocks))

    def report(self, report: Report, ref: DraftRef) -> Message:
        """What was found: what must be mended first, then what could identify people."""
        language = ref.language
        say = self._base.say
        words = PrepareWords(self._base, self._states, report.told)
        numbers = Numbered(report.sources, words.beside, words.cited)
        lead = say(f"draft_{report.verdict}_all", language)
        joint = f", {say('draft_joint', language)}" if report.joint else ""
        state = f", {self._states.name(report.state, language)}" if report.state else ""
        about = f"{report.title}{joint} ({self._base.short(report.mechanism, language)}){state}"
        told = self._told(report.items, numbers, language, report.frame)
        private = self._told(report.private, numbers, language, report.frame)
        half = LONGEST - min(sum(map(len, told)), LONGEST // 2)
        also = _within(private, half)
        kept = _within(told, LONGEST - sum(map(len, also)))
        cut = len(kept) + len(also) < len(told) + len(private)
        blocks: list[Block] = [HeaderBlock(text=plain(about, 150)), section(lead)]
        if report.told == "en" != language:
            blocks.append(context(say("page_english", language)))
        if report.dangers:
            blocks.append(mrkdwn(self._stop(report)))
        if also:
            head = f"*{escape(say('draft_private', language))}*"
            blocks += map(mrkdwn, paragraphs([head, *also]))
        blocks += map(mrkdwn, paragraphs(kept))
        if cut:
            blocks.append(context(say("draft_cut", language)))
        sources = paragraphs([escape(line) for line in numbers.lines()], SOURCES)
        blocks += map(mrkdwn, sources[:1])
        whole = button(say("draft_whole", language), ids.DRAFT_WHOLE, ref.value)
        return Message(
            escape(f"{about}: {lead}"),
            (*blocks, ActionsBlock(elements=[whole]), context(say("draft_gone", language))),
        )

    def _chooser(self, ref: DraftRef) -> StaticSelectElement:
        """What something is written for, by mechanism."""
        groups, chosen = [], None
        wanted = f"{ref.action}/{ref.mechanism or self._mechanism(ref.action)}"
        for mechanism in self._base.mechanisms.values():
            options = [
                Option(
                    text=plain(title_in(self._base, action, ref.language), BUTTON),
                    value=f"{action.id}/{mechanism.id}",
                )
                for action in self._actions.values()
                if action.outline and mechanism.id in (action.mechanism, *action.any_of)
            ]
            chosen = next((one for one in options if one.value == wanted), chosen)
            if options:
                label = plain(self._base.short(mechanism.id, ref.language), BUTTON)
                groups.append(OptionGroup(label=label, options=options))
        return StaticSelectElement(
            action_id=ids.DRAFT_ACTION,
            placeholder=plain(self._base.say("prepare_action_hint", ref.language), 150),
            option_groups=groups,
            initial_option=chosen,
        )

    def _mechanism(self, action: str | None) -> str:
        found = self._actions.get(action or "")
        return found.mechanism if found else ""

    def _told(
        self,
        items: Sequence[Item],
        numbers: Numbered,
        language: Language,
        frame: Mapping[str, str],
    ) -> list[str]:
        """What was found, the worst first; what is right in one line."""
        told = []
        for verdict in ("fix", "look"):
            label = self._base.say(f"draft_{verdict}", language)
            for item in items:
                if item.verdict == verdict:
                    sign = f"{SIGNS[item.verdict]} {label}"
                    told.append(item_text(item, sign, numbers, frame))
        for sure, key in ((True, "draft_pass"), (False, "draft_nothing")):
            passed = [item for item in items if item.verdict == "pass" and item.sure is sure]
            if passed:
                sign = f"{SIGNS['pass']} " if sure else ""
                label = f"{sign}{self._base.say(key, language)}"
                told.append(f"*{escape(label)}:* {escape(', '.join(one.title for one in passed))}")
        return told

    def _stop(self, report: Report) -> str:
        """That it must not be sent, with the worst of what was found; escaped."""
        lines = [f"*{escape(stop(report))}*", *(f"• {escape(one)}" for one in dangers(report))]
        return "\n".join(lines)


def _within(told: Sequence[str], longest: int) -> list[str]:
    """As many as fit, from the first."""
    kept: list[str] = []
    for one in told:
        if sum(map(len, kept)) + len(one) > longest:
            break
        kept.append(one)
    return kept
