"""Every action and every State as Slack takes them: messages and windows within its limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from bot.handlers import Toolkit
from bot.handlers.checklists.blocks import SlackChecklists, SlackOutlines
from bot.handlers.checklists.listeners import form_window, which, which_state
from bot.handlers.kernel.blocks import Page
from bot.handlers.kernel.refs import PrepareRef, not_possible
from bot.handlers.preparations.blocks import SlackPreparations
from bot.handlers.preparations.forms import close, hand_over, owners
from bot.handlers.states import SlackStates, StatePartRef
from bot.knowledge.models import LANGUAGES, Language
from bot.library import Library
from bot.prepare import Action, GivenDeadline
from bot.prepare.team import items_of, team_of
from bot.settings import settings
from bot.store import Preparation, PreparationStep, Workspace
from tests.slack.rig.validate import problems_in_message, problems_in_view

ON = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
CASES = ((None, None), ("COD", GivenDeadline(dt.date(2027, 7, 1), dt.time(18))))


@cache
def library() -> Library:
    return Library(settings(), meaning=False)


@cache
def toolkit() -> Toolkit:
    return Toolkit(library())


def page(language: Language) -> Page:
    return Page(library().base, library().states, language)


def some(language: Language) -> list[Action]:
    """All actions; their texts are in English, so for other languages the longest ones."""
    actions = list(toolkit().actions.values())
    longest = sorted(actions, key=lambda one: -len(one.checklist.steps))
    return actions if language == "en" else longest[:3]


def judged(*shown: Any) -> list[str]:
    """What Slack would refuse of messages and windows."""
    found = []
    for one in shown:
        if isinstance(one, dict):
            found += problems_in_view(one)
        else:
            found += problems_in_message({"channel": "C1", **one.arguments()}, "chat.postMessage")
    return found


def checklists(language: Language) -> Iterator[tuple[str, list[str]]]:
    made, ref = toolkit(), PrepareRef(language=language, channel="C0123456789")
    for action in some(language):
        for state, given in CASES:
            one = made.prepare.checklist(action.id, ON, state, None, action.joint, given)
            its = ref.model_copy(update={"action": action.id, "state": state})
            lists = SlackChecklists(library().base, made.wordings)
            shown = (lists.message(one, its, private=True), lists.window(one, its))
            yield f"{action.id} {state}", judged(*shown, lists.why(one, its))


def outlines(language: Language) -> Iterator[tuple[str, list[str]]]:
    made, ref = toolkit(), PrepareRef(language=language, outline=True)
    for action in some(language):
        if action.outline:
            issues = tuple("x" * 300 for _ in range(8))
            one = made.prepare.outline(action.id, ON, "COD", None, "y" * 300, issues, action.joint)
            its = ref.model_copy(update={"action": action.id, "state": "COD"})
            shown = SlackOutlines(library().base, made.wordings)
            yield action.id, judged(shown.message(one, its), shown.window(one, its))


def teams(language: Language) -> Iterator[tuple[str, list[str]]]:
    """Each action as a preparation in which all that can stand there does."""
    made = toolkit()
    for action in some(language):
        kept = Preparation(
            id="V0123456789", workspace=Workspace(team="T1"), channel="C0123456789",
            action=action.id, state="COD", zone="America/Argentina/ComodRivadavia",
            language=language, lead="U0123456789", since=NOW, changed=NOW, version=12345,
        )  # fmt: skip
        first = team_of(made.prepare, kept, (), ON)
        assert first.checklist
        full = {"owner": "U0123456789", "due": ON - dt.timedelta(days=1)}
        items = [item.model_copy(update=full) for item in items_of(first.checklist, NOW)]
        items.append(PreparationStep(id="gone", place=len(items), dated=NOW))
        team = team_of(made.prepare, kept, items, ON)
        closed = kept.model_copy(update={"closed": NOW, "outcome": "sent"})
        over = team_of(made.prepare, closed, items, ON)
        shown = SlackPreparations(library().base, made.wordings)
        yield action.id, judged(
            shown.message(team), shown.message(over), shown.window(team, language),
            shown.window(over, language), shown.next(team, "U1", language),
            shown.reminder(team, team.steps[:9], to_channel=True), owners(page(language), team),
            hand_over(page(language), team), close(page(language), team),
        )  # fmt: skip


def forms(language: Language) -> Iterator[tuple[str, list[str]]]:
    made = toolkit()
    for outline in (False, True):
        ref = PrepareRef(language=language, outline=outline, channel="C1")
        full = ref.model_copy(update={"action": "upr-submission", "state": "COD", "joint": True})
        asked = page(language)
        yield "form", judged(form_window(asked, made, ref), form_window(asked, made, full))
        yield (
            "which",
            judged(
                which(asked, made, list(made.actions)[:5], ref),
                which(asked, made, (), ref),
                which_state(asked, ("COG", "COD"), ref),
                not_possible(asked.base, "x" * 200, ref),
            ),
        )


def cards(language: Language) -> Iterator[tuple[str, list[str]]]:
    profiles, calendar = library().profiles, library().calendar
    states = SlackStates(library().base, library().states, profiles)
    codes = sorted(profiles.names.states)[::12] if language == "en" else ["COD"]
    for code in codes:
        known = profiles.of(code, ON), calendar.of_state(code, ON)
        parts = [states.part(*known, StatePartRef(state=code, part=n)) for n in range(20)]
        windows = [one for one in parts if one]
        assert len(windows) > 5
        shown = (states.card(*known, language), states.window(*known, language))
        yield code, judged(*shown, *windows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", [checklists, outlines, teams, forms, cards])
def test_slack_takes_all_of_it(npm: Any, what: Any, language: Language) -> None:
    assert {name: found for name, found in what(language) if found} == {}
