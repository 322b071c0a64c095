"""Taking exports of past recommendations: all of a file, or nothing changes."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.states.recommendations import Filters, Unreadable
from bot.states.recommendations.collection import ImportedFile
from tests.states.uhri import (
    EXCEL,
    committee,
    imported,
    loaded,
    record,
    write_excel,
    write_json,
)

ROOT = Path(__file__).parents[2]
THREE = [
    record(1, "133.45 Give birth certificates to displaced children (Norway);"),
    record(2, "133.46 End forced evictions", UprPositions=["Noted"]),
    committee(3, "Birth registration\n18.The Committee urges the State party to register births."),
]


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recommendations.sqlite"


def texts(into: Path, **filters: Any) -> list[str]:
    return [one.text for one in loaded(into).search(Filters(**filters), size=None).hits]


def left(into: Path) -> list[str]:
    return sorted(path.name for path in into.parent.iterdir())


def test_json_and_excel_of_uhri_give_the_same_recommendations(tmp_path: Path, into: Path) -> None:
    imported(write_json(tmp_path / "export.json", THREE), into)
    other = into.with_name("other.sqlite")
    imported(write_excel(tmp_path / "export.xlsx", THREE, EXCEL), other)
    everything = Filters(order="newest")
    one, two = (loaded(path).search(everything).hits for path in (into, other))
    assert len(one) == 3
    without = {"id", "received"}
    assert [r.model_dump(exclude=without) for r in one] == [
        r.model_dump(exclude=without) for r in two
    ]
    assert left(into) == ["other.sqlite", "recommendations.sqlite"]


def test_a_recommendation_keeps_all_that_a_citation_needs(tmp_path: Path, into: Path) -> None:
    imported(write_json(tmp_path / "export.json", THREE), into)
    (one,) = loaded(into).search(Filters(words="certificates children")).hits
    assert (one.symbol, one.paragraph) == ("A/HRC/53/8", "133.45")
    assert one.text == "Give birth certificates to displaced children (Norway);"
    assert one.received == THREE[0]["Text"]
    assert one.annotation == THREE[0]["AnnotationId"]
    assert (one.states, one.recommenders, one.position) == (("MLI",), ("NOR",), "supported")
    assert (one.session, one.cycle, str(one.date)) == (43, 4, "2023-07-02")
    assert one.link == "https://docs.un.org/en/A/HRC/53/8"
    (crc,) = loaded(into).search(Filters(mechanisms=("crc",))).hits
    assert (crc.heading, crc.paragraph, crc.position) == ("Birth registration", "18", None)


def test_old_files_of_upr_info_are_read_in_their_own_encoding(tmp_path: Path, into: Path) -> None:
    rows = [
        "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session",
        'Democratic Republic of Congo,Africa,AU,"Protect “displaced” people, and soon",'
        'Côte d’Ivoire,Africa,AU,Accepted,4,"Justice,Women\'s rights",19',
        "Syria,Asia,AL,Stop arrests,Sweden,WEOG,EU,Rejected,5,Justice,12",
    ]
    path = tmp_path / "uprs.csv"
    path.write_bytes("\r".join(rows).encode("mac_roman"))
    assert imported(path, into).unmatched == ()
    one, two = loaded(into).search(Filters(order="newest")).hits
    assert one.text == "Protect “displaced” people, and soon"
    assert (one.states, one.recommenders, one.position) == (("COD",), ("CIV",), "supported")
    assert one.themes == ("Justice", "Women's rights")
    assert (one.year, one.date) == (2014, None)
    assert (two.states, two.position, two.position_label) == (("SYR",), "noted", "Rejected")


@pytest.mark.parametrize(
    ("labels", "position"),
    [
        (["Supported"], "supported"),
        (["Noted"], "noted"),
        (["Partially supported"], "partially"),
        (["Under consideration"], "considered"),
        ([], "unknown"),
        (["Supported", "Noted"], "unknown"),
        (["To be determined"], "unknown"),
    ],
)
def test_positions_are_kept_apart_and_never_guessed(
    labels: list[str], position: str, tmp_path: Path, into: Path
) -> None:
    one = record(1, "Rejected by nobody, supported by all", UprPositions=labels)
    imported(write_json(tmp_path / "export.json", [one]), into)
    (found,) = loaded(into).search(Filters()).hits
    assert (found.position, found.position_label) == (position, ", ".join(labels))


def test_labels_that_name_nothing_are_kept_counted_and_reported(tmp_path: Path, into: Path) -> None:
    records = [
        record(1, "One", Countries=["Kosovo"]),
        record(2, "Two", Countries=["Kosovo"], UprRecommendingCountry=["Atlantis"]),
        record(3, "Three", Body="- Board of Wonders", UprPositions=["Perhaps"]),
        record(4, "Four", Countries=["Hong Kong"]),
        record(5, "Five", Countries=["Congo", "South Sudan\r"]),
    ]
    outcome = imported(write_json(tmp_path / "export.json", records), into)
    reported = {(of, label): number for of, label, number in outcome.unmatched}
    assert reported == {
        ("State", "Kosovo"): 2,
        ("State", "Hong Kong"): 1,
        ("recommending State", "Atlantis"): 1,
        ("body", "Board of Wonders"): 1,
        ("position", "Perhaps"): 1,
    }
    assert set(loaded(into).about().unmatched) == set(outcome.unmatched)
    first = loaded(into).search(Filters(words="one")).hits[0]
    assert (first.states, first.others) == ((), ("Kosovo",))
    assert texts(into, states=("SSD",)) == texts(into, states=("COG",)) == ["Five"]


def test_repeated_ids_and_empty_texts_are_left_out_and_counted(tmp_path: Path, into: Path) -> None:
    again = {**THREE[0], "Text": "Something else"}
    records = [*THREE, again, record(9, "<p> &nbsp; </p>")]
    outcome = imported(write_json(tmp_path / "export.json", records), into)
    assert (outcome.records, outcome.repeated, outcome.empty) == (5, 1, 1)
    assert outcome.change.records == 3
    assert "Something else" not in texts(into)


def test_a_newer_export_changes_adds_and_on_request_removes(tmp_path: Path, into: Path) -> None:
    imported(write_json(tmp_path / "one.json", THREE), into)
    newer = [{**THREE[1], "UprPositions": ["Supported"]}, record(7, "Open the archives")]
    change = imported(write_json(tmp_path / "two.json", newer), into).change
    assert (change.new, change.changed, change.same, change.removed) == (1, 1, 0, 0)
    assert change.records == 4
    assert loaded(into).search(Filters(positions=("noted",))).total == 0
    change = imported(write_json(tmp_path / "two.json", newer), into, whole=True).change
    assert (change.new, change.changed, change.same, change.removed) == (0, 0, 2, 2)
    assert sorted(texts(into)) == ["End forced evictions", "Open the archives"]
    assert [name for name, _, _ in loaded(into).about().files] == ["two.json"]


def test_what_both_databases_hold_is_shown_once(tmp_path: Path, into: Path) -> None:
    path = tmp_path / "uprs.csv"
    rows = [
        ("To", "Text", "From", "Response", "Session"),
        ("Mali", "Give birth certificates to displaced children", "Norway", "Supported", "43"),
        ("Mali", "Train the police", "Chile", "Supported", "43"),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    imported(path, into)
    change = imported(write_json(tmp_path / "export.json", THREE), into).change
    assert (change.new, change.doubled, change.records) == (3, 1, 4)
    (one,) = loaded(into).search(Filters(words="certificates children")).hits
    assert one.origin == "uhri"
    assert imported(path, into).change.records == 4


def broken(tmp_path: Path, kind: str) -> Path:
    good = write_json(tmp_path / "good.json", THREE * 400).read_bytes()
    path = tmp_path / "export.json"
    match kind:
        case "cut json":
            path.write_bytes(good[: len(good) * 2 // 3])
        case "page":
            path.write_text("<!DOCTYPE html><title>Sign in</title>")
        case "empty":
            path.write_bytes(b"")
        case "no list":
            path.write_text('{"message": "try later"}')
        case "other list":
            path.write_text('[{"name": "x"}]')
        case "numbers":
            path.write_text("[1, 2, 3]")
        case "late":
            path.write_text(json.dumps([*THREE, {"Text": {"en": "x"}, "Countries": []}]))
        case "latin":
            path.write_bytes(json.dumps(THREE).replace("Norway", "é").encode("latin-1"))
        case "huge":
            with path.open("wb") as file:
                file.truncate(2_000_000_000)
        case "cut excel":
            whole = write_excel(tmp_path / "whole.xlsx", THREE, EXCEL).read_bytes()
            path = tmp_path / "export.xlsx"
            path.write_bytes(whole[: len(whole) // 2])
        case "no workbook":
            path = tmp_path / "export.xlsx"
            with zipfile.ZipFile(path, "w") as packed:
                packed.writestr("readme.txt", "nothing")
        case "bomb":
            whole = write_excel(tmp_path / "whole.xlsx", THREE, EXCEL)
            path = tmp_path / "export.xlsx"
            bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
            with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
                for name in old.namelist():
                    sheet = name.startswith("xl/worksheets")
                    new.writestr(name, bomb if sheet else old.read(name))
        case "other excel":
            path = write_excel(tmp_path / "export.xlsx", THREE, {"Text": "Text", "Who": "Body"})
        case "cut csv":
            path = tmp_path / "uprs.csv"
            path.write_text('To,Text,From,Session\nMali,One,Norway,1\nMali,"Two and')
        case "short csv":
            path = tmp_path / "uprs.csv"
            path.write_text("To,Text,From,Session\nMali,One,Norway,1\nMali,Two")
        case "other csv":
            path = tmp_path / "uprs.csv"
            path.write_text("a,b\n1,2\n")
        case "missing":
            path = tmp_path / "nowhere.json"
    return path


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("cut json", "ends in the middle"),
        ("page", "is no export"),
        ("empty", "is no export"),
        ("no list", "no recommendation in it"),
        ("other list", "record 1, it has no Text and no Countries"),
        ("numbers", "record 1, it has no Text and no Countries"),
        ("late", "record 4, Text holds a table"),
        ("latin", "no sound JSON"),
        ("huge", "2,000 MB"),
        ("cut excel", "no sound Excel file"),
        ("no workbook", "no sound Excel file"),
        ("bomb", "no sound Excel file"),
        ("other excel", "no column for Countries, Body"),
        ("cut csv", "damaged"),
        ("short csv", "2 cells for 4 columns"),
        ("other csv", "no column for Text, Countries, UprSession"),
        ("missing", "can't be read"),
    ],
)
def test_a_file_that_is_cut_off_or_another_one_changes_nothing(
    kind: str, says: str, tmp_path: Path, into: Path
) -> None:
    imported(write_json(tmp_path / "first.json", THREE), into)
    before, names = into.read_bytes(), left(into)
    path = broken(tmp_path, kind)
    with pytest.raises(Unreadable, match=says) as raised:
        imported(path, into)
    assert "\n" not in str(raised.value)
    assert into.read_bytes() == before
    assert left(into) == names


def test_the_file_of_another_program_is_never_replaced(tmp_path: Path, into: Path) -> None:
    into.parent.mkdir()
    with sqlite3.connect(into) as other:
        other.execute("create table subscriptions (id)")
    other.close()
    before = into.read_bytes()
    with pytest.raises(Unreadable, match="another program"):
        imported(write_json(tmp_path / "export.json", THREE), into)
    assert into.read_bytes() == before and left(into) == ["recommendations.sqlite"]
    with pytest.raises(Unreadable, match="not a file of recommendations"):
        loaded(into).about()


SLOW = """
import sys, time
from pathlib import Path
from bot.states.recommendations import importing
importing.BATCH = 10
from tests.states.uhri import KNOWLEDGE, Labels, take, years
def show(what, done, of):
    print(what, flush=True)
    time.sleep(0.05)
