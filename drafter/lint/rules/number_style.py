"""序号的层次依次是“一、”“（一）”“1.”“（1）”，同一层只用一种。

依据《党政机关公文格式》（GB/T 9704—2012）7.3.3。“一、”之下直接用“1.”，只在别处又用“（一）”时才提醒。

    不合格  一、提高认识　第二、强化措施　三、加强领导
    合格    一、提高认识　二、强化措施　三、加强领导
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.lint.numbers import STRONG, Number, Series, series_of, shown
from drafter.lint.papers import Paper
from drafter.model.problem import Problem, Severity

ID = "number-style"
TITLE = "序号的层次和样式"
GROUP = 7
ORDER = tuple(STRONG)
LEAST = 2
"""Numbers of a series at the top whose style is looked at."""


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem at each number of another style than its sisters, or of the wrong style for its depth."""
    all_series = series_of(paper)
    used = {(one.parent.style if one.parent else "", one.style) for one in all_series}
    hinted = False
    for series in all_series:
        for one in series.numbers:
            if one.oddity == "mixed":
                yield _mixed(paper, series, one)
        severity = _wrong_depth(paper, series, used)
        if severity == "warning" or (severity and not hinted):
            yield from _deep(paper, series, severity)
            hinted = severity == "info" or hinted
        if series.reversed and series.parent:
            yield from _turned(paper, series, all_series)


def _mixed(paper: Paper, series: Series, one: Number) -> Problem:
    found = paper.text[one.start : one.end].strip()
    right = shown(series.style, one.expected)
    first = paper.text[series.numbers[0].start : series.numbers[0].end].strip()
    message = f"同一层的序号样式不一：前面是“{first}”，这里是“{found}”"
    hint = f"改为“{right}”"
    severity: Severity = "error" if series.style in STRONG else "warning"
    return paper.problem(ID, one.start, one.start + len(found), message, hint=hint, severity=severity)


def _wrong_depth(paper: Paper, series: Series, used: set[tuple[str, str]]) -> Severity | None:
    """Return how bad it is that a series leaves out a layer; None where it does not."""
    if series.style not in STRONG or series.reversed or not series.numbers[0].opens_line:
        return None
    if series.parent is None:
        top = series.style in ("paren", "digit") and len(series.numbers) >= LEAST and _has_no_heads_above(paper, series)
        return "info" if top else None
    if series.parent.style not in STRONG or series.parent.style == "part":
        return None
    gap = STRONG[series.style] - STRONG[series.parent.style]
    if gap < 2 or _is_list(paper, series.numbers):
        return None
    proper = ORDER[STRONG[series.parent.style] + 1]
    return "warning" if gap > 2 or (series.parent.style, proper) in used else "info"


def _has_no_heads_above(paper: Paper, series: Series) -> bool:
    first = series.numbers[0].start
    return not any(one.own_line and one.start < first for one in paper.heads)


def _is_list(paper: Paper, numbers: Sequence[Number]) -> bool:
    """Return whether the points are parts of one sentence: a colon opens them, or semicolons part them."""
    if paper.text[: numbers[0].start].rstrip("\n#* ").endswith(("：", ":")):
        return True
    ends = [paper.pieces[one.row].text[-1:] for one in numbers[:-1]]
    return bool(ends) and all(one in ("；", ";") for one in ends)


def _deep(paper: Paper, series: Series, severity: Severity) -> Iterator[Problem]:
    above = series.parent.style if series.parent else ""
    proper = ORDER[STRONG[above] + 1] if above else "cn"
    where = f"“{shown(above, 1)}”之下" if above else "第一层"
    for one in series.numbers if severity == "warning" else series.numbers[:1]:
        if one.oddity:
            continue
        found = paper.text[one.start : one.end].strip()
        right = shown(proper, one.value)
        message = f"序号越级：{where}应当用“{shown(proper, 1)}”"
        yield paper.problem(ID, one.start, one.start + len(found), message, hint=f"改为“{right}”", severity=severity)


def _turned(paper: Paper, series: Series, all_series: Sequence[Series]) -> Iterator[Problem]:
    """Yield a problem at each number of a series that lies above one whose style is the higher, and at each of that."""
    outer = next(one for one in all_series if series.parent in one.numbers)
    message = f"序号的层次颠倒：“{shown(series.style, 1)}”在“{shown(outer.style, 1)}”之下"
    for one in (*outer.numbers, *series.numbers):
        found = paper.text[one.start : one.end].strip()
        yield paper.problem(
            ID,
            one.start,
            one.start + len(found),
            message,
            hint="层次依次用“一、”“（一）”“1.”“（1）”",
            severity="warning",
        )
