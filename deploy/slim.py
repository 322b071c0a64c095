"""Takes out of the image's Python what the desk never opens, then compiles what it does open.

Run by the Python of the image, once, while the image is built. Ends in an error where a module of
the desk can't be imported any more.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
import py_compile
import shutil
import sys
import sysconfig
from pathlib import Path

SITE = Path(sysconfig.get_path("purelib"))

PACKAGES = """
anyio fsspec h11 hf-xet httpcore2 httpx2 huggingface-hub idna pip tqdm truststore tzdata
""".split()
"""Needed to fetch models by name and for commands of sqlite-utils: the desk does neither. For time
zones the image has a folder of its own."""

PARTS = """
PIL/_avif.* pillow.libs/libavif-*
lxml/html lxml/includes lxml/isoschematron lxml/objectify.*
numpy/_core/include numpy/_core/lib numpy/f2py numpy/typing
onnxruntime/capi/libonnxruntime.so.* onnxruntime/datasets onnxruntime/quantization onnxruntime/tools
onnxruntime/transformers
phonenumbers/carrierdata phonenumbers/geodata phonenumbers/tzdata
pygments/lexers
""".split()
"""Headers, tools and tables of libraries; of onnxruntime the copy for programs in C."""

LATER = """
PIL.Image PIL.PngImagePlugin cryptography.fernet filelock icalendar ijson onnxruntime openpyxl
phonenumbers polib psycopg psycopg_pool rich.console rich.progress rich.table tokenizers xlrd
""".split()
"""What the desk imports only when somebody asks for it."""


def remove() -> None:
    """Delete them. Raises SystemExit for a part that is not there: the list is to be looked at."""
    for name in PACKAGES:
        for file in importlib.metadata.files(name) or ():
            if file.parts[0] != "..":
                Path(str(file.locate())).unlink(missing_ok=True)
    for pattern in PARTS:
        found = list(SITE.glob(pattern))
        if not found:
            sys.exit(f"slim.py: {pattern} is not in {SITE} any more; look at the list")
        for path in found:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for kind in ("tests", "test"):
        for path in list(SITE.rglob(kind)):
            if path.is_dir():
                shutil.rmtree(path)
    for pattern in ("*.pyi", "*.pxd", "*.c", "*.h"):
        for path in SITE.rglob(pattern):
            path.unlink()
    folders = sorted((path for path in SITE.rglob("*") if path.is_dir()), reverse=True)
    for folder in folders:
        if not any(folder.iterdir()):
            folder.rmdir()


def compile_used() -> None:
    """Import each module of the desk, and compile all that came with them, of Python's own too."""
    import bot

    sys.dont_write_bytecode = True
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name != "bot.cage.inside":  # runs only as a process of its own
            importlib.import_module(module.name)
    for name in LATER:
        importlib.import_module(name)
    files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
    files |= {str(path) for path in (SITE / "phonenumbers" / "data").glob("*.py")}
    files |= {str(SITE / "bot" / "cage" / "inside.py")}
    for file in sorted(files):
        if file.endswith(".py") and Path(file).is_file():
            py_compile.compile(file, doraise=True)


if __name__ == "__main__":
    remove()
    compile_used()
