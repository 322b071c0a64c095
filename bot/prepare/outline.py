"""An outline, and how it is made: what to write where, how long, filled in with what is known, and
which past recommendations are worth quoting."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.knowledge.curated import Shape
from bot.knowledge.models import Language
from bot.prepare.actions import Inquiry, OutlineText, PartText, SectionText, StatementText
from bot.prepare.anchors import Timing, anchors, timing
from bot.prepare.blanks import Paragraph, Piece, clean, fill_blanks
from bot.prepare.case import Accepted, Case, Treaties, recent
from bot.prepare.rules import Cited, Rule, Rules
from bot.reviews import CalendarEvent, DeadlineState
from bot.states.recommendations import About, Recommendation, Recommendations


class OutlinePart(Shape):
    """A section of an outline, or a part of one."""

    id: str
    """A curator's; of a block for an issue: `issue`."""
    title: Paragraph
    words: int
    """Its budget; that of a section with parts is the sum of theirs."""
    write: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    examples: tuple[Paragraph, ...] = ()
    text: tuple[Paragraph, ...] = ()
    rule: Rule | None = None
    recommendations: tuple[Recommendation, ...] = ()
    """What the State was told on the issue before."""
    parts: tuple[OutlinePart, ...] = ()


class Outline(Shape):
    """What to write for an action on a State."""

    action: str
    title: str
    language: Language = "en"
    """Of its texts."""
    mechanism: str
    to: Paragraph | None
    """Who receives it, where that is not the mechanism itself."""
    open_to: tuple[str, ...]
    """The mechanisms to which it can go, where none of them was named."""
    state: str
    state_name: str
    organisation: Paragraph
    joint: bool
    on: dt.date
    meant_for: Literal["review", "session"] | None
    """Whether it is written for a review of the State or a session; None for when it is needed."""
    timing: Timing | None
    """Too early, the time for it, or too late; None for what is sent when it is needed."""
    review: CalendarEvent | None
    last: CalendarEvent | None
    """The State's last review there."""
    ahead: tuple[CalendarEvent, ...]
    """What else comes: follow-up, mid-term, adoption."""
    documents: str | None
    """The symbols of the last review's documents, where a rule gives them."""
    session: CalendarEvent | None
    deadline: DeadlineState | None
    words: int
    """The whole length; the parts' budgets and the reserve add up to it."""
    reserve: int
    """Words kept back for headings, the title block and footnotes."""
    limit: int | None
    """The mechanism's limit in words, where one is known."""
    limit_rule: Rule | None
    plan_why: str | None
    """Why `words` is not the limit."""
    sections: tuple[OutlinePart, ...]
    facts: dict[str, tuple[Rule, ...]]
    accepted: tuple[Accepted, ...]
    instead: tuple[Rule, ...]
    about_told: About | None
    """Which data the earlier recommendations come from; None where none are shown."""
    treaties: Treaties | None
    """Where the text may rest on any treaty; None where it is bound to one, or to none."""
    sources: dict[str, Cited]


