"""What the library teaches, kept in the user's cache folder from one run to the next."""

from __future__ import annotations

import os
import struct
from hashlib import blake2b
from itertools import accumulate
from zlib import crc32

import msgspec

from drafter.corpus.language import Language, learn
from drafter.library.cache import CHECKSUM, folder, stamp_of, write_quietly
from drafter.model.library import Library

FORMAT = 4
"""Raised when what is learnt changes."""


THOUSANDTHS = 1000
"""Weights are kept as whole numbers of two bytes: they have three decimals."""


class _Kept(msgspec.Struct, array_like=True):
    """A language in long strings, which are read five times as fast as its fifty thousand small values."""

    key: str
    words: str
    common: str
    openers: str
    themes: tuple[str, ...]
    pairs: str
    """The pairs that have weights."""
    counts: bytes
    """How many weights each pair has."""
    numbers: bytes
    """The theme of each weight."""
    weights: bytes
    tags: dict[str, tuple[str, ...]]


def _packed(key: str, language: Language) -> bytes:
    found = [one for pair in language.weights.values() for one in pair]
    kept = _Kept(
        key,
        words=" ".join(sorted(language.words)),
        common=" ".join(sorted(language.common)),
        openers=" ".join(sorted(language.openers)),
        themes=language.themes,
        pairs=" ".join(language.weights),
        counts=bytes(map(len, language.weights.values())),
        numbers=bytes(number for number, _ in found),
        weights=b"".join(round(weight * THOUSANDTHS).to_bytes(2, "little", signed=True) for _, weight in found),
        tags=dict(language.tags),
    )
    data = msgspec.msgpack.encode(kept)
    return crc32(data).to_bytes(CHECKSUM, "big") + data


def _unpacked(data: bytes, key: str) -> Language | None:
    """Return the language of a cache file; None where it is damaged or was made for another `key`."""
    if int.from_bytes(data[:CHECKSUM], "big") != crc32(data[CHECKSUM:]):
        return None
    kept = msgspec.msgpack.decode(data[CHECKSUM:], type=_Kept)
    if kept.key != key:
        return None
    weights = struct.unpack(f"<{len(kept.weights) // 2}h", kept.weights)
    found = list(zip(kept.numbers, [weight / THOUSANDTHS for weight in weights], strict=True))
    ends = list(accumulate(kept.counts, initial=0))
    return Language(
        words=frozenset(kept.words.split()),
        common=frozenset(kept.common.split()),
        openers=frozenset(kept.openers.split()),
        themes=kept.themes,
        weights={
            pair: found[start:end] for pair, start, end in zip(kept.pairs.split(), ends[:-1], ends[1:], strict=True)
        },
        tags=kept.tags,
    )


def language_of(library: Library) -> Language:
    """Return what the texts of `library` teach; learnt anew only when a file of it changed."""
    key = _key(library)
    path = folder() / f"language-{blake2b(_roots(library).encode(), digest_size=8).hexdigest()}.msgpack"
    try:
        kept = _unpacked(path.read_bytes(), key)
    except (OSError, msgspec.MsgspecError, ValueError, struct.error):
        kept = None
    if kept is not None:
        return kept
    language = learn(library)
    write_quietly(path, _packed(key, language))
    return language


def _roots(library: Library) -> str:
    """Return the folders from which the blocks of a library come."""
    return "\n".join(sorted({os.path.dirname(os.path.dirname(path)) for path in library.files.values()}))  # noqa: PTH120


def _key(library: Library) -> str:
    """Return what tells whether any block changed: path, time and size of every file."""
    digest = blake2b(str(FORMAT).encode(), digest_size=16)
    for path in sorted({*library.files.values()}):
        try:
            stamp = stamp_of(os.stat(path))  # noqa: PTH116  # a thousand of them: pathlib takes three times as long
        except OSError:
            stamp = (0, 0)
        digest.update(f"{path}|{stamp}\n".encode())
    digest.update("\n".join(one.text for one in library.headings).encode())
    return digest.hexdigest()
