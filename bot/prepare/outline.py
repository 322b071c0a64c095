"""Makes an outline: what to write where, how long, filled in with what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.prepare.actions import OutlineText, PartText, Said, SectionText
from bot.prepare.blanks import clean, filled
from bot.prepare.budget import divided
from bot.prepare.case import Case
from bot.prepare.models import Outline, Paragraph, Part, Piece, Rule
from bot.prepare.rules import Rules


def make_outline(
    case: Case, text: OutlineText, organisation: str, issues: Sequence[str]
) -> Outline:
    """The outline of an action on a State.

    `organisation` and `issues` are what a person typed; an empty organisation, or no issue, is
    left blank. The parts' budgets add up to `words`.
    """
    rules = Rules(case.base)
    limit = _limit(case)
    words = text.plan or limit or 0
    known = {"state": (Piece(text=case.state_name),), "organisation": _by(organisation, case.joint)}
    writer = _Writer(rules, known, case.joint)
    return Outline(
        action=case.action.id,
        title=text.title,
        mechanism=case.mechanism,
        state=case.state or "",
        state_name=case.state_name,
        organisation=known["organisation"],
        joint=case.joint,
        on=case.on,
        reviewed=case.action.checklist.counts_from != "sending",
        review=case.calendar.next if case.calendar else None,
        deadline=case.calendar.deadline if case.calendar else None,
        words=words,
        limit=limit,
        limit_rule=_limit_rule(case, rules),
        plan_why=rules.text(text.plan_why) if text.plan_why else None,
        sections=writer.sections(text, words, _titles(issues, text.issues)),
        facts=rules.facts(case.action),
        accepted=case.accepted,
        treaties=case.treaties,
        instead=tuple(map(rules.of, case.action.instead)) if case.not_open else (),
        sources=rules.sources,
    )


def _by(organisation: str, joint: bool) -> Paragraph:
    if name := clean(organisation):
        return (Piece(text=name),)
    blank = "names of all organisations that submit" if joint else "name of the organisation"
    return (Piece(text=blank, blank=True),)


def _limit_id(case: Case) -> str | None:
    limit = case.action.limit
    return ((case.joint and limit.joint) or limit.single) if limit else None


def _limit(case: Case) -> int | None:
    figure = (name := _limit_id(case)) and case.base.figure(*name.split("#", 1))
    return int(figure.value) if figure and figure.unit == "words" else None


def _limit_rule(case: Case, rules: Rules) -> Rule | None:
    name = _limit_id(case)
    return rules.of(Said(says=f"{{{name}}}", rule=name.split("#", 1)[0])) if name else None


def _titles(issues: Sequence[str], blanks: int) -> list[Paragraph]:
    named = [clean(issue) for issue in issues]
    titles: list[Paragraph] = [(Piece(text=issue),) for issue in named if issue]
    return titles or [
        (Piece(text=f"issue {number + 1}: one protection concern", blank=True),)
        for number in range(blanks)
    ]


class _Writer:
    """Fills in sections; what is known is the same for all of them, but the issue."""

    def __init__(self, rules: Rules, known: Mapping[str, Paragraph], joint: bool) -> None:
        self._rules = rules
        self._known = known
        self._alone = "joint" if joint else "single"

    def sections(self, text: OutlineText, words: int, issues: list[Paragraph]) -> tuple[Part, ...]:
        shown = [one for one in text.sections if one.only in (None, self._alone)]
        budgets = divided(words, [section.share for section in shown])
        return tuple(
            self._with_issues(section, budget, issues)
            if section.parts
            else self._part(section, budget, ())
            for section, budget in zip(shown, budgets, strict=True)
        )

    def _with_issues(self, section: SectionText, words: int, issues: list[Paragraph]) -> Part:
        parts = []
        shares = [part.share for part in section.parts]
        for issue, budget in zip(issues, divided(words, [1] * len(issues)), strict=True):
            of_issue = tuple(
                self._part(part, own, issue)
                for part, own in zip(section.parts, divided(budget, shares), strict=True)
            )
            parts.append(Part(title=issue, words=budget, parts=of_issue))
        whole = self._part(section, words, ())
        return whole.model_copy(update={"parts": tuple(parts)})

    def _part(self, part: PartText, words: int, issue: Paragraph) -> Part:
        known = {**self._known, "issue": issue or (Piece(text="the issue", blank=True),)}

        def paragraphs(texts: Sequence[str]) -> tuple[Paragraph, ...]:
            return tuple(filled(self._rules.text(text), known) for text in texts)

        return Part(
            title=filled(part.title, known),
            words=words,
            write=tuple(map(self._rules.text, part.write)),
            avoid=tuple(map(self._rules.text, part.avoid)),
            examples=paragraphs(part.examples),
            text=paragraphs(part.text),
            rule=self._rules.behind(part.rule, part.title),
        )
