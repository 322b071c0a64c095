"""What is filled into an outline, and what becomes of it in the document."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document

from bot.knowledge import load
from bot.knowledge.models import Base
from bot.prepare import Prepare
from bot.render import outline
from bot.render.prepare_words import Wordings
from bot.render.word import GUIDANCE
from bot.reviews import Calendar as Reviews
from bot.states import Profiles
from bot.states.recommendations import Recommendations
from tests.prepare.conftest import KNOWLEDGE, ON, TEMPLATES
from tests.states.uhri import imported, loaded, record, write_json


def test_what_is_known_of_the_state_and_the_writer_stands_in_the_document(
    prepare: Prepare, wordings: Wordings
) -> None:
    made = prepare.outline(
        "upr-submission", ON, "HTI", organisation="Konbit", issues=["Loss of papers"], joint=True
    )
    document = Document(io.BytesIO(outline.word(made, wordings)))
    head = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert head["State"] == "Haiti" and head["Submitted by"] == "Konbit"
    assert "54th session" in head["Review"] and "expected, not published" in head["Review"]
    guidance = "\n".join(p.text for p in document.paragraphs if p.style.name == GUIDANCE)
    assert "5,630 words together" in guidance and "probably closed about July 2026" in guidance
    assert "https://www.ohchr.org/en/hr-bodies/upr/ngos-nhris" in guidance
    assert "Loss of papers" in [p.text for p in document.paragraphs if p.style.name == "Heading 2"]


def test_what_the_state_was_told_before_stands_beside_the_issue(
    base: Base, profiles: Profiles, prepare: Prepare, wordings: Wordings, tmp_path: Path
) -> None:
    old = {"PublicationDate": "2013-03-01T00:00:00", "UprSession": ["15"]}
    records = [
        record(1, "Protect displaced people", UprRecommendingCountry=["Romania"]),
        record(2, "Protect people who are displaced", UprRecommendingCountry=["Togo"], **old),
    ]
    imported(write_json(tmp_path / "export.json", records), tmp_path / "told.sqlite")
    told = loaded(tmp_path / "told.sqlite")
    desk = Prepare(prepare.actions, base, Reviews.open(KNOWLEDGE), profiles, told)
    made = desk.outline("upr-submission", ON, "MLI", issues=["displaced people"])
    document = Document(io.BytesIO(outline.word(made, wordings)))
    guidance = "\n".join(p.text for p in document.paragraphs if p.style.name == GUIDANCE)
    assert "Recommended before: Romania recommended this to Mali in 2023" in guidance
    # two reviews ago, so of no use; and nothing of the demonstration set is ever shown here
    assert "Togo" not in guidance
    shipped = Recommendations.read(tmp_path / "none-imported", KNOWLEDGE)
    other = Prepare(prepare.actions, base, Reviews.open(KNOWLEDGE), profiles, shipped)
    shown = other.outline("upr-submission", ON, "MLI", issues=["death penalty"])
    assert shown.about_told is None
    marked = outline.as_markdown(made, wordings, TEMPLATES)
    assert "Romania recommended this to Mali" in marked
    # nothing is looked up where nobody names an issue, or where the text has no place for it
    assert desk.outline("upr-submission", ON, "MLI").about_told is None
    other = desk.outline("urgent-appeal", ON, "MLI", issues=["displaced people"])
    assert other.about_told is None


def test_addresses_can_be_clicked_and_stay_as_they_are(
    prepare: Prepare, wordings: Wordings
) -> None:
    made = prepare.outline("individual-complaint", ON, "TCD", organisation="https://own.example")
    document = Document(io.BytesIO(outline.word(made, wordings)))
    links = [link for p in document.paragraphs for link in p.hyperlinks]
    urls = {source.url for source in made.sources.values()}
    assert {link.address for link in links} & urls
    assert all(len(link.text) <= 100 or "?" not in link.address for link in links)
    # what a person typed never becomes a link
    assert "https://own.example" not in {link.address for link in links}


def test_limits_follow_the_entries(tmp_path: Path, profiles: Profiles) -> None:
    folder = tmp_path / "knowledge"
    for path in KNOWLEDGE.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.name == "cedaw.yaml":
            text = text.replace("words_single: {value: 3300", "words_single: {value: 2900")
        target = folder / path.relative_to(KNOWLEDGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    newer = load(folder)
    prepare = Prepare.open(folder, newer, Reviews.open(KNOWLEDGE), profiles)
    made = prepare.outline("cedaw-alternative-report", ON, "TCD")
    assert made.words == made.limit == 2900
    assert sum(section.words for section in made.sections) == 2900 - made.reserve
    said = prepare.checklist("cedaw-alternative-report", ON, "TCD").facts["length"][0].text
    assert "2,900 words" in said
