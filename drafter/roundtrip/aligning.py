"""Which stretch of an edited text comes from which passage: by whole paragraphs first, then by what they share.

Bookmarks say where a passage was put; they are asked where its words no longer tell. White space does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import msgspec

from drafter.roundtrip.filled import is_filled
from drafter.roundtrip.originals import Segment
from drafter.text.imprints import bare

GRAM = 3
"""Characters of the runs by which segments are found that may share something with a paragraph."""
SURE, LEAST = 10, 3
"""A common stretch of so many characters links two texts by itself; shorter ones, down to the second, help a link."""
SHARE = 0.4
"""So much of the shorter text makes a link where no stretch is sure."""
ENDS = "。！？；：”’）》】"
REWRITTEN = 0.12
"""From this share of common pairs of characters on, a paragraph in the place of another is that one rewritten."""


class Part(msgspec.Struct, frozen=True):
    """A stretch of a paragraph of the edited text, in characters of its words, and the segment it comes from."""

    start: int
    end: int
    segment: int
    """The segment's number; NEW for none."""


NEW = -1


class Alignment(msgspec.Struct, frozen=True):
    """The edited paragraphs, each cut into parts that cover it."""

    parts: tuple[tuple[Part, ...], ...]


class Marked(msgspec.Struct, frozen=True):
    """Where a bookmark says that a passage stands: paragraphs of the edited text, both included."""

    first: int
    last: int


def align(rows: Sequence[Sequence[Segment]], edited: Sequence[str], marked: Mapping[str, Marked]) -> Alignment:
    """Return where the segments of a draft's `rows` stand in the `edited` paragraphs.

    `marked` are the places of the bookmarks by slot.
    """
    aligner = _Aligner(rows, edited, marked)
    aligner.whole_rows()
    aligner.filled_rows()
    aligner.shared_stretches()
    aligner.by_neighbours()
    return Alignment(tuple(tuple(aligner.parts(row)) for row in range(len(edited))))


class _Claim(msgspec.Struct):
    """A stretch of an edited paragraph that a segment has."""

    start: int
    end: int
    segment: int
    first: int
    """Where it begins in the segment."""
    last: int


