"""A mapping whose values stay encoded until somebody asks for them.

A draft looks at a few dozen of the library's blocks and texts; decoding the rest would cost more than drafting.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from drafter.text.digests import blake2b

V = TypeVar("V")


class Pack(msgspec.Struct, array_like=True):
    """Encoded values (MessagePack) by name, in one piece: reading it makes no object for each of a thousand values."""

    names: list[str]
    starts: list[int]
    """Where in `data` each value begins, and where it ends."""
    ends: list[int]
    data: memoryview

    def piece(self, number: int) -> memoryview:
        """Return the value at a place, still encoded."""
        return self.data[self.starts[number] : self.ends[number]]

    def pieces(self) -> dict[str, memoryview]:
        """Return the values by name, still encoded."""
        return {name: self.piece(number) for number, name in enumerate(self.names)}

    def without(self, names: Collection[str]) -> Pack:
        """Return the pack with some values left out; their data stays where it is."""
        if not names:
            return self
        rows = zip(self.names, self.starts, self.ends, strict=True)
        kept = [row for row in rows if row[0] not in names]
        return Pack([row[0] for row in kept], [row[1] for row in kept], [row[2] for row in kept], self.data)

    def only(self, names: Collection[str]) -> Pack:
        """Return the pack with some values alone; their data stays where it is."""
        return self.without(set(self.names) - set(names))


def packed(values: Mapping[str, bytes | memoryview]) -> Pack:
    """Return encoded values as a pack, in the order of their names."""
    names = sorted(values)
    bounds = [*itertools.accumulate((len(values[name]) for name in names), initial=0)]
    return Pack(names, bounds[:-1], bounds[1:], memoryview(b"".join(values[name] for name in names)))


class Lazy(Mapping[str, V]):
    """Values of one type by name, each decoded when first asked for."""

    def __init__(self, packs: Iterable[Pack], kind: Any) -> None:
        """A later pack lies over the earlier ones."""
        self._packs = tuple(packs)
        self._places: dict[str, int] = {}
        """Counted through all packs."""
        count = 0
        for pack in self._packs:
            self._places.update(zip(pack.names, range(count, count + len(pack.names)), strict=True))
            count += len(pack.names)
        if len(self._packs) > 1:
            self._places = dict(sorted(self._places.items()))
        self._known: dict[str, V] = {}
        self._kind = kind

    @functools.cached_property
    def _decoder(self) -> msgspec.msgpack.Decoder[V]:
        """Made when needed: looking at a type takes as long as decoding a hundred values."""
        return msgspec.msgpack.Decoder(self._kind)

    def __getitem__(self, name: str) -> V:
        """Return a value, decoded."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._decoder.decode(self._piece(self._places[name]))
        return found

    def raw(self, name: str) -> memoryview:
        """Return a value, still encoded."""
        return self._piece(self._places[name])

    def decoded(self, name: str) -> V:
        """Return a value, decoded, and do not keep it: for going through all of them once."""
        return self._decoder.decode(self.raw(name))

    def _piece(self, place: int) -> memoryview:
        for pack in self._packs:
            if place < len(pack.names):
                return pack.piece(place)
            place -= len(pack.names)
        raise IndexError(place)

    def __contains__(self, name: object) -> bool:
        """Return whether there is such a value, without decoding it."""
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in order."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._places)


def by_folder(values: Mapping[str, bytes | memoryview]) -> Pack:
    """Return encoded values by path as a pack of their folders, each a mapping of its own."""
    folders: dict[str, dict[str, msgspec.Raw]] = {}
    for name, value in values.items():
        folders.setdefault(folder_of(name), {})[name] = msgspec.Raw(value)
    return packed({folder: msgspec.msgpack.encode(found) for folder, found in folders.items()})


def members(pack: Pack) -> dict[str, memoryview]:
    """Return what `by_folder` was given."""
    folders = Lazy[dict[str, msgspec.Raw]]([pack], dict[str, msgspec.Raw])
    return {name: memoryview(value) for found in folders.values() for name, value in found.items()}


def folder_of(name: str) -> str:
    """Return the folder of a path."""
    return name.partition("/")[0]


class Folders(Mapping[str, V]):
    """Values of one type by path (“supervision/budget”); all of a folder are decoded when one is first asked for."""

    def __init__(self, packs: Iterable[Pack], kind: Any) -> None:
        """A later pack, made `by_folder`, lies over the earlier ones, value by value."""
        self._layers = [Lazy[dict[str, V]]([pack], dict[str, kind]) for pack in packs]
        self._known: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        """Return a value, decoded."""
        found = self._known.get(name)
        if found is None:
            self._open(folder_of(name))
            found = self._known[name]
        return found

    def _open(self, folder: str) -> None:
        for layer in self._layers:
            self._known.update(layer.get(folder, {}))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of all folders, in order."""
        for folder in {folder for layer in self._layers for folder in layer}:
            self._open(folder)
        return iter(sorted(self._known))

    def __len__(self) -> int:
        """Return the number of values."""
        return sum(1 for _ in self)


def text_key(text: str) -> str:
    """Return the key under which a text's program is kept: the texts themselves stand in the blocks already."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()
