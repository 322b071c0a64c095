"""Actions are found by what people call them; a task in words points to what makes it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.knowledge.models import Base
from bot.prepare import ActionFinder, load_actions
from bot.settings import settings


@pytest.fixture(scope="module")
def finder(base: Base) -> ActionFinder:
    return ActionFinder(load_actions(settings().knowledge, base), base)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("upr-submission", "upr-submission"),
        ("UPR submission", "upr-submission"),
        ("the upr stakeholder submision of our coalition", "upr-submission"),
        ("shadow report cedaw", "cedaw-alternative-report"),
        ("informe CEDAW", "cedaw-alternative-report"),
        ("ua", "urgent-appeal"),
        ("midterm", "upr-mid-term"),
        ("list of issues", "list-of-issues-input"),
        ("embassy briefing upr", "upr-briefing"),
        ("reprisals", "reprisal-report"),
    ],
)
def test_one_action_is_found(finder: ActionFinder, text: str, action: str) -> None:
    meant = finder.find(text)
    assert meant.sure and meant.actions[0] == action


@pytest.mark.parametrize(
    ("text", "among"),
    [("upr", "upr-submission"), ("shadow report", "cat-alternative-report")],
)
def test_several_are_offered_and_none_is_taken_for_sure(
    finder: ActionFinder, text: str, among: str
) -> None:
    meant = finder.find(text)
    assert not meant.sure and 1 < len(meant.actions) <= 5
    assert among.split("-")[0] in " ".join(meant.actions)


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "<!channel>", "ث" * 5_000, "a " * 5_000])
def test_what_names_nothing_finds_nothing(finder: ActionFinder, text: str) -> None:
    assert finder.find(text).sure is False


def test_actions_are_known_by_the_mechanism_before_which_they_are_done(
    finder: ActionFinder,
) -> None:
    assert "cedaw-alternative-report" in finder.before("cedaw")
    assert "list-of-issues-input" in finder.before("cedaw")
    assert finder.before("no-such-mechanism") == ()


@pytest.mark.parametrize(
    ("question", "command"),
    [
        (
            "Make me a checklist for the UPR submission of Chad",
            "advocacy checklist --state TCD upr-submission",
        ),
        (
            "Write an outline of our CEDAW alternative report on Chad",
            "advocacy outline --state TCD cedaw-alternative-report",
        ),
    ],
)
def test_a_task_in_words_points_to_the_command_that_makes_it(question: str, command: str) -> None:
    said = CliRunner().invoke(main, ["ask", question]).stdout
    assert command in said
    assert "does not make this yet" not in said


@pytest.mark.parametrize(
    ("text", "mechanisms", "written", "action"),
    [
        (
            "make an outline of a follow-up report to CEDAW",
            ("cedaw",),
            True,
            "follow-up-information",
        ),
        ("a checklist before we send an urgent appeal", (), False, "urgent-appeal"),
        ("plan du rapport alternatif au CRC", ("crc",), False, "crc-alternative-report"),
        ("checklist complaint to the Human Rights Committee", ("ccpr",), False, None),
        ("everything that we must do", (), False, None),
    ],
)
def test_action_of_a_sentence(
    finder: ActionFinder,
    text: str,
    mechanisms: tuple[str, ...],
    written: bool,
    action: str | None,
) -> None:
    assert finder.asked_for(text, mechanisms, written) == action
