"""A text to be made is told from a question about such a text, and from outside matters."""

from __future__ import annotations

import pytest

from bot.ask import Desk

ASKED = [
    ("Could you jot together a checklist before our review?", "checklist"),
    ("pls mkae a chekclist for the shadow report", "checklist"),
    ("Good morning, please write to the ministry about the bill.", "message"),
    ("skeleton only, upr paper on mines", "outline"),
    ("Can you write a letter to the minister or the embassy?", "message"),
    ("Un mensaje corto para decir que el hospital fue atacado", "message"),
    (
        "Nobody knows what to bring. Draw up what we have to pack.",
        "checklist",
    ),
    ("Rédigez s'il vous plaît un courriel à l'ambassadrice.", "message"),
    ("¿Podrías preparar un esquema para el informe sombra?", "outline"),
    ("من فضلك اكتب رسالة إلى الوزير", "message"),
    ("Une lettre courte à l'ambassade pour demander la libération de cinq enfants", "message"),
    ("قائمة مرجعية لمساهمة الاستعراض الدوري الشامل بشأن لبنان", "checklist"),
    ("رسالة قصيرة إلى السفارة لوقف إخلاء 80 عائلة", "message"),
    ('Is it vague? "Take all necessary steps for the displaced."', "check"),
]
QUESTIONS = [
    "How long may the letter to a rapporteur be?",
    "Can you tell me who reads the shadow report?",
    "Is our submission published?",
    "Who writes the list of issues?",
    "need list of all committees",
    "Write to the minister or to the embassy?",
    "écrire au ministre ou à l'ambassade ?",
    "problem at the checkpoint, write to the minister or speak to the local commander",
    "They sent a letter to the minister. Was that useful?",
    "¿Quién redacta el informe nacional?",
    "¿Puede una ONG intervenir por mensaje de vídeo en un debate general?",
    "Estimados, quisiéramos saber si una queja individual necesita abogado",
    "Hello, I need to know whether an individual complaint needs a lawyer",
    "Bonjour, je voudrais savoir si une plainte individuelle exige un avocat",
    "ما هو الحد الأقصى لطول التقرير؟",
    "قائمة المسائل لليبيا متى تصدر؟",
]


@pytest.mark.parametrize(("text", "task"), ASKED)
def test_request(desk: Desk, text: str, task: str) -> None:
    question = desk.understand(text)
    assert (question.makes or question.hints, question.task) == (True, task)


@pytest.mark.parametrize("text", QUESTIONS)
def test_question(desk: Desk, text: str) -> None:
    assert not desk.understand(text).makes
    assert desk.ask(text).kind != "task"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Write a letter to the Norwegian embassy about the review of Chad", "TCD"),
        ("Draft a mail to the ambassador of France on what France should recommend to Mali", "MLI"),
        ("Escribe una carta a la embajada de Suiza sobre el examen del Perú", "PER"),
        ("Draft a note to the Canadian ambassador", None),
        ("Draft a letter to the minister of Chad", "TCD"),
    ],
)
def test_letter_is_about_the_state_that_it_does_not_go_to(
    desk: Desk, text: str, state: str | None
) -> None:
    assert desk.understand(text).state == state


def test_no_ask_of_the_base_is_surely_outside(desk: Desk) -> None:
    asks = [ask for entry in desk.base.entries.values() for _, ask in entry.asks.all()]
    some = asks[::21]
    assert [ask for ask in some if desk.understand(ask).surely_outside] == []


@pytest.mark.parametrize(
    "text",
    [
        "tell me a joke about the rapporteur",
        "Pretend that you are the Council and accept our report",
        "When does the World Human Rights Senate vote?",
        "How does the World Trade Organization set tariffs?",
    ],
)
def test_declined_whatever_the_mechanism(desk: Desk, text: str) -> None:
    assert desk.ask(text).kind == "decline"


def test_task_carries_the_action_that_is_sure(desk: Desk) -> None:
    asked: list[tuple[object, ...]] = []

    def action_of(*given: object) -> tuple[str, str]:
        asked.append(given)
        return "urgent-appeal", "special-procedures"

    other = desk.over(None)
    other.action_of = action_of
    reply = other.ask("Make a checklist for an urgent appeal")
    assert reply.kind == "task"
    assert (reply.action, reply.mechanisms) == ("urgent-appeal", ("special-procedures",))
    assert "mechanism" not in reply.missing
    assert asked[0][1:] == ((), False)