take(Path(sys.argv[1]), Path(sys.argv[2]), Labels.read(KNOWLEDGE), years(KNOWLEDGE), progress=show)
"""


def begun(path: Path, into: Path, lines: int) -> subprocess.Popen[str]:
    """An import in a process of its own that has put so many batches aside."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, path, into], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    for _ in range(lines):
        assert process.stdout.readline() == "reading\n"
    return process


def test_an_import_that_was_killed_goes_on_where_it_was(tmp_path: Path, into: Path) -> None:
    records = [record(number, f"Text number {number}") for number in range(1, 301)]
    records[2]["Countries"] = ["Kosovo"]
    path = write_json(tmp_path / "export.json", records)
    process = begun(path, into, 4)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert not into.exists()
    outcome = imported(path, into)
    assert 40 <= outcome.resumed < 300
    assert (outcome.records, outcome.change.records) == (300, 300)
    assert outcome.unmatched == (("State", "Kosovo", 1),)
    assert left(into) == ["recommendations.sqlite"]
    assert imported(path, into).resumed == 0


def test_after_a_killed_import_another_file_begins_anew(tmp_path: Path, into: Path) -> None:
    many = [record(number, f"Text number {number}") for number in range(1, 301)]
    process = begun(write_json(tmp_path / "many.json", many), into, 3)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    outcome = imported(write_json(tmp_path / "three.json", THREE), into)
    assert (outcome.resumed, outcome.change.records) == (0, 3)


