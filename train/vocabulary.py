"""The pieces of words that the model reads: those of its 250,000 that our languages need."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

SPECIAL = 4
"""Pieces that are no text: begin, padding, end, unknown."""
FREQUENT = 45_000
"""So many of the model's pieces, the most frequent, stay where they are Latin or Arabic."""
_OURS = re.compile(r"[▁\x21-\x7eÀ-ÿœ«»“”‘’…–—؀-ۿ]+$")


def tokenizer(pieces: list[str], scores: list[float]) -> Tokenizer:
    """The tokenizer of a vocabulary. Letters are made small: people write CEDAW and cedaw."""
    made = Tokenizer(
        models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3, byte_fallback=False)
    )
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"),
        ]
    )
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return made


def trimmed(
    pieces: list[str], scores: list[float], texts: Iterable[str]
) -> tuple[list[int], Tokenizer]:
    """The places of the pieces that stay, and their tokenizer: what `texts` hold, and what is
    frequent in our scripts."""
    used = np.zeros(len(pieces), dtype=bool)
    for encoding in tokenizer(pieces, scores).encode_batch(list(texts), add_special_tokens=False):
        used[encoding.ids] = True
    kept = [i for i, piece in enumerate(pieces) if i < SPECIAL or used[i] or _frequent(i, piece)]
    return kept, tokenizer([pieces[i] for i in kept], [scores[i] for i in kept])


def _frequent(place: int, piece: str) -> bool:
    ours = bool(_OURS.match(piece)) and piece == piece.lower()
    return ours and (place < FREQUENT or len(piece.replace("▁", "")) <= 1)
