"""What existed when: words, campaigns, institutions, laws and their articles, with their days (eras.yaml)."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import msgspec

from drafter.text.tables import read_table

DATA = Path(__file__).with_name("eras.yaml")


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """A word with the days between which it is right."""

    word: str
    from_: date | None = msgspec.field(default=None, name="from")
    until: date | None = None
    now: str = ""


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign or study programme."""

    names: tuple[str, ...]
    from_: date = msgspec.field(name="from")
    until: date
    now: str = ""
    else_: tuple[str, ...] = msgspec.field(default=(), name="else")
    """Words beside which it goes on."""
    near: tuple[str, ...] = ()
    """Words of which its sentence holds one."""
    lasting: bool = False
    """Whether its bare name says that it goes on (a period, not an activity)."""


class Institution(msgspec.Struct, frozen=True, kw_only=True):
    """A body that was renamed, abolished or founded."""

    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    since: date | None = None
    """The new names are wrong before this day."""
    until: date | None = None
    """The old names are wrong after this day, unless told as past."""
    not_after: tuple[str, ...] = ()
    """What before an old name makes it another body's."""
    not_before: tuple[str, ...] = ()
    """What behind an old name makes it another word."""
    silent_new: bool = False
    """Whether the new names are looked for elsewhere."""
    soft: bool = False
    """Whether places differ so much that a finding is only worth a thought."""


class Repealed(msgspec.Struct, frozen=True, kw_only=True):
    """A law that is no longer in force."""

    names: tuple[str, ...]
    until: date
    now: str = ""
    not_after: tuple[str, ...] = ()


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """An article that an amendment moved."""

    old: int
    new: int
    about: tuple[str, ...]
    """Words of which a sentence that cites it holds one."""


class Amended(msgspec.Struct, frozen=True, kw_only=True):
    """A law whose articles an amendment moved."""

    law: tuple[str, ...]
    from_: date = msgspec.field(name="from")
    moved: tuple[Moved, ...]


class Eras(msgspec.Struct, frozen=True, kw_only=True):
    """eras.yaml."""

    words: tuple[Word, ...]
    soft: frozenset[str]
    """Words and terms of which a wrong day is only worth a thought: usage differs."""
    campaigns: tuple[Campaign, ...]
    institutions: tuple[Institution, ...]
    repealed: tuple[Repealed, ...]
    enacted: dict[date, tuple[str, ...]]
    articles: tuple[Amended, ...]


@functools.cache
def eras() -> Eras:
    """Return the shipped table; read once."""
    return read_table(DATA, Eras)
