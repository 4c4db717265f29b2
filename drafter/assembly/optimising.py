"""The best whole: one option at every place, of the highest worth, within a length.

Knows nothing of speeches: the task is in `tasks`. The search is branch and bound. Its bound prices a character (a
Lagrange multiplier on the length) and lets every group of sisters agree on a shape of its own; since every worth is a
multiple of one unit, the bound is rounded down to it. What the bound leaves open is walked best first, those places
before others that rule out each other's options. A search that runs out of steps says how far its answer may lie below
the best.
"""

from __future__ import annotations

import itertools
import math
import operator
from collections import Counter
from collections.abc import Mapping, Sequence

from drafter.assembly.lengthening import set_lengths
from drafter.assembly.tasks import (
    OTHER_KIND,
    REPEAT_LOSS,
    SHAPE_LOSS,
    Answer,
    Option,
    Pick,
    Place,
    Shape,
    Window,
    distance,
    middles_of,
)

MAX_STEPS = 30_000
"""Partial answers looked at before the search gives up proving; a count, so that every machine stops at the same."""
PRICE_ROUNDS = 14
"""Halvings of the interval in which the price of a character lies."""
FINE = 60
"""So near is near enough for a price."""
VAIN = 60
"""So many steps is a complete choice worth that is not better: its variants were looked at in vain."""
LIKELY = 3
"""So many of a place's options, the best, say which groups are likely to stand in each other's way."""
PROBE = 60
"""Steps of the first search, before what is hopeless is left out."""


def solve(
    places: Sequence[Place], window: Window, start: Answer | None = None, steps: int = MAX_STEPS
) -> Answer | None:
    """Return the best answer found in `steps`; None where none was found within the window.

    `start` is an answer to the same task with fewer options at the end of some places.
    """
    search = _Search(places, window, steps)
    if start is not None:
        search.best, search.worth, search.length, search.price = start.picks, start.worth, start.length, start.price
    search.run()
    if search.best is None:
        return None
    return Answer(
        picks=search.best,
        worth=search.worth,
        bound=search.worth if search.finished else max(search.worth, search.root),
        length=search.length,
        steps=search.taken,
        price=search.price or 0,
    )


Row = list[tuple[int, int, Option]]
"""The options of a place, priced: worth, number and option, the best first."""


class _Group:
    """Sister places (or one alone), their options priced for every shape that the sisters may agree on."""

    def __init__(self, places: Sequence[Place], shaped: bool) -> None:
        self.places = places
        shapes = {option.shape for place in places for option in place.options if option.shape is not None}
        self.middles: list[Shape | None] = [*middles_of(shapes)] if shaped and len(places) > 1 and shapes else [None]
        self._mosts: dict[Shape | None, int] = {}
        """By shape: the most that the group can be worth."""
        self._far: dict[Shape | None, list[list[int]]] = {}
        """By shape: how far from it each option of each place is."""
        for middle in self.middles:
            far = {shape: _far(shape, middle) for shape in (None, *shapes)}
            self._far[middle] = [[far[option.shape] for option in place.options] for place in places]
        self._worths: list[list[int]] = []
        self._rows: dict[Shape | None, list[Row]] = {}
        self._slack: int | None = None

    def settle(self, price: int) -> None:
        """Price the options of every place."""
        self._worths = [[_priced(option, price) for option in place.options] for place in self.places]
        self._rows.clear()
        for middle in self.middles:
            rows = zip(self._worths, self._far[middle], strict=True)
            self._mosts[middle] = sum(max(map(operator.sub, worths, far)) for worths, far in rows)
        self.middles.sort(key=lambda middle: -self._mosts[middle])

    def most_with(self, middle: Shape | None) -> int:
        """Return the most that the group can be worth with a shape, once settled."""
        return self._mosts[middle]

    def rows(self, middle: Shape | None) -> list[Row]:
        """Return the options of every place for one shape."""
        if middle not in self._rows:
            self._rows[middle] = [self._row(middle, number) for number in range(len(self.places))]
        return self._rows[middle]

    def _row(self, middle: Shape | None, number: int) -> Row:
        options = self.places[number].options
        worths = map(operator.sub, self._worths[number], self._far[middle][number])
        found = [(worth, index, options[index]) for index, worth in enumerate(worths)]
        found.sort(key=lambda one: (-one[0], one[2].key))
        if self._slack is None:
            return found
        least = found[0][0] - self._slack + self.most - self._mosts[middle]
        return [one for one in found if one[0] >= least]

    def narrow(self, slack: int) -> None:
        """Leave out what no answer can hold that lies no more than `slack` below the bound."""
        self._slack = slack
        self.middles = [middle for middle in self.middles if self._mosts[middle] >= self.most - slack]
        self._rows.clear()

    def touches(self) -> list[frozenset[str]]:
        """Return, for every place, what the options mark that are likeliest to be taken."""
        most = LIKELY if self._slack is None else None
        return [
            frozenset().union(*(option.marks | option.echoes for _, _, option in row[:most]))
            for row in self.rows(self.middles[0])
        ]

    @property
    def most(self) -> int:
        """The most that the group can be worth, once settled."""
        return self._mosts[self.middles[0]]

    def estimate(self, price: int) -> tuple[int, int]:
        """Return what the group is worth at a price, and its length, with the shape that was best when settled."""
        worth = size = 0
        for place, far in zip(self.places, self._far[self.middles[0]], strict=True):
            best, small = max(map(_cheapest, place.options, itertools.repeat(price), far))
            worth, size = worth + best, size - small
        return worth, size


