"""说了讲几点，就是几点。

“下面，我讲三点意见”后面的大标题要有三个；“做好三件事：一是……二是……”要数得上。

    不合格  我讲三点意见。一、…… 二、…… 三、…… 四、……
    合格    我讲四点意见。一、…… 二、…… 三、…… 四、……
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.counted import small_number
from drafter.lint.papers import Head, Paper
from drafter.model.library import Library
from drafter.model.problem import Problem

ID = "announced"
TITLE = "讲几点"
GROUP = 4
WORDS = ("点意见", "点要求", "点希望", "点体会", "点建议", "点认识", "点看法", "个方面", "个问题", "点想法", "条意见")
SAID = re.compile(
    r"(?:我|下面|现|今天|这里|借此机会|重点|主要)[^。；：\n]{0,20}?(?:讲|提|谈|说|汇报|报告|分|从|作)[^，。；：\n]{0,8}?(?P<count>[二两三四五六七八九十]|\d{1,2})"
    r"(?:点|个方面|个问题|条)(?:的)?(?:意见|要求|希望|体会|建议|认识|看法|想法|情况|工作)?(?=[。：；，！])"
)
ORDINAL = re.compile(r"([一二三四五六七八九十]{1,3})、|（([一二三四五六七八九十]{1,3})）")
CHAIN = re.compile(r"(?P<count>[二两三四五六七八九])(?:个|点|项|条|件|种)[^，。；：\n]{0,8}[：:。](?=一是|第一[，、])")
IS = re.compile(r"([一二三四五六七八九])是|第([一二三四五六七八九])[，、]")
NEAR = 400
"""Characters between what is announced and the first heading, at most."""


def vocabulary(_: Library) -> Iterator[str]:
    """Yield the words with which points are announced."""
    yield from (*WORDS, "一是", "第一，")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield the counts that the headings, or the points, do not bear out."""
    if any(one in paper.hits for one in WORDS):
        yield from _headings(paper)
    if "一是" in paper.hits or "第一，" in paper.hits:
        yield from _chains(paper)


def _headings(paper: Paper) -> Iterator[Problem]:
    tops = [one for one in paper.heads if one.parent == -1]
    if len(tops) < 2 or not all(ORDINAL.match(one.item.marker) for one in tops):
        return
    first: Head = tops[0]
    said = list(SAID.finditer(paper.text, max(first.start - NEAR, 0), first.start))
    if not said or any(one in paper.text[said[-1].end() : first.start] for one in ("一是", "第一，")):
        return
    yield from _told(paper, said[-1], len(tops), "大标题有")


def _chains(paper: Paper) -> Iterator[Problem]:
    for found in CHAIN.finditer(paper.text):
        piece = paper.piece_at(found.start())
        numbers = [small_number(one[1] or one[2]) for one in IS.finditer(paper.text, found.end(), piece.end)]
        run = 0
        for number in numbers:
            if number != run + 1:
                break
            run += 1
        if run > 1:
            yield from _told(paper, found, run, "后面数到")


def _told(paper: Paper, found: re.Match[str], count: int, what: str) -> Iterator[Problem]:
    said = small_number(found["count"])
    if said is not None and said != count:
        message = f"说的是{found['count']}，{what}{count}个"
        yield paper.problem(ID, found.start(), found.end(), message, hint="改数字，或补、删内容", severity="warning")
