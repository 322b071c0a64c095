"""Reads `knowledge/` into checked models and checks it; knows nothing of Slack or of questions.

Public: `load` (folder → Base), `check` (folder → Problems), `stats` (Base → a table's rows),
`KnowledgeError`, and the models.
"""

from bot.knowledge.load import load
from bot.knowledge.yamlfile import KnowledgeError, Problem

__all__ = ["KnowledgeError", "Problem", "load"]
