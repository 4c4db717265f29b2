"""What the library teaches, kept in the user's cache folder from one run to the next."""

from __future__ import annotations

import os
from hashlib import blake2b

import msgspec

from drafter.corpus.language import Language, learn
from drafter.library.cache import folder, stamp_of, write_quietly
from drafter.model.library import Library

FORMAT = 3
"""Raised when what is learnt changes."""


class _Kept(msgspec.Struct, array_like=True):
    key: str
    language: Language


def language_of(library: Library) -> Language:
    """Return what the texts of `library` teach; learnt anew only when a file of it changed."""
    key = _key(library)
    path = folder() / f"language-{blake2b(_roots(library).encode(), digest_size=8).hexdigest()}.msgpack"
    try:
        kept = msgspec.msgpack.decode(path.read_bytes(), type=_Kept)
        if kept.key == key:
            return kept.language
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        pass  # learnt anew
    language = learn(library)
    write_quietly(path, msgspec.msgpack.encode(_Kept(key, language)))
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
