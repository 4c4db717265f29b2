"""Stretches that two texts, or two places of one, have in common: words only, small edits allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SEED = 8
"""Characters of a run by which places are found that may be alike."""
SKIP, AGAIN = 4, 3
"""After a difference of up to so many characters on either side, so many must be alike again."""
PLACES = 4
"""So many earlier places of a run are tried."""
WORD = re.compile(r"\w")


class Words(NamedTuple):
    """A text without punctuation and white space, and where each of its characters stands."""

    text: str
    places: Sequence[int]


class Alike(NamedTuple):
    """Two stretches of words that are alike, from `first` to before `last`."""

    first: int
    last: int
    other_first: int
    other_last: int
    same: int
    """Characters that are the same; the others differ."""


def words_of(text: str) -> Words:
    """Return the words of a text."""
    places = [found.start() for found in WORD.finditer(text)]
    return Words("".join(map(text.__getitem__, places)), places)


def repeated(words: str) -> Iterator[Alike]:
    """Yield what stands a second time in a text of words, `first` at its later place, in the order of the text.

    The time grows with the length of the text.
    """
    seen: dict[str, list[int]] = {}
    at = noted = 0
    while at + SEED <= len(words):
        for place in range(noted, at - SEED + 1):
            places = seen.setdefault(words[place : place + SEED], [])
            if len(places) < PLACES:
                places.append(place)
        noted = max(noted, at - SEED + 1)
        earlier = seen.get(words[at : at + SEED], ())
        found = max((_extended(words, at, words, one, at) for one in earlier), key=lambda one: one.same, default=None)
        if found is None:
            at += 1
            continue
        yield found
        at = max(found.last - SEED + 1, at + 1)


def _extended(words: str, at: int, other: str, place: int, limit: int) -> Alike:
    """Return how far what stands at two places is alike; the other stretch ends before `limit`."""
    first, second = at, place
    same = sure = 0
    last, other_last = at, place
    while True:
        run = _common(words, first, other, second, limit)
        same += run
        first, second = first + run, second + run
        if same - sure >= SEED:
            last, other_last, sure = first, second, same
        again = _resumed(words, first, other, second, limit)
        if again is None:
            return Alike(at, last, place, other_last, sure)
        first, second = again


def _common(words: str, first: int, other: str, second: int, limit: int) -> int:
    """Return how many characters are the same from two places on."""
    most = min(len(words) - first, limit - second)
    step = 0
    while step < most and words[first + step] == other[second + step]:
        step += 1
    return step


def _resumed(words: str, first: int, other: str, second: int, limit: int) -> tuple[int, int] | None:
    """Return where the texts are alike again after a small difference."""
    for total in range(1, 2 * SKIP + 1):
        for skipped in range(max(total - SKIP, 0), min(total, SKIP) + 1):
            here, there = first + skipped, second + total - skipped
            if (
                there + AGAIN <= limit
                and here + AGAIN <= len(words)
                and words[here : here + AGAIN] == other[there : there + AGAIN]
            ):
                return here, there
    return None


# ── against other texts


class Index:
    """Texts of words by some of their runs, so that what another text shares with any of them is found."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index every eighth run of the texts: what is alike over fifteen characters holds one of these."""
        self._texts = texts
        self._seeds: dict[str, list[tuple[int, int]]] = {}
        for number, text in enumerate(texts):
            for place in range(0, len(text) - SEED + 1, SEED):
                places = self._seeds.setdefault(text[place : place + SEED], [])
                if len(places) < 2 * PLACES:
                    places.append((number, place))

    def shared(self, words: str) -> Iterator[tuple[int, Alike]]:
        """Yield the stretches that a text shares with an indexed one, with its number; longer ones may hold others."""
        ends: dict[int, int] = {}
        """Up to where the text is known to be alike with each."""
        for at in range(len(words) - SEED + 1):
            for number, place in self._seeds.get(words[at : at + SEED], ()):
                if ends.get(number, 0) > at:
                    continue
                other = self._texts[number]
                back = _common_before(words, at, other, place, ends.get(number, 0))
                found = _extended(words, at - back, other, place - back, len(other))
                ends[number] = found.last
                yield number, found


def _common_before(words: str, at: int, other: str, place: int, limit: int) -> int:
    """Return how many characters before two places are the same; none before `limit`."""
    step = 0
    while step < min(at - limit, place) and words[at - step - 1] == other[place - step - 1]:
        step += 1
    return step
