"""What the library teaches, kept in the user's cache folder from one run to the next."""

from __future__ import annotations

import os

import msgspec

from drafter.corpus.language import Language, Weights, learn
from drafter.model.library import Library
from drafter.text.digests import blake2b
from drafter.text.keeping import folder, sealed, stamp_of, unsealed, write_quietly

FORMAT = 5
"""Raised when what is learnt changes."""


class _Kept(msgspec.Struct, array_like=True):
    """A language in long strings and short bytes, which are read in half the time that its values take."""

    key: str
    words: str
    common: str
    openers: str
    themes: tuple[str, ...]
    weights: dict[str, bytes]
    tags: dict[str, tuple[str, ...]]


def _packed(key: str, language: Language) -> bytes:
    kept = _Kept(
        key,
        words=" ".join(sorted(language.words)),
        common=" ".join(sorted(language.common)),
        openers=" ".join(sorted(language.openers)),
        themes=language.themes,
        weights=language.weights.kept,
        tags=dict(language.tags),
    )
    return sealed(msgspec.msgpack.encode(kept))


def _unpacked(data: bytes, key: str) -> Language | None:
    """Return the language of a cache file; None where it was made for another `key`."""
    kept = msgspec.msgpack.decode(unsealed(data), type=_Kept)
    if kept.key != key:
        return None
    return Language(
        words=frozenset(kept.words.split()),
        common=frozenset(kept.common.split()),
        openers=frozenset(kept.openers.split()),
        themes=kept.themes,
        weights=Weights(kept.weights),
        tags=kept.tags,
    )


def language_of(library: Library) -> Language:
    """Return what the texts of `library` teach; learnt anew only when a file of it changed."""
    key = _key(library)
    path = folder() / f"language-{blake2b(_roots(library).encode(), digest_size=8).hexdigest()}.msgpack"
    try:
        kept = _unpacked(path.read_bytes(), key)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
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
