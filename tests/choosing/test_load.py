"""A lawyer who makes a slip is told file, line and what to do, and nothing is half loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.choosing import check_rules
from bot.choosing.load import load_rules
from bot.knowledge import KnowledgeError
from bot.knowledge.models import Base
from bot.states import Profiles
from tests.choosing.conftest import KNOWLEDGE


def _changed(folder: Path, old: str, new: str) -> int:
    """Change the file and say on which line."""
    path = folder / "choosing.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("rule: ced.compare.icrc", "rule: ced.compare.icr", "the nearest is ced.compare.icrc"),
        ("rule: ced.compare.icrc", "rule: ced.submit.old-guidance", "has ended; today's is"),
        ("action: disappearance-case", "action: disapearance-case",
         "the nearest is disappearance-case"),
        ("needs: case:ECtHR", "needs: case:ECHR", "the nearest is case:ECtHR"),
        ("mechanism: upr\n", "mechanism: uprr\n", "the nearest is upr"),
        ("ways: [ced-urgent-action]", "ways: [ced-urgent]", "the nearest is ced-urgent-action"),
        ("like: complaint\n", "like: complain\n", "there is no kind 'complain'"),
        ("harm: [imminent, ongoing]", "harm: [soon]", "'soon' must be one of"),
        ("  title: Petition\n", "  titel: Petition\n",
         "titel: there is no such key; did you mean 'title'?"),
        ("figure: crc.complaint.one-year#limit", "figure: crc.complaint.one-year#time", "not def"),
        ("figure: crc.complaint.one-year#limit", "figure: upr.submit.length#words_single",
         "counts words; a time limit needs a time"),
        ("- id: iachr-hearing", "- id: iachr-petition", "two ways are called"),
        ("{cescr.complaint.time-limit#limit} year", "{limit} year", "{entry.id#name}"),
        ("counts: 4, because: Danger is near.", "counts: 0, because: Danger is near.", "nothing"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_line(
    folder: Path, known: Base, profiles: Profiles, old: str, new: str, says: str
) -> None:
    line = _changed(folder, old, new)
    with pytest.raises(KnowledgeError) as caught:
        load_rules(folder, known, profiles)
    found = [one for one in caught.value.problems if says in one.message]
    assert found, caught.value
    assert found[0].file == "choosing.yaml"
    assert line <= found[0].line <= line + 1
    assert check_rules(folder, known, profiles) == caught.value.problems


def test_a_kind_that_leads_back_to_itself_is_refused(
    folder: Path, known: Base, profiles: Profiles
) -> None:
    _changed(folder, "  letter:\n", "  letter:\n    like: letter\n")
    with pytest.raises(KnowledgeError, match="leads back to itself"):
        load_rules(folder, known, profiles)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("says: Trends without names are enough for a briefing.", "says: Wait 3 weeks.", "a time"),
        ("- {fact: seldom, counts: -1", "- {fact: quick, counts: -1", "'seldom' has no weight"),
        ("- {value: law, label: A law or a policy}", "- {value: person, label: A law}",
         "the values of the options must be"),
        ("  hope:\n    text: What do you hope for?", "  hopes:\n    text: What do you hope for?",
         "the question 'hope' is missing"),
        ("  send:\n  - {says: \"Use another committee or the expert on migrants instead.\", "
         "rule: cmw.complaint.alternatives}\n", "", "say what to send"),
    ],
)  # fmt: skip
def test_the_checker_finds_what_loading_does_not_need(
    folder: Path, known: Base, profiles: Profiles, old: str, new: str, says: str
) -> None:
    _changed(folder, old, new)
    assert any(says in one.message for one in check_rules(folder, known, profiles))


def test_the_project_has_no_slip(known: Base, profiles: Profiles) -> None:
    assert check_rules(KNOWLEDGE, known, profiles) == []


def test_what_a_kind_shares_is_laid_under_its_ways(known: Base, profiles: Profiles) -> None:
    ways = {way.id: way for way in load_rules(KNOWLEDGE, known, profiles).ways}
    cerd, cedaw = ways["complaint-cerd"], ways["complaint-cedaw"]
    assert "names-hidden" in {one.fact for one in cerd.facts}
    assert not {"names-go", "stops"} & {one.fact for one in cerd.facts}
    assert [one.says for one in cedaw.facts if one.fact == "stops"] == [
        "It can ask for steps against harm that cannot be repaired."
    ]
    ids = [one.id for one in cedaw.conditions]
    assert sorted(ids) == sorted(set(ids)) and "other-body" in ids and "remedies" in ids
