"""并列的措施要整齐：段首句字数相差不超过两个，写法一致（都是动宾短语，都不带句末标点），每条文字以句号结束，二至五条。

不合格  {lead: 把住预算关口} {lead: 支出的绩效要一项一项盯到底}
合格    {lead: 把住预算关口} {lead: 盯紧支出绩效}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.lint.subjects import LibraryView
from drafter.model.block import Measure
from drafter.model.problem import Problem
from drafter.text.counting import length

ID = "parallel"
TITLE = "并列措施"
PREDICATES = ("畅通", "健全", "到位", "有力", "明显", "顺畅", "完备", "清晰", "充分", "及时")
"""How a lead ends that states a condition (反馈渠道畅通) where the others name an action."""
CAUSES = ("保证", "确保", "推动", "促进", "督促", "实现", "做到", "支持", "保障", "力求", "务求")
"""Verbs after which a condition is the object: 保证决定执行到位."""
MARKS = "，。；：、！？,.;:"


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each list of measures that is not parallel."""
    for name, block in view.blocks.items():
        for act in block.text:
            how = block.passage(act).get("how", "")
            if not isinstance(how, str):
                yield from _check(view, name, how)


def _check(view: LibraryView, name: str, measures: Sequence[Measure]) -> Iterator[Problem]:
    sizes = [length(view.printed(one.lead)) for one in measures]
    if not 2 <= len(measures) <= 5:
        message = f"并列措施有 {len(measures)} 条，应当是二至五条"
        yield view.problem(ID, name, message, match=measures[0].lead if measures else "")
    elif max(sizes) - min(sizes) > 2:
        odd = max(measures, key=lambda one: abs(length(view.printed(one.lead)) - sorted(sizes)[len(sizes) // 2]))
        message = f"并列措施的段首句长短不齐（{'、'.join(map(str, sizes))} 字）"
        yield view.problem(ID, name, message, match=odd.lead, hint="改成字数相差不超过两个")
    for one in measures:
        if one.lead[-1:] in MARKS or not one.text.rstrip().endswith(("。", "！", "？", "。”")):
            message = "段首句末尾不带标点，文字以句号结束"
            yield view.problem(ID, name, message, match=one.lead)
    yield from _forms(view, name, measures)


def _forms(view: LibraryView, name: str, measures: Sequence[Measure]) -> Iterator[Problem]:
    """Leads that mostly begin one way (要…, 在…上…, …要…) and once another are not parallel."""
    if len(measures) < 3:
        return
    shapes = [_shape(one.lead) for one in measures]
    usual = max(set(shapes), key=lambda one: (shapes.count(one), one))
    if usual == "主谓":
        return
    odd = [one for one, shape in zip(measures, shapes, strict=True) if shape != usual]
    if len(odd) == 1 and shapes.count(usual) >= len(shapes) - 1:
        yield view.problem(ID, name, "这一条的写法和其他各条不一致", match=odd[0].lead, hint="改成同一句式")


def _shape(lead: str) -> str:
    """Return how a lead is built, as far as its characters show it."""
    if lead.endswith(PREDICATES) and not lead.startswith(CAUSES):
        return "主谓"
    if lead.startswith(("要", "不", "在", "以")):
        return lead[0]
    if lead.endswith(("上", "中", "了", "的")):
        return lead[-1]
    return "，" if "，" in lead else "、" if "、" in lead else ""
