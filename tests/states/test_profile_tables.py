"""Planted errors are found with their line; a newer table is taken whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from bot.cli.states import state, states
from bot.knowledge import KnowledgeError
from bot.knowledge.models import Base
from bot.render import states as render
from bot.render.state_words import StateWords
from bot.render.words import DisplayNames
from bot.reviews import Calendar
from bot.states import Profiles
from tests.states.conftest import KNOWLEDGE

RATIFICATIONS = "ratifications.csv"


def _change(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / "states" / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _line(folder: Path, begins: str) -> int:
    text = (folder / "states" / RATIFICATIONS).read_text(encoding="utf-8")
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(begins))


@pytest.mark.parametrize(
    ("begins", "old", "new", "said"),
    [
        ("MMR,Myanmar,OPCAT", ",none,,", ",party,2020-01-01,", "but not a party to CAT"),
        ("MLI,Mali,CAT", "1999-02-26", "1979-02-26", "before the treaty was adopted"),
        ("MLI,Mali,CAT", "1999-02-26", "2026-02-26", "after the day of its source"),
        ("MLI,Mali,CAT", ",party,", ",partly,", "did you mean 'party'?"),
        ("MLI,Mali,CAT", "MLI,", "MLX,", "no State with the code 'MLX'"),
        ("MLI,Mali,CAT", ",Mali,", ",Malta,", "MLI is Mali, but the line says Malta"),
        ("MLI,Mali,CAT", ",CAT,", ",KAT,", "no treaty 'KAT'; did you mean CAT?"),
        ("MLI,Mali,OPCAT", ",OPCAT,", ",CAT,", "two lines for MLI and CAT"),
        ("MLI,Mali,CAT", "ohchr-2023", "ohchr-2033", "no source 'ohchr-2033'"),
        ("MLI,Mali,CPED", "2010-02-02", "2001-02-02", "before the State joined"),
        ("MMR,Myanmar,CAT", ",none,,", ",none,1999-01-01,", "but the status is 'none'"),
        ("MMR,Myanmar,CAT", ",none,", ',none,"', "can't be read"),
        ("SDN,Sudan,OPAC", "2005-07-26", "2005-02-30", "a date that does not exist"),
        ("SDN,Sudan,OPAC", ",2023-05-11,,,", ",2023-05-11,,yes,", "opens no such procedure"),
    ],
)
def test_a_planted_error_is_found_on_its_line(
    folder: Path, known: Base, begins: str, old: str, new: str, said: str
) -> None:
    number = _line(folder, begins)

    def plant(text: str) -> str:
        every = text.split("\n")
        assert old in every[number - 1]
        every[number - 1] = every[number - 1].replace(old, new, 1)
        return "\n".join(every)

    _change(folder, RATIFICATIONS, plant)
    with pytest.raises(KnowledgeError) as raised:
        Profiles.open(folder, known)
    found = [str(problem) for problem in raised.value.problems]
    assert any(
        one.startswith(f"states/{RATIFICATIONS}:{number}: ") and said in one for one in found
    ), found


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("ways.csv", "cat.can.inquiry", "cat.can.enquiry", "no entry 'cat.can.enquiry'"),
        ("regional.csv", "ECOWAS", "ECOVAS", "no regional body 'ECOVAS'"),
        ("mandates.csv", ",running,", ",runs,", "'runs' is not one of its words"),
        ("instruments.csv", "1966-12-16", "16/12/1966", "'16/12/1966' is no date"),
        ("sources.csv", "https://treaties.un.org", "treaties.un.org", "url"),
        ("bodies.csv", "id,", "ident,", "column 'id' is missing"),
    ],
)
def test_the_other_files_are_checked_too(
    folder: Path, known: Base, name: str, old: str, new: str, said: str
) -> None:
    _change(folder, name, lambda text: text.replace(old, new, 1))
    with pytest.raises(KnowledgeError) as raised:
        Profiles.open(folder, known)
    assert any(
        problem.file == f"states/{name}" and said in problem.message
        for problem in raised.value.problems
    ), raised.value


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command on the changeable folder."""
    monkeypatch.setenv("ADVOCACY_KNOWLEDGE", str(folder))
    return lambda command, *args: CliRunner().invoke(command, args)


def test_check_names_what_to_look_up_and_ends_with_1_on_an_error(
    folder: Path, run: Callable[..., Result]
) -> None:
    found = run(states, "check", "--on", "2026-11-24")
    assert found.exit_code == 0
    assert "CRPD: CMR, LBN, LIE, SLB, TJK, TON" in found.output
    assert "mtdsg_no=IV-15&" in found.output
    assert "OPCAT: 4 of the 96 parties" in found.output
    older = found.output.split("Older than the treaty")[1].split("\nMissing")[0]
    for cell in ("ICCPR-OP2: OMN, SSD", "OP-ICESCR: KNA", "OP-CRPD: BTN, CMR, ERI"):
        assert cell in older
    assert "NPM, not known or older than two years: " in found.output
    assert "Kampala Convention: 54 of 54 lines are of lists older than two years" in found.output
    number = _line(folder, "MLI,Mali,CAT,")
    _change(
        folder, RATIFICATIONS, lambda text: text.replace("MLI,Mali,CAT,party", "MLI,Mali,CAT,x")
    )
    found = run(states, "check")
    assert found.exit_code == 1
    assert f"states/{RATIFICATIONS}:{number}: status" in found.output


