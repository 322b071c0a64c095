"""The files that people send: valid, finished, without a word that is for the desk alone."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from docx import Document
from icalendar import Calendar

from bot.cli import main
from bot.knowledge.models import Base
from bot.prepare import GivenDeadline, Prepare
from bot.render import checklist, outline
from bot.render.ics import calendar_file
from bot.render.prepare_words import Wordings, brief
from bot.render.word import GUIDANCE, Paper
from tests.prepare.conftest import ON, TEMPLATES
from tests.render.ooxml import faults

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
INTERNAL = (
    r"\(holds ", r"docs/", r"\badvocacy (?:ask|outline|checklist|message|recommendations)\b",
    r"DownLoad", r"the desk's own", r"the action [a-z]+-", r"lists that were read",
    r"\bTold before\b", r"\{", r"\bshall do\b",
)  # fmt: skip
"""Words by which the makers speak among themselves."""


def test_word_files_are_valid_by_the_schema(prepare: Prepare, wordings: Wordings) -> None:
    """Of every fifth action, each time another: one writer makes them all."""
    for action in list(prepare.actions)[::5]:
        made = prepare.checklist(action, ON, "TCD")
        assert faults(checklist.word(made, wordings)) == [], action
    with_outline = [action for action, text in prepare.actions.items() if text.outline]
    for at, action in enumerate(with_outline[1::5]):
        filled = prepare.outline(action, ON, "TCD", issues=["Loss of documents"])
        assert faults(outline.word(filled, wordings, clean=bool(at % 2))) == [], action


def test_lines_break_and_word_checks_the_language_of_the_text() -> None:
    for language, locale, page in (("fr", "fr-FR", "sur"), ("ar", "ar-SA", "من")):
        paper = Paper("T", "H", ON, language)
        paper.letterhead(["Konbit", "info@konbit.example"])
        paper.text("Port-au-Prince\n2 décembre 2026")
        paper.guidance("For the writer.")
        content = paper.content()
        assert faults(content) == []
        document = Document(io.BytesIO(content))
        assert document.paragraphs[0].style.name == "Letterhead"
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            text, styles = (file.read(f"word/{n}.xml").decode() for n in ("document", "styles"))
            foot = file.read("word/footer1.xml").decode()
        assert "Port-au-Prince</w:t><w:br/><w:t" in text
        assert f'w:lang w:val="{locale}"' in styles and page in foot
        # what the desk tells the writer is English, and is checked as English
        own = styles.split('w:styleId="Guidance"')[1].split("</w:style>")[0]
        assert 'w:lang w:val="en-GB"' in own


def test_a_clean_copy_has_nothing_for_the_writer(prepare: Prepare, wordings: Wordings) -> None:
    made = prepare.outline("cedaw-alternative-report", ON, "TCD", issues=["Loss of papers"])
    whole, clean = (
        Document(io.BytesIO(outline.word(made, wordings, clean))) for clean in (False, True)
    )
    assert any(p.style.name == GUIDANCE for p in whole.paragraphs)
    assert not any(p.style.name == GUIDANCE for p in clean.paragraphs)
    kept = [p.text for p in whole.paragraphs if p.style.name != GUIDANCE]
    assert [p.text for p in clean.paragraphs] == kept
    marked = outline.as_markdown(made, wordings, TEMPLATES, clean=True)
    assert "\n>" not in marked and "Loss of papers" in marked


def test_budgets_leave_room_for_what_counts_besides_the_text(prepare: Prepare) -> None:
    made = prepare.outline("cedaw-alternative-report", ON, "TCD", joint=True)
    assert made.reserve == made.words // 20 == 330
    assert sum(section.words for section in made.sections) == made.words - 330


def test_no_file_speaks_in_the_makers_words(
    prepare: Prepare, base: Base, wordings: Wordings
) -> None:
    inside = "|".join([*prepare.actions, *base.sources])
    ids = re.compile(rf"(?<![\w/.-])(?:{inside})(?![\w-])")
    for action, text in prepare.actions.items():
        said = [checklist.text(prepare.checklist(action, ON, "TCD"), wordings, TEMPLATES)]
        if text.outline:
            filled = prepare.outline(action, ON, "TCD", issues=["Loss of papers"])
            said.append(outline.as_markdown(filled, wordings, TEMPLATES).replace("\\", ""))
        for whole in said:
            plain = re.sub(r"https?://\S+", "", whole)
            assert [one for one in INTERNAL if re.search(one, plain)] == [], action
            assert [one for one in ids.findall(plain) if "-" in one] == [], action


def test_steps_stand_in_stages_that_follow_each_other(prepare: Prepare, wordings: Wordings) -> None:
    for action in prepare.actions:
        made = prepare.checklist(action, ON, "HTI")
        shown = checklist.page(made, wordings)
        assert [line for _, lines in shown.stages for line in lines] == shown.steps, action
    stage = {step.id: step.stage for step in prepare.checklist("upr-submission", ON, "TCD").steps}
    assert (stage["risks"], stage["evidence"], stage["draft"]) == ("decide", "write", "write")
    assert (stage["recognise"], stage["send"], stage["watch"]) == ("send", "send", "after")
    # a registration comes early, and is not yet the sending
    early = prepare.checklist("session-briefing", ON, "TCD").steps
    assert {step.id: step.stage for step in early}["register"] == "decide"


def test_a_calendar_says_it_briefly_reminds_and_keeps_the_hour(
    prepare: Prepare, wordings: Wordings
) -> None:
    given = GivenDeadline(dt.date(2027, 10, 1), dt.time(18))
    made = prepare.checklist("upr-submission", ON, "MLI", deadline=given)
    events = Calendar.from_ical(calendar_file(made, wordings, NOW)).walk("VEVENT")
    titles = {str(event["UID"]).split("@")[0].rsplit(".", 1)[1]: event for event in events}
    assert str(titles["send"]["SUMMARY"]) == "Send the text – Mali"
    assert all(len(event["SUMMARY"]) <= 60 + len(" – Mali") for event in events)
    assert all(event.walk("VALARM") for event in events)
    end = titles["day"]
    assert dt.datetime(2027, 10, 1, 18, tzinfo=ZoneInfo("Europe/Zurich")) == end.DTSTART
    assert len(end.walk("VALARM")) == 2
    assert brief("Ask everybody, and write it down: who, when.") == "Ask everybody"


def test_what_has_no_date_is_said_and_the_other_files_are_written(tmp_path: Path) -> None:
    names = ("a.docx", "a.md", "a.ics")
    docx, md, ics = (tmp_path / name for name in names)
    words = ["checklist", "upr-submission", "--state", "Mali", "--ics", str(ics)]
    told = CliRunner().invoke(main, [*words, "--docx", str(docx), "--md", str(md)])
    assert told.exit_code == 0 and docx.exists() and md.exists() and not ics.exists()
    assert "a.ics is not written: no step has a date" in told.output
    alone = CliRunner().invoke(main, words)
    assert alone.exit_code == 2 and "--deadline" in alone.output


@pytest.mark.parametrize("state", ["MLI", "BHR"])
def test_a_month_is_said_once_and_never_becomes_a_day(
    prepare: Prepare, wordings: Wordings, state: str
) -> None:
    made = prepare.checklist("upr-submission", ON, state)
    shown = checklist.page(made, wordings)
    assert not [line.when for line in shown.steps if "expected" in line.when]
    lines = [line.when for line in shown.steps if "about" in line.when]
    assert lines and not [one for one in lines if re.search(r"\d+ [A-Z][a-z]+ 20", one)]
