"""What is found in a sentence and what is left alone, in the four languages."""

from __future__ import annotations

import pytest
import yaml

from bot.prepare.drafts import DraftCheck, Report
from tests.prepare.drafts.samples import SOUND, TEXTS, Piece
from tests.prepare.drafts.writing import txt, with_text

ANCHOR = {"en": "two in three", "fr": "deux familles", "es": "dos de cada", "ar": "لدى أسرتين"}
SENTENCES = yaml.safe_load((TEXTS / "sentences.yaml").read_text(encoding="utf-8"))
ALL = [
    (language, kind, sentence)
    for language, kinds in SENTENCES.items()
    for kind, sentences in kinds.items()
    for sentence in sentences
]


def check(desk: DraftCheck, language: str, sentence: str) -> Report:
    added = Piece("cover", sentence)
    content = txt(with_text(SOUND[language], ANCHOR[language], added))
    return desk.check(content, "draft.txt", "upr-mid-term", state="TCD")


def kinds(report: Report) -> set[str]:
    items = (*report.items, *report.private)
    return {finding.kind for item in items for finding in item.findings}


@pytest.mark.parametrize(("language", "kind", "sentence"), ALL)
def test_it_is_found_or_left_alone(
    desk: DraftCheck, language: str, kind: str, sentence: str
) -> None:
    found = kinds(check(desk, language, sentence))
    assert found == set() if kind == "none" else kind in found
