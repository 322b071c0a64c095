"""A question → what it is about → entries → a Reply. Knows nothing of how a Reply is shown.

Public is what stands below: `Desk` (opened once, asked many times), the shapes of what it says, an
entry as a person sees it, and what indexes and curators' tools need. The modules, in the order of a
question's way (import-linter holds it: each knows those above it, none below):

    words, patterns      text → folded words; curated wordings found in them
    asked                what of a text asks: no courtesy, no story before it
    dialect              words of spoken Arabic, written out
    models, evidence     Question and Reply; what speaks for each entry
    glossary             words of the field: used in a text, asked for by one
    lexical              finding by words
    encoder, caged, vectorfile, meaning, vectors finding by meaning
    subject, requests, understand                1 read: text → Question
    find, intents                                2 weigh: Question → ranking, certainty, task
    follow_ups                                   … of few words: read on from the turn before
    entries, body, compose                       what an answer says, line by line
    state_facts, court_facts, calendar_facts, treaty_facts
                                                 what is known of the State in question
    alarms, first_steps, front_door              what is answered before anything is ranked
    gather, offers, decide                       3 decide: which entries, choices, or none
    two_questions, desk                          4 reply: the whole way; two questions in one
    tying                                        for curators: which line an ask belongs to
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

# Where two threads of the model meet another busy process, they wait for each other, and a question
# takes a second instead of 20 ms. One thread a question is steady; the vectors of a whole base are
# made by several processes instead.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

if TYPE_CHECKING:
    from bot.ask.body import Lines
    from bot.ask.caged import CagedEncoder, open_caged, trial
    from bot.ask.desk import Desk, finder
    from bot.ask.encoder import (
        Encoder,
        Encodes,
        NotInstalledError,
        SilentModelError,
        UnusableModelError,
        open_encoder,
        unusable,
    )
    from bot.ask.entries import caveats, mark, shown_of, signed_of, signed_of_state, sources_of
    from bot.ask.lexical import Lexical
    from bot.ask.meaning import Meaning
    from bot.ask.models import (
        MOST_NEXT,
        Answer,
        Asked,
        Choice,
        Choices,
        Context,
        Decline,
        FirstSection,
        FirstSteps,
        Line,
        Near,
        Note,
        Question,
        Reply,
        SourceShown,
        Task,
        TaskReply,
    )
    from bot.ask.offers import PROMPTS, openings
    from bot.ask.state_facts import StateFacts
    from bot.ask.tying import move_asks, ties

__all__ = [
    "MOST_NEXT",
    "PROMPTS",
    "Answer",
    "Asked",
    "CagedEncoder",
    "Choice",
    "Choices",
    "Context",
    "Decline",
    "Desk",
    "Encoder",
    "Encodes",
    "FirstSection",
    "FirstSteps",
    "Lexical",
    "Line",
    "Lines",
    "Meaning",
    "Near",
    "NotInstalledError",
    "Note",
    "Question",
    "Reply",
    "SilentModelError",
    "SourceShown",
    "StateFacts",
    "Task",
    "TaskReply",
    "UnusableModelError",
    "caveats",
    "finder",
    "mark",
    "move_asks",
    "open_caged",
    "open_encoder",
    "openings",
    "shown_of",
    "signed_of",
    "signed_of_state",
    "sources_of",
    "ties",
    "trial",
    "unusable",
]

_MODULES = {
    "body": "Lines",
    "caged": "CagedEncoder open_caged trial",
    "desk": "Desk finder",
    "encoder": "Encoder Encodes NotInstalledError SilentModelError UnusableModelError"
    " open_encoder unusable",
    "entries": "caveats mark shown_of signed_of signed_of_state sources_of",
    "lexical": "Lexical",
    "meaning": "Meaning",
    "models": "MOST_NEXT Answer Asked Choice Choices Context Decline FirstSection FirstSteps Line"
    " Near Note Question Reply SourceShown Task TaskReply",
    "offers": "PROMPTS openings",
    "state_facts": "StateFacts",
    "tying": "move_asks ties",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A public name, from its module when it is first asked for: the whole takes a third of a
    second to open, and what only shows a Reply needs its shapes alone."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
