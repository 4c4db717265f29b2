"""The cache of read library files, in the user's cache folder.

One shelf a root, keyed by the stamps of the foundations; a file on it is valid while its stamp is. A shelf that
cannot be read or written is no error: the library is then read from its files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from zlib import crc32

import msgspec

from drafter.library.lazy import Pack, by_folder, folder_of, members, packed
from drafter.text.digests import blake2b
from drafter.text.keeping import Stamp, folder, mapped, sealed, stamp_of, unsealed, write_quietly

__all__ = [
    "FORMAT",
    "SECTIONS",
    "STRUCTURES",
    "STYLES",
    "Kept",
    "Record",
    "Shelf",
    "Stamp",
    "changed_since",
    "changes_over",
    "encoded_stamps",
    "files_on",
    "folder",
    "identity_of",
    "opened",
    "read_kept",
    "shelved",
    "stamp_of",
    "with_pages",
    "write_kept",
    "write_quietly",
]

SECTIONS, STRUCTURES, STYLES = "sections/", "templates/structures/", "templates/styles/"
"""Where blocks, structures and page styles lie under a root."""
FORMAT = 22
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
    over: str = ""
    """Of a shelf of changes: what stands for the state of the main shelf that it lies over."""
    hidden: list[str] = []
    """Of a shelf of changes: the files of the main shelf that no longer count, as they were changed or are gone. Of a
    main shelf in use, the same: they are off it."""


class Kept(msgspec.Struct, frozen=True):
    """What is kept of one root: the main shelf, and the few files that changed since that was made.

    With ten thousand files the main shelf takes longer to write than a command; a few changes are written in no time.
    """

    main: Shelf | None = None
    changes: Shelf | None = None

    @property
    def seen(self) -> bytes:
        """The stamps (`encoded_stamps`) of the files that stand here, those with mistakes aside."""
        last = self.changes or self.main
        return last.seen if last else b""

    def shelves(self) -> tuple[Shelf, ...]:
        """Return the shelves as they count, the later over the earlier."""
        if self.main is None:
            return ()
        return (_without(self.main, self.changes.hidden), self.changes) if self.changes else (self.main,)


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


def _shelf_file(root: Path, of: str) -> Path:
    name = blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return folder() / f"{of}-{name}.msgpack"


def encoded_stamps(stamps: Mapping[str, Stamp]) -> bytes:
    """Return stamps as they lie on disk: comparing them so spares decoding a thousand."""
    return msgspec.msgpack.encode(stamps)


MAIN, CHANGES = "library", "changes"


def read_kept(root: Path, key: str) -> Kept:
    """Return what is kept of `root`; nothing where it was made for another `key`."""
    main = _read_shelf(_shelf_file(root, MAIN), key)
    changes = _read_shelf(_shelf_file(root, CHANGES), key) if main else None
    return Kept(main, changes if main and changes and changes.over == _state(main) else None)


def _read_shelf(path: Path, key: str) -> Shelf | None:
    try:
        shelf = msgspec.msgpack.decode(unsealed(mapped(path)), type=Shelf)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return shelf if shelf.key == key else None


def _state(main: Shelf) -> str:
    """Return what stands for the state of a main shelf."""
    return f"{crc32(main.seen):08x}"


def write_kept(root: Path, kept: Kept, before: Kept) -> None:
    """Keep for the next time what is not kept yet; silently does nothing where the folder cannot be written."""
    if kept.main is not None and kept.main is not before.main:
        write_quietly(_shelf_file(root, MAIN), sealed(msgspec.msgpack.encode(kept.main)))
    if kept.changes is None:
        with contextlib.suppress(OSError):
            if before.changes is not None:
                _shelf_file(root, CHANGES).unlink()
    elif kept.changes is not before.changes:
        write_quietly(_shelf_file(root, CHANGES), sealed(msgspec.msgpack.encode(kept.changes)))


def with_pages(kept: Kept, pages: Pack, pages_of: str) -> Kept:
    """Return what is kept of a root with page styles on the last of its shelves."""
    if kept.changes is not None:
        return Kept(kept.main, msgspec.structs.replace(kept.changes, pages=pages, pages_of=pages_of))
    main = msgspec.structs.replace(kept.main, pages=pages, pages_of=pages_of) if kept.main else None
    return Kept(main)


def changed_since(main: Shelf, stamps: Mapping[str, Stamp]) -> set[str]:
    """Return the files that are changed, new or gone since the main shelf was made.

    Where two files are one block, both change with either of them.
    """
    before = msgspec.msgpack.decode(main.seen, type=dict[str, Stamp])
    found = {name for name, _ in before.items() ^ stamps.items()}
    return found | {twin for name in found for twin in _twins(name) if twin in before or twin in stamps}


def _twins(name: str) -> tuple[str, str]:
    stem = name[: name.rindex(".")]
    return (f"{stem}.yaml", f"{stem}.yml")


def _without(main: Shelf, names: Collection[str]) -> Shelf:
    """Return a main shelf without some of its files. The cards of their folders are all left out."""
    blocks = {_block_id(name) for name in names if _is_block(name)}
    return msgspec.structs.replace(
        main,
        blocks=main.blocks.without(blocks),
        traits=main.traits.without(blocks),
        cards=main.cards.without(_folders(names)),
        structures=main.structures.without({_stem(name) for name in names if name.startswith(STRUCTURES)}),
        others={name: value for name, value in main.others.items() if name not in names},
        hidden=[*names],
    )


def _folders(names: Iterable[str]) -> set[str]:
    return {folder_of(_block_id(name)) for name in names if _is_block(name)}


def changes_over(main: Shelf, names: Collection[str], records: Mapping[str, Record], key: str, seen: bytes) -> Shelf:
    """Return the shelf of what changed over `main`: `names` no longer count on that, `records` are what is there now.

    The cards of a folder are read together, so those of a changed folder are all on it.
    """
    folders = _folders(names)
    touched = {_block_id(name) for name in names if _is_block(name)}
    around = {identity: card for identity, card in members(main.cards.only(folders)).items() if identity not in touched}
    made = shelved(records, {}, key, seen)
    cards = by_folder({**around, **members(made.cards)})
    return msgspec.structs.replace(made, cards=cards, over=_state(main), hidden=sorted(names))


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
    entries = msgspec.msgpack.decode(shelf.records, type=dict[str, _Entry])
    if not shelf.over:
        for name in shelf.hidden:
            entries.pop(name, None)
    return entries


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
