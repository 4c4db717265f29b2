"""What was worked out from a library before, and may serve the next draft of the same day and place."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from drafter.model.library import Library

T = TypeVar("T")


def remembered(library: Library, kind: str, asked: Hashable, make: Callable[[], T], most: int = 1) -> T:
    """Return what `make` made for `asked` before, or makes now; of a `kind`, `most` are kept, the oldest goes first."""
    known: dict[Hashable, T] = library.memo.setdefault(kind, {})
    if asked not in known:
        while len(known) >= most:
            del known[next(iter(known))]
        known[asked] = make()
    return known[asked]
