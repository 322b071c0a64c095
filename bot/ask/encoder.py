"""The small offline model of meaning: a text → a vector.

A multilingual-e5-small that was taught with the asks of the base (docs/training.md). It is a file
of the knowledge base (`model/`), run by onnxruntime, in the extra `meaning`. Without the extra, the
file or a processor that can run it the desk finds by words alone; `unusable` says why and what to
do.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from bot.settings import INSTALL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "card.json"
PIECES = 128
"""Pieces of words that are read of a text; of a longer one the end, where the question stands."""
LETTERS = 4_000
"""Letters of a text that are looked at for that."""

SILENT = "ORT_DISABLE_TELEMETRY"
"""onnxruntime's wheels report to their maker, and write down a number for the machine, unless this
stands in the environment before they are loaded
(https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md)."""

_log = logging.getLogger(__name__)


class UnusableModelError(Exception):
    """The model can't be used: what is wrong, in a sentence, and what to do."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong}; {remedy}")
        self.wrong = wrong
        self.remedy = remedy


class NotInstalledError(UnusableModelError):
    """The extra `meaning` was not installed: a choice, no damage."""


class SilentModelError(Exception):
    """The model gives no vector now; a question is answered by words alone."""


class Encodes(Protocol):
    """What makes vectors: an `Encoder` here, or one in a process of its own."""

    stamp: str
    """Letters that are others for another model: vectors of two models can't be compared."""
    dimensions: int
    """Numbers of a vector."""

    @property
    def answers(self) -> bool:
        """Whether the model gives vectors now."""

    def vector(self, text: str) -> Vectors:
        """The vector of a text. Raises SilentModelError."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of many texts, a row each. Raises SilentModelError."""


class Encoder:
    """Texts → vectors of length one. The same text always gives the same vector, alone or among
    others: each is read by itself."""

    def __init__(self, session: Any, tokenizer: Any, stamp: str, dimensions: int) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.stamp, self.dimensions = stamp, dimensions
        self.answers = True

    @classmethod
    def open(cls, folder: Path) -> Encoder:
        """The model in a folder. Raises UnusableModelError."""
        os.environ[SILENT] = "1"
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ModuleNotFoundError as error:
            raise NotInstalledError("the extra `meaning` is not installed", INSTALL) from error
        except (ImportError, OSError) as error:
            raise UnusableModelError("onnxruntime can't run on this machine", INSTALL) from error
        onnxruntime.disable_telemetry_events()
        card = card_of(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        # Done when the model was made: at every start it would cost a tenth of a second.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(
                str(folder / MODEL), options, providers=["CPUExecutionProvider"]
            )
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            tokenizer.enable_truncation(PIECES, direction="left")
            model = cls(session, tokenizer, *stamp_of(card))
            model.vector("?")
        except Exception as error:  # onnxruntime and tokenizers have no error class of their own
            wrong = "onnxruntime can't run the model of meaning on this machine"
            raise UnusableModelError(wrong, INSTALL) from error
        return model

    def vector(self, text: str) -> Vectors:
        """The vector of a text."""
        return self._run(text, "vectors")

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of many texts, a row each, on all cores."""
        return self._many(texts, "vectors")

    def means(self, texts: Sequence[str]) -> Vectors:
        """What the model makes of many texts before they are put into the space of our asks."""
        return self._many(texts, "means")

    def pieces(self, text: str) -> list[int]:
        """The numbers of the pieces of words that are read of a text."""
        ids: list[int] = self._tokenizer.encode(text[-LETTERS:]).ids
        return ids

    def _run(self, text: str, what: str) -> Vectors:
        ids = np.array([self.pieces(text)], dtype=np.int64)
        vectors: Vectors = self._session.run([what], {"ids": ids})[0][0]
        return vectors

    def _many(self, texts: Sequence[str], what: str) -> Vectors:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            vectors = list(pool.map(lambda text: self._run(text, what), texts))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), -1)


@cache
def open_encoder(folder: Path) -> Encoder | None:
    """The model in a folder, opened once in a process; None where it can't be used. A model that is
    there but damaged, or that this machine can't run, is named once in the log."""
    try:
        return Encoder.open(folder)
    except NotInstalledError:
        return None
    except UnusableModelError as error:
        tell(error)
        return None


def tell(error: UnusableModelError) -> None:
    """Put into the log why no model is used."""
    _log.warning("Questions are found by words alone: %s. `advocacy doctor` tells more.", error)


def unusable(folder: Path) -> UnusableModelError | None:
    """Why the model in a folder can't be used, and what to do; None where it can."""
    try:
        Encoder.open(folder)
    except UnusableModelError as error:
        return error
    return None


def card_of(folder: Path) -> dict[str, Any]:
    """What is written beside the model, after a look at whether its files are whole. Raises
    UnusableModelError."""
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
        for name, digest in card["files"].items():
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise UnusableModelError(f"the file {name} of the model is damaged", INSTALL)
    except FileNotFoundError as error:
        name = Path(error.filename).name
        raise UnusableModelError(f"the file {name} of the model is missing", INSTALL) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableModelError(f"the file {CARD} of the model is damaged", INSTALL) from error
    return card


def stamp_of(card: dict[str, Any]) -> tuple[str, int]:
    """The stamp of the model beside which that is written, and the numbers of a vector."""
    return card["files"][MODEL][:12], card["dimensions"]
