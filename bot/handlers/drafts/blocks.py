"""The draft check in Slack: the question what a file is for, and what was found in it. All of this
stands in the direct message of the person who sent the file, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    HeaderBlock,
)

from bot.handlers.kernel.blocks import Message, Page, button, context, mrkdwn, plain, section
from bot.handlers.kernel.forms import Form
from bot.handlers.kernel.inputs import Box, OneOf, Searched
from bot.handlers.kernel.naming import actions_offered
from bot.handlers.kernel.refs import ActionRef, StateCode
from bot.handlers.kernel.services import Toolkit
from bot.handlers.kernel.text import clipped_markup, escape, paragraphs
from bot.knowledge.models import Base, Language
from bot.knowledge.typography import labelled, listed, quoted
from bot.prepare import Rule
from bot.prepare.drafts import CheckedItem, Finding, Report, Verdict
from bot.render.draft import dangers, stop, subject, where
from bot.render.prepare_words import Numbered, PrepareWords
from bot.states import StateNames

DRAFT_CHECK = "draft_check"
DRAFT_WHOLE = "draft_whole"


class DraftRef(ActionRef):
    """A file in Slack, and what it is for as far as its sender said so."""

    file: str = Field(pattern=r"^F[A-Z0-9]{2,30}$")


class DraftForm(Form):
    """What a file is for. In a message its inputs stand without labels."""

    action: Annotated[str, OneOf("draft_action", example="prepare_action_hint")] = ""
    """An action and a mechanism: `upr-submission/upr`."""
    state: Annotated[StateCode | None, Searched("draft_state", example="draft_state")] = None
    joint: Annotated[bool, Box("draft_joint", ticked="prepare_joint")] = False


def question(page: Page, toolkit: Toolkit, ref: DraftRef, name: str, others: bool) -> Message:
    """What is the file called `name` for? With `others` only this one of several is taken."""
    lead = page.say("draft_ask", name=name)
    known, inputs = draft_form(toolkit, ref), DraftForm.inputs()
    offered = {"action": actions_offered(page, toolkit, outlined=True)}
    menus = [
        ActionsBlock(
            block_id=control.block,
            elements=[control.element(page, getattr(known, field), offered.get(field, ()))],
        )
        for field, control in inputs.items()
    ]
    check = button(page.say("draft_check"), DRAFT_CHECK, ref.value, style="primary")
    blocks: list[Block] = [
        section(lead),
        *([context(page.say("draft_others"))] if others else []),
        *menus,
        ActionsBlock(elements=[check]),
        context(page.say("draft_kept")),
    ]
    return Message(escape(lead), tuple(blocks))


def draft_form(toolkit: Toolkit, ref: DraftRef) -> DraftForm:
    """The form as far as it is known what the file is for."""
    known_action = toolkit.actions.get(ref.action or "")
    of = ref.mechanism or (known_action.mechanism if known_action else "")
    action = f"{ref.action}/{of}" if ref.action else ""
    return DraftForm(action=action, state=ref.state, joint=ref.joint)


SIGNS: dict[Verdict, str] = {"fix": "✗", "look": "?", "pass": "✓"}
LONGEST = 7_000
"""Characters of all that was found, so that a message stays under Slack's limit with the rest."""
SOURCES = 2_500
"""Characters of the sources."""


