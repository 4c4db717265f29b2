"""Runs of characters by which texts are compared: a sample that is the same everywhere, so that shares compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from zlib import crc32

from drafter.text.sentences import fingerprint

LENGTH = 8
"""Characters of a run, punctuation aside."""
SAMPLE = 4
"""One run in so many is kept."""
SKETCH = 16
"""So many runs, those of the smallest numbers, stand for a text where all would be too many."""


def runs(text: str) -> Iterator[int]:
    """Yield the sampled runs of eight characters of a text, punctuation aside, as numbers."""
    words = fingerprint(text)
    for at in range(len(words) - LENGTH + 1):
        number = crc32(words[at : at + LENGTH].encode())
        if number % SAMPLE == 0:
            yield number


def sketch(text: str) -> tuple[int, ...]:
    """Return the runs that stand for a text, ascending."""
    return tuple(nsmallest(SKETCH, set(runs(text))))


def resemblance(one: Iterable[int], other: Iterable[int]) -> float:
    """Return about which share of their runs two texts have in common, from their sketches (0 to 1)."""
    mine, theirs = frozenset(one), frozenset(other)
    both = nsmallest(SKETCH, mine | theirs)
    return len(mine & theirs & frozenset(both)) / len(both) if both else 0.0
