"""The model in a process of its own: the same vectors, and answers whatever happens to it."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from bot.ask import CagedEncoder, Desk, Encoder, SilentModelError, caged, open_caged, trial
from bot.ask.caged import IN_TIME, LINES
from bot.cage import Cage
from bot.library import Library
from bot.settings import Settings
from tests.test_cage import gone, soon

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it runs in the bot")
QUESTIONS = (
    "How many words may our UPR submission have?",
    "Can CEDAW visit Sudan?",
    "Quand le Mali passe-t-il à l'EPU ?",
)


@dataclass
class Caged:
    """A desk whose model runs in a process of its own, and why it gave nothing."""

    desk: Desk
    encoder: CagedEncoder
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def process(self) -> int:
        """The number of the process."""
        started = self.encoder._lines._cage._process
        assert started
        return started.pid

    @property
    def copies(self) -> list[int]:
        """The numbers of its copies."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [int(text) for text in children.read_text().split()]

    def ready(self) -> bool:
        """Whether all lines are open."""
        return soon(lambda: self.encoder._lines.count == LINES, 20)


@pytest.fixture(scope="module")
def opened(places: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caged]:
    shared, missed = tmp_path_factory.mktemp("shared"), Counter[str]()

    def model(folder: Path) -> CagedEncoder:
        found = open_caged(folder, shared, lambda why: missed.update([why]))
        assert isinstance(found, CagedEncoder)
        return found

    desk = Library(places, model=model).desk
    assert isinstance(desk.encoder, CagedEncoder)
    found = Caged(desk, desk.encoder, missed)
    yield found
    found.encoder._lines.close()


@pytest.fixture
def caged_desk(opened: Caged, monkeypatch: pytest.MonkeyPatch) -> Caged:
    """The model has time, however busy the machine is."""
    monkeypatch.setattr(caged, "IN_TIME", 10.0)
    assert opened.ready()
    opened.desk.ask(QUESTIONS[0])
    opened.missed.clear()
    return opened


def closed(encoder: CagedEncoder) -> None:
    encoder._lines.close()
    encoder._lines._cage.ended_by  # noqa: B018 (the process is asked after)


@pytest.mark.parametrize("text", [*QUESTIONS, "", "\u202e\x00", "?" * 20_000, "🙏🏾", "لجنة" * 90])
def test_a_vector_is_the_same_byte_for_byte(caged_desk: Caged, places: Settings, text: str) -> None:
    here = Encoder.open(places.model)
    assert caged_desk.encoder.vector(text).tobytes() == here.vector(text).tobytes()
    assert (caged_desk.encoder.stamp, caged_desk.encoder.dimensions) == (
        here.stamp,
        here.dimensions,
    )


def test_many_vectors_come_in_their_order(caged_desk: Caged, desk: Desk) -> None:
    assert desk.encoder
    texts = [f"question {number}" for number in range(40)]
    assert np.array_equal(caged_desk.encoder.vectors(texts), desk.encoder.vectors(texts))


def test_the_desk_answers_as_with_the_model_in_the_bot(caged_desk: Caged, desk: Desk) -> None:
    for question in QUESTIONS:
        assert caged_desk.desk.ask(question) == desk.ask(question)
    assert caged_desk.desk.by_meaning
    assert not caged_desk.missed


