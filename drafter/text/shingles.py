"""Runs of characters by which texts are compared: a sample that is the same everywhere, so that shares compare."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from zlib import crc32

LENGTH = 8
"""Characters of a run, punctuation aside."""
SAMPLE = 4
"""One run in so many is kept."""
SKETCH = 16
"""So many runs, those of the smallest numbers, stand for a text where all would be too many."""


@functools.cache
def _three_bytes() -> re.Pattern[str]:
    """Return what matches characters of three bytes each in UTF-8, nearly all of a speech. Compiled when needed: it
    takes longer than many a use of this module."""
    return re.compile("[\u0800-\uffff]+")


def runs(words: str) -> set[int]:
    """Return the sampled runs of eight characters of a text without punctuation (its `fingerprint`), as numbers."""
    whole = words.encode(errors="surrogatepass")
    places: Sequence[int] = range(0, len(whole) + 1, 3)
    if not _three_bytes().fullmatch(words):
        places = list(accumulate((len(one.encode(errors="surrogatepass")) for one in words), initial=0))
    numbers = [crc32(whole[start:end]) for start, end in zip(places, places[LENGTH:], strict=False)]
    return {number for number in numbers if number % SAMPLE == 0}


def sketch(text: str) -> tuple[int, ...]:
    """Return the runs that stand for a text, ascending."""
    from drafter.text.sentences import fingerprint  # a draft compares sketches and makes none

    return tuple(sorted(runs(fingerprint(text)))[:SKETCH])


def resemblance(one: Iterable[int], other: Iterable[int]) -> float:
    """Return about which share of their runs two texts have in common, from their sketches (0 to 1)."""
    mine, theirs = frozenset(one), frozenset(other)
    both = sorted(mine | theirs)[:SKETCH]
    return len(mine & theirs & frozenset(both)) / len(both) if both else 0.0
