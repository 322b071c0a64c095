"""The model of meaning: the same vectors everywhere, and a desk that works without it."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.ask import Answer, Choices, Desk, Encoder, UnusableModelError, open_encoder, unusable
from bot.ask.encoder import CARD, MODEL, TOKENIZER
from bot.library import Library
from bot.settings import Settings, settings

DEMO = "How many words may our joint submission on Mali have for the UPR?"


@pytest.fixture(scope="module")
def model(places: Settings) -> Encoder:
    return Encoder.open(places.model)


@pytest.fixture
def copy(places: Settings, tmp_path: Path) -> Path:
    """The model's folder, to be damaged."""
    return Path(shutil.copytree(places.model, tmp_path / "model"))


def test_the_library_of_the_model_reports_nothing_and_marks_no_machine(
    places: Settings, tmp_path: Path
) -> None:
    code = "import sys; from pathlib import Path; from bot.ask import Encoder\n"
    code += "Encoder.open(Path(sys.argv[1])).vector('x')"
    unseen = {
        "CI",
        "GITHUB_ACTIONS",
        "TF_BUILD",
        "ORT_DISABLE_TELEMETRY",
    }
    environment = {name: value for name, value in os.environ.items() if name not in unseen}
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "TMPDIR")}
    found = subprocess.run(
        [sys.executable, "-c", code, places.model], env=environment | home, check=True
    )
    assert found.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_text_has_the_same_vector_alone_and_among_others(model: Encoder) -> None:
    texts = ["deadline for the UPR", "ما هي لجنة مناهضة التعذيب؟", "CEDAW " * 30]
    together = model.vectors(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(model.vector(text), vector)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)


def test_capital_letters_change_nothing(model: Encoder) -> None:
    assert np.array_equal(model.vector("Can CEDAW visit?"), model.vector("CAN cedaw VISIT?"))


def test_questions_that_mean_the_same_lie_nearer_in_any_language(model: Encoder) -> None:
    asked, same, other = model.vectors(
        [
            "How many words may a UPR submission have?",
            "Combien de mots peut compter une contribution à l'EPU ?",
            "Who elects the members of the Committee against Torture?",
        ]
    )
    assert asked @ same > asked @ other


def test_of_a_long_text_the_end_is_read_where_the_question_stands(model: Encoder) -> None:
    story = "The village was emptied in June and nobody came back. " * 40
    asked = "Who may complain to CEDAW?"
    assert not np.allclose(model.vector(story + asked), model.vector(story))
    assert len(model.pieces(story + asked)) == 128


@pytest.mark.parametrize("text", ["", " ", "\u202e\x00", "?" * 20_000, "🙏🏾"])
def test_any_text_has_a_vector(model: Encoder, text: str) -> None:
    assert np.isfinite(model.vector(text)).all()


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, CARD])
def test_a_missing_file_is_named_with_what_mends_it(copy: Path, name: str) -> None:
    (copy / name).unlink()
    reason = unusable(copy)
    assert reason is not None
    assert name in reason.wrong
    assert "requirements/run.txt" in reason.remedy


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, CARD])
def test_a_damaged_file_is_seen(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (copy / name).write_bytes(content)
    with pytest.raises(UnusableModelError, match="damaged"):
        Encoder.open(copy)


def test_a_file_that_onnxruntime_cannot_run_is_no_crash(copy: Path) -> None:
    import hashlib

    (copy / MODEL).write_bytes(b"no model")
    card = json.loads((copy / CARD).read_text())
    card["files"][MODEL] = hashlib.sha256(b"no model").hexdigest()
    (copy / CARD).write_text(json.dumps(card))
    reason = unusable(copy)
    assert reason is not None
    assert "can't run" in reason.wrong


def test_without_the_model_the_desk_works_and_says_so_once(
    places: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(places.knowledge, knowledge, ignore=shutil.ignore_patterns("model", "*.npz"))
    (knowledge / "model").mkdir()
    broken = replace(places, knowledge=knowledge)
    open_encoder.cache_clear()
    with caplog.at_level(logging.WARNING):
        desk = Library(broken).desk
        again = Library(broken).desk
    assert {one.ask(DEMO).kind for one in (desk, again)} <= {"answer", "choices"}
    assert len([r for r in caplog.records if "words alone" in r.getMessage()]) == 1
    open_encoder.cache_clear()


def test_by_words_alone_the_desk_is_not_surer_than_with_the_model(
    desk: Desk, words_desk: Desk
) -> None:
    """A wrong answer must not look sure because the model is missing."""
    sure, alone = desk.ask(DEMO), words_desk.ask(DEMO)
    assert isinstance(sure, Answer)
    first = sure.entries[0]
    assert isinstance(alone, Choices) or alone.entries[0] == first or alone.certainty < 0.6


def test_a_desk_without_the_extra_has_nothing_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.cli.doctor import _meaning

    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    finding = _meaning(settings())
    assert "requirements/run.txt" in finding.text
    assert not finding.mend
