"""Whose turn it is: which of several equally good blocks a seed takes, so that another seed gives another draft.

A random draw would now and then repeat most of a short draft. The turns of one seed over the places of a speech
are a word of a Reed-Solomon code instead: the digits of the seed are the coefficients of a polynomial over a small
finite field, and its value at a place is the turn there. Two polynomials of degree d agree at no more than d points
of the field, so two seeds near each other agree at about one place in `size`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.text.digests import blake2b

FIELDS = (7, 5, 4, 3, 2)
"""The orders of the fields that are used, largest first; all but 4 are primes."""
PRODUCTS_OF_4 = ((0, 0, 0, 0), (0, 1, 2, 3), (0, 2, 3, 1), (0, 3, 1, 2))
"""Multiplication in the field of four elements, whose addition is the exclusive or of two bits."""


def turn(seed: int, place: int, size: int) -> int:
    """Return which of `size` candidates leads at a place under a seed, counted from 0.

    `place` counts the places at which so many candidates take turns. Where no field has the order `size`, the
    candidates beyond the largest smaller one wait: `order` brings them forward under later seeds.
    """
    if size < 2:
        return 0
    field = order_of(size)
    value, point = 0, place % field
    for digit in reversed(_digits(abs(seed), field)):
        value = _sum(_product(value, point, field), digit, field)
    return value


def order_of(size: int) -> int:
    """Return the order of the largest field with no more than `size` elements; `size` is at least 2."""
    return next(field for field in FIELDS if field <= size)


def _digits(number: int, base: int) -> list[int]:
    found = []
    while number:
        number, digit = divmod(number, base)
        found.append(digit)
    return found


def _sum(one: int, other: int, field: int) -> int:
    return one ^ other if field == 4 else (one + other) % field


def _product(one: int, other: int, field: int) -> int:
    return PRODUCTS_OF_4[one][other] if field == 4 else one * other % field


def rotated(seed: int, place: int, pool: Sequence[str], key: str) -> list[str]:
    """Return `pool` with the candidate first whose turn it is, then those that follow it.

    The pool is shuffled by `key` alone for the seeds that a code word tells apart, and anew for later ones.
    """
    if len(pool) < 2:
        return list(pool)
    era = abs(seed) // order_of(len(pool)) ** 2
    known = sorted(pool, key=lambda one: (jitter(era, key, one, ()), one))
    first = turn(seed, place, len(known))
    return known[first:] + known[:first]


ENOUGH = 4
"""So many candidates of a slot take turns, where they are about as good as the best."""
ABOUT_AS_GOOD = 2.0
"""Points of the score by which a candidate that takes its turn may lie behind the best: one tag of several."""


def leading(scores: Mapping[str, float], wanted: int) -> list[str]:
    """Return the best candidates, rank by rank until there are `wanted`; none that shares nothing the slot asks for."""
    found: list[str] = []
    ranks = sorted(set(scores.values()), reverse=True)
    for rank in ranks:
        if len(found) >= wanted or rank < ranks[0] - ABOUT_AS_GOOD or (found and rank < 1 <= ranks[0]):
            break
        found += [one for one in scores if scores[one] == rank]
    return found


def jitter(seed: int, slot: str, block: str, acts: tuple[str, ...]) -> float:
    """Return a number in [0, 1) that depends on nothing but its arguments."""
    key = f"{seed}|{slot}|{block}|{','.join(acts)}"
    return int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "big") / 2**48
