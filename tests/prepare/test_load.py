"""A curator who makes a mistake is told file, line and what to do, and nothing is half loaded."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest

from bot.knowledge import KnowledgeError
from bot.knowledge.models import Base
from bot.prepare import Action, check_actions, load_actions
from bot.prepare.actions import (
    EVENTS,
    Audience,
    ChecklistText,
    Kind,
    OutlineText,
    SectionText,
    ShortOfTime,
    StatementText,
    StepText,
    Takes,
)
from tests.prepare.conftest import KNOWLEDGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(KNOWLEDGE / "actions", tmp_path / "actions")
    return tmp_path


def _changed(folder: Path, name: str, old: str, new: str) -> int:
    """Change a file and say on which line."""
    path = folder / "actions" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("upr-submission.yaml", "takes: [home]", "takes: [hom]", "'hom' must be one of"),
        ("upr-submission.yaml", "joint: true", "joynt: true", "did you mean 'joint'?"),
        ("upr-submission.yaml", "before: 4 weeks", "before: a month", "docs/preparing.md"),
        ("upr-submission.yaml", "rule: upr.submit.late", "rule: upr.submit.lat", "upr.submit.late"),
        ("upr-submission.yaml", 'length#words_joint"', 'length#words_all"', "not defined"),
        ("upr-submission.yaml", "like: text", "like: txt", "there is no actions/shared/txt.yaml"),
        ("upr-submission.yaml", "mechanism: upr", "mechanism: uprr", "the nearest is upr"),
        ("shared/text.yaml", "{organisation} [what", "{organization} [what", "{organization}"),
        ("upr-briefing.yaml", "{id: keep, drop: true}", "{id: kept, drop: true}", "nothing of the"),
    ],
)
def test_a_slip_is_named_with_its_line(
    folder: Path, base: Base, name: str, old: str, new: str, says: str
) -> None:
    line = _changed(folder, name, old, new)
    with pytest.raises(KnowledgeError) as caught:
        load_actions(folder, base)
    found = [p for p in caught.value.problems if says in p.message]
    assert found, caught.value
    assert (found[0].file, found[0].line) == (f"actions/{name}", line)
    assert check_actions(folder, base) == caught.value.problems


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("upr-briefing.yaml", "One page for one theme.", "At most 500 words.", "is a limit"),
        ("shared/text.yaml", "in {state} between", "in [part of {state}] in", "inside a blank"),
        ("upr-submission.yaml", "upr.submit.portal", "upr.session.queue", "has ended"),
        ("shared/steps.yaml", "kind: consent", "kind: draft", "no step of the kind 'consent'"),
        ("cedaw-alternative-report.yaml", "limit: {single: \"cedaw.submit.length#words_single\", "
         "joint: \"cedaw.submit.length#words_joint\"}\n", "", "so give 'plan'"),
    ],
)  # fmt: skip
def test_the_checker_finds_what_loading_does_not_need(
    folder: Path, base: Base, name: str, old: str, new: str, says: str
) -> None:
    _changed(folder, name, old, new)
    assert any(says in problem.message for problem in check_actions(folder, base))


def test_every_key_is_explained_to_curators() -> None:
    docs = (KNOWLEDGE.parent / "docs" / "preparing.md").read_text(encoding="utf-8")
    for kind in (
        Action,
        StatementText,
        StepText,
        ShortOfTime,
        ChecklistText,
        SectionText,
        OutlineText,
    ):
        for key in kind.model_fields:
            assert f"`{key}`" in docs or f"{key}:" in docs, f"{kind.__name__}.{key}"
    for word in (*EVENTS, *get_args(Kind), *get_args(Takes), *get_args(Audience)):
        assert f"`{word}`" in docs, word
    for path in (KNOWLEDGE / "actions" / "shared").glob("*.yaml"):
        assert f"| `{path.stem}` |" in docs, path.stem


def test_a_circle_of_shared_parts_is_refused(folder: Path, base: Base) -> None:
    _changed(folder, "shared/steps.yaml", "audience:", "like: text\naudience:")
    with pytest.raises(KnowledgeError, match="leads back to itself"):
        load_actions(folder, base)


def test_shared_parts_are_laid_under_an_action(base: Base) -> None:
    actions = load_actions(KNOWLEDGE, base)
    cat, crc = actions["cat-alternative-report"], actions["crc-alternative-report"]
    steps = {step.id: step for step in cat.checklist.steps}
    assert "private briefing" in steps["ask-briefing"].do
    assert steps["ask-briefing"].before == "4 weeks"
    assert steps["watch"].rule == "cat.safety.reprisals"
    assert crc.outline is not None and cat.outline is not None
    order = [section.id for section in cat.outline.sections]
    assert order == ["summary", "who", "who-joint", "last-review", "issues", "close"]
    listed = actions["list-of-issues-input"].outline
    assert listed is not None
    parts = {part.id for section in listed.sections for part in section.parts}
    assert "questions" in parts and "recommendations" not in parts