class _Aligner:
    def __init__(self, rows: Sequence[Sequence[Segment]], edited: Sequence[str], marked: Mapping[str, Marked]) -> None:
        self.segments = [one for row in rows for one in row]
        self.texts = [bare(one.text) for one in self.segments]
        numbers = iter(range(len(self.segments)))
        self.rows = [[next(numbers) for _ in row] for row in rows]
        self.words = [bare(one) for one in edited]
        self.marked = marked
        self.claims: list[list[_Claim]] = [[] for _ in edited]
        self.row_of: dict[int, int] = {}
        """Original rows → edited rows, where they are the same as a whole."""
        self.taken: set[int] = set()
        """Edited rows of which nothing is open any more."""

    # ── whole paragraphs

    def whole_rows(self) -> None:
        """Pair paragraphs whose words are the same, equal ones in their order."""
        places: dict[str, list[int]] = defaultdict(list)
        for row, words in enumerate(self.words):
            if words:
                places[words].append(row)
        for number, own in enumerate(self.rows):
            words = "".join(self.texts[one] for one in own)
            if words and places[words]:
                self._pair(number, places[words].pop(0), [len(self.texts[one]) for one in own])

    def _pair(self, number: int, row: int, lengths: Sequence[int]) -> None:
        """Note that an original paragraph is an edited one; its segments have these lengths there."""
        self.row_of[number] = row
        self.taken.add(row)
        place = 0
        for one, length in zip(self.rows[number], lengths, strict=True):
            self.claims[row].append(_Claim(place, place + length, one, 0, len(self.texts[one])))
            place += length

    def filled_rows(self) -> None:
        """Pair paragraphs in which only gaps were filled, each within the paragraphs that are still open around it."""
        for number, row in enumerate(self.rows):
            if number in self.row_of or not any(piece.fact for one in row for piece in self.segments[one].pieces):
                continue
            for candidate in self._open_around(number):
                lengths = is_filled([self.segments[one].pieces for one in row], self.words[candidate])
                if lengths is not None:
                    self._pair(number, candidate, lengths)
                    break

    def _open_around(self, number: int) -> list[int]:
        """Return the open edited rows between the neighbours of an original row; all open ones behind them."""
        low, high = self._bounds(number)
        open_rows = [row for row, words in enumerate(self.words) if words and row not in self.taken]
        inside = [row for row in open_rows if low < row < high]
        long = sum(len(self.texts[one]) for one in self.rows[number]) >= 4 * SURE
        return inside + [row for row in open_rows if row not in inside and long]

    def _bounds(self, number: int) -> tuple[int, int]:
        """Return the edited rows of the nearest paired rows before and after an original one."""
        before = [self.row_of[one] for one in range(number) if one in self.row_of]
        after = [self.row_of[one] for one in range(number + 1, len(self.rows)) if one in self.row_of]
        low = before[-1] if before else -1
        return low, next((row for row in after if row > low), len(self.words))

    # ── shared stretches

    def shared_stretches(self) -> None:
        """Claim what open paragraphs share with segments that were not found whole, the longest stretch first."""
        missing = [one for number, row in enumerate(self.rows) if number not in self.row_of for one in row]
        found: list[tuple[int, int, int, int, int]] = []
        for row in self._open():
            for one in self._candidates(row, missing):
                found += [(size, row, one, at, first) for first, at, size in self._common(one, row)]
        self._take(sorted(found, key=lambda one: (-one[0], one[1:])))

    def _open(self) -> list[int]:
        return [row for row, words in enumerate(self.words) if words and row not in self.taken]

    def _candidates(self, row: int, missing: Sequence[int]) -> Iterator[int]:
        grams = {self.words[row][at : at + GRAM] for at in range(len(self.words[row]) - GRAM + 1)}
        for one in missing:
            text = self.texts[one]
            if any(text[at : at + GRAM] in grams for at in range(len(text) - GRAM + 1)):
                yield one

    def _common(self, one: int, row: int) -> list[tuple[int, int, int]]:
        """Return the common stretches of a segment and a paragraph, if they are linked at all."""
        matcher = SequenceMatcher(None, self.texts[one], self.words[row], autojunk=False)
        blocks = [tuple(block) for block in matcher.get_matching_blocks() if block.size >= LEAST]
        total = sum(size for _, _, size in blocks)
        shorter = min(len(self.texts[one]), len(self.words[row]))
        linked = any(size >= SURE for _, _, size in blocks) or total >= SHARE * shorter
        return blocks if linked else []  # type: ignore[return-value]  # a Match is three numbers

    def _take(self, found: Iterable[tuple[int, int, int, int, int]]) -> None:
        """Make claims of stretches; a short one needs a longer one of the same pair."""
        here = [bytearray(len(words)) for words in self.words]
        there = [bytearray(len(text)) for text in self.texts]
        linked: set[tuple[int, int]] = set()
        for size, row, one, at, first in found:
            trimmed = _free(here[row][at : at + size], there[one][first : first + size])
            if trimmed is None:
                continue
            start, length = trimmed
            enough = length >= SURE or length >= SHARE * min(len(self.texts[one]), len(self.words[row]))
            if not enough and ((row, one) not in linked or length < LEAST):
                continue
            linked.add((row, one))
            here[row][at + start : at + start + length] = b"\1" * length
            there[one][first + start : first + start + length] = b"\1" * length
            self.claims[row].append(_Claim(at + start, at + start + length, one, first + start, first + start + length))

    # ── what no words tell

    def by_neighbours(self) -> None:
        """Give open paragraphs to what stood between the same neighbours, or where a bookmark puts them."""
        for row in self._open():
            if self.claims[row]:
                continue
            one = self._marked_at(row)
            if one is None:
                one = self._between(row)
            if one is not None:
                self.claims[row].append(_Claim(0, len(self.words[row]), one, 0, len(self.texts[one])))

    def _found(self) -> set[int]:
        return {claim.segment for claims in self.claims for claim in claims}

    def _marked_at(self, row: int) -> int | None:
        """Return the segment of a passage whose bookmark holds a paragraph, and that has lost words."""
        found = self._found()
        for slot, place in self.marked.items():
            if place.first <= row <= place.last:
                lost = [one for one, segment in enumerate(self.segments) if segment.slot == slot and one not in found]
                if lost:
                    return lost[0]
        return None

    def _between(self, row: int) -> int | None:
        """Return the segment that a paragraph replaced: one lost between the same neighbours, and like it or a line."""
        found = self._found()
        low, high = self._around(row)
        lost = [one for one in range(low + 1, high) if one not in found and self.texts[one]]
        scored = [(_likeness(self.texts[one], self.words[row]), -abs(one - low - 1), one) for one in lost]
        best = max(scored, default=None)
        if best is None:
            return None
        one = best[2]
        short = self.segments[one].kind != "body" and max(len(self.texts[one]), len(self.words[row])) <= LINE
        return one if best[0] >= REWRITTEN or (short and not self.segments[one].is_passage) else None

    def _around(self, row: int) -> tuple[int, int]:
        """Return the segments that the nearest claimed paragraphs before and after one end and begin with."""
        before = next((self.claims[one] for one in range(row - 1, -1, -1) if self.claims[one]), None)
        after = next((self.claims[one] for one in range(row + 1, len(self.words)) if self.claims[one]), None)
        low = max(claim.segment for claim in before) if before else -1
        high = min(claim.segment for claim in after) if after else len(self.segments)
        return low, high if high > low else low + 1

    # ── paragraphs cut into parts

    def parts(self, row: int) -> Iterator[Part]:
        """Yield the parts of a paragraph: what nothing claims goes to the segment beside it that lost words there."""
        words = self.words[row]
        claims = sorted(self.claims[row], key=lambda claim: claim.start)
        if not claims:
            if words:
                yield Part(0, len(words), self._inside(row))
            return
        cuts = [0, *(self._cut(words, one, other) for one, other in pairwise(claims)), len(words)]
        for number, claim in enumerate(claims):
            yield Part(cuts[number], cuts[number + 1], claim.segment)

    def _cut(self, words: str, one: _Claim, other: _Claim) -> int:
        """Return where between two claims one segment ends and the next begins."""
        if one.segment == other.segment or one.end == other.start:
            return one.end
        tail = len(self.texts[one.segment]) - one.last
        if other.first and not tail:
            return one.end
        if tail and other.first:
            between = words[one.end : other.start]
            ends = [at + 1 for at, mark in enumerate(between) if mark in ENDS]
            return one.end + (ends[-1] if ends else round(len(between) * tail / (tail + other.first)))
        return other.start

    def _inside(self, row: int) -> int:
        """Return the passage inside which a paragraph was typed; NEW between passages."""
        before = next((self.claims[one][-1] for one in range(row - 1, -1, -1) if self.claims[one]), None)
        after = next((self.claims[one][0] for one in range(row + 1, len(self.words)) if self.claims[one]), None)
        if before is None or after is None:
            return NEW
        one, other = self.segments[before.segment], self.segments[after.segment]
        same = one.is_passage and one.slot == other.slot
        return before.segment if same else NEW


LINE = 40
"""Characters of a line (a heading, a date) that may have been rewritten altogether."""


def _free(here: bytearray, there: bytearray) -> tuple[int, int] | None:
    """Return the longest stretch that is free in both, as its start and length."""
    best, start = (0, 0), None
    for at, taken in enumerate([*(one or other for one, other in zip(here, there, strict=True)), 1]):
        if not taken and start is None:
            start = at
        elif taken and start is not None:
            best = max(best, (at - start, start))
            start = None
    return (best[1], best[0]) if best[0] else None


def _likeness(one: str, other: str) -> float:
    """Return which share of their pairs of characters two texts have in common."""
    mine, theirs = {*map("".join, pairwise(one))}, {*map("".join, pairwise(other))}
    return len(mine & theirs) / max(min(len(mine), len(theirs)), 1)
