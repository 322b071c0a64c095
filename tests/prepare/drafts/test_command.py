"""`advocacy check` in a terminal, and its words lists as curators meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.knowledge import KnowledgeError
from bot.knowledge.models import Base
from bot.prepare.drafts import DraftCheck, check_drafts
from bot.prepare.drafts.lists import load_lists
from tests.prepare.conftest import KNOWLEDGE
from tests.prepare.drafts.corpus import Sample


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.fixture
def drafts(tmp_path: Path, samples: list[Sample]) -> Path:
    for one in samples:
        if one.name in ("sound-fr.docx", "named-en.docx"):
            (tmp_path / one.name).write_bytes(one.content)
    return tmp_path


def test_a_sound_draft_passes(drafts: Path) -> None:
    done = run(drafts / "sound-fr.docx", "--action", "upr-submission", "--state", "Chad")
    assert done.exit_code == 0, done.output
    assert "À ma connaissance, rien n'est à corriger." in done.output
    said = done.output.replace("\u00a0", " ")
    for title in ("Longueur : ", "Langue : Il est en français", "État : L'État est nommé : Tchad"):
        assert title in said
    assert "n'en garde pas de copie" in " ".join(done.output.split())
    assert [path.name for path in drafts.iterdir() if "sound" in path.name] == ["sound-fr.docx"]


def test_faults_are_told_with_place_remedy_and_rule_and_the_status_is_0(drafts: Path) -> None:
    done = run(drafts / "named-en.docx", "--action", "upr-submission")
    assert done.exit_code == 0
    lead, private = done.output.split("What could put people at risk (for you alone)")
    assert lead.splitlines()[1] == "Do not send: 2 dangers." and "F••••• P••••••••••" in lead
    assert "PASS  Names" not in done.output and "Nothing that I know of was found here" in private
    assert "F••••• P••••••••••" in private and "Placeholder" not in done.output
    assert "paragraph numbered 7, under “Loss of documents”" in private
    assert "→ Take the names out" in private and "FIX   Names of people" in private
    assert "[1]" in done.output.split("Sources\n")[1] and "FIX" not in lead


def test_the_report_is_written_as_its_language_is(drafts: Path, tmp_path: Path) -> None:
    done = run(drafts / "sound-fr.docx", "--action", "upr-submission", "--state", "Chad")
    assert "(EPU)" not in done.output.splitlines()[0], "the title names the review"
    assert "au plus" in done.output and "2\u202f815" in done.output and "2,815" not in done.output
    draft = tmp_path / "draft.md"
    draft.write_text("أحمد موسى من قرية الصالحة اعتُقل في 3 آذار/مارس 2025.", encoding="utf-8")
    told = run(draft, "--action", "follow-up-information", "--mechanism", "cat", "--lang", "ar")
    assert "«أ••• م•••»" in told.output and "“" not in told.output
    assert "السطر 1، " in told.output and "((" not in told.output


def test_json_holds_the_whole_report(drafts: Path) -> None:
    done = run(drafts / "named-en.docx", "--action", "upr-submission", "--json")
    record = json.loads(done.output)
    assert record["verdict"] == "fix" and record["language"] == "en"
    people = next(one for one in record["private"] if one["check"] == "people")
    assert people["findings"][0]["place"]["number"] == "7"
    assert people["rule"]["entry"] in people["findings"][0]["rule"]["entry"] or people["rule"]


@pytest.mark.parametrize(("name", "action", "words"), [
    ("missing.docx", "upr-submission", "is no file"),
    (".", "upr-submission", "is no file"),
    ("draft.pdf", "upr-submission", "It is damaged, or not what its name says"),
    ("sound-fr.docx", "upr-submision", "did you mean upr-submission"),
])  # fmt: skip
def test_what_can_not_be_used_is_said_in_a_line(
    drafts: Path, name: str, action: str, words: str
) -> None:
    (drafts / "draft.pdf").write_bytes(b"%PDF-1.7")
    done = run(drafts / name, "--action", action)
    assert done.exit_code == 2
    assert words in done.output and len(done.output.strip().splitlines()) == 1


def test_the_lists_are_in_order(base: Base) -> None:
    problems = check_drafts(KNOWLEDGE, base)
    assert [str(one) for one in problems if not one.message.startswith("note:")] == []


@pytest.mark.parametrize(("file", "old", "new", "words"), [
    ("bodies", "rule: upr.submit.format", "rule: upr.submit.none", "no entry 'upr.submit.none'"),
    ("bodies", "ccpr.submit.length#pages", "ccpr.submit.length#sheets", "not defined in an entry"),
    ("bodies", "  spt:", "  spx:", "no mechanism 'spx'"),
    ("bodies", "takes: [en, fr, es], rule: spt", "takes: [en, xx], rule: spt", "'xx' has no name"),
    ("contacts", "'(?<![\\w.+-])[\\w.+-]{1,64}@", "'([\\w.+-]{1,64}@", "email: a pattern is wrong"),
    ("texts", "{number} recommendations", "{count} recommendations", "{count} is not a value"),
    ("parts", "weight: fix", "weigh: fix", "weigh"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_file(
    tmp_path: Path, base: Base, file: str, old: str, new: str, words: str
) -> None:
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    path = tmp_path / "knowledge" / "drafts" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [str(one) for one in check_drafts(tmp_path / "knowledge", base)]
    assert any(words in one and one.startswith(f"drafts/{file}.yaml:") for one in problems)


def test_a_folder_without_lists_is_told_apart_from_a_broken_one(
    tmp_path: Path, base: Base, desk: DraftCheck
) -> None:
    assert check_drafts(tmp_path, base) == []
    with pytest.raises(KnowledgeError, match=r"drafts/words\.yaml"):
        load_lists(tmp_path)
