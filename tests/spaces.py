"""Texts as people type them, for comparing."""

from __future__ import annotations


def typed(text: str) -> str:
    """A text with ordinary spaces in the place of those that don't break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
