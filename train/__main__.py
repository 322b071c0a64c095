"""What maintainers run before a release; docs/training.md says when.

usage: python -m train deep [--minutes 60] [--passes 3]   teach the layers; leaves a checkpoint
       python -m train map                  the map into our space, from the checkpoint
       python -m train index                the vectors of today's texts
       python -m train fit [--words-only]   how much each kind of evidence counts
       python -m train worth                what tells that a line holds what is wanted
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from bot.ask import Meaning, open_encoder
from bot.ask.encoder import CARD, MODEL, TOKENIZER
from bot.ask.evidence import weights
from bot.knowledge import load
from bot.library import Library
from bot.settings import VECTORS, settings

BUILD = Path("build/model")


def main() -> None:
    """Do one step and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m train", usage=__doc__)
    parser.add_argument("step", choices=["deep", "map", "index", "fit", "worth"])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--words-only", action="store_true")
    options = parser.parse_args()
    begun = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {text}", flush=True)

    place = settings()
    BUILD.mkdir(parents=True, exist_ok=True)
    if options.step == "deep":
        from train.course import deep

        deep(load(place.knowledge, place.cache), BUILD, options.minutes, options.passes, say)
    elif options.step == "map":
        from train.course import shallow

        shallow(load(place.knowledge, place.cache), BUILD, place.cache, say)
        target = place.knowledge / "model"
        target.mkdir(exist_ok=True)
        for name in (MODEL, TOKENIZER, CARD):
            shutil.copy(BUILD / name, target / name)
        say(f"the model stands in {target}; now run: python -m train index, then fit")
    elif options.step == "index":
        index(say)
    elif options.step == "worth":
        from train.worth import fit

        fit(Library(place).desk, say)
    else:
        fit_all(options.words_only, say)


def index(say: Callable[[str], None]) -> None:
    """Make the vectors of all texts of the base and keep them in the knowledge folder."""
    place = settings()
    base, model = load(place.knowledge, place.cache), open_encoder(place.model)
    if model is None:
        raise SystemExit("there is no usable model; run: advocacy doctor")
    meaning = Meaning.of(base, model, place.cache, lambda done, of: say(f"{done} of {of}"))
    meaning.ship(place.knowledge / VECTORS)


def fit_all(words_only: bool, say: Callable[[str], None]) -> None:
    """Fit both ways, or by words alone."""
    from train.fit import fit, write

    place = settings()
    found = weights()
    desk = Library(place, meaning=False).desk
    found["words"] = fit(desk, None, say)
    if not words_only:
        desk = Library(place).desk
        if desk.encoder is None:
            raise SystemExit("there is no usable model; run: advocacy doctor")
        meaning = Meaning.of(desk.base, desk.encoder, place.cache, shipped=place.vectors)
        found["meaning"] = fit(desk, meaning, say)
    write(found)


if __name__ == "__main__":
    main()
