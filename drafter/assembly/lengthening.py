"""Which variant each chosen option prints in: the lengths that cost least, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from drafter.assembly.tasks import Variant, Window


class Lengths(msgspec.Struct, frozen=True):
    """Which variant each of several options prints in."""

    variants: tuple[int, ...]
    length: int
    cost: int
    """The losses of the variants, and what the length costs."""


def set_lengths(
    options: Sequence[Sequence[Variant]], window: Window, unit: int, own: int = 0, least: int | None = None
) -> Lengths | None:
    """Return the variants that cost least; None where `own` less the cost cannot reach `least`, or nothing fits.

    All losses are multiples of `unit`. The lengths that can be reached at each total loss are the bits of a number,
    so that adding an option to all of them is a shift.
    """
    most = sum(max(variant.loss for variant in variants) for variants in options) // unit
    if least is not None:
        most = min(most, (own - least) // unit)
    if most < 0:
        return None
    stages = [[1] + [0] * most]
    for variants in options:
        stages.append(_with_option(stages[-1], variants, unit))
    best = _best_end(stages[-1], window, unit)
    if best is None or (least is not None and own - best[0] < least):
        return None
    cost, level, length = best
    return Lengths(_traced(stages, options, unit, level, length), length, cost)


def _with_option(levels: Sequence[int], variants: Sequence[Variant], unit: int) -> list[int]:
    found = [0] * len(levels)
    for variant in variants:
        up = variant.loss // unit
        for level in range(len(levels) - up):
            if levels[level]:
                found[level + up] |= levels[level] << variant.size
    return found


def _best_end(levels: Sequence[int], window: Window, unit: int) -> tuple[int, int, int] | None:
    """Return cost, level and length of the best end: at each level the lengths nearest the target are enough."""
    found = []
    for level, bits in enumerate(levels):
        for length in _nearest(bits, window.target):
            if window.low <= length <= window.high:
                found.append((level * unit + window.cost(length), level, length))
    return min(found, default=None)


def _nearest(bits: int, target: int) -> Iterator[int]:
    """Yield the numbers of the set bits next to `target`, below or at it, and above it."""
    start = max(target + 1, 0)
    below, above = bits & ((1 << start) - 1), bits >> start
    if below:
        yield below.bit_length() - 1
    if above:
        yield start + (above & -above).bit_length() - 1


def _traced(
    stages: Sequence[Sequence[int]], options: Sequence[Sequence[Variant]], unit: int, level: int, length: int
) -> tuple[int, ...]:
    """Return the variants that lead to an end."""
    found = []
    for before, variants in zip(reversed(stages[:-1]), reversed(options), strict=True):
        for number, variant in enumerate(variants):
            below, rest = level - variant.loss // unit, length - variant.size
            if below >= 0 and rest >= 0 and before[below] >> rest & 1:
                level, length = below, rest
                found.append(number)
                break
    return tuple(reversed(found))
