"""念起来的毛病：连着四句以“要”开头，一口气念不下来，一小段里字音重得绕口，整段空话。

都只作提示。排比有意为之的可以不改；空话指一段里没有一个数字、一件事、一个去处，说的都是放在哪里都行的话。

    不合格  要加强学习。要改进作风。要密切联系。要严守纪律。
    合格    加强学习，改进作风，同时密切联系群众、严守纪律。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.papers import Paper, Piece
from drafter.model.library import Library
from drafter.model.problem import Problem

ID = "delivery"
TITLE = "念起来"
GROUP = 9
ROW = 4
BREATH = 46
"""Characters without any mark that nobody reads in one breath."""
STOPS = re.compile("[^。！？；]+[。！？；]?")
CLAUSE = re.compile("[^，。！？；：、“”《》（）—…\n]+")
TWISTER = re.compile(r"([一-龥])(?:[一-龥]{0,2}\1){3}|(?:[一-龥]{1,3}的){5}")
USUAL = frozenset("一二三四五六七八九十不人大和好有来去个再")
EMPTY = (
    "提高政治站位", "统一思想认识", "增强责任意识", "加强组织领导", "加大工作力度", "强化工作措施",
    "更高的标准", "更严的要求", "更实的作风", "推动各项工作", "再创新佳绩", "全局的高度", "政治责任感",
    "历史使命感", "精神状态", "工作作风", "凝聚共识", "振奋精神", "鼓足干劲", "开创新局面", "实现新跨越",
    "新的成效", "新的更大成效", "创造新业绩", "展现新作为", "进一步", "强烈的", "高度重视", "切实加强",
    "认真贯彻", "认真落实", "进一步加强", "进一步提高", "统一思想", "提高认识", "扎实推进", "狠抓落实",
    "取得实效", "再上新台阶", "迈上新台阶", "不断提高", "不断增强", "全面提升", "凝聚力量", "形成合力",
    "齐抓共管", "真抓实干", "求真务实", "开拓创新", "锐意进取", "奋发有为", "再接再厉", "强化措施", "加大力度",
    "落到实处", "抓紧抓好", "抓实抓细", "勇于担当", "积极作为", "服务大局", "提供有力保障", "明确责任",
    "压实责任", "加强领导", "精心组织", "周密部署", "统筹推进", "全力以赴", "新的更大成绩", "新的更大贡献",
    "增强责任感", "使命感", "紧迫感", "思想自觉", "行动自觉", "上下功夫", "见行动", "见成效", "做出贡献",
    "作出贡献", "高标准", "高质量", "严要求", "确保", "切实",
)  # fmt: skip
LONG, SHARE = 60, 0.38
"""A paragraph of so many characters of which this share are stock phrases says nothing."""


def vocabulary(_: Library) -> Iterator[str]:
    """Yield the stock phrases."""
    yield from EMPTY


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield what is hard to read aloud, and paragraphs that say nothing."""
    for piece in paper.pieces:
        if piece.role == "body":
            yield from _musts(paper, piece)
            yield from _breathless(paper, piece)
            yield from _twisters(paper, piece)
            yield from _empty(paper, piece)


def _musts(paper: Paper, piece: Piece) -> Iterator[Problem]:
    """Yield the first of four and more sentences in a row that begin with 要."""
    row: list[re.Match[str]] = []
    for found in [*STOPS.finditer(piece.text), None]:
        if found is not None and found[0].lstrip().startswith("要"):
            row.append(found)
            continue
        if len(row) >= ROW:
            start, end = piece.start + row[0].start(), piece.start + row[-1].end()
            message = f"连续{len(row)}句以“要”开头"
            yield paper.problem(ID, start, end, message, hint="并成两三句，或换句首", severity="info")
        row = []


def _breathless(paper: Paper, piece: Piece) -> Iterator[Problem]:
    for found in CLAUSE.finditer(piece.text):
        if len(found[0]) > BREATH:
            start = piece.start + found.start()
            message = f"{len(found[0])}个字没有停顿，一口气念不下来"
            yield paper.problem(ID, start, piece.start + found.end(), message, hint="加逗号，或拆开", severity="info")


def _twisters(paper: Paper, piece: Piece) -> Iterator[Problem]:
    for found in TWISTER.finditer(piece.text):
        if found[1] in USUAL:
            continue
        start = piece.start + found.start()
        yield paper.problem(ID, start, piece.start + found.end(), "念起来绕口", hint="换一两个字", severity="info")


def _empty(paper: Paper, piece: Piece) -> Iterator[Problem]:
    if len(piece.text) < LONG or re.search(r"\d|《|“|[一二三四五六七八九十]是|[县乡镇村]|代表", piece.text):
        return
    covered = sum(piece.text.count(one) * len(one) for one in EMPTY if one in paper.hits)
    if covered >= SHARE * len(piece.text):
        message, hint = "这一段多是放在哪里都行的话", "写进具体的事、对象和做法"
        yield paper.problem(ID, piece.start, min(piece.start + 20, piece.end), message, hint=hint, severity="info")
