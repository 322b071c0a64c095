"""The words and patterns that curators keep in `knowledge/drafts/`, checked as they are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, RootModel

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import Curated, Language, Slug
from bot.knowledge.shapes import RuleRef, Shape, read_shape
from bot.knowledge.typography import spaced
from bot.prepare.drafts.bodies import AllBodyRules, Facts
from bot.prepare.phrases import Many, PhrasesByLanguage

FOLDER = "drafts"
OTHERS: tuple[Language, ...] = ("fr", "es", "ar")
"""Languages beside English in which a report is told."""
Verdict = Literal["pass", "look", "fix"]
Told = Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]
"""What is said, and what to do where there is something to do."""


class WordLists(Curated):
    """words.yaml."""

    annexes: PhrasesByLanguage
    endnotes: PhrasesByLanguage
    incidents: PhrasesByLanguage
    claims: PhrasesByLanguage
    evidence: PhrasesByLanguage
    hollow: PhrasesByLanguage
    abusive: PhrasesByLanguage
    recommending: PhrasesByLanguage
    earlier: PhrasesByLanguage
    blanks: PhrasesByLanguage
    guidance: Many


class PeopleLists(Curated):
    """people.yaml."""

    titles: PhrasesByLanguage
    roles: PhrasesByLanguage
    cues: PhrasesByLanguage
    particles: Many
    given: Many
    given_arabic: Many
    not_people: Many


class PlaceLists(Curated):
    """places.yaml."""

    before: PhrasesByLanguage
    after: PhrasesByLanguage
    general: Many
    months: PhrasesByLanguage
    few: PhrasesByLanguage
    people: PhrasesByLanguage
    alone: Many


class Traces(Curated):
    """traces.yaml."""

    ages: Many
    not_ages: Many
    initials: Many
    not_initials: Many
    homes: PhrasesByLanguage
    streets: PhrasesByLanguage
    residing: PhrasesByLanguage
    beside: PhrasesByLanguage
    dwellings: PhrasesByLanguage
    only: PhrasesByLanguage
    rare: PhrasesByLanguage
    workers: PhrasesByLanguage
    leaders: PhrasesByLanguage
    settings: PhrasesByLanguage
    telling: PhrasesByLanguage
    several: PhrasesByLanguage
    at: PhrasesByLanguage


class Harm(Curated):
    """harm.yaml."""

    done: PhrasesByLanguage
    doing: PhrasesByLanguage
    by_verb: PhrasesByLanguage
    kin: PhrasesByLanguage
    linking: PhrasesByLanguage
    witnesses: PhrasesByLanguage
    told: PhrasesByLanguage
    jobs: PhrasesByLanguage
    not_after: Many
    in_public: PhrasesByLanguage
    citing: PhrasesByLanguage


class Pattern(Curated):
    """Regular expressions; `CUE` in one stands for any of `cues`, `VEHICLE` for `vehicles`."""

    patterns: tuple[str, ...] = Field(min_length=1)
    cues: Many = ()
    vehicles: Many = ()


class ContactPatterns(Curated):
    """contacts.yaml."""

    public: Pattern
    """Numbers that anybody may read: no number of a person is looked for in them."""
    drive: Pattern
    map: Pattern
    coordinates: Pattern
    email: Pattern
    handle: Pattern
    iban: Pattern
    id: Pattern
    phone: Pattern


class Regions(RootModel[dict[str, str]]):
    """regions.yaml."""


class Script(Curated):
    """Letters from one to another (hexadecimal), and letters that show another language."""

    first: Annotated[str, Field(alias="from", pattern="^[0-9A-F]{4}$")]
    last: Annotated[str, Field(alias="to", pattern="^[0-9A-F]{4}$")]
    without: str = ""


class LanguageMarks(Curated):
    """languages.yaml."""

    words: dict[str, Many]
    scripts: dict[str, Script]
    names: dict[str, str]


class PartWords(Curated):
    """How a part of an outline is recognised."""

    weight: Verdict
    headings: PhrasesByLanguage = PhrasesByLanguage()
    text: PhrasesByLanguage = PhrasesByLanguage()


class PartLists(Curated):
    """parts.yaml."""

    unsought: tuple[Slug, ...]
    """Parts that every text has in some way."""
    parts: dict[Slug, PartWords]


class ItemText(Curated):
    """How a result is told."""

    verdict: Verdict
    says: str
    do: str = ""
    rule: RuleRef | None = None


class ReportTexts(Curated):
    """texts.yaml."""

    checks: dict[str, str]
    private: tuple[str, ...]
    unsure: tuple[str, ...]
    """Checks in which to find nothing is no pass: what the desk does not know it does not find."""
    items: dict[str, ItemText]
    findings: dict[str, ItemText]
    what: dict[str, str]
    types: dict[str, str]
    how: dict[str, str]
    report: dict[str, str]
    """The words around the results; `where` of what stands where among them."""
    languages: dict[str, str] = Field(default_factory=dict)
    """What languages are called."""


class Translated(Curated):
    """texts-fr.yaml and the like: the same texts in another language, says and do of each."""

    checks: dict[str, str]
    items: dict[str, Told]
    findings: dict[str, Told]
    what: dict[str, str]
    types: dict[str, str]
    how: dict[str, str]
    report: dict[str, str]
    languages: dict[str, str]

    def over(self, texts: ReportTexts, language: Language) -> ReportTexts:
        """The texts in this language, with the verdicts and rules of the English ones, and with the
        spaces that the language sets."""

        def said(name: str) -> dict[str, str]:
            texts: dict[str, str] = getattr(self, name)
            return {key: spaced(text, language) for key, text in texts.items()}

        def told(name: str) -> dict[str, ItemText]:
            others: dict[str, Told] = getattr(self, name)
            both: dict[str, ItemText] = dict(getattr(texts, name))
            for key in both.keys() & others.keys():
                says, *do = (spaced(text, language) for text in others[key])
                both[key] = both[key].model_copy(update={"says": says, "do": "".join(do)})
            return both

        flat = ("checks", "what", "types", "how", "report")
        update: dict[str, object] = {name: getattr(texts, name) | said(name) for name in flat}
        update |= {"items": told("items"), "findings": told("findings")}
        return texts.model_copy(update={**update, "languages": said("languages")})


@dataclass(frozen=True)
class DraftLists:
    """All that curators keep for the draft check."""

    words: WordLists
    people: PeopleLists
    places: PlaceLists
    contacts: ContactPatterns
    facts: Facts
    traces: Traces
    harm: Harm
    given: tuple[str, ...]
    """given-names.txt: names beside those of people.yaml."""
    towns: tuple[str, ...]
    """large-towns.txt."""
    public: tuple[str, ...]
    """public-people.txt."""
    regions: dict[str, str]
    """regions.yaml: codes of States, of two letters by those of three."""
    languages: LanguageMarks
    parts: PartLists
    bodies: AllBodyRules
    texts: ReportTexts
    spoken: dict[Language, ReportTexts]
    """The texts in every language."""


def load_lists(folder: Path) -> DraftLists:
    """The lists of a knowledge folder; KnowledgeError with file and line of what is wrong."""

    def read(name: str, kind: type[Shape]) -> Shape:
        return read_shape(folder, f"{FOLDER}/{name}.yaml", kind)[0]

    words = read("words", WordLists)
    languages = read("languages", LanguageMarks)
    texts = read("texts", ReportTexts)
    texts = texts.model_copy(update={"languages": languages.names})
    spoken: dict[Language, ReportTexts] = {"en": texts}
    for language in OTHERS:
        spoken[language] = read(f"texts-{language}", Translated).over(texts, language)
    return DraftLists(
        words=words,
        people=read("people", PeopleLists),
        places=read("places", PlaceLists),
        contacts=read("contacts", ContactPatterns),
        facts=read("facts", Facts),
        traces=read("traces", Traces),
        harm=read("harm", Harm),
        given=_lines(folder, "given-names.txt"),
        towns=_lines(folder, "large-towns.txt"),
        public=_lines(folder, "public-people.txt"),
        regions=read("regions", Regions).root,
        languages=languages,
        parts=read("parts", PartLists),
        bodies=read("bodies", AllBodyRules),
        texts=texts,
        spoken=spoken,
    )


def _lines(folder: Path, name: str) -> tuple[str, ...]:
    """The lines of a list, without those that explain it; KnowledgeError where it can't be read."""
    path = folder / FOLDER / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        says = f"it can't be read ({type(error).__name__}): put the list back"
        raise KnowledgeError([Problem(f"{FOLDER}/{name}", 1, says)]) from error
    return tuple(line.strip() for line in lines if line.strip() and line[0] != "#")
