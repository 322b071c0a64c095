"""Names of States as people write them; namesakes are never taken for each other."""

from __future__ import annotations

import pytest

from bot.settings import Settings
from bot.states import StateNames


@pytest.fixture(scope="module")
def names(places: Settings) -> StateNames:
    return StateNames.read(places.knowledge / "states")


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("When is Chad reviewed?", "TCD"),
        ("la RDC a-t-elle ratifié", "COD"),
        ("is CAR party to it", "CAF"),
        ("cuándo es el examen de Colombia", "COL"),
        ("Le Burkina Faso a-t-il un mécanisme", "BFA"),
        ("in the Democratic Republic of the Congo", "COD"),
        ("the oPt and the review", "PSE"),
        ("Burma since 2021", "MMR"),
        ("متى يستعرض السودان", "SDN"),
        ("ما هو موعد استعراض اليمن", "YEM"),
        ("South Sudan and the UPR", "SSD"),
        ("Soudan du Sud", "SSD"),
        ("Sudan's report", "SDN"),
        ("Niger's report", "NER"),
        ("nigeria report", "NGA"),
        ("Guinea-Bissau next session", "GNB"),
        ("Equatorial Guinea next session", "GNQ"),
        ("Papua New Guinea next session", "PNG"),
        ("Guinea next session", "GIN"),
        ("Ethopia complaint", "ETH"),
        ("Afganistan review", "AFG"),
        ("KEN ICPPED status", "KEN"),
    ],
)
def test_one_state_is_found(names: StateNames, text: str, iso3: str) -> None:
    assert [m.codes for m in names.find(text)] == [(iso3,)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("review of Congo", ("COD", "COG")), ("Korea and the committee", ("KOR", "PRK"))],
)
def test_what_is_truly_ambiguous_stays_so(
    names: StateNames, text: str, codes: tuple[str, ...]
) -> None:
    assert [m.codes for m in names.find(text)] == [codes]


@pytest.mark.parametrize(
    "text",
    [
        "can we call a car to the session",
        "who can us help",
        "the women of the committee",
        "Can a committee examine a country without a report?",
        "a quel moment le comité se réunit",
        "WHO CAN GO TO THE CRC AND WHO ARE THEY",
    ],
)
def test_ordinary_words_are_no_states(names: StateNames, text: str) -> None:
    assert names.find(text) == []


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Has Bamako had its review", "MLI"),
        ("the Malian government", "MLI"),
        ("Beirut was questioned", "LBN"),
        ("displaced people in Darfur", "SDN"),
        ("les autorités tchadiennes", "TCD"),
    ],
)
def test_capitals_regions_and_demonyms_stand_for_the_state(
    names: StateNames, text: str, iso3: str
) -> None:
    assert [m.codes for m in names.find(text)] == [(iso3,)]


def test_every_state_is_found_by_every_name_of_its_own(names: StateNames) -> None:
    assert len(names.states) == 197
    for iso3, state in names.states.items():
        for name in (state.name, state.official, state.french, state.spanish, state.arabic):
            found = names.find(name)
            assert found and iso3 in found[0].codes, (iso3, name, found)


def test_a_slip_in_a_name_of_several_words_is_forgiven(names: StateNames) -> None:
    assert [m.codes for m in names.find("is south sudn a party")] == [("SSD",)]


def test_a_territory_is_no_state(names: StateNames) -> None:
    found = names.territory("when is Kosovo reviewed")
    assert found and found.called("fr") == "Kosovo"
    assert not names.find("when is Kosovo reviewed")
