"""Checklists and outlines in French, Spanish and Arabic.

Translations come and go with the curators' English, so these tests translate by themselves: every
curated text gets marks around it. What is left outside the marks is what the desk says itself.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import zipfile

import pytest
from click.testing import CliRunner
from docx import Document
from icalendar import Calendar as Ics

from bot.cli import main
from bot.knowledge.models import TRANSLATED, Base, Language
from bot.knowledge.translations import Translations
from bot.prepare import ActionFinder, GivenDeadline, Prepare
from bot.prepare.blanks import joined, state_said
from bot.render import checklist, outline
from bot.render.ics import calendar_file
from bot.render.prepare_words import Wordings
from bot.reviews import Calendar, PartialDate, Span
from bot.states import Profiles
from tests.knowledge.marked import Changed, Marked, Phrases
from tests.prepare.conftest import KNOWLEDGE, ON, TEMPLATES
from tests.render.ooxml import faults

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
ENGLISH = re.compile(
    r"\b(?:the|and|with|which|this|that|must|cannot|of|for|is|are|not|before|after|words?|day|days"
    r"|weeks?|about|expected|published|check|known|State|party|review|when|who|why)\b"
)
MARKED = re.compile("⟦[^⟦⟧]*⟧")
SOURCE = re.compile(r"^[> \\-]*\\?\[\d+\\?\] .*$|https?://\S+|A/HRC\S+", re.MULTILINE)


def opened(base: Base, profiles: Profiles, translations: Translations) -> tuple[Prepare, Wordings]:
    other = base.model_copy(update={"translations": translations})
    prepare = Prepare.open(KNOWLEDGE, other, Calendar.open(KNOWLEDGE), profiles)
    return prepare, Wordings(other, profiles.names)


@pytest.fixture(scope="module")
def marked(base: Base, profiles: Profiles) -> tuple[Prepare, Wordings]:
    return opened(base, profiles, Marked())


def unmarked(text: str) -> str:
    """What stands outside the marks and is no source, address or symbol."""
    bare = SOURCE.sub("", text.replace("\\[", "[").replace("\\]", "]"))
    while MARKED.search(bare):
        bare = MARKED.sub("", bare)
    return bare


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("state", ["TCD", "SDN", "MMR"])
def test_the_desk_itself_speaks_no_english(
    language: Language, state: str, marked: tuple[Prepare, Wordings]
) -> None:
    prepare, wordings = marked
    for action in prepare.actions:
        for given in (
            None,
            GivenDeadline(dt.date(2026, 12, 1)),
            GivenDeadline(dt.date(2027, 9, 1), dt.time(18)),
        ):
            made = prepare.checklist(action, ON, state, deadline=given, language=language)
            found = ENGLISH.findall(unmarked(checklist.text(made, wordings, TEMPLATES)))
            assert not found, (action, given, found)
        if prepare.actions[action].outline:
            draft = prepare.outline(action, ON, state, language=language)
            found = ENGLISH.findall(unmarked(outline.as_markdown(draft, wordings, TEMPLATES)))
            # the names of UN investigations are shown as they are
            assert not set(found) - {"and", "of", "for", "the"}, (action, found)


@pytest.mark.parametrize("language", TRANSLATED)
def test_word_files_are_valid_in_every_language(
    language: Language, prepare: Prepare, wordings: Wordings
) -> None:
    for action in ("cedaw-alternative-report", "individual-complaint"):
        made = prepare.checklist(action, ON, "SDN", language=language)
        assert faults(checklist.word(made, wordings)) == [], action
        draft = prepare.outline(action, ON, "SDN", language=language)
        clean = action == "individual-complaint"
        assert faults(outline.word(draft, wordings, clean)) == [], action


def test_arabic_runs_from_the_right(prepare: Prepare, wordings: Wordings) -> None:
    def parts(language: Language) -> tuple[str, str]:
        made = prepare.checklist("upr-submission", ON, "TCD", language=language)
        with zipfile.ZipFile(io.BytesIO(checklist.word(made, wordings))) as file:
            text, styles = (file.read(f"word/{n}.xml").decode() for n in ("document", "styles"))
        return text, styles

    text, styles = parts("ar")
    assert text.count("<w:bidiVisual/>") == text.count("<w:tbl>") > 0
    assert "<w:bidi/>" in styles and "<w:rtl/>" in text and 'w:val="ar-SA"' in styles
    assert "<w:szCs " in styles and "<w:bCs/>" in styles
    # an address is one run that is read from the left
    assert re.search(r"<w:hyperlink [^>]+><w:r><w:t [^>]*>https://[^<]+<", text)
    text, styles = parts("fr")
    assert "bidiVisual" not in text and "<w:rtl" not in text and "<w:bidi/>" not in styles
    assert 'w:val="fr-FR"' in styles


def test_a_translation_that_lost_a_place_is_shown_in_english(
    base: Base, profiles: Profiles, caplog: pytest.LogCaptureFixture
) -> None:
    english = "{organisation} [what it does, since when, in which regions]."
    with caplog.at_level(logging.WARNING):
        prepare, wordings = opened(base, profiles, Changed(english, "⟦[ce qu'elle fait].⟧"))
        made = prepare.outline("upr-submission", ON, "TCD", language="fr", organisation="Konbit")
    text = outline.as_markdown(made, wordings, TEMPLATES, clean=True)
    assert "Konbit **\\[what it does" in text and "ce qu" not in text
    lines = [one.getMessage() for one in caplog.records if "places of" in one.getMessage()]
    assert len(lines) == 1 and "actions/shared/text.yaml" in lines[0]


def test_an_action_whose_translation_cannot_be_used_stays_english(
    base: Base, profiles: Profiles, caplog: pytest.LogCaptureFixture
) -> None:
    title = base_title = "Alternative report to CEDAW"
    with caplog.at_level(logging.WARNING):
        prepare, _ = opened(base, profiles, Changed(title, "x" * 2_000))
        actions = [prepare.action(one, "fr") for one in prepare.actions]
    titles = {one.id: one.title for one in actions}
    assert titles["cedaw-alternative-report"] == base_title
    assert titles["upr-submission"].startswith("⟦")
    assert [one for one in caplog.records if "shown in English" in one.getMessage()]


def test_without_translations_a_document_is_still_made(base: Base, profiles: Profiles) -> None:
    prepare, wordings = opened(base, profiles, Phrases())
    text = checklist.text(
        prepare.checklist("upr-submission", ON, "TCD", language="fr"), wordings, TEMPLATES
    )
    assert "liste de contrôle (Tchad)" in text and "traduction non relue" in text


@pytest.mark.parametrize(
    ("language", "before", "code", "reads"),
    [
        ("fr", "de ", "TCD", "du Tchad"),
        ("fr", "à ", "USA", "aux États-Unis d'Amérique"),
        ("fr", "en ", "FRA", "en France"),
        ("fr", "en ", "MLI", "au Mali"),
        ("fr", "de ", "HTI", "d'Haïti"),
        ("fr", "contre ", "IRN", "contre la République islamique d'Iran"),
        ("es", "de ", "SDN", "del Sudán"),
        ("es", "a ", "TCD", "al Chad"),
        ("es", "de ", "COL", "de Colombia"),
        ("es", "de ", "IRN", "de la República Islámica del Irán"),
        ("ar", "طلب ل", "SDN", "طلب للسودان"),
        ("ar", "طلب ل", "COL", "طلب لكولومبيا"),
        ("ar", "", "IRN", "جمهورية إيران الإسلامية"),
        ("en", "of ", "GMB", "of the Gambia"),
    ],
)
def test_a_state_stands_in_a_sentence_as_its_language_has_it(
    profiles: Profiles, language: Language, before: str, code: str, reads: str
) -> None:
    assert "".join(joined(before, state_said(profiles.names, code, language), language)) == reads


def test_numbers_and_dates_are_those_of_the_language(wordings: Wordings) -> None:
    french, spanish, arabic = (wordings.of(one) for one in TRANSLATED)
    assert french.day(dt.date(2027, 5, 1)) == "1er mai 2027"
    span = Span(start=PartialDate(year=2025, month=6), end=PartialDate(year=2025, month=7))
    assert french.when(span) == "juin–juillet 2025"
    assert french.number(3_300) == "3\u202f300" and arabic.number(3_300) == "3,300"
    assert [arabic.count(n, "week") for n in (1, 2, 3, 12)] == [
        "أسبوع واحد", "أسبوعان", "3 أسابيع", "12 أسبوعًا",
    ]  # fmt: skip
    assert spanish.say("prepare_before", count="2 semanas", event="el envío") == (
        "2 semanas antes del envío"
    )
    assert spanish.listing(["CAT", "Irán"]) == "CAT e Irán"
    assert arabic.listing(["كولومبيا", "السودان"]) == "كولومبيا والسودان"
    remains = french.say("prepare_last_days", event="L'examen", until="mai", unsure="")
    assert "jours\u202f; L'examen\u00a0: mai" in remains


def test_calendar_files_are_in_the_language(marked: tuple[Prepare, Wordings]) -> None:
    prepare, wordings = marked
    given = GivenDeadline(dt.date(2027, 9, 1))
    made = prepare.checklist("upr-submission", ON, "TCD", deadline=given, language="fr")
    calendar = Ics.from_ical(calendar_file(made, wordings, NOW))
    assert calendar["PRODID"].endswith("//FR") and "Liste de contrôle" in calendar["X-WR-CALNAME"]
    titles = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert "Date limite des contributions – Tchad" in titles
    for event in calendar.walk("VEVENT"):
        assert not ENGLISH.findall(unmarked(str(event["DESCRIPTION"])))


def test_an_action_is_found_by_its_title_in_the_language(base: Base, profiles: Profiles) -> None:
    title = "Alternative report to CEDAW"
    translations = Changed(title, "Rapport parallèle au Comité des femmes")
    other = base.model_copy(update={"translations": translations})
    prepare = Prepare.open(KNOWLEDGE, other, Calendar.open(KNOWLEDGE), profiles)
    finder = ActionFinder(prepare.actions, other)
    asked = "rapport parallele comité des femmes"
    assert finder.find(asked, "fr").actions[0] == "cedaw-alternative-report"
    assert finder.find("cedaw alternative report", "fr").actions[0] == "cedaw-alternative-report"
    assert finder.find(asked).actions[:1] != ("cedaw-alternative-report",)


def test_an_example_fits_an_issue_in_any_language(prepare: Prepare) -> None:
    def example(issue: str, language: Language) -> str:
        made = prepare.outline("upr-submission", ON, "TCD", issues=[issue], language=language)
        [block] = next(one for one in made.sections if one.id == "issues").parts
        facts = next(one for one in block.parts if one.id == "facts")
        return "".join(piece.text for piece in facts.examples[0])

    detention = example("Detention at checkpoints", "en")
    assert example("Détention aux postes de contrôle", "en") == detention
    assert example("الاحتجاز عند الحواجز", "en") == detention
    # "said" holds "aid"
    assert example("What officials said", "en") != example("Aid is blocked", "en")


@pytest.mark.parametrize(("language", "state"), [("fr", "Tchad"), ("es", "Chad"), ("ar", "تشاد")])
def test_the_commands_write_in_the_language(language: str, state: str, tmp_path) -> None:
    file = tmp_path / "outline.docx"
    run = CliRunner().invoke(
        main,
        ["outline", "upr-submission", "--state", state, "--lang", language, "-o", str(file)],
    )
    assert run.exit_code == 0, run.output
    head = [row.cells[0].text for row in Document(str(file)).tables[0].rows]
    assert head[1] == {"fr": "État", "es": "Estado", "ar": "الدولة"}[language]
    run = CliRunner().invoke(main, ["checklist", "upr-submission", "--lang", "de"])
    assert run.exit_code == 2
