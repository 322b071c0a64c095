"""Requests for a text lead to the action or message that they name, and a talk begins anew where a
question does."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.ask import Choices, Context, Desk, TaskReply
from bot.render import Plain
from bot.settings import Settings

TALK = Context(mechanisms=("upr",), topic="submit")


@pytest.mark.parametrize(
    ("text", "task", "named"),
    [
        ("draft an urgent appeal on forced eviction", "outline", "urgent-appeal"),
        ("modèle de lettre d'allégation", "outline", "allegation-letter"),
        ("Hazme el esquema de un aporte al EPU sobre niñez", "outline", "upr-submission"),
        ("اكتب نداء عاجلا", "outline", "urgent-appeal"),
        ("write a letter to the embassy", "message", "embassy"),
        ("Il me faut un message pour l'ambassade de Suisse", "message", "embassy"),
        ("checklist for a UPR submission, Mali", "checklist", "upr-submission"),
        ("write a tweet about the review tomorrow", "message", "public-statement"),
    ],
)
def test_a_request_names_its_text(words_desk: Desk, text: str, task: str, named: str) -> None:
    reply = words_desk.ask(text)
    assert isinstance(reply, TaskReply)
    assert (reply.task, reply.action) == (task, named)


def test_every_name_is_of_a_text_that_the_desk_makes(words_desk: Desk, places: Settings) -> None:
    names = words_desk.base.text_names
    assert names
    folder = places.knowledge
    for kind, known in (("actions", names.actions), ("messages", names.messages)):
        assert known.keys() <= {file.stem for file in (folder / kind).glob("*.yaml")}


def test_no_command_is_shown_with_a_gap(words_desk: Desk, plain: Plain) -> None:
    text = plain.text(words_desk.ask("write me a letter"))
    assert "TEMPLATE" not in text and "ACTION" not in text


def test_the_meaning_of_a_word_begins_anew(words_desk: Desk) -> None:
    assert words_desk.understand("what is a shadow report", TALK).mechanisms == ()
    assert words_desk.understand("how many words?", TALK).mechanisms == ("upr",)


def test_who_can_help_begins_anew(words_desk: Desk) -> None:
    reply = words_desk.ask("who can help us?", TALK)
    assert isinstance(reply, Choices) and reply.lead.key == "bare_who"


FRAMES = {
    "en": (
        "write me {}",
        "could u pls draft {} for us",
        "I need {} by tomorrow",
        "help me write {}",
    ),
    "fr": ("rédige-moi {}", "il me faut {} pour demain", "un modèle pour {}", "je veux écrire {}"),
    "es": (
        "redáctame {}",
        "necesito {} para mañana",
        "una plantilla para {}",
        "quiero escribir {}",
    ),
    "ar": ("اكتب لي {}", "أحتاج {} غداً", "نموذج {}", "ساعدني في كتابة {}"),
}
LEAST = 0.96
"""Share of requests by a text's usual name that must lead to that text."""


@pytest.mark.parametrize("column", ["en", "en2", "fr", "es", "ar"])
def test_each_text_is_found_by_its_usual_names(words_desk: Desk, column: str) -> None:
    with (Path(__file__).parent / "asked_texts.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    missed = []
    for row in rows:
        for frame in FRAMES[column[:2]]:
            asked = frame.format(row[column])
            reply = words_desk.ask(asked)
            if not (isinstance(reply, TaskReply) and reply.action == row["id"]):
                missed.append(asked)
    assert len(missed) <= (1 - LEAST) * len(rows) * 4, missed
