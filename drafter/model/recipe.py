"""Recipes: the record that makes a draft again."""

from __future__ import annotations

from datetime import date

import msgspec

from drafter.model.base import LevelId, Record, ThemeId
from drafter.model.fact import Plain


class SlotRecipe(Record, frozen=True, kw_only=True):
    """What filled one slot."""

    block: str = ""
    act: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    heading: str = ""
    """Of a section: its heading as the bank has it."""
    hash: str = ""
    """Of the library text; another hash today means that the text has changed."""
    lead: str = ""
    """The writer's own words in place of the lead, as they print."""
    say: str = ""
    """The writer's own text in place of a block; its first sentence is the lead where the slot prints one."""
    pinned: bool = False
    """Settled by the writer: ``--update`` keeps it."""
    dropped: bool = False
    """Left out by the writer."""


class Correction(Record, frozen=True, kw_only=True):
    """Paragraphs of the finished draft that read otherwise, where nothing else can say so."""

    behind: str = ""
    """The paragraph before them, as it prints without its ordinal; empty at the beginning."""
    nth: int = 1
    """Which of the paragraphs that read so it is, counted from 1."""
    was: tuple[str, ...] = ()
    """What would print, without ordinals."""
    now: tuple[str, ...] = ()
    """What stands there."""


class ByHand(Record, frozen=True, kw_only=True):
    """What a person changed in the finished draft and no block holds."""

    inserted: dict[str, tuple[str, ...]] = {}
    """Further paragraphs, by what they stand behind: a slot, a section (its heading) or the text of a line."""
    lines: dict[str, str] = {}
    """Other words for lines that belong to no passage (title, salutation …), by what they would print; empty: none."""
    joined: tuple[str, ...] = ()
    """The slots whose passage goes on in the paragraph before it."""
    corrected: tuple[Correction, ...] = ()
    """Further differences, in the order of the text; one whose paragraphs are not there any more is left out."""


class ReferenceDoc(Record, frozen=True, kw_only=True):
    """The user's own Word file that a draft took its looks from; no file where it took none."""

    file: str = ""
    """The file's name, without its folder."""
    hash: str = ""
    """12 hex digits of its bytes; others today mean that it has changed."""


class RecipeBody(Record, frozen=True, kw_only=True):
    """What a recipe and an outline have in common."""

    drafter: str
    structure_hash: str
    structure_file: str = ""
    """The user's own structure file that the draft was made from; empty for one of the library."""
    style: str
    style_hash: str
    reference_doc: ReferenceDoc = ReferenceDoc()
    as_of: date
    seed: int
    length: int
    level: LevelId
    focus: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """What a working copy bears: 会议文件之三, 征求意见稿, 会后收回 …"""
    toc: bool = False
    """Whether a table of contents stands before the text."""
    facts: dict[str, Plain] = {}
    slots: dict[str, SlotRecipe] = {}
    bridges: dict[str, str] = {}
    """The transition that opens a slot's passage, by slot."""
    added: dict[str, tuple[ThemeId, ...]] = {}
    """The themes of the points that the writer added to a section, or of the passages after a slot."""
    points: dict[str, tuple[str, ...]] = {}
    """What the leader wants said, by section: stands in the draft as passages to be worked in."""
    by_hand: ByHand = ByHand()


class Recipe(RecipeBody, frozen=True, kw_only=True):
    """The YAML record beside a draft. Same recipe, same library: the same bytes."""

    recipe: str
    """The structure's id; the key also tells a recipe from other files."""


class OutlinePart(Record, frozen=True, kw_only=True):
    """What the outline says of one section."""

    heading: str = ""
    """As it prints, without its ordinal."""
    words: int = 0
    """About how many characters it has; for information."""
    leads: dict[str, str] = {}
    """The lead of each point as it prints, without its ordinal, by slot. A line taken out drops the point."""
    points: tuple[str, ...] | str = msgspec.field(default=(), name="要点")
    """What the leader wants said: a list, one text, or nothing."""


class Outline(RecipeBody, frozen=True, kw_only=True):
    """The outline for approval: what people edit, by section, before the recipe that it goes on from."""

    outline: str
    """The structure's id; the key also tells an outline from other files."""
    sections: dict[str, OutlinePart] = {}
