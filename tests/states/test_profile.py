"""What the desk says that a State ratified and accepted, cell by cell, and what it leaves open."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.models import Base
from bot.states import Profiles, TreatyStatus, Way

TODAY = dt.date(2026, 11, 24)


def _said(cell: TreatyStatus) -> str:
    return f"{cell.status} {cell.since or '-'} {cell.as_of or '-'}"


@pytest.mark.parametrize(
    ("iso3", "treaty", "said"),
    [
        ("SDN", "CEDAW", "none - 2026-04-13"),
        ("SDN", "CAT", "party 2021-08-10 2023-02-21"),
        ("SDN", "CPED", "party 2021 2024-09-21"),
        ("MMR", "ICESCR", "party 2017-10-06 2026-04-13"),
        ("MLI", "KAMPALA", "party 2012-11-07 2024-07-08"),
        ("SSD", "STATELESS-1954", "party 2024-11-05 2024-11-06"),
        ("SSD", "STATELESS-1961", "party 2024-11-05 2024-11-06"),
        ("PSE", "OPCAT", "party 2017-12-29 2023-09-25"),
        ("COG", "OPCAT", "party 2024-04-26 2024-06"),
        ("BFA", "STATELESS-1961", "party 2017-08-03 2017-09"),
        ("KAZ", "OPIC", "party 2024-02-07 2024-09-25"),
        ("HTI", "OP-CRPD", "party 2009-07-23 2024-09-21"),
        ("UKR", "OPCAT", "party 2006-09-19 2022-08-25"),
        ("PSE", "OP-CEDAW", "party 2019-04-10 2024-09-21"),
        ("COD", "ICCPR-OP1", "party 1976-11-01 2023-02-21"),
        ("COL", "OPCAT", "party 2025 2025-11-24"),
        ("PHL", "OPCAT", "party 2012-04-17 2022-08-25"),
        ("USA", "CRC", "signed - 2026-04-13"),
        ("USA", "OPAC", "party 2002-12-23 2023-05-11"),
    ],
)
def test_ratifications_are_those_of_the_lists(
    profiles: Profiles, iso3: str, treaty: str, said: str
) -> None:
    cell = profiles.ratified(iso3, treaty, TODAY)
    assert _said(cell) == said
    assert not cell.doubtful
    assert cell.sources
    assert cell.page.startswith("https://")


@pytest.mark.parametrize(
    ("iso3", "treaty", "said"),
    [
        ("MMR", "CAT", "none - 2023-02-21"),
        ("MLI", "OPIC", "signed - 2024-09-25"),
        ("BFA", "OPIC", "signed - 2024-09-25"),
        ("HTI", "CAT", "signed - 2023-02-21"),
        ("COD", "OP-CEDAW", "signed - 2022-08-25"),
        ("USA", "REFUGEE-1951", "none - 2024-07-26"),
    ],
)
def test_a_no_by_an_old_list_is_to_be_looked_up_with_its_page(
    profiles: Profiles, iso3: str, treaty: str, said: str
) -> None:
    cell = profiles.ratified(iso3, treaty, TODAY)
    assert _said(cell) == said
    assert cell.stale and cell.doubtful
    assert cell.says.startswith("To check: ") and cell.page in cell.says
    young = profiles.ratified(iso3, treaty, dt.date(cell.as_of.year + 1, 1, 1))  # type: ignore[union-attr]
    assert not young.stale, "it was young then"


@pytest.mark.parametrize(
    ("iso3", "treaty"),
    [
        ("SSD", "ICCPR-OP2"), ("OMN", "ICCPR-OP1"), ("OMN", "ICCPR-OP2"), ("BTN", "OP-CRPD"),
        ("ERI", "OP-CRPD"), ("KNA", "OP-ICESCR"), ("CMR", "OP-CRPD"),
    ],
)  # fmt: skip
def test_a_list_older_than_the_treaty_says_nothing_of_its_protocol(
    profiles: Profiles, iso3: str, treaty: str
) -> None:
    cell = profiles.ratified(iso3, treaty, dt.date(2023, 3, 1))
    assert cell.stale and "old" not in cell.stale.split("older")[0], "whatever the day"
    committee = profiles.instruments[treaty].committee
    if profiles.instruments[treaty].complaint:
        ways = profiles.of(iso3, dt.date(2023, 3, 1)).case
        assert f"{committee}-complaint" in {way.key for way in ways.check}


def test_nothing_is_closed_by_a_list_older_than_two_years(profiles: Profiles) -> None:
    for iso3 in profiles.names.states:
        profile = profiles.of(iso3, TODAY)
        for ways in (profile.case, profile.situation, profile.detention):
            for way in ways.cannot:
                if way.cell and way.reason not in ("no_procedure", "not_in_force", "not_member"):
                    assert way.cell.as_of, (iso3, way.key)
                    age = TODAY - way.cell.as_of.last
                    assert age.days <= 730, (iso3, way.key)


def test_a_mechanism_that_nobody_saw_at_work_is_not_offered(profiles: Profiles) -> None:
    for iso3 in profiles.names.states:
        can = {way.key for way in profiles.of(iso3, TODAY).detention.can}
        assert "npm-visit" not in can, iso3
    afghanistan = {way.key: way for way in profiles.of("AFG", TODAY).detention.check}
    assert "did not exist" in afghanistan["npm-visit"].why


def test_a_mandate_is_offered_only_within_its_term(profiles: Profiles) -> None:
    def offered(iso3: str, on: dt.date) -> set[str]:
        return {way.key for way in profiles.of(iso3, on).situation.can}

    assert {"ie-mali"} <= offered("MLI", TODAY)
    assert "ie-mali" not in offered("MLI", dt.date(2027, 6, 1)), "nobody knows what came then"
    assert {"sr-opt", "coi-opt-pse"} <= offered("PSE", dt.date(2029, 1, 1)), "it has no end date"
    assert "ie-somalia" not in offered("SOM", TODAY)
    assert "ie-somalia" in {way.key for way in profiles.of("SOM", TODAY).situation.cannot}
    assert "expert-sudan" in {way.key for way in profiles.of("SDN", TODAY).situation.check}
    assert "coi-drc" in offered("COD", TODAY)


def test_regional_lists_have_their_own_day_and_not_that_of_a_repository(
    profiles: Profiles,
) -> None:
    dates = {str(one.as_of) for one in profiles.tables.coverages}
    assert "2026-01-19" not in dates
    cell = next(one for one in profiles.regional("SDN", TODAY) if one.subject == "ACERWC")
    assert cell.says.startswith("Complaints are possible, by the list of August 2024")


def test_a_complaint_covers_facts_from_the_day_of_the_declaration(profiles: Profiles) -> None:
    assert "complaints accepted since 30 August 2022" in profiles.complaint("COL", "ced").says


@pytest.mark.parametrize(
    ("iso3", "committee", "status", "reason"),
    [
        ("SDN", "cedaw", "no", "not_party"),
        ("SDN", "crpd", "yes", "comes_with"),
        ("SDN", "cat", "no", "not_declared"),
        ("SDN", "ced", "unknown", "not_known"),
        ("MLI", "ccpr", "yes", "comes_with"),
        ("MLI", "ced", "yes", "declared"),
        ("MLI", "cmw", "no", "not_in_force"),
        ("HTI", "cat", "no", "signed"),
        ("UKR", "cerd", "yes", "declared"),
        ("UKR", "cescr", "no", "signed"),
        ("PSE", "cerd", "yes", "declared"),
        ("PSE", "cescr", "unknown", "not_known"),
        ("COD", "ccpr", "yes", "comes_with"),
        ("PHL", "crc", "no", "not_party"),
        ("USA", "cerd", "no", "not_declared"),
        ("USA", "ccpr", "no", "not_party"),
    ],
)
def test_complaints(
    profiles: Profiles, iso3: str, committee: str, status: str, reason: str
) -> None:
    cell = profiles.complaint(iso3, committee)
    assert (cell.status, cell.reason) == (status, reason)


@pytest.mark.parametrize(
    ("iso3", "committee", "status", "reason"),
    [
        ("SDN", "cat", "yes", "comes_with"),
        ("COL", "cedaw", "no", "refused"),
        ("MLI", "crc", "no", "signed"),
        ("UKR", "crc", "yes", "comes_with"),
        ("ARM", "cescr", "unknown", "not_known"),
        ("BEL", "cescr", "yes", "declared"),
        ("ARG", "cescr", "no", "not_declared"),
        ("USA", "ccpr", "no", "no_procedure"),
    ],
)
def test_inquiries(profiles: Profiles, iso3: str, committee: str, status: str, reason: str) -> None:
    cell = profiles.inquiry(iso3, committee)
    assert (cell.status, cell.reason) == (status, reason)


def test_a_newer_list_that_rules_out_the_treaty_rules_out_its_protocol(profiles: Profiles) -> None:
    cell = profiles.complaint("SDN", "cedaw")
    assert (cell.instrument, str(cell.as_of)) == ("CEDAW", "2026-04-13")
    assert cell.says == "Not a party to CEDAW, by the list of 13 April 2026."


@pytest.mark.parametrize(
    ("iso3", "treaty"),
    [("CMR", "CRPD"), ("SSD", "ICCPR-OP1"), ("MMR", "STATELESS-1961"), ("VAT", "OP-CRPD")],
)
def test_what_no_list_says_is_not_known_and_says_where_to_look(
    profiles: Profiles, iso3: str, treaty: str
) -> None:
    cell = profiles.ratified(iso3, treaty)
    assert cell.status == "unknown"
    assert cell.doubtful
    assert cell.says.startswith("Not known here")
    assert cell.says.endswith("check the UN Treaty Collection.")


def test_lists_that_contradict_each_other_make_a_cell_doubtful(profiles: Profiles) -> None:
    for iso3 in ("JAM", "TTO"):
        assert "Doubtful" in profiles.complaint(iso3, "ccpr").says
    assert "check the UN Treaty Collection" in profiles.complaint("ZWE", "cedaw").says
    assert profiles.inquiry("POL", "cat").doubtful
    assert not profiles.complaint("POL", "cat").doubtful


def test_a_state_that_left_says_when(profiles: Profiles) -> None:
    cell = profiles.complaint("BLR", "ccpr")
    assert cell.status == "no"
    assert "8 February 2023" in cell.says


def test_nothing_is_known_before_it_happened(profiles: Profiles) -> None:
    assert profiles.ratified("SDN", "CAT", dt.date(2021, 8, 9)).status == "none"
    assert profiles.ratified("SDN", "CAT", dt.date(2021, 8, 10)).status == "party"
    assert profiles.complaint("UKR", "cerd", dt.date(1990, 1, 1)).status == "no"


def test_a_gap_in_the_lists_shows_where_the_state_is_not_found(profiles: Profiles) -> None:
    assert "4 of the 96 parties" in profiles.ratified("SDN", "OPCAT").gap
    assert not profiles.ratified("UKR", "OPCAT").gap
    assert "entered by hand" in profiles.ratified("SDN", "OPCAT").caution


def test_a_treaty_of_a_region_is_closed_to_others(profiles: Profiles) -> None:
    cell = profiles.ratified("UKR", "KAMPALA")
    assert (cell.status, cell.reason) == ("none", "not_member")


def test_which_committees_review_a_state(profiles: Profiles) -> None:
    review = {cell.subject for cell in profiles.committees("MMR") if cell.status == "party"}
    assert review == {"cescr", "cedaw", "crc", "crpd"}


def test_regional_bodies(profiles: Profiles) -> None:
    def of(iso3: str) -> dict[str, str]:
        return {cell.subject: cell.status for cell in profiles.regional(iso3)}

    assert of("MLI") == {"ACERWC": "yes", "ACHPR": "yes", "ACtHPR": "yes", "ECOWAS": "no"}
    assert of("SDN") == {"ACERWC": "yes", "ACHPR": "yes", "ACtHPR": "no", "ARAB": "no"}
    assert of("COD")["EACJ"] == "unknown"
    assert of("UKR") == {"ECtHR": "yes"}
    assert of("RUS") == {"ECtHR": "no"}
    assert of("MMR") == {"AICHR": "no"}
    assert of("NPL") == {}


def test_mandates_say_whether_they_still_run(profiles: Profiles) -> None:
    def of(iso3: str) -> dict[str, str]:
        return {one.id: one.runs for one in profiles.mandates(iso3)}

    assert of("MMR") == {"sr-myanmar": "running", "iimm": "running"}
    assert of("SDN") == {"ffm-sudan": "not_known", "expert-sudan": "not_known"}
    assert of("SOM") == {"ie-somalia": "ended"}
    assert of("SYR")["sr-syria"] == "not_started"
    assert of("HTI") == {"expert-haiti": "not_known"}
    assert of("PHL") == {}
    assert sum(mandate.kind == "thematic" for mandate in profiles.tables.mandates) == 45


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("has Sudan ratified the torture convention?", ["CAT"]),
        ("Is Mali in OPCAT", ["OPCAT"]),
        ("optional protocol to CEDAW", ["OP-CEDAW"]),
        ("Optional Protocol to the Convention against Torture", ["OPCAT"]),
        ("ICCPR and its optional protocol", ["ICCPR", "ICCPR-OP1"]),
        ("the optional protocol to the CRC", ["OPAC", "OPSC", "OPIC"]),
        ("second optional protocol to the ICCPR", ["ICCPR-OP2"]),
        ("a-t-il ratifié la convention contre la torture", ["CAT"]),
        ("Protocole facultatif se rapportant à la Convention contre la torture", ["OPCAT"]),
        ("la Convención sobre los Derechos del Niño", ["CRC"]),
        ("هل صادق السودان على اتفاقية مناهضة التعذيب", ["CAT"]),
        ("1951 convention and 1967 protocol", ["REFUGEE-1951", "REFUGEE-1967"]),
        ("Kampala Convention", ["KAMPALA"]),
        ("bound by the treaty on migrant workers", ["ICMW"]),
        ("tratado sobre los derechos del niño", ["CRC"]),
        ("the optional protocol", []),
        ("the Rome Statute", []),
        ("African Charter on the Rights and Welfare of the Child", []),
    ],
)
def test_treaties_are_found_as_people_write_them(
    profiles: Profiles, text: str, ids: list[str]
) -> None:
    assert [one.id for one in profiles.instruments.find(text)] == ids


def _every(profiles: Profiles, iso3: str) -> list[Way]:
    profile = profiles.of(iso3, TODAY)
    purposes = (profile.case, profile.situation, profile.detention)
    return [way for ways in purposes for its in (ways.can, ways.cannot, ways.check) for way in its]


def test_every_way_of_every_state_has_a_rule_a_source_and_a_date(
    profiles: Profiles, known: Base
) -> None:
    for iso3 in profiles.names.states:
        for way in _every(profiles, iso3):
            assert way.why, (iso3, way.key)
            assert way.entry in known.entries
            assert way.as_of, (iso3, way.key)
            for name in way.sources:
                assert profiles.source(name).title


def test_ways_that_need_no_ratification_are_open_for_every_state(profiles: Profiles) -> None:
    for iso3 in profiles.names.states:
        profile = profiles.of(iso3, TODAY)
        assert [way.key for way in profile.case.can[:3]] == ["sp-letter", "wgad-case", "wgeid-case"]
        situation = {way.key for way in profile.situation.can}
        assert {"sp-situation", "hrc"} <= situation
        member = iso3 not in ("PSE", "VAT", "COK", "NIU")
        assert ({"upr", "hrc-complaint"} <= situation) is member


def test_only_what_is_sure_is_open_or_closed(profiles: Profiles) -> None:
    for iso3 in profiles.names.states:
        profile = profiles.of(iso3, TODAY)
        for ways in (profile.case, profile.situation, profile.detention):
            assert not any(way.cell and way.cell.doubtful for way in (*ways.can, *ways.cannot) if
                           way.group != "the work of"), iso3  # fmt: skip


def test_ways_follow_the_cells(profiles: Profiles) -> None:
    sudan = profiles.of("SDN", TODAY)
    can = {way.key for way in sudan.case.can}
    assert {"ced-urgent", "crpd-complaint", "ACHPR", "ACERWC"} <= can
    closed = {way.key: way.entry for way in sudan.case.cannot}
    assert closed["cedaw-complaint"] == "cedaw.cannot.protocol-only"
    assert closed["ACtHPR"] == "regional-africa.cannot.direct-access"
    check = [way.key for way in sudan.case.check]
    assert check == [
        "ccpr-complaint", "cat-complaint", "crc-complaint", "cerd-complaint", "cescr-complaint",
        "ced-complaint",
    ]  # fmt: skip
    assert "cat-inquiry" in {way.key for way in sudan.situation.can}
    visits = {way.key for way in profiles.of("UKR", TODAY).detention.can}
    assert visits == {"spt-visit", "cpt-visit", "sp-visit"}
    assert profiles.of("PSE", TODAY).visits.status == "yes"
