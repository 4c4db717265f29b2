"""序号要连着编，不跳号、不重号、不中途从头编起，有一就要有二。

同一层、同一标题下的序号依次递增。“一是”“一要”“第一”每段可以从头编，同一段里也要连着编；“首先”不算。
只有一条的不编号。

    不合格  一、基本情况　二、主要做法　四、几点建议
    合格    一、基本情况　二、主要做法　三、几点建议
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.numbers import BORNE_OUT, LONE, STRONG, Number, Series, series_of, shown
from drafter.lint.papers import Paper
from drafter.model.problem import Problem, Severity

ID = "numbering"
TITLE = "序号不连"
GROUP = 7
SHOWN = 14
"""Characters of a heading that a finding about it shows."""
SAYS = {
    "skipped": "序号跳号：“{last}”之后是“{found}”，缺“{due}”",
    "repeated": "序号重复：“{last}”之后又是“{found}”",
    "restarted": "序号中途又从头编：“{last}”之后是“{found}”",
    "backward": "序号倒退：“{last}”之后是“{found}”",
    "headless": "序号从“{found}”开始，前面没有“{due}”",
}


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem at each number that does not follow the one before it, and at each that stands alone."""
    for series in series_of(paper):
        last: Number | None = None
        for one in series.numbers:
            if one.oddity in SAYS:
                yield _odd(paper, one, last)
            last = one
        if len(series.numbers) == 1 and series.numbers[0].value == 1:
            yield from _single(paper, series)


def _odd(paper: Paper, one: Number, last: Number | None) -> Problem:
    due = shown(one.style, one.expected)
    found = paper.text[one.start : one.end].strip()
    before = shown(one.style, last.value) if last else ""
    message = SAYS[one.oddity].format(last=before, found=found, due=due)
    severity: Severity = "warning" if one.oddity == "headless" or one.style not in STRONG else "error"
    hint = f"改为“{due}”，后面的顺编；或查一查是不是漏了内容"
    return paper.problem(ID, one.start, one.start + len(found), message, hint=hint, severity=severity)


def _single(paper: Paper, series: Series) -> Iterator[Problem]:
    one = series.numbers[0]
    if not (series.style in LONE or (series.style in STRONG and one.opens_line)) or one.weak:
        return
    if series.style in LONE and BORNE_OUT.search(paper.text, one.end, _reach(paper, one)):
        return
    found = paper.text[one.start : one.end].strip()
    line_end = paper.pieces[one.row].end
    stops = [at for mark in "。；，：" if (at := paper.text.find(mark, one.end, min(line_end, one.end + SHOWN))) >= 0]
    end = min(stops) if stops else min(line_end, one.end + SHOWN)
    message = f"只有“{found}”，没有“{shown(one.style, 2)}”"
    hint = "只有一条就不编号，或者补写后面的"
    yield paper.problem(ID, one.start, end, message, hint=hint, severity="warning")


def _reach(paper: Paper, one: Number) -> int:
    """Return where the text ends in which the second point may stand."""
    rows = paper.pieces[one.row : one.row + 2] if one.opens_line else paper.pieces[one.row : one.row + 1]
    return rows[-1].end
