"""A message quotes what the State was told before, where it is on the issue, and never else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from bot.handlers.messages.form import message_texts
from bot.knowledge.models import Base
from bot.prepare.messages import Messages, Missing
from bot.render import messages as render
from bot.render.messages import MessagePage
from bot.render.prepare_words import Wordings
from bot.reviews import Calendar
from bot.states import Profiles
from bot.states.recommendations import Recommendations
from tests.prepare.conftest import KNOWLEDGE, ON, TEMPLATES
from tests.prepare.messages.conftest import WRITER
from tests.prepare.messages.samples import SAMPLES
from tests.states.uhri import committee, imported, loaded, record, write_json

SPAIN = ["Spain"]
RECORDS = [
    record(1, "133.1 Issue identity documents to displaced persons;"),
    record(2, "133.2 Abolish the death penalty", UprPositions=["Noted"]),
    record(3, "133.3 Register all births", UprPositions=["Under consideration"]),
    record(4, "133.4 Give identity documents to the displaced", UprPositions=["Noted"],
           UprRecommendingCountry=SPAIN),
    record(5, "133.5 Clear *all* mines, [see] 3 < 4 & \\ _now_"),
    committee(6, "18.The Committee urges the State party to register displaced children.",
              PublicationDate="2016-02-01T00:00:00"),
]  # fmt: skip
EMBASSY = SAMPLES["embassy"] | {"why": "Norway pays for schools in the country"}
QUOTED = "“Issue identity documents to displaced persons”"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Recommendations:
    folder = tmp_path_factory.mktemp("past")
    imported(write_json(folder / "export.json", RECORDS), folder / "r.sqlite")
    return loaded(folder / "r.sqlite")


@pytest.fixture(scope="module")
def knowing(base: Base, profiles: Profiles, told: Recommendations) -> Messages:
    return Messages.open(KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles, told)


def made(
    messages: Messages,
    wordings: Wordings,
    name: str = "embassy",
    body: str | None = None,
    **changed: str,
) -> MessagePage:
    values = (EMBASSY if name == "embassy" else SAMPLES[name]) | changed
    return render.page(messages.make(name, values, ON, "MLI", body), wordings, TEMPLATES)


def test_a_letter_says_what_its_reader_recommended(knowing: Messages, wordings: Wordings) -> None:
    text = render.to_paste(made(knowing, wordings))
    assert "Norway pays for schools in the country." in text
    said = (
        f"In 2023 your Government recommended to Mali: {QUOTED} (A/HRC/53/8, paragraph 133.1)."
        " Mali supported it"
    )
    assert said in text
    assert "Give identity documents" not in text  # Spain's
    notes = render.plain(made(knowing, wordings)).split(WRITER)[1]
    assert "https://docs.un.org/en/A/HRC/53/8" in notes and "export.json" in notes


def test_what_the_state_did_not_support_is_said_otherwise(
    knowing: Messages, wordings: Wordings
) -> None:
    noted = render.to_paste(made(knowing, wordings, issue="death penalty"))
    assert "“Abolish the death penalty”" in noted
    assert "Mali only noted it, so it has not committed itself" in noted
    assert "Mali supported it" not in noted
    open_ = render.to_paste(made(knowing, wordings, issue="births that are not registered"))
    assert "[Mali had not decided yet when this was published: look up its answer]" in open_


@pytest.mark.parametrize(
    "changed",
    [
        {"issue": "school meals"},
        {"issue": "human rights"},
        {"recommender": "Sweden"},
        {"earlier": "none"},
        {"why": "Norway recommended documents in paragraph 133.1"},
    ],
)
def test_nothing_is_put_in_where_nothing_fits_or_is_wanted(
    knowing: Messages, messages: Messages, wordings: Wordings, changed: dict[str, str]
) -> None:
    without = changed | {"earlier": "-"}
    assert made(knowing, wordings, **changed) == made(messages, wordings, **without)
    assert "recommended to Mali" not in render.to_paste(made(knowing, wordings, **changed))


def test_what_the_writer_says_stands(knowing: Messages, wordings: Wordings) -> None:
    text = render.to_paste(made(knowing, wordings, earlier="you raised papers in 2018"))
    assert "You raised papers in 2018." in text and "your Government" not in text


def test_it_is_quoted_as_published_in_every_target(knowing: Messages, wordings: Wordings) -> None:
    page = made(knowing, wordings, issue="clear mines")
    own = "Clear *all* mines, [see] 3 < 4 & \\ _now_"
    assert f"“{own}”" in render.to_paste(page)
    shown = render.as_markdown(page)
    assert "\\*all\\*" in shown and "\\[see\\]" in shown and " _now_" not in shown
    message = knowing.make("embassy", EMBASSY | {"issue": "clear mines"}, ON, "MLI")
    document = Document(io.BytesIO(render.word(page, message)))
    assert any(f"“{own}”" in one.text for one in document.paragraphs)
    assert any("3 &lt; 4 &amp; \\" in one for one in message_texts(page))


def test_nothing_of_the_demonstration_set_or_of_two_cycles_ago_goes_into_a_letter(
    base: Base, profiles: Profiles, wordings: Wordings, tmp_path: Path
) -> None:
    demonstration = Recommendations.read(tmp_path / "none.sqlite", KNOWLEDGE)
    shown = Messages.open(KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles, demonstration)
    page = made(shown, wordings, recommender="Slovakia", issue="death penalty")
    text, notes = render.to_paste(page), " ".join(note.text for note in page.notes)
    assert "Approve the draft bill" not in text and "demonstration" not in f"{text}{notes}".lower()
    old = [record(1, "133.1 Issue identity documents to displaced persons", Symbol="A/HRC/23/6",
                  PublicationDate="2013-03-01T00:00:00", UprSession=["15"])]  # fmt: skip
    imported(write_json(tmp_path / "old.json", old), tmp_path / "old.sqlite")
    past = loaded(tmp_path / "old.sqlite")
    asked = Messages.open(KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles, past)
    assert "Issue identity documents to displaced persons”" not in render.to_paste(
        made(asked, wordings)
    )


def test_other_messages_quote_what_fits_them(knowing: Messages, wordings: Wordings) -> None:
    note = render.to_paste(made(knowing, wordings, "follow-up-note", recommender="Norway"))
    assert f"In 2023 your Government recommended to Mali: {QUOTED}" in note
    assert "recommended to Mali" not in render.to_paste(made(knowing, wordings, "follow-up-note"))
    points = render.to_paste(made(knowing, wordings, "talking-points", recommender="Spain"))
    assert "What they recommended before\n\nIn 2023 your Government" in points
    sheet = render.to_paste(made(knowing, wordings, "factsheet", earlier=""))
    assert f"- In 2023 Norway recommended to Mali: {QUOTED}" in sheet
    assert "- In 2023 Spain recommended to Mali" in sheet
    issue = {"issue": "displaced children"}
    letter = render.to_paste(made(knowing, wordings, "committee", "crc", **issue))
    assert "In 2016 your Committee recommended to Mali" in letter
    assert "CRC/C/MLI/CO/5, paragraph 18" in letter
    other = made(knowing, wordings, "committee", "cat", **issue)
    assert "your Committee" not in render.to_paste(other)


def test_a_ministry_is_told_only_what_the_state_supported(
    knowing: Messages, wordings: Wordings
) -> None:
    letter = render.to_paste(made(knowing, wordings, "minister", commitment=""))
    assert f"What Mali has undertaken. In 2023 Norway recommended to Mali: {QUOTED}" in letter
    for issue in ("death penalty", "school meals"):  # noted; never recommended
        with pytest.raises(Missing, match="commitment"):
            made(knowing, wordings, "minister", commitment="", issue=issue)


def test_the_national_mechanism_gets_words_and_place_of_one(
    knowing: Messages, wordings: Wordings
) -> None:
    empty = {"recommendation": "", "source": "", "issue": "death penalty"}
    letter = render.to_paste(made(knowing, wordings, "national-mechanism", **empty))
    assert "made by Norway, noted, A/HRC/53/8, paragraph 133.2):\n\n    Abolish the death" in letter
    with pytest.raises(Missing, match="source"):
        made(knowing, wordings, "national-mechanism", **(empty | {"recommendation": "Abolish it"}))
