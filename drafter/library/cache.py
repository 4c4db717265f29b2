"""The cache of read library files, in the user's cache folder.

One shelf a root, keyed by the stamps of the foundations; a file on it is valid while its stamp is. A shelf that
cannot be read or written is no error: the library is then read from its files.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import msgspec

from drafter.model.block import Block
from drafter.model.fact import FactBook
from drafter.model.heading import BridgeBook, HeadingBook
from drafter.model.structure import Structure
from drafter.model.style import PageStyle
from drafter.model.taxonomy import Taxonomy
from drafter.model.term import TermBook
from drafter.model.wording import WordingBook
from drafter.model.workspace import Workspace

T = TypeVar("T")
FORMAT = 12
"""Raised when the types on a shelf change."""
CHECKSUM = 4
"""Bytes of CRC-32 before the shelf: what stays encoded is decoded later, when nobody expects a damaged file."""
Stamp = tuple[int, int]
"""Modification time in nanoseconds, and size in bytes."""


class Shelf(msgspec.Struct):
    """What is known of the files under one root."""

    key: str
    stamps: dict[str, Stamp] = {}
    values: dict[str, object] = {}
    """Of a block that was not looked at: still encoded (msgspec.Raw), like its programs and traits."""
    programs: dict[str, dict[str, Any]] = {}
    """Of each file, by the key of the source text."""
    traits: dict[str, Any] = {}
    """Of each block file, by act."""
    foundations: dict[str, object] = {}


class _Stored(msgspec.Struct, array_like=True):
    """A shelf as it lies on disk, by type."""

    key: str
    stamps: dict[str, Stamp]
    blocks: dict[str, msgspec.Raw]
    structures: dict[str, Structure]
    styles: dict[str, PageStyle]
    headings: dict[str, HeadingBook]
    bridges: dict[str, BridgeBook]
    wordings: dict[str, WordingBook]
    taxonomies: dict[str, Taxonomy]
    facts: dict[str, FactBook]
    terms: dict[str, TermBook]
    offices: dict[str, Workspace]
    programs: dict[str, dict[str, msgspec.Raw]]
    traits: dict[str, msgspec.Raw]


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return what tells whether a file changed."""
    return (stat.st_mtime_ns, stat.st_size)


def folder() -> Path:
    """Return the user's cache folder; it may not exist. DRAFTER_CACHE overrides it."""
    chosen = os.environ.get("DRAFTER_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("drafter", appauthor=False)


def _shelf_file(root: Path) -> Path:
    name = blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return folder() / f"library-{name}.msgpack"


def read_shelf(root: Path, key: str) -> Shelf:
    """Return the shelf of `root`; an empty one where there is none, or it was made for another `key`."""
    try:
        data = _shelf_file(root).read_bytes()
        if int.from_bytes(data[:CHECKSUM], "big") != crc32(data[CHECKSUM:]):
            return Shelf(key)
        stored = msgspec.msgpack.decode(memoryview(data)[CHECKSUM:], type=_Stored)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Shelf(key)
    if stored.key != key:
        return Shelf(key)
    return _unpacked(stored)


def _unpacked(stored: _Stored) -> Shelf:
    values: dict[str, object] = {**stored.blocks, **stored.structures, **stored.styles}
    values.update(stored.headings)
    values.update(stored.bridges)
    values.update(stored.wordings)
    values.update(stored.offices)
    foundations: dict[str, object] = {**stored.taxonomies, **stored.facts, **stored.terms}
    return Shelf(stored.key, stored.stamps, values, {**stored.programs}, {**stored.traits}, foundations)


def write_shelf(root: Path, shelf: Shelf) -> None:
    """Keep `shelf` for the next time; silently does nothing where the folder cannot be written."""
    data = msgspec.msgpack.encode(_packed(shelf))
    write_quietly(_shelf_file(root), crc32(data).to_bytes(CHECKSUM, "big") + data)


def _packed(shelf: Shelf) -> _Stored:
    def of(kind: type[T], store: dict[str, object]) -> dict[str, T]:
        return {name: value for name, value in store.items() if isinstance(value, kind)}

    blocks: dict[str, Any] = {**of(Block, shelf.values), **of(msgspec.Raw, shelf.values)}
    return _Stored(
        key=shelf.key,
        stamps=shelf.stamps,
        blocks=blocks,
        structures=of(Structure, shelf.values),
        styles=of(PageStyle, shelf.values),
        headings=of(HeadingBook, shelf.values),
        bridges=of(BridgeBook, shelf.values),
        wordings=of(WordingBook, shelf.values),
        taxonomies=of(Taxonomy, shelf.foundations),
        facts=of(FactBook, shelf.foundations),
        terms=of(TermBook, shelf.foundations),
        offices=of(Workspace, shelf.values),
        programs=shelf.programs,
        traits=shelf.traits,
    )


def write_quietly(path: Path, data: bytes) -> None:
    """Write a cache file whole or not at all, without a word when that fails."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
