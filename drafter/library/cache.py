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
ENCODED = (STRUCTURES, STYLES)
FORMAT = 15
"""Raised when the types on a shelf change."""


class Shelf(msgspec.Struct):
    """What is known of the files under one root."""

    key: str
    stamps: dict[str, Stamp] = {}
    values: dict[str, object] = {}
    """Of a block, structure or page style that was not looked at: still encoded (bytes), like programs and traits."""
    programs: dict[str, dict[str, Any]] = {}
    """Of each file, by the key of the source text."""
    traits: dict[str, Any] = {}
    """Of each block file, by act."""
    foundations: dict[str, object] = {}
    seen: bytes = b""
    """The stamps of all files under the root (`encoded_stamps`) when every one of them that counts was put here."""
    all_programs: dict[str, Any] | None = None
    """The programs of all files together; of a shelf on which nothing changes, `stamps` and `programs` are left out."""


class _Stored(msgspec.Struct, array_like=True):
    """A shelf as it lies on disk, by type. What may stay encoded is a string of bytes, which the decoder steps over."""

    key: str
    seen: bytes
    stamps: bytes
    """As `seen`, of the files on the shelf."""
    blocks: dict[str, bytes]
    structures: dict[str, bytes]
    styles: dict[str, bytes]
    headings: dict[str, HeadingBook]
    bridges: dict[str, BridgeBook]
    wordings: dict[str, WordingBook]
    taxonomies: dict[str, Taxonomy]
    facts: dict[str, FactBook]
    terms: dict[str, TermBook]
    offices: dict[str, Workspace]
    programs: dict[str, bytes]
    """By the key of the source text."""
    program_keys: bytes
    """Of each file the keys of its programs, encoded."""
    traits: dict[str, bytes]


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
    return _unpacked(stored, complete=stored.seen != seen)


def _unpacked(stored: _Stored, *, complete: bool) -> Shelf:
    values: dict[str, object] = {**stored.blocks, **stored.structures, **stored.styles}
    values.update(stored.headings)
    values.update(stored.bridges)
    values.update(stored.wordings)
    values.update(stored.offices)
    shelf = Shelf(
        stored.key, values=values, traits={**stored.traits}, seen=stored.seen, all_programs={**stored.programs}
    )
    shelf.foundations = {**stored.taxonomies, **stored.facts, **stored.terms}
    if complete:
        shelf.stamps = msgspec.msgpack.decode(stored.stamps, type=dict[str, Stamp])
        keys = msgspec.msgpack.decode(stored.program_keys, type=dict[str, list[str]])
        shelf.programs = {name: {key: stored.programs[key] for key in found} for name, found in keys.items()}
        shelf.all_programs = None
    return shelf


def write_shelf(root: Path, shelf: Shelf) -> None:
    """Keep `shelf` for the next time; silently does nothing where the folder cannot be written."""
    write_quietly(_shelf_file(root), sealed(msgspec.msgpack.encode(_packed(shelf))))


def _packed(shelf: Shelf) -> _Stored:
    def of(kind: type[T], store: dict[str, object]) -> dict[str, T]:
        return {name: value for name, value in store.items() if isinstance(value, kind)}

    kept = {name: _encoded(value) for name, value in shelf.values.items() if name.startswith(ENCODED)}
    blocks = {name: _encoded(value) for name, value in of(Block, shelf.values).items()}
    blocks.update((name, value) for name, value in of(bytes, shelf.values).items() if name.startswith(SECTIONS))
    return _Stored(
        key=shelf.key,
        seen=shelf.seen,
        stamps=encoded_stamps(shelf.stamps),
        blocks=blocks,
        structures=_under(STRUCTURES, kept),
        styles=_under(STYLES, kept),
        headings=of(HeadingBook, shelf.values),
        bridges=of(BridgeBook, shelf.values),
        wordings=of(WordingBook, shelf.values),
        taxonomies=of(Taxonomy, shelf.foundations),
        facts=of(FactBook, shelf.foundations),
        terms=of(TermBook, shelf.foundations),
        offices=of(Workspace, shelf.values),
        programs={key: _encoded(one) for found in shelf.programs.values() for key, one in found.items()},
        program_keys=msgspec.msgpack.encode({name: list(found) for name, found in shelf.programs.items()}),
        traits={name: _encoded(one) for name, one in shelf.traits.items()},
    )


def _under(folder: str, values: dict[str, bytes]) -> dict[str, bytes]:
    return {name: value for name, value in values.items() if name.startswith(folder)}


def _encoded(value: object) -> bytes:
    return value if isinstance(value, bytes) else msgspec.msgpack.encode(value)
