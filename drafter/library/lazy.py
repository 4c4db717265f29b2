"""A mapping whose values stay encoded until somebody asks for them.

A draft looks at a few dozen of the library's blocks and texts; decoding the rest would cost more than drafting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from drafter.text.digests import blake2b

V = TypeVar("V")


class Lazy(Mapping[str, V]):
    """Values of one type by name, each decoded from MessagePack when first asked for."""

    def __init__(self, values: dict[str, Any], kind: Any) -> None:
        """`values` holds encoded values (bytes) and decoded ones side by side."""
        self._values = values
        self._decoder: msgspec.msgpack.Decoder[V] = msgspec.msgpack.Decoder(kind)

    def __getitem__(self, name: str) -> V:
        """Return a value, decoded."""
        value = self._values[name]
        if isinstance(value, bytes):
            value = self._values[name] = self._decoder.decode(value)
        found: V = value
        return found

    def __contains__(self, name: object) -> bool:
        """Return whether there is such a value, without decoding it."""
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in order."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._values)


def text_key(text: str) -> str:
    """Return the key under which a text's program is kept: the texts themselves stand in the blocks already."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()