class SlackDrafts:
    """Renders the report."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._states = states

    def report(self, report: Report, ref: DraftRef) -> Message:
        """What was found: what must be corrected first, then what could identify people."""
        language = ref.language
        say = self._base.say
        words = PrepareWords(self._base, self._states, report.told)
        numbers = Numbered(report.sources, words.beside, words.cited)
        lead = say(f"draft_{report.verdict}_all", language)
        joint = say("draft_joint", language) if report.joint else ""
        state = self._states.name(report.state, language) if report.state else ""
        about = subject(report, self._base.short(report.mechanism, language), joint, state)
        lines = self._item_lines(report.items, numbers, language, report)
        private = self._item_lines(report.private, numbers, language, report)
        half = LONGEST - min(sum(map(len, lines)), LONGEST // 2)
        also = _fitting(private, half)
        fitting = _fitting(lines, LONGEST - sum(map(len, also)))
        cut = len(fitting) + len(also) < len(lines) + len(private)
        blocks: list[Block] = [HeaderBlock(text=plain(about, 150)), section(lead)]
        if report.told == "en" != language:
            blocks.append(context(say("page_english", language)))
        if report.dangers:
            blocks.append(mrkdwn(self._stop(report)))
        if also:
            head = f"*{escape(say('draft_private', language))}*"
            blocks += map(mrkdwn, paragraphs([head, *also]))
        blocks += map(mrkdwn, paragraphs(fitting))
        if cut:
            blocks.append(context(say("draft_cut", language)))
        sources = paragraphs([escape(line) for line in numbers.lines()], SOURCES)
        blocks += map(mrkdwn, sources[:1])
        whole = button(say("draft_whole", language), DRAFT_WHOLE, ref.value)
        return Message(
            escape(f"{about}: {lead}"),
            (*blocks, ActionsBlock(elements=[whole]), context(say("draft_gone", language))),
        )

    def _item_lines(
        self,
        items: Sequence[CheckedItem],
        numbers: Numbered,
        language: Language,
        report: Report,
    ) -> list[str]:
        """What was found, the worst first; what is right in one line."""
        lines = []
        for verdict in ("fix", "look"):
            label = self._base.say(f"draft_{verdict}", language)
            for item in items:
                if item.verdict == verdict:
                    sign = f"{SIGNS[item.verdict]} {label}"
                    head = labelled(f"{sign} · {item.title}", language)
                    lines.append(item_text(item, head, numbers, report))
        for sure, key in ((True, "draft_pass"), (False, "draft_nothing")):
            passed = [item for item in items if item.verdict == "pass" and item.sure is sure]
            if passed:
                sign = f"{SIGNS['pass']} " if sure else ""
                label = labelled(f"{sign}{self._base.say(key, language)}", language)
                titles = listed((item.title for item in passed), language)
                lines.append(f"*{escape(label)}* {escape(titles)}")
        return lines

    def _stop(self, report: Report) -> str:
        """That it must not be sent, with the worst of what was found; escaped."""
        lines = [
            f"*{escape(stop(report))}*",
            *(f"• {escape(danger)}" for danger in dangers(report)),
        ]
        return "\n".join(lines)


def _fitting(lines: Sequence[str], longest: int) -> list[str]:
    """As many as fit, from the first."""
    fitting: list[str] = []
    for sentence in lines:
        if sum(map(len, fitting)) + len(sentence) > longest:
            break
        fitting.append(sentence)
    return fitting


PLACES = 4
"""Places of one kind that are shown; all of them stand in the whole report."""
ITEM = 900
"""Characters of what is said on one thing."""


def item_text(item: CheckedItem, head: str, numbers: Numbered, report: Report) -> str:
    """As many lines as ITEM takes, with how many there are besides; escaped."""
    first, *others = _lines(item, head, numbers, report)
    fitting, left = clipped_markup(first, ITEM), 0
    for line in others:
        if left or len(fitting) + len(line) > ITEM:
            left += 1
        else:
            fitting = f"{fitting}\n{line}"
    return f"{fitting}\n   … +{left}" if left else fitting


def _lines(item: CheckedItem, head: str, numbers: Numbered, report: Report) -> Iterator[str]:
    yield f"*{escape(head)}* {escape(item.says)}"
    if item.do:
        yield f"→ {escape(item.do)}"
    if item.rule:
        yield f"_{escape(_ruled(item.rule, numbers))}_"
    yield from _findings(item, report)


def _findings(item: CheckedItem, report: Report) -> Iterator[str]:
    """What was found, the places of one kind together."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in item.findings:
        kinds.setdefault((finding.says, finding.do), []).append(finding)
    for (says, do), findings in kinds.items():
        yield f"• {escape(says if do == item.do else f'{says} {do}'.strip())}"
        for finding in findings[:PLACES]:
            shown = quoted(finding.shown, report.told) if finding.shown else ""
            at = where(finding.place, report.frame, report.told) if finding.place else ""
            if line := listed(filter(None, (at, shown)), report.told):
                yield f"   – {escape(line)}"
    hidden = sum(max(len(kind) - PLACES, 0) for kind in kinds.values()) + item.more
    if hidden:
        yield f"   … +{hidden}"


def _ruled(rule: Rule, numbers: Numbered) -> str:
    return f"{rule.title} {numbers.mark(rule).strip()}".strip()
