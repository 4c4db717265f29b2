"""Recipes: the record that makes a draft again."""

from __future__ import annotations

from datetime import date

from drafter.model.base import LevelId, Record
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


class Recipe(Record, frozen=True, kw_only=True):
    """The YAML record beside a draft. Same recipe, same library: the same bytes."""

    recipe: str
    """The structure's id; the key also tells a recipe from other files."""
    drafter: str
    structure_hash: str
    style: str
    style_hash: str
    as_of: date
    seed: int
    length: int
    level: LevelId
    focus: tuple[str, ...] = ()
    facts: dict[str, Plain] = {}
    slots: dict[str, SlotRecipe] = {}
    bridges: dict[str, str] = {}
    """The transition that opens a slot's passage, by slot."""
