"""Whose turn it is: nearby seeds give really different drafts, and every candidate gets its turn."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.assembly.turns import FIELDS, leading, order_of, rotated, turn

sizes = pytest.mark.parametrize("size", FIELDS)


@sizes
def test_two_seeds_of_two_digits_agree_at_one_place_of_the_field_at_most(size: int) -> None:
    for one, other in itertools.combinations(range(size * size), 2):
        agreeing = sum(turn(one, place, size) == turn(other, place, size) for place in range(size))
        assert agreeing <= 1, (one, other)


@sizes
def test_consecutive_seeds_take_turns_at_every_place(size: int) -> None:
    for place in range(2 * size):
        assert sorted(turn(seed, place, size) for seed in range(size)) == list(range(size))


@given(st.integers(), st.integers(0, 100), st.integers(1, 40))
def test_a_turn_is_a_place_in_the_pool(seed: int, place: int, size: int) -> None:
    assert 0 <= turn(seed, place, size) < size


@given(st.integers(), st.integers(0, 30), st.lists(st.text(max_size=3), unique=True, max_size=12))
def test_rotating_keeps_every_candidate_once(seed: int, place: int, pool: list[str]) -> None:
    assert sorted(rotated(seed, place, pool, "key")) == sorted(pool)


def test_every_candidate_leads_under_some_seed_also_where_no_field_has_their_number() -> None:
    pool = list("abcdef")
    assert order_of(len(pool)) == 5
    assert {rotated(seed, 0, pool, "key")[0] for seed in range(400)} == set(pool)


def test_the_order_in_which_candidates_are_listed_does_not_matter() -> None:
    assert rotated(3, 1, list("abcd"), "key") == rotated(3, 1, list("dcba"), "key")


def test_those_about_as_good_as_the_best_take_turns() -> None:
    scores = {"two tags": 4.6, "one tag": 2.6, "another": 2.6, "no tag": 0.6}
    assert leading(scores, 4) == ["two tags", "one tag", "another"]


def test_when_enough_are_equally_good_lesser_ones_wait() -> None:
    assert leading({"a": 4.0, "b": 4.0, "c": 2.5}, 2) == ["a", "b"]


def test_where_nothing_shares_a_tag_all_are_equal() -> None:
    assert leading({"a": 0.6, "b": 0.0, "c": 0.5}, 4) == ["a", "c", "b"]
