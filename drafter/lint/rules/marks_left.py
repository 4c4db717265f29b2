"""定稿里不留改稿的痕迹：批注、修订、隐藏文字、彩色的字、字下的底色。

本程序给空缺加的批注和底色不算，空缺另外查；批注以“不查”开头的是给检查看的，也不算。

    不合格  正文里还有一条“请再核实”的批注，一处修订没有接受，一处字标成红色。
    合格    批注删去，修订接受或拒绝，字都是黑色。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.lint.papers import Paper
from drafter.model.looks import CommentLook, Looks, RunLook
from drafter.model.problem import Problem, Severity

ID = "marks-left"
TITLE = "改稿的痕迹"
GROUP = 10
FEW, SHOWN = 5, 20
"""So many places of one kind are told one by one; characters of a place, and of what a comment or change says."""
OWN = "drafter"
"""The author of the comments that drafter writes."""
GAP, SILENCE = "【待", "不查"


class Mark(NamedTuple):
    """A mark and its place in the file."""

    kind: str
    start: int
    end: int
    message: str
    hint: str
    severity: Severity = "warning"


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield what a reviser left in the file; nothing for a paper whose file has no looks."""
    if paper.looks is None:
        return
    first, last = paper.speech.span
    found: dict[str, list[Mark]] = {}
    for mark in _marks(paper.reading.text, paper.looks):
        if first <= mark.start < last:
            found.setdefault(mark.kind, []).append(mark)
    for marks in found.values():
        yield from _told(paper, marks)


def _told(paper: Paper, marks: Sequence[Mark]) -> Iterator[Problem]:
    count = f"（这样的共 {len(marks)} 处）" if len(marks) > FEW else ""
    for one in marks if len(marks) <= FEW else marks[:1]:
        line_end = paper.reading.text.find("\n", one.start)
        last = min(max(one.end, one.start + 1), one.start + SHOWN, line_end if line_end > one.start else one.end)
        yield paper.problem_in_file(
            ID, one.start, max(last, one.start), one.message + count, hint=one.hint, severity=one.severity
        )


def _marks(text: str, looks: Looks) -> Iterator[Mark]:
    yield from (_comment(one) for one in looks.comments if not _is_meant(text, one))
    yield from _changes(looks)
    yield from (Mark("hidden", at, at + 1, "这里有隐藏文字", "删去隐藏文字，或取消隐藏") for at in looks.hidden)
    for look in looks.paragraphs:
        for run in look.runs:
            yield from _colors(text, run)


def _is_meant(text: str, one: CommentLook) -> bool:
    on_gap = one.author == OWN and text.startswith(GAP, one.span[0])
    return on_gap or one.text.lstrip().startswith(SILENCE)


def _comment(one: CommentLook) -> Mark:
    said = _short(" ".join(one.text.split()))
    severity: Severity = "info" if one.author == OWN else "warning"
    by = f"（{one.author}）" if one.author else ""
    return Mark("comment", *one.span, f"留有批注{by}：{said}", "照批注改好，再删去批注", severity)


def _changes(looks: Looks) -> Iterator[Mark]:
    """Yield the tracked changes; those that touch each other are one."""
    before: Mark | None = None
    for one in looks.changes:
        said = one.kind + (f"“{_short(one.text)}”" if one.text else "")
        if before is not None and one.span[0] <= before.end and one.span[0] >= before.start:
            message = before.message if said in before.message else f"{before.message}、{said}"
            before = before._replace(end=max(before.end, one.span[1]), message=message)
            continue
        if before is not None:
            yield before
        before = Mark("change", *one.span, f"留有修订痕迹：{said}", "在 Word 或 WPS 里接受或拒绝修订")
    if before is not None:
        yield before


def _colors(text: str, run: RunLook) -> Iterator[Mark]:
    shown = text[run.start : run.end]
    if not shown.strip() or GAP in shown:
        return
    if run.color:
        yield Mark("color", run.start, run.end, "这几个字不是黑色", "字的颜色改为黑色（自动）")
    if run.fill:
        yield Mark("fill", run.start, run.end, "这几个字留有底色", "去掉突出显示或底纹")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
