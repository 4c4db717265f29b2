"""一段话的末尾要有句末的标点。

正文段落写成了句子，末尾却没有标点，或者停在逗号、顿号、分号上，多半是漏了标点或断了半句。标题、落款、表格不算；
分条列项以分号收尾、下一段接着列的也不算。依据：GB/T 15834—2011 4.1。

    不合格  会议听取了报告，审议了议案
    合格    会议听取了报告，审议了议案。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.corpus.paragraphs import END_MARKS
from drafter.lint.papers import Paper, Piece
from drafter.model.problem import Problem
from drafter.text.characters import HAN

ID = "end-mark"
TITLE = "段末的标点"
GROUP = 6
LONG = 45
"""Characters: what is shorter and has no full stop may be a heading, or an entry of a list."""
LAST_WORD = re.compile(f"(?:{HAN}|[0-9%％])$")
CLAUSE_MARKS = "，、"
SHORTEST = 15
SHOWN = 6


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each paragraph of the body that ends without a mark, or in the middle of a sentence."""
    pieces = paper.pieces
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        if piece.role != "body" or len(piece.text) < SHORTEST or piece.text.startswith(("|", "#", "-", ">")):
            continue
        text = piece.text.rstrip("* ")
        if text[-1:] in CLAUSE_MARKS or (last and text.endswith("；")):
            yield _problem(paper, piece, len(text), f"这一段停在“{text[-1]}”上，话没有说完")
        elif LAST_WORD.search(text) and text[-1] not in END_MARKS and _is_prose(text):
            yield _problem(paper, piece, len(text), "这一段末尾没有标点")


def _is_prose(text: str) -> bool:
    return "。" in text or (len(text) >= LONG and "，" in text)


def _problem(paper: Paper, piece: Piece, length: int, message: str) -> Problem:
    end = piece.start + length
    return paper.problem(ID, end - SHOWN, end, message, hint="补上句号；话没有说完的，补全", severity="warning")
