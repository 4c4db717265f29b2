"""Structures: the shapes of speeches that a user chooses."""

from typing import Literal, TypeVar

import msgspec

from drafter.model.base import ActId, AudienceId, FormId, KindId, LevelId, Record, SpeakerId, Template, ThemeId
from drafter.model.block import Part

T = TypeVar("T")
Marker = Literal[
    "none", "一、", "（一）", "1.", "1、", "（1）", "一要", "一是", "第一，", "首先，", "——", "要", "一定要"
]
"""What stands before a heading or a point."""


class Pick(Record, frozen=True, kw_only=True):
    """A slot, or several: which blocks may fill it."""

    id: str = ""
    theme: ThemeId = ""
    tags: tuple[str, ...] = ()
    act: ActId | tuple[ActId, ...] = ()
    """Several acts print one after the other (concede, then plan)."""
    part: Part | None = None
    times: int = 1
    same: str = ""
    """Takes the block that the slot of this id chose."""
    form: FormId = ""
    """Of this point; the points' form otherwise."""
    optional: bool = False
    """True: the slot may stay empty where no block fits (evidence always is)."""
    points: "Points | None" = None


class Points(Record, frozen=True, kw_only=True):
    """The points under a section, or the sub-points under a point."""

    marker: Marker = "（一）"
    form: FormId = "plain"
    run_in: bool = True
    """False: the lead stands on its own line."""
    joined: bool = False
    """True: intro and points are one paragraph."""
    from_: Literal["body"] | None = msgspec.field(default=None, name="from")
    """body: the sub-points are the parallel measures of the block itself."""
    pick: Pick | tuple[Pick, ...] = ()


class HeadingSpec(Record, frozen=True, kw_only=True):
    """Where a heading comes from: the bank, the section's own block, or a fixed text."""

    theme: ThemeId = ""
    form: FormId = "plain"
    tags: tuple[str, ...] = ()
    from_: Literal["body"] | None = msgspec.field(default=None, name="from")
    text: Template = ""

    @property
    def from_bank(self) -> bool:
        """Whether the heading is taken from headings.yaml."""
        return bool(self.theme) and self.from_ is None


class SectionSpec(Record, frozen=True, kw_only=True):
    """A first-level section."""

    id: str
    marker: Marker = "一、"
    run_in: bool = False
    stem: Template = ""
    heading: HeadingSpec
    intro: Pick | None = None
    points: "Points | None" = None
    body: Pick | tuple[Pick, ...] = ()
    evidence: Pick | None = None
    tail: Pick | None = None


class Item(Record, frozen=True, kw_only=True):
    """One line of a structure's body: exactly one of the four."""

    pick: Pick | None = None
    say: Template = ""
    salute: Template = ""
    section: SectionSpec | None = None


class Head(Record, frozen=True, kw_only=True):
    """What stands above the text."""

    title: Template
    """“|” forces a line break."""
    subtitle: Template = ""
    occasion: Template = ""
    """Where it is said; prints ——×年×月×日在……上 below the title, in the place of subtitle and date."""
    date: bool = False
    speaker: bool = False
    salutation: tuple[Template, ...] = ()


class Signature(Record, frozen=True, kw_only=True):
    """Who signs a report, and when: right below the text, the date under the name (GB/T 9704—2012 7.3.5)."""

    by: tuple[Template, ...]
    """The signing bodies or people, a line each."""
    date: bool = True
    """Whether the day of signing (the fact signing_date) stands below."""


class Structure(Record, frozen=True, kw_only=True):
    """The shape of a speech."""

    title: str
    use: str = ""
    """When to use it; shown by ``structures show``."""
    kind: KindId
    speaker: tuple[SpeakerId, ...]
    to: tuple[AudienceId, ...] = ()
    act: ActId | tuple[ActId, ...] = ()
    levels: tuple[LevelId, ...] = ()
    length: int
    """Target in characters, white space aside."""
    head: Head
    body: tuple[Item, ...]
    thanks: Template = ""
    """A closing line of its own, such as 谢谢大家！"""
    signature: Signature | None = None
    """Of a report; speeches have none."""
    sources: tuple[str, ...] = ()


def as_tuple(value: T | tuple[T, ...]) -> tuple[T, ...]:
    """Return a value that may stand alone or in a list as a tuple; an empty text is nothing."""
    if isinstance(value, tuple):
        return value
    return () if value == "" else (value,)