NEWER = """state,instrument,status,since,complaint,complaint_since,as_of
Sudan,CEDAW,party,2026-10-01,,,2026-11-20
DRC,CERD,party,,yes,2026-05-02,2026-11-20
Chad,CRC,party,,,,2026-11-20
Jamaica,first optional protocol,none,,,,2026-11-20
Mali,ICCPR,none,,,,2020-01-01
"""


def test_a_newer_table_is_previewed_then_taken(
    folder: Path, known: Base, tmp_path: Path, run: Callable[..., Result]
) -> None:
    table = tmp_path / "newer.csv"
    table.write_text(NEWER, encoding="utf-8")
    before = (folder / "states" / RATIFICATIONS).read_bytes()
    asked = run(states, "import", str(table), "--source", "https://treaties.un.org")
    assert asked.exit_code != 0
    assert (folder / "states" / RATIFICATIONS).read_bytes() == before

    done = run(states, "import", str(table), "--source", "https://treaties.un.org", "--yes")
    assert done.exit_code == 0, done.output
    assert "SDN and CEDAW: status: none → party" in done.output
    assert "older    MLI and ICCPR" in done.output
    assert "3 changed, 1 confirmed, 1 older" in done.output
    after = Profiles.open(folder, known)
    assert str(after.ratified("SDN", "CEDAW").since) == "2026-10-01"
    assert after.source("https://treaties.un.org").url == "https://treaties.un.org"
    assert str(after.complaint("COD", "cerd").since) == "2026-05-02"
    assert str(after.ratified("COD", "ICERD").since) == "1976-04-21"
    assert not after.complaint("JAM", "ccpr").doubtful
    assert after.ratified("MLI", "ICCPR").status == "party"
    changed = (folder / "states" / RATIFICATIONS).read_text(encoding="utf-8").splitlines()
    same = set(before.decode().splitlines()) & set(changed)
    assert len(changed) - len(same) == 4


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("SDN,OPCAT,party,1999-01-01", "bad.csv:3: SDN, OPCAT: since"),
        ("MMR,OPCAT,party,2026-01-01", "bad.csv:3: MMR, OPCAT: a party, but not a party to CAT"),
        ("PHL,ICCPR,none,", "PHL, ICCPR-OP1: a party, but not a party to ICCPR"),
        ("Congo,CRC,party,", "'Congo' names no State here, or more than one"),
        ("SDN,Rome Statute,party,", "'Rome Statute' names no treaty"),
        ("SDN,CAT,joined,", "status: 'joined' is not one of its words"),
        ("SDN,CEDAW,none,", "two lines for SDN and CEDAW"),
        ("SDN", "bad.csv:3: '' names no treaty"),
        (f"SDN,{'x' * 5_000},none,", f"'{'x' * 60}…' names no treaty"),
    ],
)
def test_one_bad_line_and_nothing_is_taken(
    folder: Path, tmp_path: Path, run: Callable[..., Result], line: str, said: str
) -> None:
    table = tmp_path / "bad.csv"
    good = "SDN,CEDAW,party,2026-10-01"
    table.write_text(f"iso3,instrument,status,since\n{good}\n{line}\n", encoding="utf-8")
    before = (folder / "states" / RATIFICATIONS).read_bytes()
    found = run(states, "import", str(table), "--source", "UN list", "--on", "2026-11-24", "--yes")
    assert found.exit_code == 2
    assert said in found.output
    assert "nothing was changed" in found.output
    assert (folder / "states" / RATIFICATIONS).read_bytes() == before


def test_a_source_must_be_one(folder: Path, tmp_path: Path, run: Callable[..., Result]) -> None:
    table = tmp_path / "newer.csv"
    table.write_text(NEWER, encoding="utf-8")
    found = run(states, "import", str(table), "--source", "somewhere", "--yes")
    assert found.exit_code == 2
    assert "no source 'somewhere'" in found.output


def test_a_profile_on_a_pipe(run: Callable[..., Result]) -> None:
    found = run(state, "Sudan", "--more", "--on", "2026-11-24")
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert lines[0] == "Sudan (SDN) on 24 November 2026"
    assert any(line.startswith("- CEDAW: not a party (list of 13 April 2026) [") for line in lines)
    assert any(line.startswith("- UPR: next January–February 2027 (54th") for line in lines)
    assert "One person’s case: to check" in lines
    assert any(line.startswith("- CRC: party since 3 August 1990") for line in lines)
    assert any("OPIC: to check: not a party on 11 May 2023, look today: https" in o for o in lines)
    assert "\x1b" not in found.output
    paste = lines[lines.index("To paste") + 1]
    assert (
        "UPR, January–February 2027 (expected, not published; submissions probably closed" in paste
    )
    assert "complaints to CRPD" in paste
    assert "to be checked before use: complaints to CCPR, CAT, CRC, CERD, CESCR and CED" in paste


