"""How much of a list of points the library covers: by the sources that its blocks cite."""

from __future__ import annotations

from pathlib import Path

import msgspec

from drafter.errors import InvalidFilesError
from drafter.library.textfiles import read_text
from drafter.library.yamlreader import decode
from drafter.model.base import Record, ThemeId
from drafter.model.library import Library


class Item(Record, frozen=True, kw_only=True):
    """One section or point of a speech."""

    at: str
    """Position in the outline, counted from 1; or opening, closing."""
    gist: str
    theme: ThemeId = ""
    retired: str = ""
    """Why it is not written any more; counts as covered."""


class Listed(Record, frozen=True, kw_only=True):
    """The points of one speech."""

    file: str
    speech: int = 1
    title: str = ""
    items: tuple[Item, ...] = ()


class CoverageList(Record, frozen=True, kw_only=True):
    """A list of points of several speeches."""

    speeches: tuple[Listed, ...]


class Missing(msgspec.Struct, frozen=True):
    """A point that no block covers."""

    file: str
    speech: int
    at: str
    gist: str


class Coverage(msgspec.Struct, frozen=True):
    """What was found."""

    total: int
    covered: int
    retired: int
    missing: tuple[Missing, ...]


def read_coverage(library: Library, path: Path) -> Coverage:
    """Return how much of the list in `path` the approved blocks cover. Raises InvalidFilesError, InputError."""
    decoded = decode(read_text(path), str(path), CoverageList)
    if decoded.value is None or decoded.problems:
        raise InvalidFilesError(decoded.problems)
    cited = {
        (origin.file, origin.speech, origin.at)
        for block in library.blocks.values()
        if block.status == "approved"
        for origin in block.sources
    }
    items = [(speech, item) for speech in decoded.value.speeches for item in speech.items]
    retired = [item for _, item in items if item.retired]
    missing = tuple(
        Missing(speech.file, speech.speech, item.at, item.gist)
        for speech, item in items
        if not item.retired and (speech.file, speech.speech, item.at) not in cited
    )
    return Coverage(len(items), len(items) - len(retired) - len(missing), len(retired), missing)
