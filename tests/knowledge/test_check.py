"""The checker tells a curator what to correct, and passes what is in order."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.knowledge.check import check_folder
from tests.knowledge.small import ASKS, ENTRY, SOURCES, write

TODAY = dt.date(2026, 11, 25)
READ = "  read_at: https://www.ohchr.org/en/hr-bodies/upr/ngos-nhris\n"


def check(folder: Path) -> list[str]:
    problems = check_folder(folder, TODAY)
    return [str(one) for one in problems if not one.file.endswith("wording.po")]


def test_what_is_in_order_passes(tmp_path: Path) -> None:
    assert check(write(tmp_path)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("at most {words_single}", "at most 2815", "is a limit: write it under 'figures'"),
        ("status: checked", "status: unchecked", "'unchecked' needs 'check_on'"),
        ("  sources: [ohchr-upr]\n", "", "needs a source"),
        ("review_by: 2027-05-01", "review_by: 2026-01-01", "'review_by' is before 'verified'"),
        ("verified: 2026-11-01", "verified: 2026-12-24", "in the future"),
        ("what: none, ", "", "no entry on 'what'"),
        ("answer: One", "answer: " + "so many words " * 15 + "One", "a sentence of"),
    ],
)
def test_a_rule_broken_is_said(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert right in ENTRY
    found = check(write(tmp_path, ENTRY.replace(right, wrong, 1)))
    assert any(says in problem for problem in found), found


def test_a_point_that_rests_on_less_than_its_mark_says(tmp_path: Path) -> None:
    point = "  points:\n  - {text: Two may write more., status: checked, sources: [blog]}\n"
    entry = ENTRY.replace("  figures:\n", point + "  figures:\n")
    blog = SOURCES.replace("ohchr-upr:", "blog:").replace("www.ohchr.org", "blog.example.org")
    found = check(write(tmp_path, entry, sources=SOURCES + blog))
    assert [p for p in found if ":17: " in p and "'checked' needs a source that was read" in p]
    less = check(
        write(
            tmp_path,
            entry.replace(
                "Two may write more., status: checked", "Two may write more., status: single-source"
            ),
            sources=SOURCES + blog,
        )
    )
    assert not [p for p in less if "'checked' needs" in p]


THESAURUS = """\
verdicts:
  en: ["no", "not any more", "usually not"]
  fr: ["non"]
pointers:
  en: ["it", "then"]
