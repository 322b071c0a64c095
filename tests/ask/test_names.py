"""The usual names of bodies and treaties, in four languages, lead to their mechanism alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import cast

import pytest

from bot.ask import Desk
from bot.knowledge.models import Language

ASKED: dict[Language, tuple[str, ...]] = {
    "en": ("{}", "what can the {} do?"),
    "fr": ("{}", "que fait {} ?"),
    "es": ("{}", "¿qué puede hacer {}?"),
    "ar": ("{}", "ماذا يمكن أن تفعل {}؟"),
}


def _names() -> list[tuple[str, Language, str]]:
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(one["mechanism"], cast("Language", one["language"]), one["name"]) for one in rows]


def test_usual_names_lead_to_their_mechanism_alone(words_desk: Desk) -> None:
    missed = defaultdict(list)
    for mechanism, language, name in _names():
        for asked in ASKED[language]:
            found = words_desk.understand(asked.format(name)).mechanisms
            if found != (mechanism,):
                missed[mechanism].append((asked.format(name), found))
    assert not missed


def _written(name: str) -> set[str]:
    """Arabic as it is typed: without hamza and with ha for taa marbuta, after "to"."""
    plain = name.translate(str.maketrans("أإآةى", "اااهي"))
    to = f"شكوى {name.replace('لجنة', 'للجنة', 1)}" if name.startswith("لجنة") else plain
    return {plain, to, f"تقرير إلى {name}"}


def test_arabic_names_are_read_as_they_are_typed(words_desk: Desk) -> None:
    for mechanism, language, name in _names():
        if language == "ar":
            for typed in _written(name):
                assert words_desk.understand(typed).mechanisms == (mechanism,), typed


@pytest.mark.parametrize(
    ("text", "mechanism"),
    [
        ("ماذا يمكن أن تفعل لجنة القضاء على التمييز ضد المرأة؟", "cedaw"),
        ("كيف نرسل شكوى إلى لجنة حقوق الإنسان؟", "ccpr"),
        ("شكوى للجنة المعنية بحقوق الإنسان", "ccpr"),
        ("هل أشتكي للجنة الأفريقية؟", "regional-africa"),
        ("¿Quiénes pueden ayudar a las personas ante el Comité contra la Tortura?", "cat"),
    ],
)
def test_neighbours_are_kept_apart(words_desk: Desk, text: str, mechanism: str) -> None:
    assert words_desk.understand(text).mechanisms == (mechanism,)
