"""集中教育和专项工作有起有止：结束以后不能再写成正在开展，开始以前不能写成已有。

说它的成果、经验，说它期间做过的事，说常态化，都不算错。起止日期在 drafter/lint/eras.yaml。

    不合格  （2023年的讲话）当前，党史学习教育正在深入开展。
    合格    （2023年的讲话）巩固拓展党史学习教育成果。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from drafter.lint.eras import Campaign, eras
from drafter.lint.papers import Paper
from drafter.lint.telling import sentence_of, told_as_coming, told_as_going_on, told_as_past, too_early, too_late
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.text.numerals import date_text

ID = "campaign"
TITLE = "集中教育和专项工作的起止"
GROUP = 2
GRACE = timedelta(days=31)
"""For how long after its end a place may still be at it."""


def vocabulary(_library: Library) -> Iterator[str]:
    """Yield the names of the campaigns."""
    for one in eras().campaigns:
        yield from one.names


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each campaign that is told as going on after its end, or told of before its beginning."""
    for one in eras().campaigns:
        end = 0
        spans = ((start, start + len(name)) for name in one.names for start in paper.hits.get(name, ()))
        for start, last in sorted(spans, key=lambda span: (span[0], -span[1])):
            if start < end:
                continue
            end = last
            problem = _at(paper, one, start, last)
            if problem is not None:
                yield problem


def _at(paper: Paper, one: Campaign, start: int, end: int) -> Problem | None:
    sentence = sentence_of(paper, start)
    if one.near and not any(word in sentence for word in one.near):
        return None
    name = paper.text[start:end]
    if grave := too_early(paper, one.from_):
        if told_as_coming(paper, start):
            return None
        message = f"{name}{date_text(one.from_)}才开始，文稿的日期比它早"
        return paper.problem(ID, start, end, message, hint="删去，或核对文稿的日期", severity=grave)
    grave = too_late(paper, one.until + GRACE)
    if grave and _told_as_present(paper, one, start, end):
        hint = f"现在写“{one.now}”，或写成过去的事" if one.now else "写成过去的事，如“巩固……成果”"
        return paper.problem(ID, start, end, f"{name}{_ended(one.until)}，不能写成正在进行", hint=hint, severity=grave)
    return None


def _told_as_present(paper: Paper, one: Campaign, start: int, end: int) -> bool:
    """Return whether a campaign that has ended is told of as if it went on."""
    sentence = sentence_of(paper, start)
    if any(word in sentence for word in one.else_) or told_as_past(paper, start, one.until):
        return False
    behind = paper.text[end : end + 8]
    if any(word in behind for word in ("成果", "成效", "经验", "期间", "以来", "结束", "胜利", "精神", "表彰")):
        return False
    recent = paper.setting.first - one.until < timedelta(days=400)
    return told_as_going_on(paper, start, recent=recent) or (
        one.lasting and "了" not in sentence and "已" not in sentence
    )


def _ended(day: date) -> str:
    return f"{day.year}年{day.month}月已经结束"