def test_a_profile_as_json(run: Callable[..., Result]) -> None:
    found = json.loads(run(state, "MLI", "--on", "2026-11-24", "--json").output)
    treaties = {one["id"]: one for one in found["treaties"]}
    assert treaties["CPED"]["complaint"]["since"] == "2010-02-02"
    assert treaties["CPED"]["complaint"]["doubtful"] is False
    assert {way["key"] for way in found["case"]["can"]} >= {"ccpr-complaint", "ACtHPR"}
    used = {source for way in found["case"]["can"] for source in way["sources"]}
    assert used <= set(found["sources"])
    assert found["paragraph"].startswith("Human rights mechanisms, Mali,")


def test_every_state_renders(known: Base, profiles: Profiles) -> None:
    on, calendar = dt.date(2026, 11, 24), Calendar.open(KNOWLEDGE)
    words = StateWords(known, profiles.names, "en", DisplayNames(str, profiles.names.name))
    console = Console(width=100, file=io.StringIO())
    for iso3 in profiles.names.states:
        profile, reviews = profiles.of(iso3, on), calendar.of_state(iso3, on)
        sections = render.sections(profile, reviews, words, profiles)
        paste = words.paragraph(profile, reviews)
        text = "\n".join(render.plain(profile, sections, paste, words))
        assert "None" not in text
        assert profile.name in paste
        console.print(render.drawn(profile, sections, paste, words))
        assert render.record(profile, reviews, words, profiles)["iso3"] == iso3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sudann and Chad", "there is no State 'Sudann and Chad'"),
        ("Congo", "Democratic Republic of the Congo (COD) or Congo (COG)"),
        ("Atlantis", "there is no State 'Atlantis'"),
        ("Colmbya", "did you mean Colombia"),
    ],
)
def test_a_name_that_is_no_state_or_several(
    run: Callable[..., Result], text: str, said: str
) -> None:
    found = run(state, text)
    assert found.exit_code == 2
    assert said in found.output
    assert len(found.output.strip().splitlines()) == 1


CLUSTERS = (
    "AFG BFA CAF CMR COD COL ETH GTM HND HTI MLI MMR MOZ NER NGA PHL PSE SDN SLV SOM SSD SYR TCD"
    " UKR VEN YEM"
).split()


@pytest.mark.parametrize("code", CLUSTERS)
def test_a_profile_opens_with_ten_lines_that_fit_on_a_phone(
    run: Callable[..., Result], code: str
) -> None:
    found = run(state, code, "--on", "2026-11-28").output
    lines = found.splitlines()
    assert [line.split(":")[0] for line in lines[1:11]] == [
        "- One case", "- A pattern", "- Next date", "- In the country", "- Others responsible",
        "- NHRI", "- NPM", "- Courts", "- UN bodies on it", "- Check before you act",
    ]  # fmt: skip
    assert len(lines) == 12
    phone = [part for line in lines[:11] for part in textwrap.wrap(line.removeprefix("- "), 42)]
    assert len(phone) <= 25, "one screen of a phone"
    assert all("None" not in line for line in lines)


def test_the_ten_lines_say_who_else_may_answer_and_what_must_be_checked(
    run: Callable[..., Result],
) -> None:
    def line(code: str, label: str) -> str:
        its = run(state, code, "--on", "2026-11-28").output.splitlines()
        return next(one for one in its if one.startswith(f"- {label}:"))

    assert "occupying power: Israel" in line("PSE", "Others responsible")
    assert "Russian Federation (2022: check)" in line("UKR", "Others responsible")
    assert "the de facto authorities" in line("AFG", "Others responsible")
    assert line("AFG", "NPM").endswith(": none")
    assert "A status (2024" in line("CMR", "NHRI")
    assert "Designated" not in line("SDN", "One case")
    assert "Expert on human rights in Sudan (2025: check)" in line("SDN", "UN bodies on it")
    assert "COMESA Court" in line("SDN", "Courts") and "ICC situation" in line("SDN", "Courts")
    assert "ICC, leaving" in line("NER", "Courts")
    assert "complaints to CCPR" in line("SSD", "Check before you act")
    assert "complaints to CCPR" not in line("SSD", "One case")


def test_the_ten_lines_stand_in_the_record_with_days_and_sources(
    run: Callable[..., Result],
) -> None:
    record = json.loads(run(state, "PSE", "--on", "2026-11-28", "--json").output)
    parts = {one["part"]: one for one in record["lines"]}
    assert len(parts) == 10
    npm = parts["npm"]["items"][0]
    assert npm["weight"] == "check" and npm["sources"] == ["spt-pse-2023"] and npm["as_of"]


def test_a_territory_is_pointed_to_what_can_be_used(run: Callable[..., Result]) -> None:
    found = run(state, "Kosovo")
    assert found.exit_code == 0
    assert "Urgent appeal" in found.output and "no State" not in found.output
