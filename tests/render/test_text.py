"""Any text becomes one that Slack shows as it stands, within Slack's limits."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from bot.handlers.kernel.text import (
    clipped,
    clipped_markup,
    escape,
    link,
    paragraphs,
    sentences,
    unmarked,
)

PIECES = st.sampled_from(
    ["<!channel>", "<@U1>", "<#C1|x>", "<https://a.example|b>", "&", "&amp;", "&lt;", "<", ">", "|",
     "*bold*", "_", "~", "`", "\u202e", "\u2066", "\u061c", "\u200b", "\x00", "\x1b[31m", "\r\n",
     "\n", " ", "اللجنة", "word ", "a" * 40, "🙏", "é", "3 < 5", "{x}"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))
URLS = st.one_of(
    st.just("https://www.ohchr.org/en?a=1&b=2"), TEXTS.map("https://x.example/".__add__)
)
ENTITIES = re.compile(r"&(?:amp|lt|gt);")


def bare(text: str) -> str:
    """A text without Slack's three escapes."""
    return ENTITIES.sub("", text)


@given(TEXTS)
def test_an_escaped_text_has_no_sign_that_slack_acts_on(text):
    assert not set("<>&") & set(bare(escape(text)))


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_an_escaped_text_reads_as_it_was_typed(text):
    shown = escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown == text


@given(TEXTS)
@example("\u061c\u2028\U000e0041")
def test_no_text_keeps_signs_that_turn_or_hide_it(text):
    for made in (escape(text), unmarked(text)):
        bidi = {unicodedata.bidirectional(sign) for sign in made}
        assert not bidi & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        assert not {"\u200e", "\u200f", "\u061c"} & set(made)
        assert all(sign in "\n\t" for sign in made if unicodedata.category(sign) == "Cc")


@given(TEXTS)
def test_where_no_markup_is_read_none_stands(text):
    assert not re.search(r"<[!@#a-zA-Z/]", unmarked(text))
    assert unmarked("3 < 5, and <= 7") == "3 < 5, and <= 7"


@given(URLS, TEXTS)
def test_a_link_is_one_link_whatever_its_label(url, label):
    made = link(url, label)
    assert re.fullmatch(r"<[^<>|\s]*\|[^<>|]*>", made, re.DOTALL), made
    assert made.count("|") == 1


@given(TEXTS, st.integers(2, 120))
def test_a_clipped_text_begins_like_the_whole_and_fits(text, longest):
    made = clipped(text, longest)
    assert len(made) <= longest
    assert made == text if len(text) <= longest else text.startswith(made[:-1])


@given(st.lists(st.tuples(URLS, TEXTS), min_size=1, max_size=4), TEXTS, st.integers(20, 200))
def test_markup_is_never_cut_in_two(links, text, longest):
    whole = escape(text) + " ".join(link(url, label) for url, label in links)
    made = clipped_markup(whole, longest)
    assert len(made) <= longest
    outside = re.sub(r"<[^<>|]*\|[^<>|]*>", "", made)
    assert not set("<>&") & set(bare(outside))


LINES = TEXTS.map(escape).map(lambda text: " ".join(text.split()))


@given(st.lists(LINES, max_size=20), st.integers(60, 300))
def test_paragraphs_keep_all_that_fits_in_order(lines, longest):
    made = paragraphs(lines, longest)
    assert all(len(text) <= longest for text in made)
    if all(len(line) <= longest for line in lines):
        assert "\n".join(made) == "\n".join(lines)
    for one, following in pairwise(made):
        assert len(one) + 1 + len(following.split("\n")[0]) > longest, "as few as possible"


def test_whole_sentences_are_kept_where_they_fit():
    text = "No. The UPR takes no complaints (art. 5). Write to the committees. They decide."
    assert (
        sentences(text, 70) == "No. The UPR takes no complaints (art. 5). Write to the committees."
    )
    assert sentences(text, 60) == "No. The UPR takes no complaints (art. 5)."
    assert sentences(text, 30) == "No. The UPR takes no…", "“No.” alone says too little"
    assert sentences("Short.", 30) == "Short."


@given(TEXTS, st.integers(min_value=8, max_value=60))
def test_sentences_are_the_beginning_of_a_text_and_never_too_long(text, longest):
    found = sentences(text, longest)
    assert len(found) <= longest
    words = found.removesuffix("…").split()
    assert text.split()[: len(words) - 1] == words[:-1]
