"""篇幅：全文和要求的字数差太多，一段超过六百字，一句超过一百二十字，一部分比别的部分长得多。

全文的字数只在用 --length 或 --minutes 说了要求时比，差一成以上才说；讲话时间按每分钟 200 字折算。

    不合格  要求讲十分钟，写了四千字；第一部分两千字，后两部分各三百字。
    合格    篇幅合要求，各部分长短相称，长段、长句分开写。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from drafter.lint.papers import Head, Paper
from drafter.model.problem import Problem
from drafter.text.counting import length, minutes_for

ID = "lengthiness"
TITLE = "篇幅"
GROUP = 9
OFF = 0.1
"""The share by which a paper may be longer or shorter than was asked for."""
PARAGRAPH, SENTENCE = 600, 120
"""Characters."""
SECTION, TIMES = 500, 2.5
"""A section of so many characters that is so many times as long as its usual sister is too long."""
SHOWN = 12
STOPS = re.compile("[^。！？；\n]+[。！？；]?")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield what is too long or too short."""
    yield from _whole(paper)
    yield from _parts(paper)
    yield from _sections(paper)


def _whole(paper: Paper) -> Iterator[Problem]:
    target, found = paper.setting.target, length(paper.text)
    if target is None or abs(found - target) <= OFF * target:
        return
    more = "多" if found > target else "少"
    message = f"全文约{found}字，讲{minutes_for(found):.0f}分钟，比要求的{target}字{more}{abs(found - target)}字"
    hint = "删减" if found > target else "补充"
    yield paper.problem(ID, 0, min(len(paper.text), SHOWN), message, hint=hint, severity="warning")


def _parts(paper: Paper) -> Iterator[Problem]:
    for piece in paper.pieces:
        if piece.role != "body":
            continue
        if (size := length(piece.text)) > PARAGRAPH:
            message = f"这一段{size}字，太长"
            yield paper.problem(ID, piece.start, piece.start + SHOWN, message, hint="分成两三段", severity="info")
        for found in STOPS.finditer(piece.text):
            size = length(found[0])
            if size > SENTENCE:
                start = piece.start + found.start() + len(found[0]) - len(found[0].lstrip())
                message = f"这一句{size}字，太长"
                yield paper.problem(ID, start, piece.start + found.end(), message, hint="拆成两三句", severity="info")


def _sections(paper: Paper) -> Iterator[Problem]:
    tops = [one for one in paper.heads if one.parent == -1 and one.own_line]
    if len(tops) < 3:
        return
    ends = [*(one.start for one in tops[1:]), _end(paper)]
    sizes = [length(paper.text[one.end : end]) for one, end in zip(tops, ends, strict=True)]
    for row, size in enumerate(sizes):
        usual = median(sizes[:row] + sizes[row + 1 :])
        if size > SECTION and size > TIMES * usual:
            yield _long_section(paper, tops[row], size, int(usual))


def _end(paper: Paper) -> int:
    """Return where the last section ends: before the closing that stands by itself."""
    closing = paper.speech.closing[:1]
    at = paper.text.rfind(closing[0][:SHOWN]) if closing else -1
    return at if at >= 0 else len(paper.text)


def _long_section(paper: Paper, head: Head, size: int, usual: int) -> Problem:
    row = paper.row_at(head.start)
    first = next((one for one in paper.pieces[row + 1 :] if one.role == "body"), paper.pieces[row])
    message = f"“{head.item.heading[:SHOWN]}”部分{size}字，别的部分一般{usual}字"
    hint = "拆分、压缩这一部分，或充实别的部分"
    return paper.problem(ID, first.start, min(first.start + 8, first.end), message, hint=hint, severity="info")
