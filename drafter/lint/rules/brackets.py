"""括号和书名号成对。

（ ）、〔 〕、【 】、《 》、〈 〉在一段话里要前后配齐、种类相同，书名号里再用书名号的用〈 〉。
序号后面的半个括号（1）、一））不算。
依据：GB/T 15834—2011 4.9、4.15。

    不合格  学习《监督法和代表法（修正草案。
    合格    学习《监督法》和代表法（修正草案）。
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from drafter.lint.papers import Paper, Piece
from drafter.model.problem import Problem
from drafter.text.addresses import without_addresses

ID = "brackets"
TITLE = "括号和书名号"
GROUP = 6
PASSAGES = True
BRACKETS = re.compile("[（）()〔〕【】《》〈〉]")
CLOSING = {"（": "）", "(": "）", "〔": "〕", "【": "】", "《": "》", "〈": "〉"}
SAME = {")": "）"}
MARKER = re.compile(r"(?:^|(?<=[，。；：、！？\s“（(]))(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,3})$")
"""What stands before the half bracket of a number: 1）."""


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each bracket without its fellow, and for 《》 inside 《》."""
    text = without_addresses(paper.text)
    loose: list[tuple[Piece, int]] = []
    for piece in paper.pieces:
        nested, unpaired = _walk(text, piece)
        yield from (_nested(paper, *span) for span in nested)
        loose += [(piece, at) for at in unpaired]
    yield from (_unpaired(paper, at) for _, at in _not_over_lines(text, loose))


def _walk(text: str, piece: Piece) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the 《》 inside others, and the brackets that are not closed or close nothing."""
    open_: list[tuple[int, str]] = []
    nested, unpaired = [], []
    for found in BRACKETS.finditer(text, piece.start, piece.end):
        mark, at = SAME.get(found[0], found[0]), found.start()
        if mark in CLOSING:
            open_.append((at, mark))
        elif open_ and CLOSING[open_[-1][1]] == mark:
            first, _ = open_.pop()
            if mark == "》" and any(one == "《" for _, one in open_):
                nested.append((first, at))
        elif not MARKER.search(text[max(at - 4, piece.start) : at]):
            unpaired.append(at)
    return nested, unpaired + [at for at, _ in open_]


def _not_over_lines(text: str, loose: Sequence[tuple[Piece, int]]) -> Iterator[tuple[Piece, int]]:
    """Yield the loose brackets but for those whose fellow stands in a later paragraph."""
    paired: set[int] = set()
    for (piece, at), (other, end) in itertools.pairwise(loose):
        if piece is not other and CLOSING.get(text[at]) == SAME.get(text[end], text[end]):
            paired.update((at, end))
    yield from (one for one in loose if one[1] not in paired)


def _nested(paper: Paper, first: int, last: int) -> Problem:
    right = f"〈{paper.text[first + 1 : last]}〉"
    return paper.problem(
        ID, first, last + 1, "书名号里面再用书名号，应当用〈〉", hint=f"改为{right}", severity="warning", fix=right
    )


def _unpaired(paper: Paper, at: int) -> Problem:
    return paper.problem(ID, at, at + 1, f"“{paper.text[at]}”没有配对", hint="补上另一半，或删去这一半")
