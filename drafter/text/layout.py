"""How many lines a paragraph takes: characters set one after the other, as Word and LibreOffice set Chinese text."""

from __future__ import annotations

import re

from drafter.text.counting import BETWEEN_SCRIPTS, printed_width

HANGING = frozenset("、，。：；！？,.:;!?")
"""Marks that stand in the margin where the line is full."""
CLOSING = frozenset("》〉」』】〕）)”’%％…")
"""Marks that take the character before them along to the next line."""
OPENING = frozenset("《〈「『【〔（(“‘")
PIECE = re.compile(r"[0-9A-Za-z]+(?:[.,%][0-9A-Za-z]+)*%?|——|……|.", re.DOTALL)


def lines_taken(text: str, width: float, indent: float = 0.0) -> int:
    """Return how many lines `text` takes, `width` characters wide, its first line indented by `indent` characters.

    A mark that hangs at the very end of a full last line takes a line of its own, as in LibreOffice.
    """
    lines, at, before = 1, indent, ""
    hangs = False
    for piece in PIECE.findall(text):
        room = printed_width(piece) + (BETWEEN_SCRIPTS if _meet(before, piece) else 0.0)
        hangs = piece in HANGING and at + room > width
        if at + room > width and not hangs:
            taken_along = printed_width(before) if piece in CLOSING or before in OPENING else 0.0
            lines, at = lines + 1, taken_along
            room = printed_width(piece)
        at += room
        before = piece
    return lines + hangs


def _meet(before: str, piece: str) -> bool:
    """Return whether a letter or digit meets a Chinese character."""
    if not before or not (before[-1].isalnum() and piece[0].isalnum()):
        return False
    return before[-1].isascii() != piece[0].isascii()
