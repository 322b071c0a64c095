"""Text for Slack: nothing that people or curators wrote may act as Slack's own markup.

Slack reads `&`, `<` and `>` as the start of links, mentions and channel-wide calls in every mrkdwn
text and in a message's fallback text; escaping these three is enough (Slack's documentation,
"Formatting text for app surfaces"). Control signs and signs that turn the direction of writing are
taken out, since they can make a text look like another.
"""

from __future__ import annotations

import html
import re
from urllib.parse import quote

SECTION = 3_000
"""Characters of a section's text."""
BUTTON = 75
"""Characters of a button's or option's text."""
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\U000e0000-\U000e007f]"
)
_OPENING = re.compile(r"<(?=[^\s\d=])")
_NO_ADDRESS = re.compile(r"[<>|\s]")
_HALF = re.compile(r"(?:&[a-z]{0,3}|<[^>]*)$")
_SENTENCE = re.compile(r"(?<=[.!?؟])\s+(?=[\"“(]?[A-ZÀ-Ý])")
_STYLE = re.compile(r"(?<!\w)([*_~`]+)(?=\S)|(?<=\S)([*_~`]+)(?!\w)")


def clean(text: str) -> str:
    """A text without control signs and signs that change the direction of writing."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def unmarked(text: str) -> str:
    """A text for places where Slack reads no markup, so that it can't act as markup even where it
    is copied from there: `<!channel>` becomes `‹!channel>`."""
    return _OPENING.sub("‹", clean(text))


def escape(text: str) -> str:
    """A text that Slack shows as it stands, in mrkdwn and in the fallback of a message."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, label: str) -> str:
    """A link with a label. The label never looks like another address."""
    address = _NO_ADDRESS.sub(lambda sign: quote(sign[0]), clean(url))
    safe = escape(label).replace("|", "/")
    return f"<{address}|{_STYLE.sub('', safe)}>"


def clipped(text: str, longest: int) -> str:
    """A text of at most `longest` characters, cut at a word, with `…` where it was cut."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > longest // 2 else cut) + "…"


def sentences(text: str, longest: int) -> str:
    """As many whole sentences of a text as fit; clipped where that would leave too little of it,
    as of "No." before a long one."""
    short = ""
    for sentence in _SENTENCE.split(text):
        longer = f"{short} {sentence}".strip()
        if len(longer) > longest:
            break
        short = longer
    return short if len(short) > longest // 4 else clipped(text, longest)


def clipped_markup(text: str, longest: int) -> str:
    """An escaped text as `clipped` does it, but never cut inside an escape or a link."""
    if len(text) <= longest:
        return text
    return _HALF.sub("", clipped(text, longest)[:-1]).rstrip() + "…"


def paragraphs(lines: list[str], longest: int = SECTION) -> list[str]:
    """Escaped lines joined into as few texts as fit into sections."""
    texts: list[str] = []
    for line in lines:
        part = clipped_markup(line, longest)
        if texts and len(texts[-1]) + 1 + len(part) <= longest:
            texts[-1] += "\n" + part
        else:
            texts.append(part)
    return texts


_MARK = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
"""Slack's own marks in a text: `<@U1>`, `<#C1|general>`, `<!here>`, `<https://…|label>`."""


def typed(text: str) -> str:
    """What a person typed, as Slack showed it: links by their label, without calls to people and
    without Slack's escapes."""
    return html.unescape(_MARK.sub(_as_shown, text)).strip()


def _as_shown(mark: re.Match[str]) -> str:
    sign, target, label = mark["sign"], mark["target"], mark["label"]
    if sign == "@" or (sign == "!" and not target.startswith("date")):
        return " "
    return label or target
