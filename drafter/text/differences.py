"""What became of a text: paragraphs side by side, and in each the characters that went and came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SHORTEST = 2
"""A run of fewer characters that stayed, between two changes, is shown as changed too: 改了 “的” reads worse."""
ALIKE = 0.35
"""Paragraphs that share less are two: one went, one came."""
MOST = 400
"""So many paragraphs between two that stayed are paired by likeness; with more, by their order."""


class Piece(NamedTuple):
    """A stretch: what went and what came; both the same where it stayed."""

    before: str
    after: str

    @property
    def stayed(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.after


def pieces(before: str, after: str) -> list[Piece]:
    """Return a text in stretches that stayed and that changed, in order; joined they give both texts."""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    found = [Piece(before[first:last], after[start:end]) for _, first, last, start, end in codes]
    return _joined(found)


def _joined(found: Sequence[Piece]) -> list[Piece]:
    made: list[Piece] = []
    for at, one in enumerate(found):
        between = 0 < at < len(found) - 1 and one.stayed and len(one.before) < SHORTEST
        if made and not made[-1].stayed and (between or not one.stayed):
            made[-1] = Piece(made[-1].before + one.before, made[-1].after + one.after)
        else:
            made.append(one)
    return made


Pair = tuple[int | None, int | None]
"""Where a paragraph stands before and after; None where it is not there."""


def paired(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Return which paragraphs became which, in an order that keeps both: what went stands before what came."""
    found: list[Pair] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += zip(range(first, last), range(start, end), strict=True)
        else:
            found += _among_changed(before, after, range(first, last), range(start, end))
    return found


def _among_changed(before: Sequence[str], after: Sequence[str], old: range, new: range) -> Iterator[Pair]:
    pairs = _likest(before, after, old, new)
    one, other = old.start, new.start
    for first, second in [*pairs, (old.stop, new.stop)]:
        yield from ((at, None) for at in range(one, first))
        yield from ((None, at) for at in range(other, second))
        if first < old.stop or second < new.stop:
            yield (first, second)
        one, other = first + 1, second + 1


def _likest(before: Sequence[str], after: Sequence[str], old: range, new: range) -> list[tuple[int, int]]:
    """Return pairs of paragraphs that are alike, rising on both sides, so that they share most."""
    if len(old) * len(new) > MOST * MOST or not old or not new:
        return []
    likeness = [[_likeness(before[one], after[other]) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in range(len(old) - 1, -1, -1):
        for other in range(len(new) - 1, -1, -1):
            together = likeness[one][other] + best[one + 1][other + 1] if likeness[one][other] else 0.0
            best[one][other] = max(together, best[one + 1][other], best[one][other + 1])
    pairs, one, other = [], 0, 0
    while one < len(old) and other < len(new):
        if likeness[one][other] and best[one][other] == likeness[one][other] + best[one + 1][other + 1]:
            pairs.append((old[one], new[other]))
            one, other = one + 1, other + 1
        elif best[one][other] == best[one + 1][other]:
            one += 1
        else:
            other += 1
    return pairs


def _likeness(one: str, other: str) -> float:
    """Return how alike two paragraphs are, weighed by their length; 0 where they are two."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return 0.0
    return matcher.ratio() * (len(one) + len(other))
