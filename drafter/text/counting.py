"""How long a text is, as an office counts it, and how long it takes to read aloud."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

READING_SPEED = 200
"""Characters a minute at the pace of a formal speech (播音 is about 240; a meeting hall is slower)."""


def length(text: str) -> int:
    """Return the number of characters of `text`, white space aside (Word: 字符数，不计空格)."""
    return len("".join(text.split()))


def characters_for(minutes: float) -> int:
    """Return how many characters a speaker reads in `minutes`."""
    return round(minutes * READING_SPEED)


def minutes_for(characters: int) -> float:
    """Return the speaking time of `characters` in minutes."""
    return characters / READING_SPEED


def cells(text: str) -> int:
    """Return how wide `text` is, in half-width cells: a Chinese character or mark takes two.

    Marks that East Asian fonts may set either way (“ ” … —) count as wide, as Chinese fonts set them; combining
    marks and joiners take no room.
    """
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


BETWEEN_SCRIPTS = 0.25
"""Of a character: what Word and LibreOffice leave between a Chinese character and a Latin letter or digit."""


def printed_width(text: str) -> float:
    """Return how wide `text` prints, in full-width characters: half-width ones count half, and a quarter is left
    where a letter or digit meets a Chinese character.
    """
    kinds = [_script(character) for character in text]
    meetings = sum({before, after} == {1, 2} for before, after in pairwise(kinds))
    return cells(text) / 2 + meetings * BETWEEN_SCRIPTS


def _script(character: str) -> int:
    """Return 1 for a half-width letter or digit, 2 for a full-width one, 0 for marks and spaces."""
    return _cells_of(character) if character.isalnum() else 0
