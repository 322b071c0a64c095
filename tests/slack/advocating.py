"""What somebody does with messages, ways to go, drafts and past recommendations: for tests and
pictures."""

from __future__ import annotations

from collections.abc import Callable

from tests.prepare.drafts.faulty_files import reviewed
from tests.prepare.drafts.samples import SOUND, Piece
from tests.prepare.drafts.writing import docx
from tests.prepare.messages.samples import SAMPLES
from tests.slack.rig.people import Person, Said
from tests.slack.scenes import Shown, private

SUBMISSION = "upr-submission/upr"
"""What a draft is for, as an option of the menu."""
CASE = {
    "choose_about": ["disappearance"],
    "choose_danger": ["ongoing"],
    "choose_tried": ["nothing"],
}
"""Answers to the questions, without whom it is about."""
ASKS = (
    "The Government should consider strengthening its efforts.",
    "Adopt and publish a law that gives displaced children identity documents by December 2027.",
)


def filled(person: Person, view: Shown, message: str, **changed: str) -> dict[str, object]:
    """What somebody fills into the window of a message: a sample, with some of it changed."""
    given: dict[str, object] = {}
    actions = [b["element"]["action_id"] for b in view["blocks"] if b["type"] == "input"]
    for name, value in {**SAMPLES[message], **changed}.items():
        state = f"message_state.{name}"
        if state in actions:
            given[state] = person.types_into(view, state, value)[0]
        else:
            given[f"field.{name}"] = [value] if name == "risk_check" else value
    return given


def message_made(person: Person, state: str = "Chad", **changed: str) -> Shown:
    """The window with a letter to an embassy above what was given."""
    person.runs(f"message embassy {state}")
    view = person.slack.modal()
    answer = person.submits(view, filled(person, view, "embassy", **changed))
    assert answer.json["response_action"] == "update", answer.json
    return person.slack.modal()


def questions(person: Person, typed: str = "choose Mali", who: str = "") -> Shown:
    """The window of the questions, with whom it is about chosen."""
    person.runs(typed)
    if who:
        person.clicks(person.slack.modal(), "choose_who", choose=who)
    return person.slack.modal()


def ways(person: Person, typed: str = "choose Mali", **given: object) -> Shown:
    """The window with the ways, for some answers."""
    view = questions(person, typed, str(given.get("choose_who", "")))
    answer = person.submits(view, given)
    assert answer.json["response_action"] == "update", answer.json
    return person.slack.modal()


def replies(person: Person, said: Said) -> list[Shown]:
    """What stands in the thread of a file."""
    return person.space.replies(person.dm, said.ts)


def checked(person: Person, name: str, content: bytes, **chosen: object) -> Shown:
    """The report on a file."""
    said = person.sends_file(name, content)
    [question] = replies(person, said)
    given = {"draft_action": SUBMISSION, **chosen}
    assert person.clicks(question, "draft_check", person.dm, filled=given).status == 200
    return replies(person, said)[-1]


def pictured(person: Person) -> dict[str, Callable[[], Shown]]:
    """What is drawn of this, by the picture's name."""

    def form() -> Shown:
        person.runs("message embassy Chad")
        return person.slack.modal()

    def draft() -> Shown:
        faults = [Piece("recommendation", text) for text in ASKS]
        return checked(person, "draft.docx", docx((*SOUND["en"], *faults), reviewed))

    def recommendations() -> Shown:
        person.runs("recommendations Myanmar")
        return private(person)

    return {
        "message-form": form,
        "message": lambda: message_made(person, ask=ASKS[1]),
        "choose": lambda: questions(person, who="person"),
        "ways": lambda: ways(person, choose_who="person", **CASE),
        "draft": draft,
        "recommendations": recommendations,
    }
