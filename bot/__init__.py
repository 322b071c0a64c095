"""Advocacy Desk: what each human rights mechanism can and cannot do, from a curated base."""

__version__ = "0.2.0"
