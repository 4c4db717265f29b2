"""Plain text."""

from __future__ import annotations

from pathlib import Path

from drafter.model.reading import Reading
from drafter.readers.encodings import Decoded, decode
from drafter.readers.files import KINDS, MAX_TEXT, called, kind_of, read_bytes, refused, sha256


def read(path: Path) -> Reading:
    """Return a text file's text as it stands, but for its line ends. Raises InputError."""
    data = read_bytes(path, MAX_TEXT)
    return from_bytes(path, data)


def from_bytes(path: Path, data: bytes) -> Reading:
    """Return the bytes of a text file as a reading."""
    found = decoded(path, data)
    return Reading(
        path=str(path),
        format="text",
        text=found.text,
        sha256=sha256(data),
        encoding=found.encoding,
        notes=found.notes,
    )


def decoded(path: Path, data: bytes) -> Decoded:
    """Return `data` as text. Raises InputError for a file of another kind that is only called a text."""
    kind = kind_of(data)
    if kind:
        name, remedy = KINDS[kind]
        raise refused(path, f"这是{called(name)}，不是文本", remedy)
    return decode(data, path)
