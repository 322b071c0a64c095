"""What the buttons and windows of messages, ways to go, drafts and past recommendations are called,
and what they carry: ids, and for a search its words."""

from __future__ import annotations

from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, plain, section
from bot.handlers.kernel.forms import boxes, found_by_typing
from bot.handlers.kernel.refs import ActionRef
from bot.handlers.kernel.text import BUTTON, clipped_markup, escape, paragraphs
from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.prepare.drafts import Finding, Item, Report, Verdict
from bot.prepare.models import Rule
from bot.render.calendar import Names
from bot.render.draft import dangers, stop, where
from bot.render.prepared import Numbered
from bot.states import StateNames
from collections.abc import Iterator, Mapping, Sequence
from pydantic import Field
from slack_sdk.models.blocks import ActionsBlock, Block, HeaderBlock, Option, OptionGroup, StaticSelectElement

DRAFT_ACTION = "draft_action"


DRAFT_STATE = "draft_state"


DRAFT_JOINT = "draft_joint"


DRAFT_CHECK = "draft_check"


DRAFT_WHOLE = "draft_whole"


class DraftRef(ActionRef):
    """A file in Slack, and what it is for as far as its sender said so."""

    file: str = Field(pattern=r"^F[A-Z0-9]{2,30}$")


SIGNS: dict[Verdict, str] = {"fix": "✗", "look": "?", "pass": "✓"}


LONGEST = 7_000
"""Characters of all that was found, so that a message stays under Slack's limit with the rest."""


SOURCES = 2_500
"""Characters of the sources."""


class SlackDrafts:
    """Renders the question and the report. `actions` are all that there are."""

    def __init__(
        self, base: Base, states: StateNames, actions: Mapping[str, Action], names: Names
    ) -> None:
        self._base = base
        self._states = states
        self._actions = actions
        self._names = names

    def ask(self, ref: DraftRef, name: str, others: bool) -> Message:
        """What is the file called `name` for? With `others` only this one of several is taken."""
        language = ref.language
        say = self._base.say
        lead = say("draft_ask", language, name=name)
        known = (ref.state, self._states.name(ref.state, language)) if ref.state else None
        joint = [(DRAFT_JOINT, say("prepare_joint", language))]
        blocks: list[Block] = [
            section(lead),
            *([context(say("draft_others", language))] if others else []),
            ActionsBlock(block_id=DRAFT_ACTION, elements=[self._chooser(ref)]),
            ActionsBlock(
                block_id=DRAFT_STATE,
                elements=[found_by_typing(DRAFT_STATE, say("draft_state", language), known)],
            ),
            ActionsBlock(
                block_id=DRAFT_JOINT,
                elements=[boxes(DRAFT_JOINT, joint, [DRAFT_JOINT] if ref.joint else [])],
            ),
            ActionsBlock(
                elements=[
                    button(
                        say("draft_check", language), DRAFT_CHECK, ref.value, style="primary"
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
        numbers = Numbered(report.sources)
        lead = say(f"draft_{report.verdict}_all", language)
        joint = f", {say('draft_joint', language)}" if report.joint else ""
        state = f", {self._states.name(report.state, language)}" if report.state else ""
        about = f"{report.title}{joint} ({self._names.mechanism(report.mechanism)}){state}"
        told = self._told(report.items, numbers, language, report.frame)
        private = self._told(report.private, numbers, language, report.frame)
        half = LONGEST - min(sum(map(len, told)), LONGEST // 2)
        also = _fitting(private, half)
        kept = _fitting(told, LONGEST - sum(map(len, also)))
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
        whole = button(say("draft_whole", language), DRAFT_WHOLE, ref.value)
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
                Option(text=plain(action.title, BUTTON), value=f"{action.id}/{mechanism.id}")
                for action in self._actions.values()
                if action.outline and mechanism.id in (action.mechanism, *action.any_of)
            ]
            chosen = next((one for one in options if one.value == wanted), chosen)
            if options:
                groups.append(OptionGroup(label=plain(mechanism.short, BUTTON), options=options))
        return StaticSelectElement(
            action_id=DRAFT_ACTION,
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


def _fitting(told: Sequence[str], longest: int) -> list[str]:
    """As many as fit, from the first."""
    kept: list[str] = []
    for one in told:
        if sum(map(len, kept)) + len(one) > longest:
            break
        kept.append(one)
    return kept


PLACES = 4
"""Places of one kind that are shown; all of them stand in the whole report."""


ITEM = 900
"""Characters of what is said on one thing."""


def item_text(item: Item, sign: str, numbers: Numbered, frame: Mapping[str, str]) -> str:
    """As many lines as ITEM takes, with how many there are besides; escaped."""
    first, *others = _lines(item, sign, numbers, frame)
    kept, left = clipped_markup(first, ITEM), 0
    for line in others:
        if left or len(kept) + len(line) > ITEM:
            left += 1
        else:
            kept = f"{kept}\n{line}"
    return f"{kept}\n   … +{left}" if left else kept


def _lines(item: Item, sign: str, numbers: Numbered, frame: Mapping[str, str]) -> Iterator[str]:
    yield f"*{escape(f'{sign} · {item.title}')}:* {escape(item.says)}"
    if item.do:
        yield f"→ {escape(item.do)}"
    if item.rule:
        yield f"_{escape(_ruled(item.rule, numbers))}_"
    yield from _findings(item, frame)


def _findings(item: Item, frame: Mapping[str, str]) -> Iterator[str]:
    """What was found, the places of one kind together."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for one in item.findings:
        kinds.setdefault((one.says, one.do), []).append(one)
    for (says, do), found in kinds.items():
        yield f"• {escape(says if do == item.do else f'{says} {do}'.strip())}"
        for one in found[:PLACES]:
            shown = f"“{one.shown}”" if one.shown else ""
            at = where(one.place, frame) if one.place else ""
            if line := ", ".join(part for part in (at, shown) if part):
                yield f"   – {escape(line)}"
    hidden = sum(max(len(found) - PLACES, 0) for found in kinds.values()) + item.more
    if hidden:
        yield f"   … +{hidden}"


def _ruled(rule: Rule, numbers: Numbered) -> str:
    return f"{rule.title} {numbers.mark(rule).strip()}".strip()

