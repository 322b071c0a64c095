"""A curator who makes a slip in a message, its template or the asks is told file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.models import Base
from bot.prepare.cannot import AnswerText, CannotText
from bot.prepare.lexicon import Lexicon
from bot.prepare.messages import MessageText, check_messages
from bot.prepare.messages.texts import FILTERS, KNOWN, FieldOption, FieldText
from tests.prepare.conftest import KNOWLEDGE, TEMPLATES


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    knowledge, templates = tmp_path / "knowledge", tmp_path / "templates"
    for name in ("messages", "actions"):
        shutil.copytree(KNOWLEDGE / name, knowledge / name)
    for name in ("smart.yaml", "cannot-asks.yaml"):
        shutil.copy(KNOWLEDGE / name, knowledge)
    shutil.copytree(TEMPLATES / "messages", templates / "messages")
    return knowledge, templates


def test_the_messages_are_in_order(base: Base) -> None:
    assert check_messages(KNOWLEDGE, TEMPLATES, base) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("messages/embassy.yaml", "tone: private", "tone: secret", "must be one of"),
        ("messages/embassy.yaml", "  kind: date", "  kynd: date", "did you mean 'kind'?"),
        ("messages/embassy.yaml", "mechanism: upr", "mechanism: uprr", "the nearest is upr"),
        ("messages/embassy.yaml", "[upr-briefing,", "[upr-brief,", "the nearest is upr-briefing"),
        ("messages/embassy.yaml", "rule: upr.engage.lobby", "rule: upr.engage.loby", "lobby"),
        ("messages/embassy.yaml", "Write from about", "Write at most 300 words from", "is a limit"),
        ("messages/embassy.yaml", "  part: timing\n", "", "five parts"),
        ("messages/oral-statement.yaml", "#safe_words", "#safe_word", "is not defined"),
        ("messages/hct-note.yaml", "id: hct-note", "id: hct", "the file is hct-note"),
        ("cannot-asks.yaml", "rule: upr.cannot.binding", "rule: upr.what.definition", "cannot"),
        ("cannot-asks.yaml", "mechanisms: [hrc]", "mechanisms: [hcr]", "no mechanism 'hcr'"),
        ("smart.yaml", "rule: templates.can.pattern", "rule: templates.can.patern", "pattern"),
    ],
)
def test_a_slip_in_the_knowledge(
    folders: tuple[Path, Path], base: Base, name: str, old: str, new: str, says: str
) -> None:
    path = folders[0] / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [p for p in check_messages(*folders, base) if says in p.message]
    assert found and found[0].file == name
    line = text[: text.index(old)].count("\n") + 1
    assert found[0].line in (1, line, line - 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{{ ask | sentence }}", "{{ aks | sentence }}", "'aks' is no field"),
        ("{{ question | sentence }}", "nothing", "does not print 'question'"),
        ("{{ ask | sentence }}", "{{ ask | upper }}", "no filter 'upper'"),
        ("{% block ask %}", "{% block asking %}", "no '{% block ask %}'"),
        ("{% block ask %}", "{% block ask", "this is no template"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_slip_in_a_template(
    folders: tuple[Path, Path], base: Base, language: str, old: str, new: str, says: str
) -> None:
    path = folders[1] / "messages" / language / "embassy.md.j2"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = check_messages(*folders, base)
    assert any(says in problem.message for problem in found)
    assert any(f"templates/messages/{language}/embassy.md.j2" in str(one) for one in found)


def test_a_language_leaves_out_nothing_that_english_says(
    folders: tuple[Path, Path], base: Base
) -> None:
    path = folders[1] / "messages" / "fr" / "embassy.md.j2"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{{ review }}", ""), encoding="utf-8")
    (problem,) = check_messages(*folders, base)
    assert "does not print 'review', which the English one does" in problem.message
    path.unlink()
    (problem,) = check_messages(*folders, base)
    assert "there is no templates/messages/fr/embassy.md.j2" in problem.message


def test_a_template_and_its_description_belong_together(
    folders: tuple[Path, Path], base: Base
) -> None:
    english = folders[1] / "messages" / "en"
    (english / "donors.md.j2").rename(english / "givers.md.j2")
    told = [str(problem) for problem in check_messages(*folders, base)]
    assert any(
        "messages/donors.yaml:1: there is no templates/messages/en/donors" in t for t in told
    )
    assert any("givers.md.j2:1: no description" in t for t in told)


def test_every_key_is_explained_to_curators() -> None:
    told = (KNOWLEDGE.parent / "docs" / "messages.md").read_text(encoding="utf-8")
    for shape in (MessageText, FieldText, FieldOption, CannotText, AnswerText, Lexicon):
        for key in shape.model_fields:
            assert f"`{key}`" in told or f"{key}:" in told, key
    for name in (*KNOWN, *FILTERS):
        assert name in told, name
