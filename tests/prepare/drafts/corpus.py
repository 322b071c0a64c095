"""Forty drafts, good and bad, in four languages and four types of file, made when they are asked
for. Each bad one says which faults were put into it; what is not said must not be found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tests.prepare.drafts.faulty_files import (
    ODT_CHANGES,
    ODT_COMMENT,
    ODT_STYLES,
    hidden,
    no_footer,
    pictures,
    reviewed,
)
from tests.prepare.drafts.samples import SOUND, TEXTS, Piece
from tests.prepare.drafts.writing import WRITERS, docx, md, odt, txt, with_text, without

FAULTS = yaml.safe_load((TEXTS / "faults.yaml").read_text(encoding="utf-8"))
UPR, FREE = "upr-submission", "upr-mid-term"
CEDAW = "cedaw-alternative-report"
"""The first has rules on all that is checked; the second has none on the form."""


@dataclass(frozen=True)
class Sample:
    """A draft, what it is checked for, and the faults in it: results and findings of texts.yaml."""

    name: str
    content: bytes
    action: str
    faults: frozenset[str] = frozenset()
    joint: bool = False
    state: str | None = None


def corpus() -> list[Sample]:
    """All of it."""
    return [*_sound(), *_text_faults(), *_people(), *_file_faults()]


def _sound() -> Iterator[Sample]:
    for language, pieces in SOUND.items():
        for kind, write in WRITERS.items():
            action = UPR if kind == "docx" else FREE
            name = f"sound-{language}.{kind}"
            yield Sample(name, write(pieces), action, joint=False, state="TCD")


def _p(text: str) -> Piece:
    return Piece("paragraph", text)


def _r(text: str) -> Piece:
    return Piece("recommendation", text)


def _bad(name: str, content: bytes, faults: str, action: str = FREE, **more: Any) -> Sample:
    return Sample(name, content, action, frozenset(faults.split()), **more)


def _text_faults() -> Iterator[Sample]:
    en, fr, es, ar = (SOUND[one] for one in ("en", "fr", "es", "ar"))
    long = with_text(en, "two in three families", *[_p(_fill(en, at)) for at in range(80)])
    yield _bad("long-en.docx", docx(long), "words-over-joint", UPR)
    noted = [Piece("paragraph", _fill(en, 1), note=" ".join([_fill(en, 1)] * 20)) for _ in range(6)]
    yield _bad(
        "notes-en.docx",
        docx(with_text(en, "two in three families", *noted)),
        "words-over addressee",  # its title says that it goes to the UPR
        "cedaw-alternative-report",
        joint=True,
    )
    annex = (Piece("heading", "Annexe"), *[_p(_fill(fr, 1))] * 70)
    yield _bad("annex-fr.docx", docx((*fr, *annex)), "words-depends addressee", CEDAW)
    yield _bad("language-ar.docx", docx(ar), "language-wrong", "cedaw-alternative-report")
    yield _bad("opendocument-es.odt", odt(es), "file-wrong", UPR, state="TCD")
    yield _bad("working-fr.md", md(fr), "file-working", UPR)
    yield _bad("no-summary-fr.docx", docx(without(fr, "Résumé")), "parts-missing", UPR)
    yield _bad("no-asks-es.txt", txt(without(es, "Recomendaciones")), "parts-missing")
    yield _bad(
        "unnumbered-en.docx",
        docx([_unnumbered(piece) for piece in en], no_footer),
        "unnumbered page-numbers-not",
        UPR,
    )
    blanks = with_text(
        en,
        "two in three families",
        _p(FAULTS["blanks-en"]),
        Piece("cover", "Write: say what happens, to whom, where and since when."),
    )
    yield _bad("blanks-en.md", md(blanks), "blank guidance")
    soft = _r(FAULTS["soft-en"])
    yield _bad("soft-en.docx", docx((*en, soft)), "considering", UPR)
    doubled = _r(FAULTS["double-es"])
    yield _bad("double-es.odt", odt((*es, doubled)), "two_actions")
    apart = [_p(FAULTS["apart-en"])] * 4
    claim = _p(FAULTS["bare-en"])
    yield _bad(
        "bare-en.txt",
        txt(with_text(en, "two in three families", *apart, claim, *apart)),
        "no-evidence",
        FREE,
    )
    hollow = _p(FAULTS["hollow-fr"])
    yield _bad("hollow-fr.odt", odt(with_text(fr, "deux familles sur trois", hollow)), "hollow")
    rude = _p(FAULTS["rude-en"])
    yield _bad("rude-en.docx", docx(with_text(en, "two in three families", rude)), "insult", UPR)
    rude_ar = _p(FAULTS["rude-ar"])
    yield _bad("rude-ar.odt", odt(with_text(ar, "لدى أسرتين", rude_ar)), "insult")


def _people() -> Iterator[Sample]:
    en, fr, es, ar = (SOUND[one] for one in ("en", "fr", "es", "ar"))
    named = _p(FAULTS["named-en"])
    yield _bad(
        "named-en.docx",
        docx(with_text(en, "two in three families", named)),
        "name-incident phone email",
        UPR,
    )
    nomme = _p(FAULTS["nomme-fr"])
    yield _bad(
        "nomme-fr.odt",
        odt(with_text(fr, "deux familles sur trois", nomme)),
        "name-incident id place-incident",
    )
    lugar = _p(FAULTS["lugar-es"])
    yield _bad(
        "lugar-es.md",
        md(with_text(es, "dos de cada tres familias", lugar)),
        "coordinates map few-people",
    )
    ism = _p(FAULTS["ism-ar"])
    yield _bad(
        "ism-ar.txt", txt(with_text(ar, "لدى أسرتين", ism)), "name-incident phone place-incident"
    )


def _file_faults() -> Iterator[Sample]:
    en, fr, es = (SOUND[one] for one in ("en", "fr", "es"))
    yield _bad("reviewed-en.docx", docx(en, reviewed), "author company change comment", UPR)
    yield _bad("hidden-fr.docx", docx(fr, hidden), "hidden-text white-text tiny-text outside", UPR)
    yield _bad("pictures-es.docx", docx(es, pictures), "gps device", UPR)
    meta = (
        "<meta:initial-creator>Somebody Placeholder</meta:initial-creator>"
        "<meta:user-defined>x</meta:user-defined>"
    )
    yield _bad(
        "reviewed-fr.odt",
        odt(fr, ODT_STYLES, ODT_COMMENT, meta, ODT_CHANGES),
        "author property change comment hidden-text",
    )


def _fill(pieces: Sequence[Piece], at: int) -> str:
    texts = [piece.text for piece in pieces if piece.kind == "paragraph"]
    return texts[at % len(texts)]


def _unnumbered(piece: Piece) -> Piece:
    numbered = piece.kind in ("paragraph", "recommendation")
    return Piece("cover", piece.text, piece.note) if numbered else piece
