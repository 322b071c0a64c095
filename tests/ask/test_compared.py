"""Comparisons, follow-ups of few words, two questions in one message, and what is asked of a State,
as people type them: what was read and found right stays right."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from bot.ask import Answer, Decline, Desk
from bot.render import Plain

QUESTIONS = Path(__file__).resolve().parents[1] / "exam" / "compared.tsv"
EVERY = 3
"""Of so many questions of a kind one is asked here."""
LEAST = 0.89
ON = dt.date(2026, 12, 2)


def rows_of(kind: str) -> list[dict[str, str]]:
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["kind"] == kind][::EVERY]


@pytest.mark.parametrize("kind", ["compare", "follow-up", "two", "state"])
def test_the_entry_that_stands_first_answers(desk: Desk, kind: str) -> None:
    missed = []
    rows = rows_of(kind)
    for row in rows:
        *before, question = row["question"].split(" || ")
        reply = desk.ask(question, desk.follow(before, ON), ON)
        entries = reply.entries if isinstance(reply, Answer) else ()
        leads = reply.here[0].key if isinstance(reply, Answer) and reply.here_first else ""
        right = entries[:1] == (row["first"],) and leads == row["here"]
        if not right or (row["also"] and row["also"] not in entries):
            missed.append(row["question"])
    assert len(missed) <= (1 - LEAST) * len(rows), missed


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("is Sudan ICC member", "Sudan: a situation is open at the ICC"),
        ("¿Venezuela es parte de la CPI?", "Venezuela (República Bolivariana de): el Estado"),
        ("is Jordan member of the ICC", "Jordan: whether the ICC can act there is not known here"),
        ("Haiti Inter-American Court", "Haiti: has accepted the Inter-American Court since"),
        (
            "Le Niger est-il partie au Protocole de Maputo ?",
            "Niger\u00a0: on ne sait pas ici si",
        ),
        ("a qué se comprometió México en el EPU", "México: las recomendaciones que aceptó"),
        ("CAR treaties", "Central African Republic: a party to ICCPR"),
        ("libya reservations", "Libya: reservations are not held here"),
        ("Ecuador protocolo facultativo CEDAW", "Ecuador: A party to OP-CEDAW since"),
    ],
)
def test_what_is_known_of_the_state_leads(
    desk: Desk, plain: Plain, question: str, says: str
) -> None:
    assert plain.text(desk.ask(question, on=ON)).startswith(says)


def test_the_rule_stands_behind_the_date_that_is_not_known(desk: Desk) -> None:
    reply = desk.ask("delai soumission epu tchad", on=ON)
    assert isinstance(reply, Answer)
    assert reply.here_first
    assert reply.entries[0] == "upr.calendar.deadline-rule"


@pytest.mark.parametrize("text", ["istanbul convention vs cedaw", "Convention d'Istanbul ?"])
def test_a_treaty_of_which_nothing_is_held_is_not_answered_by_a_near_name(
    desk: Desk, text: str
) -> None:
    reply = desk.ask(text, on=ON)
    assert isinstance(reply, Decline)
    assert reply.reason.key == "decline_unheld"


def test_a_follow_up_keeps_to_what_was_spoken_of(desk: Desk) -> None:
    before = desk.ask("What is the Kampala Convention?", on=ON).context()
    reply = desk.ask("which States?", before, ON)
    assert isinstance(reply, Answer)
    assert reply.entries[0] == "regional-africa.what.kampala-states"


def test_and_the_word_limit_is_no_task(desk: Desk) -> None:
    before = desk.ask("UPR submission deadline?", on=ON).context()
    reply = desk.ask("and the word limit", before, ON)
    assert isinstance(reply, Answer)
    assert reply.entries[0] == "upr.submit.length"


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Strasbourg or the Human Rights Committee for a case", "treaty-bodies.compare.courts"),
        ("female genital mutilation, CEDAW or CRC?", "cedaw.compare.harmful-practices"),
        ("UPR, treaty body or special procedures, we can do one", "follow-up.compare.bodies"),
        ("IACHR or Human Rights Committee", "treaty-bodies.compare.courts"),
        ("what does WGAD do", "special-procedures.what.wgad"),
    ],
)
def test_of_two_bodies_what_tells_them_apart_leads(desk: Desk, question: str, entry: str) -> None:
    reply = desk.ask(question, on=ON)
    assert isinstance(reply, Answer)
    assert reply.entries[0].startswith(entry)


@pytest.mark.parametrize(
    ("before", "turn", "says"),
    [
        ("when is Kenya's next UPR", "and CEDAW?", "Kenya: my calendar has no date"),
        ("when is Chad reviewed by CAT", "and the UPR?", "Chad: the next review by the UPR"),
        ("is Kenya party to CAT", "and CEDAW?", "Kenya: A party to CEDAW"),
        ("can we complain against Chad to CAT", "and to CEDAW?", "Chad: to check. It had signed"),
    ],
)
def test_the_same_of_the_state_is_asked_of_another_mechanism(
    desk: Desk, plain: Plain, before: str, turn: str, says: str
) -> None:
    assert plain.text(desk.ask(turn, desk.follow([before], ON), ON)).startswith(says)
