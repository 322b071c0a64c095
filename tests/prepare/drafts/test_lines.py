"""Lines of drafts in four languages: those that lead to a person are found, others left alone."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from bot.knowledge.models import Base, Language
from bot.prepare.drafts import DraftCheck, TypedCheck
from bot.states import Profiles
from tests.prepare.conftest import KNOWLEDGE
from tests.prepare.drafts.samples import TEXTS

LINES = yaml.safe_load((TEXTS / "lines.yaml").read_text(encoding="utf-8"))
FOUND, FALSE = 0.90, 0.05
"""The share of dangers that is found at least, of harmless lines that are flagged at most."""
PLAIN = {
    "She can be reached at 66 45 12 90.": "phone",
    "Call her on 76 12 34 56.": "phone",
    "Her national ID number is 119780312345.": "id",
    "Her proGres ID is 123-45C67890.": "id",
    "It is police file PV 0457/BRT/2026.": "id",
    "La cédula 1.061.745.233 fue retenida.": "id",
    "Sa carte d'électeur 12345678901 a été prise.": "id",
    "Le dossier RMP 1457/PR/2026 est ouvert.": "id",
    "The money went to IBAN ML13 0161 0012 3456 7890 1234.": "iban",
    "He writes as @moussa_k and was arrested.": "handle",
    "His channel is t.me/moussa_k and he hides.": "handle",
    "She lives in Block C14, shelter 7.": "home",
    "The girl from tent 45, section B, was raped.": "home",
    "K.D., 14, was abducted from the site.": "initials",
    "A 14-year-old girl was raped by two men in Dinangourou on 2 April 2026.": "age-day",
    "Oumou was raped by soldiers.": "name-incident",
    "MARIAM KEITA was raped.": "name-incident",
    "Soldiers killed a boy aged 12 in Koundoul on 3 May 2025.": "age-day",
    "His father is the only teacher of the village.": "role",
    "The body lies at 36P TQ 41235 88712.": "coordinates",
    "The body lies at 13.62352, 25.34123.": "coordinates",
    "Files: https://drive.google.com/drive/folders/abc": "drive",
}  # fmt: skip


def _kinds(desk: DraftCheck, text: str, state: str | None = None) -> Counter[str]:
    report = desk.check(f"{text}\n".encode(), "x.txt", "upr-submission", state=state)
    return Counter(one.kind for item in report.private for one in item.findings)


def test_dangers_are_found_and_the_rest_is_left_alone(desk: DraftCheck) -> None:
    for kind, share in (("danger", FOUND), ("harmless", FALSE)):
        lines = [line for kinds in LINES.values() for line in kinds[kind]]
        flagged = [line for line in lines if _kinds(desk, line)]
        rate = len(flagged) / len(lines)
        assert (rate >= share) if kind == "danger" else (rate <= share), (kind, rate)
        assert len(lines) > 75


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_danger_is_found_as_what_it_is(desk: DraftCheck, text: str) -> None:
    assert PLAIN[text] in _kinds(desk, text)


def test_a_number_without_a_label_is_known_by_the_plan_of_the_state(desk: DraftCheck) -> None:
    text = "The woman keeps the photographs, 66451290, and the list."
    assert "phone" not in _kinds(desk, text)
    assert "phone" in _kinds(desk, text, "TCD")
    assert "phone" not in _kinds(desk, "In 2025 some 66,451,290 vaccines were sent.", "TCD")


def test_a_public_person_is_no_danger(desk: DraftCheck) -> None:
    assert not _kinds(desk, "Since the murder of Patrice Lumumba in 1961 nobody was tried.")
    assert _kinds(desk, "Since the murder of Patrice Ndukumba in 2025 nobody was tried.")


@pytest.mark.parametrize(("reader", "says"), [
    ("fr", "Un numéro de téléphone."), ("es", "Un número de teléfono."), ("en", "phone number"),
])  # fmt: skip
def test_what_is_typed_is_told_in_the_language_of_the_reader(
    base: Base, profiles: Profiles, reader: Language, says: str
) -> None:
    typed = TypedCheck.open(KNOWLEDGE, base, profiles.names)
    texts = {
        "problem": ("Problem", "Call her on 66 45 12 90."),
        "sender": ("Sender", "Protection Cluster"),
    }
    found = typed.look(texts, "TCD", signing=["sender"], reader=reader)
    assert says.casefold() in found[0].says.casefold()
    own = [one for one in found if one.kind == "cluster-signs"]
    assert (reader == "en") == ("signs" in own[0].says)


def test_harmless_words_after_what_was_done_are_no_names(base: Base, profiles: Profiles) -> None:
    typed = TypedCheck.open(KNOWLEDGE, base, profiles.names)
    for text in ("تسجيل كل طفل فور ولادته", "قتل فور وصوله إلى المستشفى"):
        assert typed.look({"duty": ("", text)}, "SDN") == ()