"""


@pytest.mark.parametrize(
    "opening",
    ["No. ", "No, ", "Not any more: ", "Usually not. ", "It is short. ", "Slowly. ", "“No.” "],
)
def test_an_answer_must_stand_alone(tmp_path: Path, opening: str) -> None:
    folder = write(tmp_path, ENTRY.replace("answer: One", f"answer: >\n    {opening}One"))
    (folder / "thesaurus.yaml").write_text(THESAURUS, encoding="utf-8")
    assert any("begin with a sentence that stands alone" in problem for problem in check(folder))


@pytest.mark.parametrize("opening", ["", "No organisation writes more. "])
def test_what_only_looks_like_a_verdict_passes(tmp_path: Path, opening: str) -> None:
    folder = write(tmp_path, ENTRY.replace("answer: One", f"answer: {opening}One"))
    (folder / "thesaurus.yaml").write_text(THESAURUS, encoding="utf-8")
    assert check(folder) == []


def test_points_must_stand_alone(tmp_path: Path) -> None:
    points = "points: [It has two parts., 'No. Annexes do not count.']\n  figures:"
    folder = write(tmp_path, ENTRY.replace("figures:", points))
    (folder / "thesaurus.yaml").write_text(THESAURUS, encoding="utf-8")
    (found,) = check(folder)
    assert found.startswith("mechanisms/upr.yaml:16:"), found


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("    ar: [كم كلمة]\n", "", 1, "0 asks in 'ar'"),
        ("[max length, is", "[how many words, is", 8, "the same ask"),
        ("  any:", "  point-1:", 7, "the entry has no line 'point-1'"),
        ("  any:", "  points:", 7, "not written as it must be"),
        ("upr.submit.length:", "upr.submit.lenght:", 1, "the nearest is upr.submit.length"),
    ],
)
def test_asks_that_cannot_be_used(
    tmp_path: Path, right: str, wrong: str, line: int, says: str
) -> None:
    assert right in ASKS
    found = check(write(tmp_path, asks=ASKS.replace(right, wrong, 1)))
    assert any(p.startswith(f"asks/upr.yaml:{line}:") and says in p for p in found), found


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("www.ohchr.org", "www.scribd.com", "scribd.com is a copy"),
        ("https://www.ohchr.org/en/", "https://www.ungeneva.org/ru/", "the English address"),
        (READ, "", "'checked' needs a source that was read on an official page"),
        (READ, "  read_in_copy: true\n", "or two of two publishers that were read on two sites"),
        (READ, "  read_at: https://news.example.org/x\n", "'checked' needs a source that was read"),
        (READ, f"{READ}  official: true\n", "take 'official' out: it follows from the host"),
        (READ, f"{READ}  read_in_copy: true\n", "take 'read_in_copy' out: it follows"),
        (READ, "  read_on: 2026-12-01\n", "give 'read_at', the address that was opened"),
    ],
)
def test_a_source_that_may_not_be_shown(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    found = check(write(tmp_path, sources=SOURCES.replace(right, wrong, 1)))
    assert any(says in problem for problem in found), found


def test_a_source_that_nothing_cites(tmp_path: Path) -> None:
    other = SOURCES.replace("ohchr-upr:", "other:")
    found = check(write(tmp_path, sources=SOURCES + other))
    assert any("no entry cites it" in problem for problem in found)


def test_a_limit_has_one_value(tmp_path: Path) -> None:
    entry = ENTRY[ENTRY.index("- id:") :].replace("upr.submit.length", "upr.submit.other")
    entry = entry.replace("How long", "Then how long").replace("2815", "2800")
    found = check(write(tmp_path, ENTRY + entry))
    assert any("'words_single' has two values" in problem for problem in found), found


def test_an_unchecked_mailbox_is_refused(tmp_path: Path) -> None:
    text = ENTRY.replace("status: checked", "status: unchecked\n  check_on: https://www.un.org")
    text = text.replace("answer: One", "answer: Write to someone@un.org. One")
    assert any("mailbox" in problem for problem in check(write(tmp_path, text)))


def test_what_is_overdue_is_a_note_and_no_error(tmp_path: Path) -> None:
    text = ENTRY.replace("2026-11-01", "2026-01-01").replace("2027-05-01", "2026-02-01")
    (found,) = check(write(tmp_path, text))
    assert ": note: upr.submit.length: was to be checked again by 2026-02-01" in found


def test_the_same_matter_has_one_entry_a_mechanism(tmp_path: Path) -> None:
    folder = write(tmp_path)
    basics = """\
asked: {purpose: {en: [what is it for]}}
entries: {}
same:
  length: [upr.submit.length, upr.submit.longer]
"""
    (folder / "basics.yaml").write_text(basics, encoding="utf-8")
    found = check(folder)
    assert any("basics.yaml:4" in p and "more than one entry of upr" in p for p in found), found


def test_a_second_turn_names_lines_that_there_are(tmp_path: Path) -> None:
    folder = write(tmp_path)
    turns = """\
beside: {en: [people]}
turns:
  length:
    asked: {en: [how long]}
    entries: ["upr.submit.length#point-9", upr.submit.nothing]
"""
    (folder / "turns.yaml").write_text(turns, encoding="utf-8")
    found = check(folder)
    assert any("upr.submit.length: the entry has no line 'point-9'" in p for p in found), found
    assert any("no entry 'upr.submit.nothing'" in p for p in found), found
