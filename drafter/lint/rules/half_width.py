"""中文里的标点用全角：半角的逗号、分号、冒号、问号、叹号、括号要改过来。

小数、时刻、网址、外文里的半角标点不算。依据：GB/T 15834—2011 第5章。

    不合格  会议听取了报告,审议了议案(草案)。
    合格    会议听取了报告，审议了议案（草案）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.corpus.cleaning import FULL_WIDTH, HALF_WIDTH
from drafter.lint.papers import Paper
from drafter.model.problem import Problem
from drafter.text.addresses import without_addresses
from drafter.text.characters import Sparse

ID = "half-width"
TITLE = "中文里的半角标点"
GROUP = 6
PASSAGES = True
PAIR = Sparse(r"[(<]", r"\([^()\n]{0,80}[一-龥][^()\n]{0,80}\)|<[一-龥][^<>\n]{1,40}>")
PAIRED = str.maketrans("()<>", "（）《》")
DOT = Sparse(r"\.", r"(?<=[一-龥])(?<![\n、。][一二三四五六七八九十])\.(?=[一-龥])")
KATAKANA = re.compile("[｡､｢｣]")
"""The half-width marks of Japanese."""
CHINESE = str.maketrans("｡､｢｣", "。、“”")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each half-width mark, or pair of brackets, in Chinese text."""
    text = without_addresses(paper.text)
    covered: set[int] = set()
    for found in PAIR.finditer(text):
        covered.update((found.start(), found.end() - 1))
        right = paper.text[found.start() : found.end()]
        yield _problem(paper, found, right[0].translate(PAIRED) + right[1:-1] + right[-1].translate(PAIRED))
    for found in HALF_WIDTH.finditer(text):
        if found.start() not in covered:
            yield _problem(paper, found, found[0].translate(FULL_WIDTH))
    for found in KATAKANA.finditer(text):
        yield _problem(paper, found, found[0].translate(CHINESE))
    for found in DOT.finditer(text):
        yield paper.problem(ID, *found.span(), "中文里用了半角的点", hint="句子到此为止用“。”，名字中间用“·”")


def _problem(paper: Paper, found: re.Match[str], right: str) -> Problem:
    return paper.problem(ID, *found.span(), "中文里用了半角标点", hint=f"改为“{right}”", fix=right)
