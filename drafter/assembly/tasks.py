"""The task of choosing a best whole, as types: places, their options, what an answer is worth.

Worths are whole numbers (millionths of a point), so that sums are exact and an answer does not depend on the order of
addition.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

import msgspec

MAX_STRIDES = 200
"""So many strides off the target are told apart when the best price of a character is looked for."""
SHAPE_LOSS = 100_000
"""What each character costs by which a shape differs from that of its sisters."""
OTHER_KIND = 400_000
"""What a shape of another kind (other punctuation) costs."""
REPEAT_LOSS = 700_000
"""What each echo costs that two chosen options share."""


class Shape(msgspec.Struct, frozen=True, order=True, array_like=True):
    """What should be alike among sisters: the length in characters, and the kind (its punctuation)."""

    size: int
    kind: str = ""


class Variant(msgspec.Struct, frozen=True, array_like=True):
    """One way in which an option prints."""

    size: int
    """Characters."""
    loss: int = 0
    """What it is worth less than the option at its best."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """Something that may fill a place."""

    key: str
    worth: int
    variants: tuple[Variant, ...] = (Variant(0),)
    shape: Shape | None = None
    marks: frozenset[str] = frozenset()
    """No two chosen options share one."""
    echoes: frozenset[str] = frozenset()
    """Better not shared by two chosen options."""
    needs: frozenset[str] = frozenset()
    """Keys that must be chosen too, at any place."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What takes exactly one of its options."""

    id: str
    options: tuple[Option, ...]
    group: str = ""
    """The places of one group are sisters: their shapes should be near each other. Empty: alone."""


class Window(msgspec.Struct, frozen=True):
    """Where the sum of sizes must lie, and what it costs to lie off the target."""

    target: int
    low: int
    high: int
    stride: int = 1
    """Characters; being off by less costs nothing."""
    loss: int = 0
    """Of each whole stride off the target."""

    def cost(self, length: int) -> int:
        """Return what a length costs."""
        return self.loss * (abs(length - self.target) // self.stride)

    def edges(self) -> list[tuple[int, int]]:
        """Return the lengths after which the cost grows, with their costs, both ends of the window included."""
        found = {self.low, self.high}
        strides = range(min(max(self.high - self.target, self.target - self.low) // self.stride + 1, MAX_STRIDES))
        for number in strides if self.loss else ():
            off = (number + 1) * self.stride - 1
            found |= {self.target - off, self.target + off}
        return [(one, self.cost(one)) for one in sorted(found) if self.low <= one <= self.high]


class Pick(msgspec.Struct, frozen=True, array_like=True):
    """What a place took."""

    option: int
    variant: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The best found."""

    picks: Mapping[str, Pick]
    worth: int
    bound: int
    """No answer is worth more."""
    length: int
    steps: int
    price: int
    """Of a character, at which the bound is lowest; a wider search starts from it."""

    @property
    def exact(self) -> bool:
        """Whether it is proved that nothing is better."""
        return self.worth == self.bound


def worth_of(places: Sequence[Place], picks: Mapping[str, Pick], window: Window) -> int | None:
    """Return what a complete choice is worth; None where it breaks a condition. The definition that `solve` serves."""
    chosen = [(place, place.options[picks[place.id].option], picks[place.id].variant) for place in places]
    options = [option for _, option, _ in chosen]
    if _shared([option.marks for option in options]) or not _needs_met(options):
        return None
    length = sum(option.variants[variant].size for _, option, variant in chosen)
    if not window.low <= length <= window.high:
        return None
    own = sum(option.worth - option.variants[variant].loss for _, option, variant in chosen)
    groups: dict[str, list[Shape]] = {}
    for place, option, _ in chosen:
        if place.group and option.shape is not None:
            groups.setdefault(place.group, []).append(option.shape)
    spread = sum(unlikeness(shapes) for shapes in groups.values())
    return own - spread - REPEAT_LOSS * _shared([option.echoes for option in options]) - window.cost(length)


def unlikeness(shapes: Sequence[Shape]) -> int:
    """Return what sisters cost that differ in shape: the sum of their distances from the shape that suits them best."""
    return min((sum(distance(one, middle) for one in shapes) for middle in middles_of(shapes)), default=0)


def middles_of(shapes: Iterable[Shape]) -> list[Shape]:
    """Return the shapes that sisters may agree on: any length with any kind that one of them has."""
    known = set(shapes)
    return [Shape(*one) for one in sorted(itertools.product({one.size for one in known}, {one.kind for one in known}))]


def distance(one: Shape, other: Shape) -> int:
    return SHAPE_LOSS * abs(one.size - other.size) + (OTHER_KIND if one.kind != other.kind else 0)


def _shared(sets: Sequence[frozenset[str]]) -> int:
    """Return how many members of `sets` stand in an earlier one too."""
    return sum(map(len, sets)) - len(frozenset().union(*sets))


def _needs_met(options: Sequence[Option]) -> bool:
    keys = {option.key for option in options}
    return all(option.needs <= keys for option in options)
