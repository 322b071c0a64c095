"""The model: a small BERT whose last layers learn, and a map into our space from its mean and from
the pieces of words themselves."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from train.start import Start

EPS = 1e-12
LONGEST = 512


class Layer(nn.Module):
    """One layer of a BERT: attention, then two dense maps, each normed after it is added."""

    def __init__(self, width: int, heads: int, wide: int) -> None:
        super().__init__()
        self.heads = heads
        self.attend = nn.Linear(width, 3 * width)
        self.join = nn.Linear(width, width)
        self.joined = nn.LayerNorm(width, EPS)
        self.widen = nn.Linear(width, wide)
        self.narrow = nn.Linear(wide, width)
        self.narrowed = nn.LayerNorm(width, EPS)

    def forward(self, x: Tensor, away: Tensor | None) -> Tensor:
        """`away` is added to the attention to what is no text."""
        batch, length, width = x.shape
        parts = self.attend(x).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        away = None if away is None else away.to(query.dtype)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=away)
        x = self.joined(x + self.join(seen.transpose(1, 2).reshape(batch, length, width)))
        out: Tensor = self.narrowed(x + self.narrow(functional.gelu(self.widen(x))))
        return out


class Encoder(nn.Module):
    """Texts as numbers of pieces → vectors of length one."""

    def __init__(self, pieces: int, width: int, layers: int, heads: int, out: int) -> None:
        super().__init__()
        self.word = nn.Embedding(pieces, width)
        self.place = nn.Embedding(LONGEST, width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.first = nn.LayerNorm(width, EPS)
        self.layers = nn.ModuleList(Layer(width, heads, 4 * width) for _ in range(layers))
        self.head = nn.Linear(width, out)
        self.words = nn.Embedding(pieces, out)
        self.words.weight.data.zero_()
        self.register_buffer("rarity", torch.zeros(pieces))

    def below(self, ids: Tensor, mask: Tensor | None, upto: int) -> Tensor:
        """What the first `upto` layers make of texts."""
        places = torch.arange(ids.shape[1])
        x = self.first(self.word(ids) + self.place(places)[None] + self.kind)
        return self.above(x, mask, 0, upto)

    def above(self, x: Tensor, mask: Tensor | None, start: int, end: int | None = None) -> Tensor:
        """What the layers from `start` on make of it; `mask` is where there is text, None: all."""
        away = None if mask is None else (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers[start:end]:
            x = layer(x, away)
        return x

    def mean(self, x: Tensor, mask: Tensor) -> Tensor:
        """The mean over what is text."""
        weight = mask.to(x.dtype)[:, :, None]
        return (x * weight).sum(1) / weight.sum(1)

    def vector(self, mean: Tensor) -> Tensor:
        """Where a mean alone lies in our space."""
        return functional.normalize(self.head(mean), dim=1)

    def heard(self, ids: Tensor) -> Tensor:
        """What the pieces of texts say by themselves, the rare ones most."""
        rarity = self.rarity[ids]
        length = torch.sqrt((rarity**2).sum(1, keepdim=True) + EPS)
        return (self.words(ids) * rarity[:, :, None]).sum(1) / length

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors and means of texts of one length, all of it text: how the desk reads them."""
        mean = self.below(ids, None, len(self.layers)).mean(1)
        return functional.normalize(self.head(mean) + self.heard(ids), dim=1), mean


def from_start(start: Start, kept: list[int], out: int) -> Encoder:
    """The model with the weights that learning starts from, for the pieces that stay."""
    model = Encoder(len(kept), start.width, start.layers, start.heads, out)
    model.load_state_dict(_state(start, kept), strict=False)
    return model


def _state(start: Start, kept: list[int]) -> dict[str, Tensor]:
    width, arrays = start.width, start.arrays

    def matrix(name: str, rows: int = -1, columns: int = width) -> np.ndarray:
        return arrays[name].reshape(rows, columns)

    state = {
        "word.weight": matrix("emb.word")[kept],
        "place.weight": matrix("emb.pos")[:LONGEST],
        "kind": matrix("emb.type")[0],
        "first.weight": arrays["emb.ln.w"],
        "first.bias": arrays["emb.ln.b"],
    }
    for i in range(start.layers):
        at, old = f"layers.{i}.", f"l{i}."
        state |= {
            at + "attend.weight": np.concatenate([matrix(f"{old}{p}.w") for p in "qkv"]),
            at + "attend.bias": np.concatenate([arrays[f"{old}{p}.b"] for p in "qkv"]),
            at + "join.weight": matrix(old + "ao.w"),
            at + "join.bias": arrays[old + "ao.b"],
            at + "joined.weight": arrays[old + "aln.w"],
            at + "joined.bias": arrays[old + "aln.b"],
            at + "widen.weight": matrix(old + "fi.w"),
            at + "widen.bias": arrays[old + "fi.b"],
            at + "narrow.weight": matrix(old + "fo.w", width, -1),
            at + "narrow.bias": arrays[old + "fo.b"],
            at + "narrowed.weight": arrays[old + "oln.w"],
            at + "narrowed.bias": arrays[old + "oln.b"],
        }
    return {name: torch.tensor(np.ascontiguousarray(array)) for name, array in state.items()}
