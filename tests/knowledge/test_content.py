"""The knowledge base itself: everything that was researched is there, or listed with a reason."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from bot.knowledge.check import check_folder
from bot.knowledge.models import Base
from bot.settings import Settings

FACTS = Path(__file__).parent / "facts.txt"


def test_the_checker_passes(places: Settings) -> None:
    problems = check_folder(places.knowledge, dt.date(2026, 12, 5))
    assert not [str(p) for p in problems if not p.message.startswith("note:")]


def test_every_researched_fact_is_carried_or_listed(base: Base, places: Settings) -> None:
    facts = set(FACTS.read_text(encoding="utf-8").split())
    carried = {fact for entry in base.entries.values() for fact in entry.facts}
    listed = (places.knowledge / "OMITTED.md").read_text(encoding="utf-8")
    omitted = set(re.findall(r"^- (\S+): .{10,}$", listed, re.MULTILINE))
    assert facts - carried - omitted == set()
    assert carried <= facts, carried - facts


def test_the_mechanisms_are_all_there(base: Base) -> None:
    facts = FACTS.read_text(encoding="utf-8").split()
    assert {fact.split(".")[0] for fact in facts} <= set(base.mechanisms)
    assert "desk" in base.mechanisms
    for mechanism in base.mechanisms.values():
        assert mechanism.names.fr and mechanism.names.es and mechanism.names.ar, mechanism.id
        assert len(mechanism.describes) >= 5, mechanism.id


def test_asks_come_in_four_languages(base: Base) -> None:
    for entry in base.entries.values():
        assert len(entry.asks.en) >= 5 and entry.asks.fr and entry.asks.es and entry.asks.ar


def test_no_old_mailbox_is_shown_as_a_contact(base: Base) -> None:
    for entry in base.entries.values():
        for text in entry.texts():
            if entry.ended or text == entry.not_any_more:
                continue
            assert "@ohchr.org" not in text, (entry.id, text)
