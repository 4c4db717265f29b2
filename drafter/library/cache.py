"""The cache of read library files, in the user's cache folder.

One shelf a root, keyed by the stamps of the foundations; a file on it is valid while its stamp is. A shelf that
cannot be read or written is no error: the library is then read from its files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

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
from drafter.text.digests import blake2b
from drafter.text.keeping import Stamp, folder, sealed, stamp_of, unsealed, write_quietly

__all__ = [
    "FORMAT",
    "SECTIONS",
    "STRUCTURES",
    "STYLES",
    "Shelf",
    "Stamp",
    "encoded_stamps",
    "folder",
    "read_shelf",
    "stamp_of",
    "write_quietly",
    "write_shelf",
]

T = TypeVar("T")
SECTIONS, STRUCTURES, STYLES = "sections/", "templates/structures/", "templates/styles/"
"""Where blocks, structures and page styles lie under a root."""
FORMAT = 13
"""Raised when the types on a shelf change."""


class Shelf(msgspec.Struct):
    """What is known of the files under one root."""

    key: str
    stamps: dict[str, Stamp] = {}
    values: dict[str, object] = {}
    """Of a block, structure or page style that was not looked at: still encoded (msgspec.Raw), like its programs and
    traits."""
    programs: dict[str, dict[str, Any]] = {}
    """Of each file, by the key of the source text."""
    traits: dict[str, Any] = {}
    """Of each block file, by act."""
    foundations: dict[str, object] = {}
    seen: bytes = b""
    """The stamps of all files under the root (`encoded_stamps`) when every one of them that counts was put here."""


class _Stored(msgspec.Struct, array_like=True):
    """A shelf as it lies on disk, by type."""

    key: str
    seen: bytes
    stamps: msgspec.Raw
    blocks: dict[str, msgspec.Raw]
    structures: dict[str, msgspec.Raw]
    styles: dict[str, msgspec.Raw]
    headings: dict[str, HeadingBook]
    bridges: dict[str, BridgeBook]
    wordings: dict[str, WordingBook]
    taxonomies: dict[str, Taxonomy]
    facts: dict[str, FactBook]
    terms: dict[str, TermBook]
    offices: dict[str, Workspace]
    programs: dict[str, dict[str, msgspec.Raw]]
    traits: dict[str, msgspec.Raw]


def _shelf_file(root: Path) -> Path:
    name = blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return folder() / f"library-{name}.msgpack"


def encoded_stamps(stamps: dict[str, Stamp]) -> bytes:
    """Return stamps as they lie on disk: comparing them so spares decoding a thousand."""
    return msgspec.msgpack.encode(stamps)


def read_shelf(root: Path, key: str, seen: bytes) -> Shelf:
    """Return the shelf of `root`; an empty one where there is none, or it was made for another `key`.

    Where `seen`, the stamps of now, are those of the shelf, its `stamps` are left out: nobody needs them.
    """
    try:
        data = unsealed(_shelf_file(root).read_bytes())
        stored = msgspec.msgpack.decode(data, type=_Stored)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Shelf(key)
    if stored.key != key:
        return Shelf(key)
    return _unpacked(stored, {} if stored.seen == seen else msgspec.msgpack.decode(stored.stamps, type=STAMPS))


STAMPS = dict[str, Stamp]


def _unpacked(stored: _Stored, stamps: dict[str, Stamp]) -> Shelf:
    values: dict[str, object] = {**stored.blocks, **stored.structures, **stored.styles}
    values.update(stored.headings)
    values.update(stored.bridges)
    values.update(stored.wordings)
    values.update(stored.offices)
    foundations: dict[str, object] = {**stored.taxonomies, **stored.facts, **stored.terms}
    return Shelf(stored.key, stamps, values, {**stored.programs}, {**stored.traits}, foundations, stored.seen)


def write_shelf(root: Path, shelf: Shelf) -> None:
    """Keep `shelf` for the next time; silently does nothing where the folder cannot be written."""
    write_quietly(_shelf_file(root), sealed(msgspec.msgpack.encode(_packed(shelf))))


def _packed(shelf: Shelf) -> _Stored:
    def of(kind: type[T], store: dict[str, object]) -> dict[str, T]:
        return {name: value for name, value in store.items() if isinstance(value, kind)}

    raw = of(msgspec.Raw, shelf.values)
    structures: dict[str, Any] = {**of(Structure, shelf.values), **_under(STRUCTURES, raw)}
    styles: dict[str, Any] = {**of(PageStyle, shelf.values), **_under(STYLES, raw)}
    blocks: dict[str, Any] = {**of(Block, shelf.values), **_under(SECTIONS, raw)}
    return _Stored(
        key=shelf.key,
        seen=shelf.seen,
        stamps=msgspec.Raw(encoded_stamps(shelf.stamps)),
        blocks=blocks,
        structures=structures,
        styles=styles,
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


def _under(folder: str, values: dict[str, msgspec.Raw]) -> dict[str, msgspec.Raw]:
    return {name: value for name, value in values.items() if name.startswith(folder)}
