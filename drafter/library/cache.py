"""The cache of read library files, in the user's cache folder.

One shelf a root, keyed by the stamps of the foundations; a file on it is valid while its stamp is. A shelf that
cannot be read or written is no error: the library is then read from its files.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from drafter.library.lazy import Pack, by_folder, members, packed
from drafter.text.digests import blake2b
from drafter.text.keeping import Stamp, folder, mapped, sealed, stamp_of, unsealed, write_quietly

__all__ = [
    "FORMAT",
    "SECTIONS",
    "STRUCTURES",
    "STYLES",
    "Record",
    "Shelf",
    "Stamp",
    "encoded_stamps",
    "files_on",
    "folder",
    "identity_of",
    "opened",
    "read_shelf",
    "shelved",
    "stamp_of",
    "write_quietly",
    "write_shelf",
]

SECTIONS, STRUCTURES, STYLES = "sections/", "templates/structures/", "templates/styles/"
"""Where blocks, structures and page styles lie under a root."""
FORMAT = 20
"""Raised when the types on a shelf change."""
Encoded = bytes | memoryview


class Shelf(msgspec.Struct, array_like=True):
    """What is known of the files under one root, as it lies on disk. Values stay encoded until somebody looks."""

    key: str
    seen: bytes
    """The stamps of all files under the root (`encoded_stamps`) when every one of them that counts was put here."""
    blocks: Pack
    cards: Pack
    """Of the blocks, by folder: a draft asks for all of a theme."""
    traits: Pack
    """By act."""
    structures: Pack
    programs: Pack
    """Of all texts, by their keys."""
    others: dict[str, memoryview]
    """By file, what there are few of: headings, terms, page styles, the office …"""
    records: memoryview
    """Of each file on the shelf (dict[str, _Entry]); nobody needs them where nothing changed."""
    pages: Pack
    """The page styles that the files of this root and of those below it make together."""
    pages_of: str
    """What stands for those files; empty where one of them has a mistake, so that it is told each time."""


class Record(msgspec.Struct):
    """What is known of one file. It stands in the packs of its shelf; here it is together again, to be kept or not."""

    stamp: Stamp
    value: Encoded
    programs: dict[str, Encoded] = {}
    """By the keys of its texts."""
    card: Encoded = b""
    """Of a block, like the traits."""
    traits: Encoded = b""


class _Entry(msgspec.Struct, array_like=True):
    """What a shelf notes of a file besides the values."""

    stamp: Stamp
    programs: list[str]


def _shelf_file(root: Path) -> Path:
    name = blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return folder() / f"library-{name}.msgpack"


def encoded_stamps(stamps: Mapping[str, Stamp]) -> bytes:
    """Return stamps as they lie on disk: comparing them so spares decoding a thousand."""
    return msgspec.msgpack.encode(stamps)


def read_shelf(root: Path, key: str) -> Shelf | None:
    """Return the shelf of `root`; None where there is none, or it was made for another `key`."""
    try:
        shelf = msgspec.msgpack.decode(unsealed(mapped(_shelf_file(root))), type=Shelf)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return shelf if shelf.key == key else None


def write_shelf(root: Path, shelf: Shelf) -> None:
    """Keep `shelf` for the next time; silently does nothing where the folder cannot be written."""
    write_quietly(_shelf_file(root), sealed(msgspec.msgpack.encode(shelf)))


def _block_id(name: str) -> str:
    """Return a block's id by its file (a path inside a root, with slashes)."""
    return name[len(SECTIONS) : name.rindex(".")]


def _stem(name: str) -> str:
    return name[name.rindex("/") + 1 : name.rindex(".")]


def _is_block(name: str) -> bool:
    return name.startswith(SECTIONS) and name.count("/") == 2


def identity_of(name: str) -> str:
    """Return the id under which the library knows a file: of a block, ``structures/ID``, ``styles/ID``; else empty."""
    if _is_block(name):
        return _block_id(name)
    if name.startswith(STRUCTURES):
        return f"structures/{_stem(name)}"
    return f"styles/{_stem(name)}" if name.startswith(STYLES) else ""


def files_on(shelf: Shelf) -> list[str]:
    """Return the names of the files on a shelf, the foundations aside, in order."""
    return list(_entries(shelf))


def _entries(shelf: Shelf) -> dict[str, _Entry]:
    return msgspec.msgpack.decode(shelf.records, type=dict[str, _Entry])


def opened(shelf: Shelf) -> dict[str, Record]:
    """Return the records of a shelf by file."""
    blocks, cards, traits = shelf.blocks.pieces(), members(shelf.cards), shelf.traits.pieces()
    structures, programs = shelf.structures.pieces(), shelf.programs.pieces()
    found = {}
    for name, entry in _entries(shelf).items():
        record = found[name] = Record(entry.stamp, b"", {key: programs[key] for key in entry.programs})
        if _is_block(name):
            identity = _block_id(name)
            record.value, record.card, record.traits = blocks[identity], cards[identity], traits[identity]
        elif name.startswith(STRUCTURES):
            record.value = structures[_stem(name)]
        else:
            record.value = shelf.others[name]
    return found


def shelved(records: Mapping[str, Record], foundations: Mapping[str, Encoded], key: str, seen: bytes) -> Shelf:
    """Return records and foundations, by file, as a shelf; where two files are one block, the later counts."""
    last = {_one_of(name): name for name in records}
    kept = {name: records[name] for name in last.values()}
    blocks = {_block_id(name): one for name, one in kept.items() if _is_block(name)}
    structures = {_stem(name): one.value for name, one in kept.items() if name.startswith(STRUCTURES)}
    others = {name: one.value for name, one in kept.items() if _one_of(name) == name}
    entries = {name: _Entry(one.stamp, list(one.programs)) for name, one in kept.items()}
    return Shelf(
        key=key,
        seen=seen,
        blocks=packed({identity: one.value for identity, one in blocks.items()}),
        cards=by_folder({identity: one.card for identity, one in blocks.items()}),
        traits=packed({identity: one.traits for identity, one in blocks.items()}),
        structures=packed(structures),
        programs=packed({key: program for one in kept.values() for key, program in one.programs.items()}),
        others={name: memoryview(value) for name, value in {**others, **foundations}.items()},
        records=memoryview(msgspec.msgpack.encode(entries)),
        pages=packed({}),
        pages_of="",
    )


def _one_of(name: str) -> str:
    """Return what of a shelf a file is: the id of a block or structure, else the file itself."""
    return identity_of(name) if _is_block(name) or name.startswith(STRUCTURES) else name
