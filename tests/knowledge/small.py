"""A knowledge folder small enough to break in a test."""

from __future__ import annotations

from pathlib import Path

ENTRY = """\
id: upr
short: UPR
names:
  en: [Universal Periodic Review]
acronyms: [UPR]
family: charter
summary: States review each other.
page: https://www.ohchr.org/en/hr-bodies/upr/upr-main
no_entry: {what: none, can: none, cannot: none, session: none, outcome: none, follow-up: none,
  engage: none, calendar: none, complaint: none, safety: none, cluster: none, compare: none}
entries:
- id: upr.submit.length
  topic: submit
  title: How long may a UPR submission be?
  answer: One organisation may write at most {words_single} words.
  figures:
    words_single: {value: 2815, unit: words}
  status: checked
  sources: [ohchr-upr]
  verified: 2026-11-01
  review_by: 2027-05-01
"""
ASKS = """\
upr.submit.length:
  answer:
    en: [how many words, word limit, length of our paper]
    fr: [combien de mots]
    es: [cuántas palabras]
    ar: [كم كلمة]
  any:
    en: [max length, is it still five pages]
"""
SOURCES = """\
ohchr-upr:
  title: UPR, guidelines for stakeholders
  publisher: OHCHR
  url: https://www.ohchr.org/en/hr-bodies/upr/ngos-nhris
  date: 2022
  read_at: https://www.ohchr.org/en/hr-bodies/upr/ngos-nhris
"""
INTENT = "{words: [], asks: {en: [make it]}}"
INTENTS = "tasks:\n" + "".join(
    f"  {task}: {INTENT}\n"
    for task in ("checklist", "outline", "message", "digest", "calendar", "check")
)


def write(folder: Path, mechanism: str = ENTRY, sources: str = SOURCES, asks: str = ASKS) -> Path:
    """Write a whole knowledge folder; its wording is the project's own."""
    wording = Path(__file__).parents[2] / "knowledge" / "wording.yaml"
    files = {
        "mechanisms/upr.yaml": mechanism,
        "asks/upr.yaml": asks,
        "sources.yaml": sources,
        "glossary.yaml": "[]\n",
        "thesaurus.yaml": "{}\n",
        "intents.yaml": INTENTS + f"outside:\n  other: {INTENT}\n",
        "wording.yaml": wording.read_text(encoding="utf-8"),
        "copy-hosts.txt": "# copies\nscribd.com\n",
        "official-hosts.txt": "# bodies\nohchr.org\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for said in (wording.parent / "locale").glob("*/LC_MESSAGES/wording.po"):
        path = folder / said.relative_to(wording.parent)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.symlink_to(said)
    return folder
