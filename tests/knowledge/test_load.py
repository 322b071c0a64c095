"""A broken knowledge base is refused whole, with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, load
from tests.knowledge.small import ENTRY, SOURCES, write


def problems(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_right_folder_loads_and_prints_its_figures(tmp_path: Path) -> None:
    base = load(write(tmp_path))
    assert list(base.entries) == ["upr.submit.length"]
    figure = base.figure("upr.submit.length", "words_single")
    assert figure is not None and figure.value == 2815


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("topik: submit", "topic: submit", "did you mean 'topic'?"),
        ("topic: submitting", "topic: submit", "must be one of"),
        ("sources: [ohchr-uprr]", "sources: [ohchr-upr]", "the nearest is ohchr-upr"),
        ("most {words} words", "most {words_single} words", "the figure {words} is not defined"),
        ("related: [upr.submit.lenght]\n  status: checked", "status: checked", "no entry 'upr.sub"),
        ("id: cat.submit.length", "id: upr.submit.length", "must begin with 'upr.'"),
        ("id: upr.can.length", "id: upr.submit.length", "the topic is 'submit'"),
        ("verified: soon", "verified: 2026-11-01", "date"),
        ("title: How\n  title: How long", "title: How long", "stands here twice"),
        ("answer: One: two", "answer: One organisation", "not valid YAML"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    text = ENTRY.replace(right, wrong, 1)
    found = [p for p in problems(write(tmp_path, text)) if not p.startswith("asks/")]
    assert any(says in problem for problem in found), found
    assert all(problem.startswith("mechanisms/upr.yaml:") for problem in found), found
    entry_starts = line_of(text, "- id:")
    assert all(int(problem.split(":")[1]) >= entry_starts for problem in found), found


def test_an_overlong_answer_says_by_how_much(tmp_path: Path) -> None:
    text = ENTRY.replace("answer: One", "answer: " + "One more word. " * 40 + "One", 1)
    (found,) = problems(write(tmp_path, text))
    assert "at most 420" in found and f":{line_of(text, 'answer:')}:" in found


def test_two_entries_of_one_id_are_refused(tmp_path: Path) -> None:
    entry = ENTRY[ENTRY.index("- id:") :]
    found = problems(write(tmp_path, ENTRY + entry))
    assert any("upr.submit.length is taken already" in problem for problem in found)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "sources.yaml").write_bytes(b"\xff\xfe\x00bad")
    assert any("sources.yaml:1: this file is not UTF-8" in p for p in problems(tmp_path))


def test_an_empty_folder_says_where_to_look(tmp_path: Path) -> None:
    (found,) = problems(tmp_path)
    assert "ADVOCACY_KNOWLEDGE" in found


def test_a_source_needs_an_address_that_is_one(tmp_path: Path) -> None:
    found = problems(write(tmp_path, sources=SOURCES.replace("https://www", "www")))
    assert any(found_.startswith("sources.yaml:4:") for found_ in found)


def test_the_cache_gives_the_same_base_and_sees_a_change(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "k"), tmp_path / "c"
    first = load(folder, cache)
    again = load(folder, cache)
    assert again.entries == first.entries and again.sources == first.sources
    write(folder, ENTRY.replace("2815", "5630"))
    changed = load(folder, cache).figure("upr.submit.length", "words_single")
    assert changed is not None and changed.value == 5630
