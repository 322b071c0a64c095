"""What could identify somebody in what is typed is shown before a message or an outline is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.prepare.drafts import Unsafe
from bot.prepare.messages import BadValue, Messages
from bot.render import messages as render
from bot.render.prepare_words import Wordings
from tests.prepare.conftest import ON, TEMPLATES
from tests.prepare.messages.samples import SAMPLES

DANGER = (
    "Achta Placeholder, 15, of Block C14 in Fictional, was raped on 2 April 2026; call"
    " +235 66 45 12 90"
)


def _body(name: str) -> str | None:
    return "cedaw" if name == "committee" else None


def _sample(name: str) -> dict[str, str]:
    """The sample, without the statement that nobody can be recognised."""
    agreed = {"consent": "no-names"} if name == "special-procedure" else {}
    return SAMPLES[name] | agreed


@pytest.mark.parametrize("name", SAMPLES)
def test_every_typed_field_of_every_message_is_looked_at(messages: Messages, name: str) -> None:
    for field in messages.fields(name):
        if field.kind not in ("text", "lines") or field.id == "sender":
            continue
        value = "Soldiers raped Achta Placeholder"[: field.longest]
        with pytest.raises(Unsafe) as caught:
            messages.make(name, _sample(name) | {field.id: value}, ON, "TCD", _body(name))
        assert {one.field for one in caught.value.dangers} == {field.id}, field.id
        assert "Achta" not in str(caught.value) and "Placeholder" not in str(caught.value)


def test_samples_without_a_danger_are_made(messages: Messages) -> None:
    for name, sample in SAMPLES.items():
        assert messages.make(name, sample, ON, "TCD", _body(name)).dangers == (), name


def test_one_may_go_on_knowingly_and_is_told_once_more(
    messages: Messages, wordings: Wordings
) -> None:
    values = SAMPLES["embassy"] | {"problem": DANGER}
    made = messages.make("embassy", values, ON, "TCD", knowingly=True)
    kinds = {one.kind for one in made.dangers}
    assert {"name-incident", "home", "phone", "age-day"} <= kinds
    notes = render.page(made, wordings, TEMPLATES).notes
    assert [note.label for note in notes[: len(made.dangers)]].count("Danger:") >= 4


def test_nobody_can_be_recognised_is_refused_where_somebody_can(messages: Messages) -> None:
    values = SAMPLES["special-procedure"] | {"problem": DANGER, "consent": "nobody"}
    for knowingly in (False, True):
        with pytest.raises(BadValue, match="Nobody can be recognised"):
            messages.make("special-procedure", values, ON, "TCD", knowingly=knowingly)
    agreed = values | {"consent": "government"}
    assert messages.make("special-procedure", agreed, ON, "TCD", knowingly=True).dangers


def test_the_own_address_may_stand_in_the_contact(messages: Messages) -> None:
    contact = {"contact": "advocacy focal point, advocacy@example.org, +235 66 45 12 90"}
    assert messages.make("embassy", SAMPLES["embassy"] | contact, ON, "TCD").dangers == ()
    moved = SAMPLES["embassy"] | {"evidence": contact["contact"]}
    with pytest.raises(Unsafe):
        messages.make("embassy", moved, ON, "TCD")


def test_in_a_terminal_nothing_is_written_until_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    args = ["message", "embassy", "--state", "Chad", "--on", "2026-11-24", "-o", str(path)]
    for field, value in (SAMPLES["embassy"] | {"problem": DANGER}).items():
        args += ["--field", f"{field}={value}"]
    refused = CliRunner().invoke(main, args)
    assert refused.exit_code == 2 and not path.exists()
    assert "could identify somebody" in refused.stderr and "--knowingly" in refused.stderr
    assert "Achta" not in refused.stderr and len(refused.stderr.strip().splitlines()) == 1
    assert CliRunner().invoke(main, [*args, "--knowingly"]).exit_code == 0 and path.exists()


def test_an_outline_looks_at_its_issues(tmp_path: Path) -> None:
    path = tmp_path / "outline.docx"
    args = ["outline", "upr-submission", "--state", "Chad", "-o", str(path)]
    refused = CliRunner().invoke(main, [*args, "--issue", "rape of Achta Placeholder"])
    assert refused.exit_code == 2 and "--issue" in refused.stderr and not path.exists()
    assert CliRunner().invoke(main, [*args, "--issue", "sexual violence"]).exit_code == 0


def test_a_cluster_that_signs_is_told_and_the_message_is_made(messages: Messages) -> None:
    for sender in ("Protection Cluster Chad", "Cluster Protection du Tchad"):
        made = messages.make("embassy", SAMPLES["embassy"] | {"sender": sender}, ON, "TCD")
        assert [(one.kind, one.verdict) for one in made.dangers] == [("cluster-signs", "look")]
    assert messages.make("donors", SAMPLES["donors"], ON, "TCD").dangers == ()
