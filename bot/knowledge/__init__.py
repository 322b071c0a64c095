"""Reads `knowledge/` into checked models and checks it; knows nothing of Slack or of questions.

Public: `load` (folder → Base), `KnowledgeError` with its `Problem`s, `quoted` for their sentences;
and each module, a tool with a name of its own.
"""

from bot.knowledge.files import KnowledgeError, Problem, quoted
from bot.knowledge.load import load

__all__ = ["KnowledgeError", "Problem", "load", "quoted"]