def divided(words: int, shares: Sequence[int]) -> list[int]:
    """`words` in the proportion of `shares` (largest remainder: no word is lost or added).

    Where there is a word for each part, each gets at least one.
    """
    whole = sum(shares)
    exact = [words * share / whole for share in shares]
    parts = [int(share) for share in exact]
    by_rest = sorted(range(len(shares)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_rest[: words - sum(parts)]:
        parts[index] += 1
    while words >= len(parts) and 0 in parts:
        parts[parts.index(max(parts))] -= 1
        parts[parts.index(0)] += 1
    return parts


EARLIER = "earlier"
"""The part of a block in which earlier recommendations stand."""
RESERVE = 20
"""One word in so many is kept back for headings, the title block and footnotes: where these count,
a text that fills its budgets would be too long."""
TOLD = 4
"""Earlier recommendations that are shown for an issue."""
MANY_TOLD = 40
"""Among which those of the last cycle are looked for."""


def make_outline(
    case: Case,
    text: OutlineText,
    organisation: str,
    issues: Sequence[str],
    recommendations: Recommendations | None,
) -> Outline:
    """The outline of an action on a State.

    `organisation` and `issues` are what a person typed; an empty organisation, or no issue, is
    left blank. The parts' budgets and the `reserve` add up to `words`.
    """
    rules = Rules(case.base, case.language)
    limit = _limit(case)
    words = text.plan or limit or 0
    reserve = words // RESERVE
    checklist = case.action.checklist
    anchor = anchors(case, checklist.counts_from, (), None)[checklist.counts_from]
    when = None if case.not_open else timing(checklist, anchor, case.calendar, case.on)
    known = {
        "state": (Piece(text=case.state_said),),
        "organisation": _by(organisation, case),
        "last_year": _last_year(case),
        "investigation": _investigations(case),
    }
    clean_issues = [issue for issue in map(clean, issues) if issue]
    earlier_asks = _recommendations_by_issue(case, text, clean_issues, recommendations)
    writer = _Writer(rules, known, case, earlier_asks)
    return Outline(
        action=case.action.id,
        title=text.title,
        language=case.language,
        mechanism=case.mechanism,
        to=fill_blanks(text.to, known, case.language) if text.to else None,
        open_to=case.open_to,
        state=case.state or "",
        state_name=case.state_name,
        organisation=known["organisation"],
        joint=case.joint,
        on=case.on,
        meant_for=_meant_for(case),
        timing=when,
        review=case.calendar.next if case.calendar else None,
        last=case.last,
        ahead=case.calendar.steps if case.calendar and when else (),
        documents=_documents(case),
        session=case.session,
        deadline=case.calendar.deadline if case.calendar else None,
        words=words,
        limit=limit,
        limit_rule=_limit_rule(case, rules),
        plan_why=rules.text(text.plan_why) if text.plan_why else None,
        reserve=reserve,
        sections=writer.sections(text, words - reserve, _titles(clean_issues, text, case)),
        facts=rules.facts(case.action),
        accepted=case.accepted,
        about_told=recommendations.about()
        if recommendations and any(earlier_asks.values())
        else None,
        treaties=case.treaties,
        instead=tuple(map(rules.of, case.action.instead)) if case.not_open else (),
        sources=rules.sources,
    )


def _meant_for(case: Case) -> Literal["review", "session"] | None:
    event, turns_on = case.action.checklist.counts_from, case.action.turns_on or ""
    if event == "session":
        return "session"
    reviewed = case.action.mechanism == "upr" or turns_on.startswith("treaty")
    return "review" if reviewed and event != "sending" else None


def _last_year(case: Case) -> Paragraph:
    """The year of the State's last review there; a blank where it is not known."""
    if case.last is None or case.last.when is None:
        return _blank(case, "year")
    return (Piece(text=str(case.last.when.first.year)),)


def _documents(case: Case) -> str | None:
    """The base documents of the last review in the UPR (entry upr.outcome.documents): a rule
    gives them. No rule gives the number of the outcome's report."""
    last = case.last
    if case.mechanism != "upr" or last is None or not last.session.isdecimal() or not case.state:
        return None
    return f"A/HRC/WG.6/{last.session}/{case.state}/1"


def _inquiry(case: Case) -> Inquiry | None:
    """What the investigations on the State make; None where that differs or is not known."""
    inquiries: set[Inquiry] = {
        "case-files" if "echanism" in name else "reports" for name in case.investigations
    }
    return inquiries.pop() if len(inquiries) == 1 else None


def _examples(part: PartText, issue: Paragraph) -> tuple[str, ...]:
    """The example on the theme of the issue; the general ones where it is on none that is known."""
    text = " ".join(piece.text for piece in issue if not piece.blank).casefold()
    for theme in part.themes:
        if any(_begins(word, text) for word in theme.words):
            return (theme.example,)
    return part.examples


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text begins so; in Arabic articles and prepositions stand before it."""
    before = r"(?<!\w)(?:[وفبكل]?(?:ال|ل)?)" if word[:1] >= "\u0600" else r"(?<!\w)"
    return re.search(before + re.escape(word.casefold()), text) is not None


def _investigations(case: Case) -> Paragraph:
    """The UN investigations on the State that run, or of which it is not known; else a blank."""
    named = f" {case.base.say('prepare_or', case.language)} ".join(case.investigations)
    return (Piece(text=named),) if named else _blank(case, "inquiry")


def _by(organisation: str, case: Case) -> Paragraph:
    if name := clean(organisation):
        return (Piece(text=name),)
    return _blank(case, "organisations" if case.joint else "organisation")


def _blank(case: Case, key: str) -> Paragraph:
    """A blank of those that every outline may have."""
    return (Piece(text=case.base.say(f"outline_blank_{key}", case.language), blank=True),)


def _limit_id(case: Case) -> str | None:
    limit = case.action.limit
    return ((case.joint and limit.joint) or limit.single) if limit else None


def _limit(case: Case) -> int | None:
    figure = (name := _limit_id(case)) and case.base.figure(*name.split("#", 1))
    return int(figure.value) if figure and figure.unit == "words" else None


def _limit_rule(case: Case, rules: Rules) -> Rule | None:
    name = _limit_id(case)
    return rules.of(StatementText(says=f"{{{name}}}", rule=name.split("#", 1)[0])) if name else None


def _recommendations_by_issue(
    case: Case, text: OutlineText, issues: list[str], recommendations: Recommendations | None
) -> dict[str, tuple[Recommendation, ...]]:
    """What the State was told on each issue, where the outline has a part for it."""
    parts = {part.id for section in text.sections for part in section.parts}
    if recommendations is None or case.every is None or EARLIER not in parts:
        return {}
    if recommendations.demonstration:
        # it is old and never all: nobody should build a text on it
        return {}
    earlier: dict[str, tuple[Recommendation, ...]] = {}
    for issue in issues:
        every = recommendations.on_issues(case.every.iso3, [issue], limit=MANY_TOLD)
        late = (asked for asked in every if recent(asked, case.every, case.on))
        earlier[issue] = tuple(late)[:TOLD]
    return earlier


def _titles(issues: Sequence[str], text: OutlineText, case: Case) -> list[Paragraph]:
    titles: list[Paragraph] = [(Piece(text=issue),) for issue in issues]
    each = text.each or case.base.say("outline_each", case.language)
    numbers = [f" {number + 1}" for number in range(text.issues)] if text.issues > 1 else [""]
    words = (
        case.base.say("outline_blank_each", case.language, each=f"{each}{number}")
        for number in numbers
    )
    return titles or [(Piece(text=word, blank=True),) for word in words]


class _Writer:
    """Fills in sections; what is known is the same for all of them, but the issue."""

    def __init__(
        self,
        rules: Rules,
        known: Mapping[str, Paragraph],
        case: Case,
        earlier_asks: Mapping[str, tuple[Recommendation, ...]],
    ) -> None:
        self._rules, self._case, self._known = rules, case, known
        self._told = earlier_asks
        self._alone = "joint" if case.joint else "single"
        self._inquiry = _inquiry(case)

    def sections(
        self, text: OutlineText, words: int, issues: list[Paragraph]
    ) -> tuple[OutlinePart, ...]:
        sections = [section for section in text.sections if self._stands(section)]
        budgets = divided(words, [section.share for section in sections])
        return tuple(
            self._with_issues(section, budget, issues)
            if section.parts
            else self._part(section, budget, ())
            for section, budget in zip(sections, budgets, strict=True)
        )

    def _stands(self, part: PartText) -> bool:
        others = self._inquiry is not None and part.inquiry not in (None, self._inquiry)
        return part.only in (None, self._alone) and not others

    def _with_issues(
        self, section: SectionText, words: int, issues: list[Paragraph]
    ) -> OutlinePart:
        parts = []
        shares = [part.share for part in section.parts]
        for issue, budget in zip(issues, divided(words, [1] * len(issues)), strict=True):
            of_issue = tuple(
                self._part(part, own, issue)
                for part, own in zip(section.parts, divided(budget, shares), strict=True)
            )
            parts.append(OutlinePart(id="issue", title=issue, words=budget, parts=of_issue))
        whole = self._part(section, words, ())
        return whole.model_copy(update={"parts": tuple(parts)})

    def _part(self, part: PartText, words: int, issue: Paragraph) -> OutlinePart:
        known = {**self._known, "issue": issue or _blank(self._case, "issue")}
        language = self._case.language

        def paragraphs(texts: Sequence[str]) -> tuple[Paragraph, ...]:
            return tuple(fill_blanks(self._rules.text(text), known, language) for text in texts)

        return OutlinePart(
            id=part.id,
            title=fill_blanks(part.title, known, language),
            words=words,
            write=tuple(map(self._rules.text, part.write)),
            avoid=tuple(map(self._rules.text, part.avoid)),
            examples=paragraphs(_examples(part, issue)),
            text=paragraphs(part.text),
            rule=self._rules.behind(part.rule, part.title),
            recommendations=self._told.get(issue[0].text, ())
            if issue and part.id == EARLIER
            else (),
        )
