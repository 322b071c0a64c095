"""Searching, counting and comparing past recommendations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.states.recommendations import Filters, Recommendations, asks_of
from bot.states.recommendations.labels import cycle, years
from bot.states.recommendations.record import cleaned
from tests.states.uhri import KNOWLEDGE, committee, imported, loaded, record, write_json

SPAIN, MOVEMENT = ["Spain"], ["Freedom of movement"]
RECORDS = [
    record(1, "133.1 Issue identity documents to displaced persons", Themes=MOVEMENT),
    record(2, "133.2 Register the displaced", UprPositions=["Noted"], UprRecommendingCountry=SPAIN),
    record(3, "133.3 Protect women and girls from violence", AffectedPersons=["Women & girls"]),
    record(4, "133.4 Abolish the death penalty", UprPositions=["Noted"], PublicationDate=None),
    record(5, "133.5 Abolish capital punishment in law", PublicationDate="2018-04-17T00:00:00",
           UprSession=["29"], UprRecommendingCountry=SPAIN),
    record(6, "120.1 Issue identity documents to all displaced persons", Countries=["Chad"]),
    record(7, "120.2 Issue documents", Countries=["Chad"], UprSession=[], PublicationDate=None),
    committee(8, "18.The Committee urges the State party to register displaced children.",
              PublicationDate="2016-02-01T00:00:00", Themes=["Rights related to name"]),
    committee(9, "4. The Committee is concerned at attacks on displaced persons.",
              AnnotationType="- Concerns/Observations"),
]  # fmt: skip


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Recommendations:
    folder = tmp_path_factory.mktemp("recommendations")
    imported(write_json(folder / "export.json", RECORDS), folder / "r.sqlite")
    return loaded(folder / "r.sqlite")


def texts(found: Sequence[object]) -> list[str]:
    return [str(getattr(one, "text", one)) for one in found]


def test_hits_with_all_words_come_before_those_with_fewer(some: Recommendations) -> None:
    found = some.search(Filters(words="documents for displaced people", states=("MLI",)))
    assert texts(found.hits)[0] == "Issue identity documents to displaced persons"
    assert (found.words, found.matching) == (("documents", "displaced", "people"), 2)
    assert found.total == 1


def test_words_are_found_in_other_forms_and_under_other_names(some: Recommendations) -> None:
    assert some.search(Filters(words="document IDPs", states=("MLI",))).total == 1
    assert some.search(Filters(words="capital punishment", states=("MLI",))).total == 2
    assert some.search(Filters(words="déplacés", states=("MLI",))).total == 3
    assert some.search(Filters(words="polar bears")).total == 0


def test_each_filter_leaves_what_it_says(some: Recommendations) -> None:
    mali = ("MLI",)
    assert some.search(Filters(states=("TCD",))).total == 2
    assert some.search(Filters(states=mali, mechanisms=("crc",))).total == 1
    assert some.search(Filters(states=mali, mechanisms=("treaty-bodies",))).total == 1
    assert some.search(Filters(states=mali, positions=("noted",))).total == 2
    assert some.search(Filters(states=mali, positions=("noted", "supported"))).total == 5
    assert some.search(Filters(states=mali, recommenders=("ESP",))).total == 2
    assert some.search(Filters(states=mali, themes=("freedom move",))).total == 1
    assert some.search(Filters(states=mali, themes=("girl",))).total == 1
    assert some.search(Filters(states=mali, themes=("nothing",))).total == 0


def test_concerns_come_only_when_they_are_asked_for(some: Recommendations) -> None:
    asked = Filters(words="attacks", states=("MLI",))
    assert some.search(asked).total == 0
    (one,) = some.search(asked.model_copy(update={"concerns": True})).hits
    assert one.kind == "concern"


def test_since_keeps_what_may_be_later_and_says_what_it_left_out(some: Recommendations) -> None:
    found = some.search(Filters(since=dt.date(2023, 7, 5)))
    assert "Abolish the death penalty" in texts(found.hits)  # of 2023, the day is not known
    assert "Abolish capital punishment in law" not in texts(found.hits)
    assert found.undated == 1
    assert some.search(Filters(since=dt.date(2031, 1, 1))).total == 0
    year = [one.year for one in found.hits if one.date is None]
    assert year == [2023]


def test_pages_show_every_hit_once_in_the_same_order(some: Recommendations) -> None:
    everything = texts(some.search(Filters(words="displaced"), size=None).hits)
    pages = [some.search(Filters(words="displaced"), page, size=2) for page in range(1, 5)]
    assert [one.page for one in pages] == [1, 2, 2, 2]
    assert texts(pages[0].hits + pages[1].hits) == everything
    assert len(everything) == pages[0].total == 4


def test_pages_hold_when_hits_have_different_numbers_of_words(some: Recommendations) -> None:
    wanted = Filters(words="register displaced children documents")
    everything = texts(some.search(wanted, size=None).hits)
    assert everything[0].startswith("The Committee urges")
    pages = [texts(some.search(wanted, page, size=1).hits)[0] for page in (1, 2, 3)]
    assert pages == everything[:3] and len(set(pages)) == 3


def test_counts_add_up_to_what_is_found(some: Recommendations) -> None:
    wanted = Filters(states=("MLI",))
    counts, found = some.counts(wanted), some.search(wanted, size=None)
    assert counts.total == found.total == 6
    assert dict(counts.mechanisms) == {"upr": 5, "crc": 1}
    assert dict(counts.positions) == {"supported": 3, "noted": 2}
    assert dict(counts.years) == {2016: 1, 2018: 1, 2023: 4}
    assert dict(counts.themes) == {"Freedom of movement": 1, "Rights related to name": 1}
    assert some.counts(Filters(words="documents", states=("TCD",))).no_year == 1


def test_meaning_only_changes_the_order(some: Recommendations) -> None:
    def likeness(text: str, others: Sequence[str]) -> list[float]:
        return [float("all displaced" in one) for one in others]

    wanted = Filters(words="displaced")
    plain, near = some.search(wanted), some.search(wanted, likeness=likeness)
    assert texts(near.hits)[0] == "Issue identity documents to all displaced persons"
    assert sorted(texts(near.hits)) == sorted(texts(plain.hits))
    assert near.total == plain.total


def test_likely_recommending_states_are_those_who_did_it_before(some: Recommendations) -> None:
    norway, spain = some.recommenders(Filters(words="displaced"), "TCD")
    assert (norway.iso3, norway.here, norway.elsewhere, norway.supported) == ("NOR", 1, 1, 1)
    assert norway.last == 2023 and norway.example.states == ("TCD",)
    assert (spain.iso3, spain.here, spain.elsewhere) == ("ESP", 0, 1)


def test_near_duplicates_are_grouped_and_others_are_not(some: Recommendations) -> None:
    (group,) = some.groups(Filters())
    assert {one.states for one in group.members} == {("MLI",), ("TCD",)}
    assert all("identity documents" in one.text for one in group.members)


def test_uptake_puts_the_nearest_later_recommendation_beside_an_ask(some: Recommendations) -> None:
    asks = asks_of(
        "# Asks\n\n- Give identity documents to IDPs\n2) Ban nuclear weapons tests\nshort"
    )
    assert asks == ("Give identity documents to IDPs", "Ban nuclear weapons tests")
    first, second = some.uptake(asks, "MLI", dt.date(2023, 1, 1))
    best = first.matches[0]
    assert best.recommendation.text == "Issue identity documents to displaced persons"
    assert best.near and best.meaning is None
    assert not any(match.near for match in second.matches)
    later = [match.recommendation.year for one in (first, second) for match in one.matches]
    assert set(later) == {2023}
    (none,) = some.uptake(asks[:1], "MLI", dt.date(2030, 1, 1))
    assert none.matches == ()


def test_outlines_get_what_was_said_before(some: Recommendations) -> None:
    told = some.on_issues("MLI", ["displaced documents", "death penalty"], limit=4)
    assert {"Issue identity documents to displaced persons", "Abolish the death penalty"} <= set(
        texts(told)
    )
    assert len(told) <= 4


def fit(some: Recommendations, issue: str, **given: object) -> list[str]:
    wanted = Filters(words=issue, states=("MLI",))
    return texts(some.fitting(wanted, limit=3, **given))  # type: ignore[arg-type]


def test_a_message_gets_only_what_fits_its_issue(some: Recommendations) -> None:
    issued = "Issue identity documents to displaced persons"
    assert fit(some, "identity documents of displaced people") == [issued]
    assert fit(some, "documents of displaced women") == []
    for issue in ("polar bears", "the human rights of people", ""):
        assert fit(some, issue) == []
    # filed under Freedom of movement, but it says nothing of it
    assert fit(some, "freedom of movement") == []
    spain = Filters(words="displaced", states=("MLI",), recommenders=("ESP",))
    (one,) = some.fitting(spain)
    assert (one.text, one.position) == ("Register the displaced", "noted")


def test_of_several_that_fit_alike_a_supported_one_comes_first(some: Recommendations) -> None:
    assert fit(some, "death penalty") == [
        "Abolish capital punishment in law", "Abolish the death penalty",
    ]  # fmt: skip


def test_what_is_much_like_an_ask_fits_without_its_words(some: Recommendations) -> None:
    def like(ask: str, others: Sequence[str]) -> list[float]:
        return [0.91 if "women" in one else 0.89 for one in others]

    asks = ["Open shelters for survivors of rape"]
    assert fit(some, "shelters", asks=asks, likeness=like) == [
        "Protect women and girls from violence"
    ]
    assert fit(some, "shelters", asks=asks) == []
    assert some.fitting(Filters(states=("NOR",)), asks, like) == ()


def test_of_many_only_the_nearest_by_words_are_read_for_meaning(tmp_path: Path) -> None:
    many = [record(n, f"133.{n} Build {n} wells") for n in range(1, 60)]
    many.append(record(60, "133.60 Open shelters for survivors"))
    imported(write_json(tmp_path / "export.json", many), tmp_path / "r.sqlite")
    read: list[str] = []

    def reading(ask: str, others: Sequence[str]) -> list[float]:
        read.extend(others)
        return [0.95 if "shelters" in one else 0.5 for one in others]

    asks = ["Open safe shelters for survivors of rape"]
    found = loaded(tmp_path / "r.sqlite").fitting(Filters(), asks, reading)
    assert texts(found) == ["Open shelters for survivors"]
    assert len(read) == 40  # each takes 25 to 70 milliseconds


@pytest.mark.parametrize(
    ("received", "heading", "paragraph", "text"),
    [
        ("4.The Committee reminds", "", "4", "The Committee reminds"),
        ("32.85 Consider introducing (Algeria);", "", "32.85", "Consider introducing (Algeria);"),
        ("B.Positive aspects\n3.The Committee", "Positive aspects", "3", "The Committee"),
        ("<p>12.&nbsp;L’État partie</p><p>b) fin</p>", "", "12", "L’État partie\nb) fin"),
        ("2.5 million people", "", "", "2.5 million people"),
        ("2030 Agenda", "", "", "2030 Agenda"),
        ("18 months later", "", "", "18 months later"),
        ("a\u202eb\x00c\x1b[31m", "", "", "abc[31m"),
        ("&lt;b&gt; stays", "", "", "<b> stays"),
    ],
)
def test_a_paragraph_is_taken_apart_only_where_that_is_sure(
    received: str, heading: str, paragraph: str, text: str
) -> None:
    found = cleaned(received)
    assert (found.heading, found.paragraph, found.text) == (heading, paragraph, text)


def test_cycles_and_years_follow_from_the_session() -> None:
    assert [cycle(number) for number in (1, 12, 13, 26, 27, 40, 41, 54)] == [1, 1, 2, 2, 3, 3, 4, 4]
    known = years(KNOWLEDGE)
    assert set(range(1, 52)) <= set(known)
    in_order = [known[session] for session in sorted(known)]
    assert in_order == sorted(in_order)


def test_without_an_import_there_is_a_demonstration_set_and_it_says_so(tmp_path: Path) -> None:
    shown = loaded(tmp_path / "nothing.sqlite")
    about = shown.about()
    assert shown.demonstration and about.demonstration and about.records == 294
    assert about.unmatched == ()
    found = shown.search(Filters(words="displaced people documents", states=("MLI",)))
    assert found.total and all(one.origin.startswith("demonstration:") for one in found.hits)
    kinds = {one.origin for one in shown.search(Filters(concerns=True), size=None).hits}
    assert len(kinds) == 4


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=80))
def test_nothing_that_people_type_breaks_a_search(some: Recommendations, words: str) -> None:
    for text in (words, f'{words}" OR * NEAR({words}'):
        found = some.search(Filters(words=text, states=("MLI",)))
        assert found.total >= len(found.hits)
