"""PDF: pages, not text; refused with what to do instead."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from drafter.readers.files import KINDS, MAX_FILE, read_bytes, refused


def refuse(path: Path) -> NoReturn:
    """Raise InputError: of a PDF only lines of a page can be had, no paragraphs, of a scanned one nothing."""
    read_bytes(path, MAX_FILE)
    raise refused(path, "读不了 PDF 文件", KINDS["pdf"][1])
