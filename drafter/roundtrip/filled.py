"""Gaps that a person filled: told from changed wording, and read back as the values of facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from drafter.roundtrip.originals import Piece
from drafter.text.imprints import bare

LONGEST = 400
"""Characters of what may stand in the place of a gap."""
FIRST = 0xE000
"""Characters of the private use area stand for gaps while two texts are compared; no text of a draft holds any."""
NUMBER = r"\d[\d,.，．]*|[〇零一二三四五六七八九十百千万两]+"
VALUES = {
    "count": NUMBER,
    "amount": NUMBER,
    "percent": NUMBER + "%?",
    "ordinal": NUMBER,
    "year": r"\d{4}",
    "date": r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}",
}
"""What a value of a type looks like in a text."""


def is_filled(segments: Sequence[Sequence[Piece]], words: str) -> list[int] | None:
    """Return how long each segment is in `words` (a paragraph without white space), if only gaps were filled in it."""
    groups = ["(" + "".join(_pattern(bare(one.text), one.fact) for one in pieces) + ")" for pieces in segments]
    if not any(bare(one.text) for pieces in segments for one in pieces if not one.fact) and not _is_own_line(words):
        return None
    found = re.fullmatch("".join(groups), words, re.S)
    return [end - start for start, end in found.regs[1:]] if found else None


LINE = 60
"""Characters of a line that holds nothing but what was filled in."""
BRACKETS = "【】"
"""What no value holds: it is the rest of a gap."""


def _is_own_line(words: str) -> bool:
    return len(words) <= LINE and not any(one in words for one in BRACKETS)


def _pattern(text: str, fact: str) -> str:
    return f".{{1,{LONGEST}}}?" if fact else re.escape(text)


def fills(pieces: Sequence[Piece], after: str) -> list[tuple[str, str]] | None:
    """Return the facts and values in a text in which only gaps were filled; None where more was changed.

    A gap that still stands there has no value.
    """
    pattern = "".join(_loose(one) for one in pieces)
    found = re.fullmatch(rf"\s*{pattern}\s*", after)
    if found is None:
        return None
    gaps = [one for one in pieces if one.fact]
    return [
        (gap.fact, value.strip())
        for gap, value in zip(gaps, found.groups(), strict=True)
        if gap.fact != "?" and value.strip() and not any(one in value for one in BRACKETS)
    ]


def _loose(piece: Piece) -> str:
    """Return what matches a piece: white space in it may be any, but a line stays a line."""
    if piece.fact:
        return rf"(.{{0,{LONGEST}}}?)"
    parts = (part for part in re.split(r"(\s+)", piece.text) if part)
    return "".join(_space(part) if part.isspace() else re.escape(part) for part in parts)


def _space(text: str) -> str:
    return r"\s+" if "\n" in text else r"[^\S\n]+"


def fills_among_changes(pieces: Sequence[Piece], after: str, types: dict[str, str]) -> list[tuple[str, str]]:
    """Return the facts and values where the wording was changed as well; what cannot be told apart is left out.

    `types` are those of the facts.
    """
    gaps = [one for one in pieces if one.fact]
    before = _with_signs(pieces)
    for number, gap in enumerate(gaps):
        after = after.replace(gap.text, chr(FIRST + number), 1)
    found = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        signs = [at for at in range(first, last) if FIRST <= ord(before[at]) < FIRST + len(gaps)]
        if kind == "replace" and len(signs) == 1:
            gap = gaps[ord(before[signs[0]]) - FIRST]
            value = _value(
                before[first : signs[0]], before[signs[0] + 1 : last], after[start:end], types.get(gap.fact, "")
            )
            if value and gap.fact != "?":
                found.append((gap.fact, value))
    return found


def _with_signs(pieces: Sequence[Piece]) -> str:
    numbers = iter(range(FIRST, FIRST + len(pieces)))
    return "".join(chr(next(numbers)) if one.fact else one.text for one in pieces)


def _value(lead: str, rest: str, text: str, kind: str) -> str:
    """Return what stands for a gap in `text`, which replaced it with the words around it."""
    if not lead and not rest:
        return text.strip()
    pattern = VALUES.get(kind)
    if pattern is not None:
        values = re.findall(pattern, text)
        return values[0] if len(values) == 1 else ""
    text = text[_same(lead, text) :]
    back = _same(rest[::-1], text[::-1])
    text = text[: len(text) - back] if back else text
    return text.strip() if lead[-1:] not in text[:1] else ""


def _same(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
