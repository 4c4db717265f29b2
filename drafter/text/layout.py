"""How many lines a paragraph takes: characters set one after the other, as LibreOffice sets Chinese text.

A mark that must not begin a line takes the character before it along. Word and WPS let a full stop or a comma hang in
the margin instead and so need a line less now and then, about one in thirty pages; Word counts its pages anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.text.counting import BETWEEN_SCRIPTS, printed_width

CLOSING = frozenset("、，。：；！？,.:;!?》〉」』】〕）)”’%％…")
"""Marks that do not begin a line: they stay with what is before them."""
OPENING = frozenset("《〈「『【〔（(“‘")
"""Marks that do not end a line: they stay with what follows."""
PIECE = re.compile(r"[0-9A-Za-z]+(?:[.,%][0-9A-Za-z]+)*%?|——|……|.", re.DOTALL)
NEAR = 1e-6
"""What a line may be too long by reckoning alone."""


def lines_taken(text: str, width: float, indent: float = 0.0) -> int:
    """Return how many lines `text` takes, `width` characters wide, its first line indented by `indent` characters."""
    lines, at = 1, indent
    for gap, room in _words(text):
        if at + gap + room > width + NEAR and at > indent * (lines == 1):
            lines, at, gap = lines + 1, 0.0, 0.0
        at += gap + room
        while at > width + NEAR:  # what is wider than a line is cut
            lines, at = lines + 1, at - width
    return lines


def _words(text: str) -> Iterator[tuple[float, float]]:
    """Yield what no line end parts: the room left before it where it stands inside a line, and its width."""
    gap = room = 0.0
    before = ""
    for piece in PIECE.findall(text):
        between = BETWEEN_SCRIPTS if _meet(before, piece) else 0.0
        if before and piece not in CLOSING and before not in OPENING:
            yield gap, room
            gap, room = between, printed_width(piece)
        else:
            room += between + printed_width(piece)
        before = piece
    if before:
        yield gap, room


def _meet(before: str, piece: str) -> bool:
    """Return whether a letter or digit meets a Chinese character."""
    if not before or not (before[-1].isalnum() and piece[0].isalnum()):
        return False
    return before[-1].isascii() != piece[0].isascii()
