"""Loads what libraries load from files only where a draft asks for it: for a process that can open
no file once it has a draft in hand."""

from __future__ import annotations

import encodings
import pkgutil
from contextlib import suppress
from importlib import import_module

import pypdf
from phonenumbers import PhoneMetadata


def ready() -> None:
    """Load the numbering plans of all countries, the parts that read PDFs, and all encodings, which
    a PDF may name."""
    PhoneMetadata.load_all()
    for package in (pypdf, encodings):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            # some need a system or a library that is not here, and then nothing asks for them
            with suppress(ImportError):
                import_module(module.name)
