"""Which class a font belongs to (仿宋, 楷体 …), whoever made it: data in fontclasses.yaml."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import msgspec

from drafter.text.tables import read_table

DATA = Path(__file__).with_name("fontclasses.yaml")
LEFT_OUT = re.compile(r"[\s_\-.]+")


class Table(msgspec.Struct, frozen=True):
    """fontclasses.yaml."""

    classes: dict[str, tuple[str, ...]]
    near: dict[str, tuple[str, ...]]
    """By class: those that stand in for it."""
    digits: tuple[str, ...]


@functools.cache
def table() -> Table:
    """Return the table, read once."""
    return read_table(DATA, Table)


@functools.cache
def class_of(font: str) -> str:
    """Return the class of a font by its name; of an unknown one its name."""
    name = LEFT_OUT.sub("", font).casefold()
    found = (one for one, marks in table().classes.items() if any(mark in name for mark in marks))
    return next(found, font)


def is_near(font: str, wanted: str) -> bool:
    """Return whether a font is of a class that commonly stands in for that of `wanted`."""
    return class_of(font) in table().near.get(class_of(wanted), ())
