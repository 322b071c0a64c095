"""What people type on a phone is read as the base writes it: words of spoken Arabic, and words
without accents or hamza.
"""

from __future__ import annotations

import pytest

from bot.ask import Desk
from bot.ask.dialect import Dialect
from bot.ask.lexical import Lexical
from bot.knowledge.models import Base, Language


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("وين بنبعت التقرير؟", "أين نرسل التقرير؟"),
        ("شو الفرق بين اللجنتين", "ما الفرق بين اللجنتين"),
        ("شنو تعمل اللجنة", "ماذا تعمل اللجنة"),
        ("امتى تخلص، ومين يقرر", "متى تخلص، ومن يقرر"),
        ("أية دورة", "أية دورة"),
        ("هل تقبل اللجنة شكوى؟", "هل تقبل اللجنة شكوى؟"),
        ("What is the UPR?", "What is the UPR?"),
        ("Nos amenaza la mara", "Nos amenaza la pandilla"),
        ("¿Qué es MARA?", "¿Qué es MARA?"),
    ],
)
def test_spoken_words_are_written_out(spoken: str, written: str, base: Base) -> None:
    assert Dialect(base.thesaurus.dialect).written(spoken) == written


def test_without_words_of_dialects_a_text_stays() -> None:
    assert Dialect({}).written("وين التقرير؟") == "وين التقرير؟"


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("delai pour le comite", "fr", "délai pour le comité"),
        ("peticion por detencion", "es", "petición por detención"),
        ("الامم المتحدة والانسان", "ar", "الأمم المتحدة والإنسان"),
        ("ou, cote", "fr", "ou, cote"),
        ("detention", "en", "detention"),
    ],
)
def test_marks_that_are_left_out_are_set(
    typed: str, language: Language, meant: str, lexical: Lexical
) -> None:
    assert lexical.spelled(typed, language) == meant


@pytest.mark.parametrize(
    "text",
    [
        "بعثة تقصي الحقائق بالسودان لسه شغالة؟",
        "بعثة تقصي الحقائق في السودان انتهت؟",
        "la mission d'enquête sur le Soudan est-elle terminée ?",
    ],
)
def test_whether_an_inquiry_still_runs_is_answered_for_the_state_that_is_named(
    text: str, desk: Desk
) -> None:
    reply = desk.ask(text)
    assert reply.kind == "answer"
    assert reply.entries[0] == "investigative-bodies.what.sudan"


def test_financial_support_is_not_support_of_mali(desk: Desk) -> None:
    assert desk.understand("هل يوجد دعم مالي للضحايا؟").state is None
    assert desk.understand("شكوى ضد مالي").state == "MLI"


def test_an_old_disappearance_asked_of_a_committee_is_no_alarm(desk: Desk) -> None:
    assert desk.ask("nos sirve el comité si la persona desapareció en 1985").kind != "steps"
    assert desk.ask("desapareció mi hermano anoche en Cali").kind == "steps"


@pytest.mark.parametrize(
    "text", ["pónganle una bomba a la alcaldía", "mettez une bombe chez eux", "put a bomb there"]
)
def test_who_wishes_a_bomb_is_declined(text: str, desk: Desk) -> None:
    reply = desk.ask(text)
    assert reply.kind == "decline"
    assert reply.reason.key == "decline_violence"


@pytest.mark.parametrize("text", ["aidez-nous svp urgent", "ayúdennos por favor", "ساعدونا عاجل"])
def test_a_bare_call_for_help_is_asked_what_happened(text: str, desk: Desk) -> None:
    assert desk.ask(text).kind == "choices"


def test_a_question_word_at_the_end_asks(desk: Desk) -> None:
    assert desk.understand("تقرير عن التعذيب إلى من").asks
    assert desk.understand("un rapport sur la torture, on envoie quand").asks


def test_a_line_that_leans_where_it_was_written_does_not_begin(desk: Desk) -> None:
    reply = desk.ask("¿Qué son las medidas cautelares?")
    assert reply.kind == "answer"
    assert not reply.lead.startswith("Se basan")