def test_two_imports_at_once_do_not_disturb_each_other(tmp_path: Path, into: Path) -> None:
    many = [record(number, f"Text number {number}") for number in range(1, 201)]
    process = begun(write_json(tmp_path / "many.json", many), into, 2)
    with pytest.raises(Unreadable, match="another import is under way"):
        imported(write_json(tmp_path / "three.json", THREE), into)
    process.communicate()
    assert process.returncode == 0
    assert loaded(into).about().records == 200


def test_a_thread_that_ends_closes_the_file(tmp_path: Path, into: Path) -> None:
    imported(write_json(tmp_path / "three.json", THREE), into)
    file = ImportedFile(into)
    connections: list[sqlite3.Connection] = []

    def read() -> None:
        with file.reading() as db:
            connections.append(db.conn)
            assert db["recommendations"].count == 3

    for thread in [threading.Thread(target=read) for _ in range(3)]:
        thread.start()
        thread.join()
    assert len(set(connections)) == 3 and all(map(is_closed, connections))


def test_a_file_that_an_import_replaced_is_closed(tmp_path: Path, into: Path) -> None:
    imported(write_json(tmp_path / "one.json", THREE), into)
    file = ImportedFile(into)
    with file.reading() as db:
        before = db.conn
    with file.reading() as db:
        assert db.conn is before and not is_closed(before)
    time.sleep(0.01)  # a file system may not tell two times apart that are closer
    imported(write_json(tmp_path / "two.json", [record(8, "Open the archives")]), into)
    with file.reading() as db:
        assert db["recommendations"].count == 4
    assert is_closed(before)


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("select 1")
    except sqlite3.ProgrammingError as error:
        return "closed" in str(error)
    return False


def test_who_reads_sees_a_new_import_at_once_and_never_half_of_it(
    tmp_path: Path, into: Path
) -> None:
    reading = loaded(into)
    assert reading.demonstration
    imported(write_json(tmp_path / "one.json", THREE), into)
    assert reading.search(Filters()).total == 3 and not reading.demonstration
    time.sleep(0.01)  # a file system may not tell two times apart that are closer
    imported(write_json(tmp_path / "two.json", [record(8, "Open the archives")]), into)
    assert reading.search(Filters()).total == 4
