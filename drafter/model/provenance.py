"""What a Word file says of where its text came from: a record a passage, kept beside the recipe."""

from __future__ import annotations

import msgspec

from drafter.text.imprints import Imprint


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A passage as it was written into the file."""

    slot: str = ""
    block: str = ""
    title: str = ""
    """Of the block."""
    act: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    bookmark: str
    paragraphs: int = 0
    """Over how many paragraphs it goes; 0 where it is not known."""
    imprint: Imprint


class Manifest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All passages of a file in the order of the page, and the text that belongs to none."""

    passages: tuple[Written, ...] = ()
    frame: tuple[Imprint, ...] = ()
    """Title, date, salutations, headings and what the structure says itself, one a paragraph."""