def _priced(option: Option, price: int) -> int:
    return option.worth - min([variant.loss + price * variant.size for variant in option.variants])


def _cheapest(option: Option, price: int, far: int) -> tuple[int, int]:
    """Return what an option is worth at a price, and less the size of the variant that makes it so."""
    cost, size = min([(variant.loss + price * variant.size, variant.size) for variant in option.variants])
    return option.worth - cost - far, -size


def _far(shape: Shape | None, middle: Shape | None) -> int:
    return distance(shape, middle) if shape is not None and middle is not None else 0


class _Search:
    """One search."""

    def __init__(self, places: Sequence[Place], window: Window, steps: int) -> None:
        self.window = window
        self.steps = steps
        self.groups = _grouped(places)
        self.taken = 0
        self.finished = True
        self.best: Mapping[str, Pick] | None = None
        self.price: int | None = None
        self.worth = 0
        self.length = 0
        self.root = 0
        self.unit = 1
        self._needed = frozenset(key for place in places for option in place.options for key in option.needs)
        self._holders = {
            key: [place.id for place in places if any(option.key == key for option in place.options)]
            for key in self._needed
        }

    def run(self) -> None:
        """Search until nothing better can be found, or the steps are used up.

        A short search finds a good answer first; what cannot be in a better one is then left out, and what is left
        says which groups stand in each other's way.
        """
        if any(not place.options for group in self.groups for place in group.places):
            return
        self._edges = self.window.edges()
        self.unit = _unit([place for group in self.groups for place in group.places], self.window)
        for group in self.groups:
            group.settle(0)
        self.price = self._best_price() if self.price is None else self.price
        self.free = self._free(self.price)
        for group in self.groups:
            group.settle(self.price)
        self.root = sum(group.most for group in self.groups) + self.free
        self._walk_through(min(PROBE, self.steps))
        if not self.finished and self.taken < self.steps:
            if self.best is not None:
                for group in self.groups:
                    group.narrow(self.root - self.worth - self.unit)
            self._walk_through(self.steps)

    def _walk_through(self, most: int) -> None:
        """Walk all places, until `most` steps were taken in all."""
        self._most, self.finished = most, True
        self._order = _in_order(self.groups)
        self._middles: dict[int, Shape | None] = {}
        self._chosen: dict[str, tuple[int, Option]] = {}
        self._marks: set[str] = set()
        self._echoes: frozenset[str] = frozenset()
        self._least, self._largest = 0, 0
        ranges = [[_range(option) for option in group.places[at].options] for group, at in self._order]
        self._ahead = [*itertools.accumulate((_widest(row) for row in reversed(ranges)), _plus, initial=(0, 0))][::-1]
        self._walk(0, 0, sum(group.most for group in self.groups) + self.free)

    # ── the price of a character

    def _free(self, price: int) -> int:
        """Return the most that the length can add at a price: the maximum of price × length less its cost."""
        return max(price * length - cost for length, cost in self._edges)

    def _best_price(self) -> int:
        """Return the price whose bound is lowest: it is convex in the price, and the length says on which side."""
        low, high = -self._steepest(), self._steepest()
        best, price = (0, 0), 0
        for number in range(PRICE_ROUNDS):
            estimates = [group.estimate(price) for group in self.groups]
            free, wanted = max((price * length - cost, length) for length, cost in self._edges)
            bound, length = sum(worth for worth, _ in estimates) + free, sum(size for _, size in estimates)
            best = min(best, (bound, price)) if number else (bound, price)
            if length == wanted or high - low < FINE or (price == 0 and self.window.cost(length) == 0):
                break
            low, high = (price, high) if length > wanted else (low, price)
            price = (low + high) // 2
        return best[1]

    def _steepest(self) -> int:
        """Return a price above which no character is worth having."""
        return max(4 * self.window.loss // self.window.stride, 8_000)

    # ── the walk

    def _walk(self, number: int, own: int, bound: int) -> None:
        """Fill the place `number` and those after it.

        `own` is the worth of what was chosen so far, `bound` the most that the whole can still be worth.
        """
        if number == len(self._order):
            self._arrive(own)
            return
        group, at = self._order[number]
        if id(group) in self._middles:
            self._fill(number, group, at, own, bound)
            return
        for middle in group.middles:
            narrowed = bound - group.most + group.most_with(middle)
            if self._hopeless(narrowed):
                break
            self._middles[id(group)] = middle
            self._fill(number, group, at, own, narrowed)
        self._middles.pop(id(group), None)

    def _fill(self, number: int, group: _Group, at: int, own: int, bound: int) -> None:
        """Fill the place `number`, the place `at` of its group, whose shape is agreed on."""
        middle, place = self._middles[id(group)], group.places[at]
        row = group.rows(middle)[at]
        rest = bound - row[0][0] if row else 0
        for worth, index, option in row:
            if self._hopeless(rest + worth):
                break
            self.taken += 1
            if self.taken > self._most:
                self.finished = False
                return
            if not self._marks.isdisjoint(option.marks) or self._out_of_reach(number, option):
                continue
            before = self._echoes
            loss = REPEAT_LOSS * len(option.echoes & before)
            self._put(place.id, index, option)
            if self._may_still_hold():
                far = _far(option.shape, middle)
                self._walk(number + 1, own + option.worth - far - loss, rest + worth - loss)
            self._take_back(place.id, option)
            self._echoes = before

    def _out_of_reach(self, number: int, option: Option) -> bool:
        """Return whether no length within the window can be had with an option at the place `number`."""
        least, largest = _plus(_plus((self._least, self._largest), _range(option)), self._ahead[number + 1])
        return least > self.window.high or largest < self.window.low

    def _hopeless(self, bound: int) -> bool:
        return not self.finished or (self.best is not None and bound < self.worth + self.unit)

    def _put(self, place: str, index: int, option: Option) -> None:
        self._chosen[place] = (index, option)
        self._marks |= option.marks
        self._echoes |= option.echoes
        self._least, self._largest = _plus((self._least, self._largest), _range(option))

    def _take_back(self, place: str, option: Option) -> None:
        del self._chosen[place]
        self._marks -= option.marks
        least, largest = _range(option)
        self._least, self._largest = self._least - least, self._largest - largest

    def _may_still_hold(self) -> bool:
        """Return whether what the chosen options need can still be chosen."""
        if not self._needed:
            return True
        keys = {option.key for _, option in self._chosen.values()}
        missing = {key for _, option in self._chosen.values() for key in option.needs if key not in keys}
        return all(any(place not in self._chosen for place in self._holders[key]) for key in missing)

    def _arrive(self, own: int) -> None:
        """Set the variants of a complete choice, and keep it if it is the best so far."""
        least = self.worth + self.unit if self.best is not None else None
        options = [option for _, option in self._chosen.values()]
        found = set_lengths([option.variants for option in options], self.window, self.unit, own, least)
        if found is None:
            self.taken += VAIN
            return
        picks = zip(self._chosen.items(), found.variants, strict=True)
        self.best = {place: Pick(index, variant) for (place, (index, _)), variant in picks}
        self.worth, self.length = own - found.cost, found.length


def _range(option: Option) -> tuple[int, int]:
    """Return the smallest and the largest size of an option."""
    sizes = [variant.size for variant in option.variants]
    return min(sizes), max(sizes)


def _widest(ranges: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min(least for least, _ in ranges), max(largest for _, largest in ranges)


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def _unit(places: Sequence[Place], window: Window) -> int:
    """Return what every worth that an answer can have is a multiple of."""
    worths = (option.worth for place in places for option in place.options)
    losses = (variant.loss for place in places for option in place.options for variant in option.variants)
    return math.gcd(SHAPE_LOSS, OTHER_KIND, REPEAT_LOSS, window.loss, *worths, *losses)


def _grouped(places: Sequence[Place]) -> list[_Group]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.group or f"\0{place.id}", []).append(place)
    return [_Group(sisters, not name.startswith("\0")) for name, sisters in found.items()]


def _in_order(groups: Sequence[_Group]) -> list[tuple[_Group, int]]:
    """Return the places (group and number) so that those which rule out options of each other come first, together:

    the bound does not see such conflicts, and what lies between them would be walked in vain.
    """
    places = [(group, number) for group in groups for number in range(len(group.places))]
    touches = [marks for group in groups for marks in group.touches()]
    counted = Counter(itertools.chain.from_iterable(touches))
    shared = frozenset(mark for mark, count in counted.items() if count > 1)
    touches = [marks & shared for marks in touches]
    left = list(range(len(places)))
    near = [0] * len(places)
    found = []
    while left:
        best = max(left, key=lambda one: (near[one], len(touches[one]), -one))
        left.remove(best)
        found.append(places[best])
        for other in left if touches[best] else ():
            near[other] += len(touches[best] & touches[other])
    return found
