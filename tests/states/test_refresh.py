"""Official lists, in the forms that OHCHR, the depositary, the African Union, GANHRI and the SPT
give them, change exactly the cells that they name, and leave a receipt."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from bot.cli import main
from bot.knowledge.models import Base
from bot.reviews import Calendar
from bot.settings import Settings
from bot.states import Profiles
from bot.states.refresh.grids import days_of
from tests.states.conftest import KNOWLEDGE

DEPOSITARY = """STATUS AS AT : 20-11-2026 05:00:21 EDT
2. International Convention on the Elimination of All Forms of Racial Discrimination
Participant\tSignature\tRatification, Accession(a), Succession(d)
Afghanistan\t\t 6 Jul 1983 a
South Sudan 2\t\t14 Oct 2026 a
Bhutan\t26 Mar 1973\t
Atlantis\t\t1 Jan 2000 a
"""
KAMPALA = """LIST OF COUNTRIES WHICH HAVE SIGNED, RATIFIED/ACCEDED TO THE AFRICAN UNION CONVENTION
FOR THE PROTECTION OF INTERNALLY DISPLACED PERSONS IN AFRICA (KAMPALA CONVENTION)
No. Country Date of Signature Date of Ratification/Accession Date Deposited
2 Angola 27/01/2012 11/04/2013 20/05/2013
4 Sudan - 02/02/2026 05/03/2026
5 Kenya - - -
Date: 2026-10-05
"""
GANHRI = """Accreditation status as of 29 April 2026
A status institutions
South Sudan: South Sudan Human Rights Commission
B status institutions
Chad: National Human Rights Commission
"""
NPM = """<html><body><p>Last updated 12 October 2026</p><table><tr><th>State party</th>
<th>Date of ratification</th><th>NPM</th></tr><tr><td>Afghanistan<sup>1</sup></td><td>17 Apr 2018
</td><td>NO NPM</td></tr><tr><td>Senegal</td><td>18 Oct 2006</td><td>Observateur national</td></tr>
</table></body></html>"""
UPR = """state,iso3,cycle,session,session_start,session_end,review_date,stakeholder_deadline
Sudan,SDN,4,54,2027-01-18,2027-01-29,2027-01-20,2026-07-15
Haiti,HTI,4,54,2027-01-18,2027-01-29,,2026-07-15
"""
COMMITTEES = """committee,session,start,end
ccpr,149,2027-02-22,2027-03-19
"""


@pytest.fixture
def refreshed(tmp_path: Path, places: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that an upgrade keeps."""
    folder = tmp_path / "refreshed"
    monkeypatch.setenv("ADVOCACY_CACHE", str(places.cache))
    monkeypatch.setenv("ADVOCACY_REFRESHED", str(folder))
    return folder


Take = Callable[..., Result]


@pytest.fixture
def take(tmp_path: Path, refreshed: Path) -> Take:
    """Take a list, given as its text or the bytes of its file."""

    def taken(name: str, file: str, content: str | bytes, *words: str) -> Result:
        path = tmp_path / file
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        given = words or ("--yes",)
        return CliRunner().invoke(main, ["refresh", name, str(path), "--who", "A. B.", *given])

    return taken


def _cells(profiles: Profiles) -> dict[tuple[str, str], object]:
    return {(row.iso3, row.instrument): row for row in profiles.tables.rows}


def test_the_depositarys_page_changes_the_cells_that_it_names_and_no_other(
    known: Base, take: Take, refreshed: Path
) -> None:
    before = _cells(Profiles.open(KNOWLEDGE, known))
    result = take("depositary", "icerd.txt", DEPOSITARY)
    assert result.exit_code == 0, result.output
    assert "Opens a way: 1" in result.output
    assert "SSD and ICERD: status: none → party; since: empty → 2026-10-14" in result.output
    assert "passed over, no State here: Atlantis" in result.output
    profiles = Profiles.open(KNOWLEDGE, known)
    after = _cells(profiles)
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {("SSD", "ICERD"), ("AFG", "ICERD"), ("BTN", "ICERD")}
    on = dt.date(2026, 11, 28)
    assert not profiles.ratified("BTN", "ICERD", on).stale, "the newer list settles it"
    cell = profiles.ratified("SSD", "ICERD", on)
    source = profiles.source(cell.sources[0])
    assert source.publisher == "UN Treaty Collection" and source.official
    assert "icerd.txt, sha256" in source.title and "read by A. B." in source.title
    assert (KNOWLEDGE / "states" / "ratifications.csv").read_bytes().find(b"receipt") == -1
    assert (refreshed / "states" / "ratifications.csv").is_file()


