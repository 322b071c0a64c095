"""Reads `knowledge/` into checked models and checks it; knows nothing of Slack or of questions.

Public: `load` (folder → Base), `check` (folder → Problems), `stats` (Base → a table's rows),
`KnowledgeError` with its `Problem`s, `quoted` for their sentences, and the models.
"""

from bot.knowledge.load import load
from bot.knowledge.yamlfile import KnowledgeError, Problem, quoted

__all__ = ["KnowledgeError", "Problem", "load", "quoted"]
