"""The words by which old speeches are read: data in words.yaml."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import msgspec

from drafter.text.tables import read_table


class Sign(msgspec.Struct, frozen=True):
    """What says that something is of a theme, an act, a kind or a level."""

    name: str
    says: tuple[str, ...]
    """Regular expressions; one is enough."""


class Words(msgspec.Struct, frozen=True):
    """words.yaml."""

    themes: tuple[Sign, ...]
    acts: tuple[Sign, ...]
    kinds: tuple[Sign, ...]
    levels: tuple[Sign, ...]
    openers: tuple[str, ...]
    heading_ends: tuple[str, ...]
    heading_end_verbs: tuple[str, ...]
    text_openers: tuple[str, ...]
    text_subjects: tuple[str, ...]
    latin: tuple[str, ...]
    units: tuple[str, ...]
    amount_units: tuple[str, ...]
    cn_units: tuple[str, ...]
    surnames: tuple[str, ...]
    not_names: tuple[str, ...]
    not_in_places: tuple[str, ...]

    def listed(self, name: str) -> frozenset[str]:
        """Return the words of a list whose lines hold several each, parted by spaces."""
        return frozenset(" ".join(getattr(self, name)).split())


@functools.cache
def words() -> Words:
    """Return the shipped words."""
    return read_table(Path(__file__).with_name("words.yaml"), Words)


@functools.cache
def signs(family: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the names of a family (themes, acts, kinds, levels), each with what finds its signs."""
    return tuple((one.name, re.compile("|".join(one.says))) for one in getattr(words(), family))