def test_nothing_counts_before_it_is_confirmed(take: Take, refreshed: Path) -> None:
    result = take("depositary", "icerd.txt", DEPOSITARY, "--on", "2026-11-20")
    assert result.exit_code != 0 and "Opens a way" in result.output
    assert not (refreshed / "states").exists() and not (refreshed / "receipts.csv").exists()


def _dashboard() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([
        "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment"
        " [Last Updated: 16/11/2026 08:50:42]"
    ])  # fmt: skip
    sheet.append([
        "Country", "Date of Signature (dd/mm/yyyy)", "Date of Ratification/Accession",
        "Date of acceptance of individual communications procedure",
        "Date of acceptance of inquiry procedure",
    ])  # fmt: skip
    sheet.append(["Sudan", None, dt.datetime(2021, 8, 10), dt.datetime(2026, 5, 2),
                  dt.datetime(2021, 8, 10)])  # fmt: skip
    sheet.append(["Haiti", dt.datetime(2013, 8, 16), None, None, None])
    sheet.append(["Source: Database of the United Nations Office of Legal Affairs"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_ohchrs_dashboard_opens_complaints_on_their_day(known: Base, take: Take) -> None:
    result = take("dashboard", "cat.xlsx", _dashboard())
    assert result.exit_code == 0, result.output
    assert "SDN and CAT: complaint: no → yes; complaint_since: empty → 2026-05-02" in result.output
    on = dt.date(2026, 11, 28)
    profiles = Profiles.open(KNOWLEDGE, known)
    cell = profiles.complaint("SDN", "cat", on)
    assert (cell.status, str(cell.since), str(cell.as_of)) == ("yes", "2026-05-02", "2026-11-16")
    assert profiles.ratified("HTI", "CAT", on).says.startswith("Signed CAT but not a party to it")


def test_the_african_unions_list_reads_its_rows_and_its_day(known: Base, take: Take) -> None:
    result = take("african-union", "kampala.txt", KAMPALA)
    assert result.exit_code == 0, result.output
    cell = Profiles.open(KNOWLEDGE, known).ratified("SDN", "KAMPALA", dt.date(2026, 11, 28))
    assert (cell.status, str(cell.since), str(cell.as_of)) == ("party", "2026-02-02", "2026-10-05")


def test_national_bodies_come_from_their_charts(known: Base, take: Take) -> None:
    assert take("ganhri", "chart.txt", GANHRI).exit_code == 0
    assert take("npm", "npm.html", NPM).exit_code == 0
    profiles = Profiles.open(KNOWLEDGE, known)
    its = {(one.iso3, one.kind): one for one in profiles.tables.institutions}
    assert (its["SSD", "nhri"].standing, its["TCD", "nhri"].standing) == ("a", "b")
    assert str(its["SSD", "nhri"].as_of) == "2026-04-29"
    assert its["AFG", "npm"].standing == "none" and its["SEN", "npm"].standing == "named"
    senegal = profiles.of("SEN", dt.date(2026, 11, 28)).detention
    assert "npm-visit" in {way.key for way in senegal.check}, "named is not seen at work"


def test_calendars_give_days_to_what_had_a_month(take: Take) -> None:
    for name, file, text in (
        ("upr-calendar", "upr.csv", UPR), ("committee-calendar", "tb.csv", COMMITTEES),
    ):  # fmt: skip
        result = take(name, file, text)
        assert result.exit_code == 0, result.output
    calendar = Calendar.open(KNOWLEDGE)
    sudan = calendar.of_state("SDN", dt.date(2026, 11, 28)).of("upr")
    assert sudan and sudan.next and sudan.next.when
    assert str(sudan.next.when.start) == "2027-01-20" and sudan.next.certainty == "published"
    assert sudan.deadline and str(sudan.deadline.when) == "2026-07-15"
    assert any(row.key == "ccpr-149" for row in calendar.rows.sessions)


def test_a_list_that_is_older_than_what_is_held_changes_nothing(take: Take) -> None:
    old = DEPOSITARY.replace("20-11-2026", "20-11-2019")
    result = take("depositary", "old.txt", old)
    assert "0 changed, 0 confirmed" in result.output
    assert "older than what is held" in result.output


def test_what_came_with_the_desk_wins_where_it_is_newer(
    known: Base, take: Take, refreshed: Path
) -> None:
    take("depositary", "icerd.txt", DEPOSITARY)
    path = refreshed / "states" / "ratifications.csv"
    path.write_text(path.read_text().replace("2026-11-20", "2019-01-01"))
    row = {(one.iso3, one.instrument): one for one in Profiles.open(KNOWLEDGE, known).tables.rows}
    assert row["BTN", "ICERD"].as_of is not None and row["BTN", "ICERD"].as_of.year > 2019


@pytest.mark.parametrize(
    ("name", "file", "content", "says"),
    [
        ("depositary", "x.txt", "nothing of the kind", "no table with the headings"),
        ("dashboard", "x.pdf", b"%PDF", "save it as .csv, .xls"),
        ("dashboard", "x.xlsx", b"no Excel", "it is no Excel file"),
        ("dashboard", "x.xls", b"no Excel", "it is no Excel file"),
        (
            "depositary",
            "x.txt",
            "Some protocol\nParticipant\tSignature\tRatification\nMali\t\t1 Jan 2020\n",
            "give --treaty",
        ),
        (
            "depositary",
            "cat.txt",
            "Convention against Torture\nParticipant\tSignature\tRatification\nMali\t\tYes\n",
            "“Yes” in the row of Mali can't be read as a day",
        ),
        ("npm", "x.csv", "A,B\nMali,CNDH\n", "it is known by “State” and “NPM”"),
    ],
)
def test_another_file_is_refused_with_what_to_do(
    take: Take, refreshed: Path, name: str, file: str, content: str | bytes, says: str
) -> None:
    result = take(name, file, content)
    assert result.exit_code == 2 and says in result.output, result.output
    assert not (refreshed / "receipts.csv").exists()


def test_a_table_of_two_columns_says_where_there_is_no_mechanism(
    take: Take, refreshed: Path
) -> None:
    table = "State party,National preventive mechanism\nMali,CNDH\nTogo,No NPM designated\n"
    taken = take("npm", "npm.csv", table, "--on", "2026-12-01", "--yes")
    assert taken.exit_code == 0, taken.output
    rows = (refreshed / "states" / "institutions.csv").read_text().splitlines()
    standing = {row.split(",")[0]: row.split(",")[3:5] for row in rows[1:]}
    assert standing["TGO"] == ["", "none"] and standing["MLI"][0] == "CNDH"


def test_every_set_has_a_page_a_folder_and_its_last_receipt(take: Take, refreshed: Path) -> None:
    shown = CliRunner().invoke(main, ["refresh", "npm"])
    assert "https://www.ohchr.org" in shown.output
    assert str(refreshed / "inbox" / "npm") in shown.output
    (refreshed / "inbox" / "npm" / "npm.html").write_text(NPM)
    assert CliRunner().invoke(main, ["refresh", "npm"]).exit_code == 2, "who read it must be said"
    taken = CliRunner().invoke(main, ["refresh", "npm", "--who", "protection officer", "--yes"])
    assert taken.exit_code == 0, taken.output
    listed = CliRunner().invoke(main, ["refresh"]).output
    assert "list of 2026-10-12, read by protection officer" in listed
    rows = list(csv.DictReader(io.StringIO((refreshed / "receipts.csv").read_text())))
    assert len(rows) == 1 and len(rows[0]["sha256"]) == 64
    assert take("npm", "npm.html", NPM).exit_code == 0
    assert len((refreshed / "receipts.csv").read_text().splitlines()) == 2, "one file, one receipt"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("24 Jan 1983 a", ["1983-01-24"]),
        ("16/09/2020", ["2020-09-16"]),
        ("2020-09-16", ["2020-09-16"]),
        ("31 Feb 2020", []),
        ("12 Nov 1998 d, 3 Sept 2001", ["1998-11-12", "2001-09-03"]),
        ("", []),
    ],
)
def test_days_are_read_as_lists_write_them(text: str, days: list[str]) -> None:
    assert days_of(text) == days
