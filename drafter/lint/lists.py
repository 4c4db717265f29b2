"""Fixed lists and phrases beside the terms (lists.yaml)."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import msgspec

from drafter.text.tables import read_table

DATA = Path(__file__).with_name("lists.yaml")


class FixedList(msgspec.Struct, frozen=True, kw_only=True):
    """Members in their fixed order."""

    name: str
    members: tuple[str, ...]
    from_: date | None = msgspec.field(default=None, name="from")
    until: date | None = None
    near: tuple[str, ...] = ()
    """Words of which the sentence holds one, where the members alone do not tell the list."""


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """lists.yaml."""

    order: frozenset[str]
    """Terms whose members keep their order, but need not all be there."""
    lists: tuple[FixedList, ...]
    phrases: tuple[str, ...]
    """Phrases that may not differ by a character."""
    right: tuple[str, ...]
    """Phrases that resemble a formulation and are right."""


@functools.cache
def lists() -> Lists:
    """Return the shipped table; read once."""
    return read_table(DATA, Lists)
