"""The SMART check: good recommendations pass clean, weak ones are told what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError
from bot.knowledge.models import LANGUAGES, Base, Language
from bot.prepare.smart import Smart
from tests.prepare.conftest import KNOWLEDGE

GOOD: list[tuple[Language, str]] = [
    ("en", "The Ministry of Interior should issue replacement identity documents free of charge to"
           " internally displaced persons (IDPs) in regions A and B within 12 months."),
    ("en", "Adopt by the end of 2028 the law on internally displaced persons that was recommended"
           " previously."),
    ("en", "Ratify the Convention against Torture by 2028"),
    ("en", "33.7 Sign and ratify the Optional Protocol to the Convention against Torture before"
           " 2028 (Norway);"),
    ("en", "The Government should allow UN agencies to reach displaced families in two provinces"
           " before the end of 2027."),
    ("en", "Parliament should, by December 2027, repeal article 445 of the penal code."),
    ("en", "The prison service should release all children who are held without charge within 30"
           " days."),
    ("fr", "Le ministère de l'Intérieur devrait délivrer gratuitement des cartes d'identité aux"
           " personnes déplacées des deux régions dans un délai de 12 mois."),
    ("fr", "Ratifier la Convention contre la torture d'ici à 2028."),
    ("fr", "Que le Parlement adopte avant la fin de 2027 la loi sur les personnes déplacées."),
    ("es", "El Ministerio del Interior debería expedir documentos de identidad gratuitos a las"
           " personas desplazadas de dos regiones en un plazo de 12 meses."),
    ("es", "Ratificar la Convención contra la Tortura antes de 2028."),
    ("es", "Que el Congreso apruebe antes de 2028 la ley sobre las personas desplazadas."),
    ("ar", "ينبغي لوزارة الداخلية أن تصدر وثائق هوية مجانية للنازحين في إقليمين خلال 12 شهرا."),
    ("ar", "التصديق على اتفاقية مناهضة التعذيب قبل نهاية عام 2028"),
    ("ar", "يَنبغي للبرلمان أن يعتمد قبل عام 2028 قانونًا بشأن النازحين"),
]  # fmt: skip
WEAK: list[tuple[Language, str, str]] = [
    ("en", "Consider ratifying the Kampala Convention", "considering"),
    ("en", "The Government should consider a law on displacement by 2028", "considering"),
    ("en", "Continue efforts to strengthen education", "continuing"),
    ("en", "Strengthen the protection of women", "general"),
    ("en", "Further promote the rights of displaced children", "general"),
    ("en", "Take all appropriate measures to protect civilians", "vague"),
    ("en", "End discrimination against displaced people by 2028", "result"),
    ("en", "Ensure that displaced children can go to school by 2028", "result"),
    ("en", "Amend the penal code and publish the text by 2027", "two_actions"),
    ("en", "Ratify and effectively implement the Convention by 2028", "two_actions"),
    ("en", "Adopt a law by 2027; establish a register of displaced people", "two_actions"),
    ("en", "The Ministry should: (a) train judges by 2027; (b) publish figures", "two_actions"),
    ("en", "Better protection for displaced people by 2028", "no_verb"),
    ("en", "The Government should cooperate by 2028", "no_what"),
    ("en", "Issue documents to displaced people within 12 months", "no_who"),
    ("en", "The Ministry of Interior should issue documents within 12 months", "no_whom"),
    ("en", "The Ministry of Interior should issue documents to refugees", "no_time"),
    ("en", "The police should release all detained children as soon as possible", "vague_time"),
    ("fr", "Envisager de ratifier la Convention de Kampala", "considering"),
    ("fr", "Poursuivre les efforts pour renforcer la protection des femmes", "continuing"),
    ("fr", "Renforcer la protection des enfants déplacés", "general"),
    ("fr", "Prendre toutes les mesures nécessaires pour protéger les civils", "vague"),
    ("fr", "Garantir l'accès de tous les enfants à l'école d'ici à 2028", "result"),
    ("fr", "Adopter la loi et publier les chiffres avant 2028", "two_actions"),
    ("fr", "Le ministère devrait délivrer des cartes aux réfugiés", "no_time"),
    ("fr", "Le ministère devrait délivrer des cartes aux réfugiés dès que possible", "vague_time"),
    ("es", "Considerar la posibilidad de ratificar la Convención", "considering"),
    ("es", "Seguir promoviendo los derechos de las mujeres", "continuing"),
    ("es", "Fortalecer la protección de las personas desplazadas", "general"),
    ("es", "Adoptar todas las medidas necesarias para proteger a los civiles", "vague"),
    ("es", "Garantizar la educación de los niños desplazados antes de 2028", "result"),
    ("es", "Aprobar la ley y publicar los datos antes de 2028", "two_actions"),
    ("es", "El Ministerio debería expedir documentos a los refugiados", "no_time"),
    ("ar", "النظر في التصديق على الاتفاقية", "considering"),
    ("ar", "مواصلة الجهود الرامية إلى حماية المرأة", "continuing"),
    ("ar", "تعزيز حماية النازحين", "general"),
    ("ar", "اتخاذ جميع التدابير اللازمة لحماية المدنيين", "vague"),
    ("ar", "ضمان حصول الأطفال على التعليم قبل نهاية عام 2028", "result"),
    ("ar", "ينبغي للحكومة أن تعتمد القانون وأن تنشر الأرقام", "two_actions"),
    ("ar", "اعتماد القانون ونشر الأرقام قبل عام 2028", "two_actions"),
    ("ar", "ينبغي لوزارة الداخلية أن تصدر وثائق للنازحين", "no_time"),
]


@pytest.fixture(scope="module")
def smart(base: Base) -> Smart:
    return Smart.open(KNOWLEDGE, base)


@pytest.mark.parametrize(("language", "text"), GOOD)
def test_a_good_recommendation_passes_clean(smart: Smart, language: Language, text: str) -> None:
    assert smart.flaws(text, language) == ()


@pytest.mark.parametrize(("language", "text", "kind"), WEAK)
def test_a_weak_one_is_told_what_to_mend(
    smart: Smart, base: Base, language: Language, text: str, kind: str
) -> None:
    found = {flaw.kind: flaw for flaw in smart.flaws(text, language)}
    assert kind in found
    flaw = found[kind]  # type: ignore[index]
    assert flaw.wrong.endswith(".") and flaw.mend.endswith(".")
    assert "{" not in flaw.wrong + flaw.mend
    assert flaw.rule in base.entries


def test_two_words_that_are_one_action_are_no_fault(smart: Smart) -> None:
    for text in (
        "Develop a programme to try and punish traffickers of women and children",
        "Ensure that detainees have a right to see a lawyer and to notify a relative",
        "Investigate the killings in consultation with families and support groups",
        "Publish a report on training and support services for survivors",
    ):
        assert "two_actions" not in {flaw.kind for flaw in smart.flaws(text, "en")}, text


def test_flaws_are_told_in_the_readers_language(smart: Smart) -> None:
    for told in LANGUAGES:
        (first, *_) = smart.flaws("Consider ratifying the Convention by 2028", "en", told)
        assert "Consider" in first.wrong and "adopt, amend" in first.mend
    said = {smart.flaws("Consider it", "en", told)[0].wrong for told in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    french = smart.flaws("Envisager une loi", "fr", "fr")[0]
    assert "«\u202fEnvisager\u202f»" in french.wrong, "a sign alone on the next line of a phone"
    assert "\u00a0: " in french.mend


def test_strange_texts_do_no_harm(smart: Smart) -> None:
    for language in LANGUAGES:
        for text in (
            "",
            " \n\t",
            "—",
            "12",
            "((((",
            "a" * 20_000,
            "{found} {0} %s",
            "and " * 3_000,
        ):
            assert smart.flaws(text, language)


REAL: dict[str, set[str]] = {
    "Establish a moratorium on executions with a view to the definitive abolition of the death"
    " penalty": {"no_time"},
    "Abolish the death penalty against juvenile offenders": {"no_time"},
    "33.108 Adopt an official moratorium on the death penalty (Ukraine);": {"no_time"},
    "33.21 Ratify the International Covenant on Civil and Political Rights (Honduras);": {
        "no_time"
    },
    "Amend the 2010 National Security Act, by removing immunities for members of the National"
    " Intelligence and Security Services and withdrawing its powers of arrest and detention": {
        "no_time"
    },
    "Ratify the Protocol to the African Charter on Human and Peoples Rights on the Rights of Women"
    " in Africa": {"no_time"},
    "Investigate all cases of forced disappearances, put an end to secrete detentions and provide"
    " reparation to victims": {"two_actions", "no_who", "no_time"},
    "Criminalize all forms of corporal punishment against children and sign and ratify the Optional"
    " Protocol to CRC on a communications procedure": {"two_actions", "no_time"},
    "Take measures to address claims of continuing extrajudicial executions": {
        "vague", "no_who", "no_whom", "no_time",
    },
    "Continue efforts to improve quality education and ensure access to education in all areas of"
    " the country": {"continuing", "no_who", "no_time"},
    "Consider ratifying ILO Convention No. 189 (2011) concerning Decent Work for Domestic"
    " Workers": {
        "considering", "no_time",
    },
    "33.95 Hold elections in the areas where voting was cancelled as soon as possible (Turkey);": {
        "no_who", "vague_time",
    },
    "33.59 Fully cooperate with international mechanisms (Albania);": {
        "general", "no_who", "no_whom", "no_time",
    },
    "33.169 End government discrimination against the Rohingya, including laws which effectively"
    " render most Rohingya stateless": {"result", "no_time"},
}  # fmt: skip
"""Recommendations as they stand in UN reports, and what is to be said of each."""


@pytest.mark.parametrize("text", REAL)
def test_what_states_really_wrote(smart: Smart, text: str) -> None:
    assert {flaw.kind for flaw in smart.flaws(text, "en")} == REAL[text]


def test_a_slip_in_the_words_is_named_with_its_line(tmp_path: Path, base: Base) -> None:
    text = (KNOWLEDGE / "smart.yaml").read_text(encoding="utf-8")
    for old, new, says in (
        ("rule: upr.engage.smart", "rule: upr.engage.smrt", "the nearest is upr.engage.smart"),
        ("asks only for a thought", "asks {who} for a thought", "only {found} and {verbs}"),
        ("weight: look", "weight: peek", "must be one of"),
        ("    leads:", "    lead:", "did you mean 'leads'?"),
    ):
        assert old in text
        (tmp_path / "smart.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(KnowledgeError) as caught:
            Smart.open(tmp_path, base)
        (problem, *_) = [p for p in caught.value.problems if says in p.message]
        assert problem.file == "smart.yaml"
        assert problem.line == text[: text.index(old)].count("\n") + 1


SHARE_FAULTED, SHARE_CAUGHT = 0.05, 0.95
LINES = [
    line.split("\t")
    for line in (Path(__file__).with_name("recommendations.tsv"))
    .read_text(encoding="utf-8")
    .splitlines()
]


def test_good_ones_are_left_alone_and_vague_ones_are_caught(smart: Smart) -> None:
    good = [(lang, text) for lang, kind, text in LINES if kind == "good"]
    vague = [(lang, text) for lang, kind, text in LINES if kind == "vague"]
    faulted = [text for lang, text in good if smart.flaws(text, lang)]  # type: ignore[arg-type]
    assert len(faulted) <= SHARE_FAULTED * len(good), faulted
    caught = [
        text
        for lang, text in vague
        if any(one.weight == "fix" or one.kind == "result" for one in smart.flaws(text, lang))  # type: ignore[arg-type]
    ]
    assert len(caught) >= SHARE_CAUGHT * len(vague), {text for _, text in vague} - {*caught}


def test_after_should_any_word_is_a_verb(smart: Smart) -> None:
    for text in (
        "The Ministry of Interior should issue birth certificates to refugees by 2028",
        "The prosecutor should charge or release all detainees in Bria by 1 March 2027",
        "The army should vacate 3 schools in Bria by June 2027",
        "Le Gouvernement devrait affréter deux bateaux pour les déplacés du Lac avant juin 2028",
    ):
        language: Language = "fr" if text.startswith("Le") else "en"
        assert smart.flaws(text, language) == (), text


def test_what_the_form_says_beside_it_counts(smart: Smart) -> None:
    text = "Issue documents to 400 families"
    assert {one.kind for one in smart.flaws(text, "en")} == {"no_who", "no_time"}
    assert {one.kind for one in smart.flaws(text, "en", given=["who"])} == {"no_time"}
    assert smart.flaws(text, "en", given=["who", "when"]) == ()


@pytest.mark.parametrize(("language", "text", "mended"), [
    ("en", "Issue documents to refugees",
     "[ministry or other authority] should issue documents to refugees by [month and year]."),
    ("fr", "Le ministère devrait délivrer des cartes aux réfugiés",
     "Le ministère devrait délivrer des cartes aux réfugiés d'ici à [mois et année]."),
    ("es", "El Ministerio debería expedir documentos a los refugiados",
     "El Ministerio debería expedir documentos a los refugiados antes de [mes y año]."),
    ("en", "The police should release all detained children by June 2028", ""),
    ("en", "The Ministry should strengthen the protection of children by 2028",
     "The Ministry should [adopt, amend, repeal …] the protection of children by 2028."),
])  # fmt: skip
def test_the_mended_sentence_is_offered(
    smart: Smart, language: Language, text: str, mended: str
) -> None:
    assert smart.corrected(text, language) == mended
    assert mended == "" or smart.flaws(text, language)
