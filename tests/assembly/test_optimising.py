"""The best whole: equal to looking at everything, where everything can be looked at; bounded where it cannot."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.assembly.lengthening import set_lengths
from drafter.assembly.optimising import solve
from drafter.assembly.tasks import Option, Pick, Place, Shape, Variant, Window, unlikeness, worth_of

KEYS = "abcdefgh"
HALF = 50_000


def subsets(letters: str, most: int) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(letters), max_size=most)


variants = st.lists(st.builds(Variant, st.integers(5, 40), st.integers(0, 2).map(HALF.__mul__)), min_size=1, max_size=3)
shapes = st.none() | st.builds(Shape, st.integers(4, 9), st.sampled_from(["", "，"]))


@st.composite
def options(draw: st.DrawFn, key: str) -> Option:
    return Option(
        key=key,
        worth=draw(st.integers(0, 40)) * HALF,
        variants=tuple(draw(variants)),
        shape=draw(shapes),
        marks=frozenset({key}) | draw(subsets("123", 1)),
        echoes=draw(subsets("xy", 1)),
        needs=draw(st.just(frozenset[str]()) | subsets(KEYS, 1)),
    )


@st.composite
def places(draw: st.DrawFn) -> list[Place]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
        own = tuple(draw(options(key)) for key in keys)
        found.append(Place(id=f"p{number}", options=own, group=draw(st.sampled_from(["", "g", "h"]))))
    return found


@st.composite
def windows(draw: st.DrawFn) -> Window:
    target, slack = draw(st.integers(10, 120)), draw(st.sampled_from([3, 20, 10**9]))
    return Window(target, target - slack, target + slack, draw(st.integers(1, 9)), draw(st.integers(0, 2)) * HALF)


def all_picks(task: Sequence[Place]) -> Iterator[dict[str, Pick]]:
    """Yield every complete choice."""
    choices = [
        [Pick(number, variant) for number, one in enumerate(place.options) for variant in range(len(one.variants))]
        for place in task
    ]
    for combination in itertools.product(*choices):
        yield {place.id: pick for place, pick in zip(task, combination, strict=True)}


@settings(max_examples=400, deadline=None)
@given(places(), windows())
def test_the_answer_is_worth_as_much_as_the_best_of_all_there_are(task: list[Place], window: Window) -> None:
    worths = [worth for picks in all_picks(task) if (worth := worth_of(task, picks, window)) is not None]
    answer = solve(task, window)
    if not worths:
        assert answer is None
        return
    assert answer is not None
    assert answer.exact
    assert answer.worth == max(worths) == worth_of(task, answer.picks, window)
    sizes = [
        place.options[pick.option].variants[pick.variant].size for place in task for pick in [answer.picks[place.id]]
    ]
    assert answer.length == sum(sizes)


@settings(max_examples=100, deadline=None)
@given(places(), windows(), st.integers(1, 3))
def test_a_search_that_starts_from_fewer_options_ends_in_the_same_worth(
    task: list[Place], window: Window, width: int
) -> None:
    narrow = [Place(id=one.id, options=one.options[:width], group=one.group) for one in task]
    first = solve(narrow, window)
    wide, whole = solve(task, window, first), solve(task, window)
    assert (wide and wide.worth) == (whole and whole.worth)


def many(places_count: int, options_count: int, seed: int) -> list[Place]:
    """Return a large task: places in groups of three, with conflicts, shapes and three variants an option."""
    made = random.Random(seed)
    found = []
    for number in range(places_count):
        own = []
        for _ in range(options_count):
            size = made.randint(60, 160)
            sizes = (Variant(size, HALF), Variant(size + 80), Variant(size + 160, HALF))
            own.append(
                Option(
                    key=f"k{made.randint(0, 20 * places_count)}",
                    worth=made.randint(0, 40) * HALF,
                    variants=sizes,
                    shape=Shape(made.randint(5, 10)),
                    marks=frozenset({f"m{made.randint(0, 20 * places_count)}"}),
                )
            )
        found.append(Place(id=f"p{number:02}", options=tuple(own), group=f"g{number // 3}"))
    return found


def test_twelve_places_of_forty_options_are_solved_exactly() -> None:
    for seed in range(5):
        answer = solve(many(12, 40, seed), Window(2400, 2280, 2520, 24, 2 * HALF))
        assert answer is not None
        assert answer.exact


def rivals(count: int, seed: int) -> list[Place]:
    """Return places that all want the same few options: what each takes is missing elsewhere."""
    made = random.Random(seed)
    keys = [f"k{number}" for number in range(count + 1)]
    return [
        Place(
            id=f"p{number:02}",
            options=tuple(Option(key=key, worth=made.randint(0, 40) * HALF, marks=frozenset({key})) for key in keys),
        )
        for number in range(count)
    ]


def test_a_search_that_runs_out_of_steps_says_how_far_it_may_be_from_the_best() -> None:
    task, window = rivals(9, 5), Window(0, 0, 0)
    best, hurried = solve(task, window), solve(task, window, steps=40)
    assert best is not None
    assert best.exact
    assert hurried is not None
    assert not hurried.exact
    assert hurried.worth <= best.worth <= hurried.bound


def test_the_answer_does_not_depend_on_the_order_of_the_places() -> None:
    task, window = many(9, 12, 3), Window(1800, 1700, 1900, 18, 2 * HALF)
    worths = {answer.worth for order in (task, task[::-1]) if (answer := solve(order, window)) is not None}
    assert len(worths) == 1


def test_sisters_cost_what_parts_them_from_the_shape_that_suits_them_best() -> None:
    assert unlikeness([Shape(6), Shape(6)]) == 0
    assert unlikeness([Shape(6), Shape(6), Shape(8)]) == 2 * unlikeness([Shape(6), Shape(7)])
    assert unlikeness([Shape(6, "，"), Shape(6)]) > unlikeness([Shape(6), Shape(7)])
    assert unlikeness([]) == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(variants, min_size=1, max_size=5), windows())
def test_the_variants_are_those_that_cost_least(rows: list[list[Variant]], window: Window) -> None:
    costs = [
        sum(one.loss for one in chosen) + window.cost(size)
        for chosen in itertools.product(*rows)
        if window.low <= (size := sum(one.size for one in chosen)) <= window.high
    ]
    found = set_lengths(rows, window, HALF)
    assert (found and found.cost) == (min(costs) if costs else None)
    if found is not None:
        chosen = [row[number] for row, number in zip(rows, found.variants, strict=True)]
        assert found.length == sum(one.size for one in chosen)
        assert found.cost == sum(one.loss for one in chosen) + window.cost(found.length)
