"""File → text with its places. `read` chooses the reader by the suffix; `SUFFIXES` is the registry.

A reader raises InputError for a file that it cannot use: empty, too large, not what its name says, encrypted,
damaged. It never changes the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from drafter.model.reading import Reading
from drafter.readers import docx, markdown, office, plain, webpage
from drafter.readers.files import KINDS, refused, require_file
from drafter.readers.folders import list_files

__all__ = ["SUFFIXES", "files_under", "read"]

SUFFIXES: Mapping[str, Callable[[Path], Reading]] = {
    ".txt": plain.read,
    ".docx": docx.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": webpage.read,
    ".htm": webpage.read,
    ".doc": office.read,
    ".wps": office.read,
    ".odt": office.read,
    ".rtf": office.read,
}
"""The readers by suffix, in lower case with its dot."""


def read(path: Path) -> Reading:
    """Return the text of `path` with what its format says about the lines. Raises InputError."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix](path)
    require_file(path)
    if suffix == ".pdf":  # lines of pages, no paragraphs; of a scan nothing
        raise refused(path, "读不了 PDF 文件", KINDS["pdf"][1])
    raise refused(path, f"读不了 {suffix} 文件" if suffix else "文件没有扩展名", f"可以读：{' '.join(SUFFIXES)}")


def files_under(path: Path) -> list[Path]:
    """Return `path` itself if it is a file; of a folder every file in it that `read` knows, sorted by name.

    Hidden files and the lock files of Word (~$…) are left out, and links that lead out of the folder or in circles.
    Raises InputError for what does not exist or cannot be listed.
    """
    return list_files(path, frozenset(SUFFIXES))
