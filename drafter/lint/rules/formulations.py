"""固定提法一字不能差。和提法表里的一条只差一两个字、又不是另一条提法的文字，多半是写错了。

八个字以上的提法才比较；差别在标点的也算。

    不合格  坚持正确监督、有效监督、合法监督
    合格    坚持正确监督、有效监督、依法监督
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem

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
    exceptions = view.library.wording.near
    for passage in view.passages:
        text = _masked(view.printed(passage.text), wordings, exceptions)
        for wording, window in _near(text, anchors):
            message = f"“{window}”和提法“{wording}”差一点"
            yield view.problem(ID, passage.block_id, message, match=window, hint=f"改成“{wording}”，或换一种说法")


def _long(members: tuple[str, ...]) -> list[str]:
    """Return the members long enough to be compared; short ones stand in many other expressions."""
    return [member for member in members if len(member) >= SHORTEST]


def _masked(text: str, wordings: list[str], exceptions: tuple[str, ...]) -> str:
    for wording in (*exceptions, *wordings):
        if len(wording) >= ANCHOR and wording in text:
            text = text.replace(wording, "〓")
    return text


def _near(text: str, anchors: dict[str, list[tuple[str, int]]]) -> Iterator[tuple[str, str]]:
    reported: set[str] = set()
    for at in range(len(text) - ANCHOR + 1):
        for wording, offset in anchors.get(text[at : at + ANCHOR], ()):
            if wording in reported:
                continue
            window = _window(text, at - offset, wording)
            if window:
                reported.add(wording)
                yield wording, window


def _window(text: str, start: int, wording: str) -> str:
    """Return the piece of `text` around `start` that differs from `wording` by one edit in eight characters."""
    allowed = 1 if len(wording) < 16 else 2
    best: tuple[int, str] | None = None
    for begin in range(max(0, start - allowed), start + allowed + 1):
        for size in range(len(wording) - allowed, len(wording) + allowed + 1):
            piece = text[begin : begin + size]
            if len(piece) < size or "〓" in piece or piece[0] != wording[0] or piece[-1] != wording[-1]:
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
