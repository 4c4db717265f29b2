"""固定提法一字不能差。和提法表里的一条只差一两个字、又不是另一条提法的文字，多半是写错了。

八个字以上的提法才比较；差别在标点的也算。

    不合格  坚持正确监督、有效监督、合法监督
    合格    坚持正确监督、有效监督、依法监督
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem
from drafter.model.term import TermBook

ID = "formulation"
TITLE = "写错的提法"
SHORTEST = 8
ANCHOR = 4
"""Characters that an altered formulation still shares in one piece with the right one."""


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each text that nearly is a term, and is not."""
    terms = view.library.terms.all_terms()
    fixed = {wording for term in terms for wording in (term.wording, *_long(term.members))}
    wordings = sorted(fixed, key=len, reverse=True)
    anchors: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for wording in wordings:
        if len(wording) >= SHORTEST:
            for at in range(len(wording) - ANCHOR + 1):
                anchors[wording[at : at + ANCHOR]].append((wording, at))
    older = _older(view.library.terms)
    exceptions = view.library.wording.near
    for passage in view.passages:
        text = view.printed(passage.text)
        held = _held(text, wordings, exceptions)
        for wording, window in _near(_Printed(text, held, older), anchors):
            message = f"“{window}”和提法“{wording}”差一点"
            yield view.problem(ID, passage.block_id, message, match=window, hint=f"改成“{wording}”，或换一种说法")


def _long(members: tuple[str, ...]) -> list[str]:
    """Return the members long enough to be compared; short ones stand in many other expressions."""
    return [member for member in members if len(member) >= SHORTEST]


def _held(text: str, wordings: list[str], exceptions: tuple[str, ...]) -> dict[int, range]:
    """Return, for each character of `text` in a term that is right, where that term stands; the longest terms win.

    An exception holds its characters against every window, however long.
    """
    held: dict[int, range] = {}
    for words, whole in ((exceptions, range(-1, len(text) + 1)), (wordings, None)):
        for wording in words:
            if len(wording) < ANCHOR or wording not in text:
                continue
            for found in re.finditer(re.escape(wording), text):
                span = range(*found.span())
                if not any(at in held for at in span):
                    held.update(dict.fromkeys(span, whole or span))
    return held


class _Printed:
    """A text as it prints, and what in it is right as it stands."""

    def __init__(self, text: str, held: Mapping[int, range], older: Mapping[str, frozenset[str]]) -> None:
        self.text = text
        self._held = held
        self._older = older

    def may_be(self, begin: int, end: int, wording: str) -> bool:
        """Return whether a piece can be `wording` gone wrong: nothing in it is right, save an older version of it."""
        spans = {self._held[at] for at in range(begin, end) if at in self._held}
        older = self._older.get(wording, frozenset())
        return all(begin <= one.start and one.stop <= end and self.text[one.start : one.stop] in older for one in spans)


def _older(terms: TermBook) -> dict[str, frozenset[str]]:
    """Return the earlier versions of each term of a family: 正确监督、有效监督 before 正确监督、有效监督、依法监督."""
    return {
        term.wording: frozenset(one.wording for one in family[:number])
        for family in terms.families.values()
        for number, term in enumerate(family)
    }


def _near(printed: _Printed, anchors: Mapping[str, Sequence[tuple[str, int]]]) -> Iterator[tuple[str, str]]:
    reported: set[str] = set()
    for at in range(len(printed.text) - ANCHOR + 1):
        for wording, offset in anchors.get(printed.text[at : at + ANCHOR], ()):
            if wording in reported:
                continue
            window = _window(printed, at - offset, wording)
            if window:
                reported.add(wording)
                yield wording, window


def _window(printed: _Printed, start: int, wording: str) -> str:
    """Return the piece of a text around `start` that differs from `wording` by one edit in eight characters."""
    allowed = 1 if len(wording) < 16 else 2
    best: tuple[int, str] | None = None
    for begin in range(max(0, start - allowed), start + allowed + 1):
        for size in range(len(wording) - allowed, len(wording) + allowed + 1):
            piece = printed.text[begin : begin + size]
            if len(piece) < size or piece[0] != wording[0] or piece[-1] != wording[-1]:
                continue
            if not printed.may_be(begin, begin + size, wording):
                continue
            distance = _distance(piece, wording, allowed)
            if 0 < distance <= allowed and (best is None or distance < best[0]):
                best = (distance, piece)
    return best[1] if best else ""


def _distance(one: str, other: str, most: int) -> int:
    """Return the edit distance, or `most` + 1 where it is larger."""
    row = list(range(len(other) + 1))
    for number, mine in enumerate(one, 1):
        before, row[0] = row[0], number
        for column, theirs in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (mine != theirs))
        if min(row) > most:
            return most + 1
    return row[-1]
