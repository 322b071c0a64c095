"""A message stands in the language of its addressee, whole, and says no less than the English."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document

from bot.knowledge.models import LANGUAGES, TRANSLATED, Base, Language
from bot.prepare.cannot import load_cannot_asks
from bot.prepare.messages import BadValue, Messages, Unfulfillable
from bot.render import messages as render
from bot.render.prepare_words import Wordings
from bot.reviews import Calendar
from bot.states import Profiles
from bot.states.recommendations import Recommendations
from tests.prepare.conftest import KNOWLEDGE, ON, TEMPLATES
from tests.prepare.messages.samples import SAMPLES
from tests.prepare.messages.test_past import EMBASSY, RECORDS
from tests.states.uhri import imported, loaded, write_json

TYPED = {"text": "4711", "lines": "4711"}
"""What stands in for a person's words, so that every other word is the desk's."""
ENGLISH = {
    "the", "of", "and", "we", "to", "by", "is", "was", "this", "that", "with", "for", "how", "what",
    "who", "review", "session", "state", "letter", "ask", "please", "date",
}  # fmt: skip
SHARED: dict[str, set[str]] = {"fr": {"session", "date"}, "es": set(), "ar": set()}
"""Words of a language that English has too."""


def _values(messages: Messages, name: str, treaty: str = "") -> dict[str, str]:
    values = dict(SAMPLES[name])
    for field in messages.fields(name):
        if field.kind in TYPED:
            values[field.id] = TYPED[field.kind]
        if field.kind == "treaty" and treaty:
            values[field.id] = treaty
    return values


def _committee(name: str) -> str | None:
    return "crc" if name == "committee" else None


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", SAMPLES)
def test_no_english_is_left(
    messages: Messages, wordings: Wordings, name: str, language: Language
) -> None:
    for state, treaty in (("SDN", "CRC"), ("MMR", ""), ("UKR", ""), ("TCD", "Kampala Convention")):
        made = messages.make(
            name, _values(messages, name, treaty), ON, state, _committee(name), language
        )
        page = render.page(made, wordings, TEMPLATES)
        text = render.to_paste(page)
        words = {word.casefold() for word in re.findall(r"[A-Za-zÀ-ÿ]+", text)}
        assert not words & (ENGLISH - SHARED[language]), state
        if language == "ar":
            assert not words, "letters of another script in an Arabic text"
        for sign in ("{", "None", "[]", " ,", " .", "..", "**", "“"):
            assert sign not in text, (state, sign)
        notes = {note.label for note in page.notes if note.label}
        english = {note.label for note in _page(messages, wordings, name, state).notes}
        assert not notes & english


def _page(
    messages: Messages, wordings: Wordings, name: str, state: str, language: Language = "en"
) -> render.MessagePage:
    made = messages.make(name, SAMPLES[name], ON, state, _committee(name), language)
    return render.page(made, wordings, TEMPLATES)


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", SAMPLES)
def test_it_says_what_the_english_says_and_stays_as_short(
    messages: Messages, wordings: Wordings, name: str, language: Language
) -> None:
    values = _values(messages, name)
    for state in ("SDN", "TCD"):
        pages = {}
        for one in ("en", language):
            made = messages.make(name, values, ON, state, _committee(name), one)
            pages[one] = render.page(made, wordings, TEMPLATES)
        english, other = (render.to_paste(page) for page in pages.values())
        told = set(re.findall(r"\d+", english))
        assert told <= set(re.findall(r"\d+", other)), "a year, a session or a day is lost"
        kinds = [[line.kind for line in page.lines] for page in pages.values()]
        assert kinds[0] == kinds[1]
        blanks = [sum(p.blank for line in page.lines for p in line.text) for page in pages.values()]
        assert blanks[0] == blanks[1]
    longest = messages.texts[name].longest
    page = _page(messages, wordings, name, "SDN", language)
    assert longest is None or page.words <= longest
    assert page.seconds is None or page.seconds <= 120


def test_a_letter_to_an_embassy_in_french(messages: Messages, wordings: Wordings) -> None:
    text = render.to_paste(_page(messages, wordings, "embassy", "TCD", "fr"))
    assert "À\u00a0: l'ambassade (Norvège) compétente pour ce pays (Tchad) [vérifier" in text
    assert "Examen périodique universel (EPU) est attendu en janvier 2029" in text
    assert "au plus tard le 1er mars 2027\u202f?" in text
    assert "Veuillez agréer l'expression de notre haute considération." in text


@pytest.mark.parametrize(
    ("state", "language", "said"),
    [
        ("IRN", "fr", "(République islamique d'Iran)"),
        ("VEN", "es", "(República Bolivariana de Venezuela)"),
        ("IRN", "ar", "(جمهورية إيران الإسلامية)"),
        ("COD", "fr", "(République démocratique du Congo)"),
    ],
)
def test_a_state_is_named_in_the_order_of_speech(
    messages: Messages, wordings: Wordings, state: str, language: Language, said: str
) -> None:
    assert said in render.to_paste(_page(messages, wordings, "embassy", state, language))


def test_how_sure_a_date_is_is_said_in_each_language(
    messages: Messages, wordings: Wordings
) -> None:
    said = {
        (
            "SDN",
            "fr",
        ): "est attendu en janvier–février 2027\u202f; la date n'est pas encore publiée",
        ("MMR", "fr"): "était prévu (janvier–février 2027)\u202f; cette date n'est pas certaine",
        ("UKR", "fr"): "[session et date de l'examen\u00a0: à vérifier avant l'envoi]",
        ("SDN", "es"): "se prevé en enero–febrero de 2027; la fecha aún no está publicada",
        ("MMR", "es"): "estaba previsto (enero–febrero de 2027); esta fecha no es segura",
        ("SDN", "ar"): "يُتوقع أن يجري في كانون الثاني/يناير–شباط/فبراير 2027؛ ولم يُنشر الموعد بعد",
        ("MMR", "ar"): "وهذا الموعد غير مؤكد",
    }
    for (state, language), text in said.items():
        page = _page(messages, wordings, "embassy", state, language)
        assert text in render.plain(page), (state, language)


def test_every_treaty_has_its_title_in_every_language(base: Base, profiles: Profiles) -> None:
    for one in profiles.instruments:
        key = f"letter_treaty_{one.lower().replace('-', '_')}"
        titles = [base.say(key, language) for language in LANGUAGES]
        assert len(set(titles)) == len(LANGUAGES), one


def test_the_law_is_quoted_by_its_title(messages: Messages, wordings: Wordings) -> None:
    values = SAMPLES["minister"] | {"treaty": "Kampala Convention"}
    for language, said in {
        "fr": "L'État (Tchad) est partie à l'instrument suivant depuis le 11 juillet 2011\u00a0:"
        " Convention de Kampala.",
        "es": "El Estado (Chad) es parte, desde el 11 de julio de 2011, en el instrumento"
        " siguiente: Convención de Kampala.",
        "ar": "الدولة (تشاد) طرف منذ 11 تموز/يوليه 2011 في الصك التالي: اتفاقية كمبالا.",
    }.items():
        made = messages.make("minister", values, ON, "TCD", None, language)  # type: ignore[arg-type]
        assert said in render.to_paste(render.page(made, wordings, TEMPLATES))


def test_a_quotation_stays_in_english_and_says_so(
    base: Base, profiles: Profiles, wordings: Wordings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("past")
    imported(write_json(folder / "export.json", RECORDS), folder / "r.sqlite")
    told: Recommendations = loaded(folder / "r.sqlite")
    knowing = Messages.open(KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles, told)
    quoted = "Issue identity documents to displaced persons"
    for language, said in {
        "fr": f"En 2023, votre Gouvernement a adressé cette recommandation à l'État (Mali)\u00a0:"
        f" «\u202f{quoted}\u202f» (en anglais), A/HRC/53/8, paragraphe 133.1. L'État (Mali) l'a"
        " acceptée",
        "es": f"En 2023, su Gobierno dirigió esta recomendación al Estado (Malí): «{quoted}»"
        " (en inglés), A/HRC/53/8, párrafo 133.1. El Estado (Malí) la aceptó",
        "ar": f"في عام 2023 وجهت حكومتكم هذه التوصية إلى الدولة (مالي): «{quoted}»"
        " (بالإنجليزية)، A/HRC/53/8، الفقرة 133.1. وقد أيدتها الدولة (مالي)",
    }.items():
        made = knowing.make("embassy", EMBASSY, ON, "MLI", None, language)  # type: ignore[arg-type]
        page = render.page(made, wordings, TEMPLATES)
        assert said in render.to_paste(page)
        notes = " ".join(note.text for note in page.notes)
        assert "export.json" in notes and "The desk" not in notes and "From " not in notes


def test_a_noted_recommendation_never_counts_as_promised(
    base: Base, profiles: Profiles, wordings: Wordings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("noted")
    imported(write_json(folder / "export.json", RECORDS), folder / "r.sqlite")
    knowing = Messages.open(
        KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles, loaded(folder / "r.sqlite")
    )
    for language, noted, accepted in (
        ("fr", "en a seulement pris note et ne s'est donc pas engagé", "l'a acceptée"),
        ("es", "solo tomó nota de ella, así que no se comprometió", "la aceptó"),
        ("ar", "فهي لم تلتزم بها", "أيدتها"),
    ):
        values = EMBASSY | {"issue": "death penalty"}
        made = knowing.make("embassy", values, ON, "MLI", None, language)  # type: ignore[arg-type]
        text = render.to_paste(render.page(made, wordings, TEMPLATES))
        assert noted in text and accepted not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_is_marked_with_its_language(
    messages: Messages, wordings: Wordings, language: Language
) -> None:
    made = messages.make("embassy", SAMPLES["embassy"], ON, "TCD", None, language)
    content = render.word(render.page(made, wordings, TEMPLATES), made)
    document = Document(io.BytesIO(content))
    marks = re.findall(r'w:(?:val|bidi)="(\w\w)-\w\w"', document.styles.element.xml)
    assert language in marks
    assert document.core_properties.title == f"{made.title}: {made.state_name}"


def test_the_writer_is_told_in_the_writers_own_language(
    messages: Messages, wordings: Wordings
) -> None:
    made = messages.make(
        "embassy", SAMPLES["embassy"], ON, "TCD", None, "fr", reader="es", asks="en"
    )
    page = render.page(made, wordings, TEMPLATES)
    assert "Comment nous le savons." in render.to_paste(page)
    told = render.plain(page).split(page.writer)[1]
    assert "Antes de enviar:" in told and "nada que corregir" in told
    assert "Avant l'envoi" not in told


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("by", "2020-01-01", "Cette date est passée (2020-01-01)"),
        ("by", "soon", "Ce n'est pas une date"),
        ("recommender", "Atlantis", "Indiquez un seul État"),
        ("recommender", "Tchad", "C'est l'État concerné lui-même"),
        ("question", "x" * 300, "Caractères\u00a0: 300, au plus 280"),
        ("office", "consulate", "Choix possibles\u00a0: embassy, mission"),
    ],
)
def test_what_does_not_fit_is_said_in_the_writers_language(
    messages: Messages, field: str, value: str, said: str
) -> None:
    with pytest.raises(BadValue) as caught:
        messages.make("embassy", SAMPLES["embassy"] | {field: value}, ON, "TCD", None, "fr")
    assert caught.value.wrong.startswith(said)
    assert str(caught.value).startswith(f"{field}\u00a0: {said}")


def test_a_refusal_names_the_rule_in_the_writers_language(messages: Messages, base: Base) -> None:
    values = SAMPLES["embassy"] | {"ask": "Libérer la journaliste avant 2028"}
    with pytest.raises(Unfulfillable) as caught:
        messages.make("embassy", values, ON, "TCD", None, "fr")
    title = base.title(base.entries["upr.cannot.individual-cases"], "fr")
    assert f"(règle\u00a0: upr.cannot.individual-cases, «\u202f{title}\u202f»)" in str(caught.value)


@pytest.mark.parametrize(
    ("language", "part"),
    [("fr", "ne peut ni libérer"), ("es", "no puede liberar"), ("ar", "لا يستطيع")],
)
def test_why_an_ask_can_not_be_fulfilled_is_said_in_the_language(
    base: Base, language: Language, part: str
) -> None:
    found = load_cannot_asks(KNOWLEDGE, base).find("release the prisoner", "state", "upr", language)
    assert found is not None
    assert part in found.says