def test_a_killed_model_stops_no_question(
    caged_desk: Caged, desk: Desk, words_desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything of it is killed four times while four threads ask."""
    by_meaning = {question: desk.ask(question) for question in QUESTIONS}
    by_words = {question: words_desk.ask(question) for question in QUESTIONS}
    stop, wrong, times = threading.Event(), [], []

    def ask(number: int) -> None:
        question = QUESTIONS[number % len(QUESTIONS)]
        while not stop.is_set():
            began = time.monotonic()
            reply = caged_desk.desk.ask(question)
            times.append(time.monotonic() - began)
            if reply not in (by_meaning[question], by_words[question]):
                wrong.append(reply)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    with caplog.at_level(logging.INFO):
        for thread in threads:
            thread.start()
        for _ in range(4):
            assert caged_desk.ready()
            for pid in (*caged_desk.copies, caged_desk.process):
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)
        assert caged_desk.ready(), "it is started again"
        time.sleep(0.3)
        stop.set()
        for thread in threads:
            thread.join()
    assert not wrong
    assert len(times) > 20
    assert caged_desk.missed
    assert set(caged_desk.missed) <= {"it ended", "not there", "too many at once", "too slow"}
    assert soon(lambda: caged_desk.desk.ask(QUESTIONS[0]) == by_meaning[QUESTIONS[0]])
    said = [record.getMessage() for record in caplog.records]
    assert "questions are found by words alone for now" in said
    assert "the model of meaning answers again" in said
    assert not [text for text in said if "UPR" in text or "CEDAW" in text]


@pytest.mark.parametrize("number", [signal.SIGILL, signal.SIGSEGV])
def test_a_fault_in_native_code_costs_one_question_its_meaning(
    caged_desk: Caged, desk: Desk, words_desk: Desk, number: signal.Signals
) -> None:
    question = QUESTIONS[0]
    for pid in caged_desk.copies:
        os.kill(pid, number)
    assert caged_desk.desk.ask(question) in (words_desk.ask(question), desk.ask(question))
    assert caged_desk.ready()
    assert soon(lambda: caged_desk.desk.ask(question) == desk.ask(question))


def test_a_model_that_does_not_come_to_an_end_is_not_waited_for(
    caged_desk: Caged, desk: Desk, words_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caged, "IN_TIME", IN_TIME)
    stopped = caged_desk.copies
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    assert caged_desk.desk.ask(QUESTIONS[0]) == words_desk.ask(QUESTIONS[0])
    assert time.monotonic() - began < IN_TIME + 1
    assert caged_desk.missed == {"too slow": 1}
    assert soon(lambda: any(map(gone, stopped))), "the copy that hangs is ended"
    for _ in range(LINES):
        with suppress(SilentModelError):
            caged_desk.encoder.vector("x")
    assert caged_desk.ready()
    assert soon(lambda: caged_desk.desk.ask(QUESTIONS[0]) == desk.ask(QUESTIONS[0]))


def test_lines_that_ended_in_a_quiet_hour_are_open_again_before_anybody_asks(
    caged_desk: Caged,
) -> None:
    before = caged_desk.copies
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert soon(lambda: len(set(caged_desk.copies) - set(before)) == LINES, 10)
    assert caged_desk.ready()
    assert caged_desk.desk.by_meaning
    caged_desk.encoder.vector("x")
    assert not caged_desk.missed


def test_no_word_of_a_question_is_in_an_environment_a_command_or_a_file(
    caged_desk: Caged,
) -> None:
    canary = "canary-in-a-question"
    caged_desk.encoder.vector(canary)
    for pid in (caged_desk.process, *caged_desk.copies):
        for name in ("environ", "cmdline"):
            assert canary.encode() not in Path(f"/proc/{pid}/{name}").read_bytes()
    shared = caged_desk.encoder._lines._cage._shared
    assert shared
    assert all(path.is_socket() or not path.read_bytes() for path in shared.iterdir())


@pytest.mark.parametrize("what", ["dies", "other"])
def test_what_can_not_start_or_is_another_model_leaves_words(
    desk: Desk, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert desk.encoder
    missed: Counter[str] = Counter()
    cage = Cage(f"tests.caged:{what}", ())
    encoder = CagedEncoder(
        cage, desk.encoder.stamp, desk.encoder.dimensions, lambda why: missed.update([why])
    )
    assert not encoder.answers
    with pytest.raises(SilentModelError):
        encoder.vector("x")
    assert missed == {"not there": 1}
    why = {"dies": {"SIGILL", "it ended"}, "other": {"another model"}}[what]
    assert why & {getattr(record, "why", "") for record in caplog.records}
    closed(encoder)


def test_pauses_grow_while_nothing_comes_of_it(desk: Desk) -> None:
    assert desk.encoder
    encoder = CagedEncoder(Cage("tests.caged:other", ()), desk.encoder.stamp, 3, print)
    time.sleep(2)
    assert 2 <= encoder._lines._failed <= 6
    closed(encoder)


def test_a_damaged_model_is_named_and_not_tried_again(
    places: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy = Path(shutil.copytree(places.model, tmp_path / "model"))
    content = bytearray((copy / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (copy / "model.onnx").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert open_caged(copy, tmp_path, print) is None
    assert "damaged" in caplog.text
    reason = trial(copy)
    assert reason
    assert "damaged" in reason.wrong


def test_doctor_tries_the_model_apart(places: Settings) -> None:
    assert trial(places.model) is None
