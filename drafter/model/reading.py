"""What a reader makes of a file: its text, and what the format says about its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """What the file's format says about one line of its text."""

    heading: int = 0
    """The level of a heading style, counted from 1; 0 for none."""
    title: bool = False
    table: bool = False
    """The line is a row of a table."""
    role: str = ""
    """What a line of the head or the foot is in a page style, where the name of the paragraph's style tells it."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A file as text. Lines are parted by ``\\n``; every place of an outline counts in this text."""

    path: str
    format: Literal["text", "docx", "markdown", "html"]
    text: str
    sha256: str
    """Of the file's bytes."""
    encoding: str = "utf-8"
    hints: Mapping[int, Hint] = {}
    """By line, counted from 1."""
    notes: tuple[str, ...] = ()
    """What the reader left out or could not keep, in Chinese."""
