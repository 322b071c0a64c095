"""Imports and tables by command: deep or endless input, odd calendar files, clocks and formulas."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from bot.states.recommendations.models import Unreadable
from bot.states.recommendations.reading import export
from bot.store import Gap, Store, Workspace
from tests.test_output import one_sentence, run

RUN = "from bot.cli import main; main()"
ENDLESS = b'[{"Text": "' + b"x" * 3_000_000 + b'"}]'


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'[{"Text":' + b"[" * 200_000 + b"]" * 200_000 + b"}]",
        b'[{"Text": {"a": {"b": {"c": {"d": 1}}}}}]',
        b'[{"a":' * 50_000,
        ENDLESS,
        b"[1, 2]",
        b'["text"]',
        b"[[]]",
        b'[{"Text": "half',
        b"[" + b"9" * 5_000_000,
    ],
)
def test_json_that_is_no_export_is_refused_before_it_fills_the_memory(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(content)
    began = time.process_time()
    with pytest.raises(Unreadable, match=r"export\.json"):
        list(export(path).records())
    assert time.process_time() - began < 10


@pytest.mark.parametrize("sequence", ["abc", "-1", "9" * 5_000, "٣"])
def test_a_calendar_file_with_an_odd_number_is_updated(tmp_path: Path, sequence: str) -> None:
    path = tmp_path / "kept.ics"
    first = run(RUN, "upcoming", "--state", "CHE", "--ics", str(path))
    assert first.returncode == 0, first.stderr
    text = path.read_text(encoding="utf-8")
    lines = [
        f"SEQUENCE:{sequence}" if one.startswith("SEQUENCE") else one for one in text.split("\r\n")
    ]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    again = run(RUN, "upcoming", "--state", "CHE", "--ics", str(path))
    assert "Traceback" not in again.stderr and again.returncode in (0, 2)
    assert again.returncode == 0 or one_sentence(again.stderr)


def test_a_calendar_file_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kept.ics")
    found = run(RUN, "upcoming", "--state", "CHE", "--ics", str(tmp_path / "kept.ics"))
    assert found.returncode == 2 and one_sentence(found.stderr)


def test_a_line_of_a_batch_that_is_nested_without_end_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    good = json.dumps({"id": "1", "q": "What can CEDAW do?"})
    path.write_text("[" * 100_000 + "\n" + good + "\n", encoding="utf-8")
    found = run(RUN, "ask", "--batch", str(path), "--json")
    assert found.returncode == 2 and json.loads(found.stdout)["id"] == "1"
    assert "line 1 of batch.jsonl" in found.stderr


QUESTION = ("ask", "How many words may our UPR submission have?")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("indexed") / "cache"
    assert run(RUN, *QUESTION, ADVOCACY_CACHE=str(cache)).returncode == 0
    return cache


@pytest.mark.parametrize("kind", ["words", "vectors"])
@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", bytes(100)], ids=["empty", "cut", "zeros"])
def test_a_damaged_index_is_made_anew(
    indexed: Path, tmp_path: Path, kind: str, damage: bytes
) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(indexed, cache)
    damaged = list(cache.glob(f"{kind}-*.npz"))
    assert damaged
    for stored in damaged:
        stored.write_bytes(damage)
    again = run(RUN, *QUESTION, ADVOCACY_CACHE=str(cache))
    assert again.returncode == 0 and "2,815" in again.stdout, again.stderr
    assert all(stored.stat().st_size > 1_000 for stored in damaged)


def test_the_table_of_questions_holds_no_formula(tmp_path: Path) -> None:
    place, table = tmp_path / "desk.sqlite", tmp_path / "gaps.csv"
    asked = ["=1+1", " =1+1", "\n=1", "＝1+1", "\ufeff=1", "\u200b=1", "What is a UPR?"]
    with Store.open(place) as store:
        for question in asked:
            store.gaps.add(
                Gap(
                    workspace=Workspace(team="T1"), person="U1", question=question,
                    reason="decline", language="en", asked_at=dt.datetime.now(dt.UTC),
                )
            )  # fmt: skip
    found = run(RUN, "gaps", "--csv", str(table), ADVOCACY_DATABASE=str(place))
    assert found.returncode == 0, found.stderr
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row["question"] for row in csv.DictReader(file)]
    assert sorted(rows) == sorted([f"'{one}" for one in asked[:-1]] + asked[-1:])


def test_purge_with_a_clock_years_ahead_deletes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "desk.sqlite"
    now = dt.datetime.now(dt.UTC)
    with Store.open(place) as store:
        store.threads.remember(
            Workspace(team="T1"), "C1", "1.1", {}, now - dt.timedelta(days=4_000)
        )
    found = run(RUN, "database", "purge", ADVOCACY_DATABASE=str(place))
    assert found.returncode == 2 and one_sentence(found.stderr) and "clock" in found.stderr
    sure = run(RUN, "database", "purge", "--clock-is-right", ADVOCACY_DATABASE=str(place))
    assert sure.returncode == 0 and "threads" in sure.stdout
