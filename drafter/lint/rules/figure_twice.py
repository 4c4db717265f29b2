"""同一个数字不能前后两个样，也不能在一起查的几份材料里两个样。

只比常设的东西（代表联络站、代表小组、乡镇、行政村、代表、组成人员……）和年度的总数（共收到建议、审议意见……），并且前后都没有限
定：新建的、其中的、重点的、去年的，以及“一半以上”这样的约数不比。

    不合格  前面写“全县建成代表联络站84个”，后面写“办好82个代表联络站”。
    合格    前后都写84个；范围不同的写明范围。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.lint.counted import Counted, counted, same, shown
from drafter.lint.papers import Paper
from drafter.model.library import Library
from drafter.model.problem import Problem

ID = "figure-twice"
TITLE = "前后不一的数字"
GROUP = 4
STANDING = (
    "代表联络站", "人大代表联络站", "代表之家", "人大代表之家", "代表联络点", "代表活动室", "代表工作站", "代表小组",
    "联络站", "联络点", "基层立法联系点", "立法联系点", "代表联络室", "选区", "乡镇", "街道", "镇街", "乡镇街道",
    "行政村", "村民委员会", "社区", "村（社区）", "村居", "县区", "县（市、区）", "人大代表", "县人大代表",
    "市人大代表", "区人大代表", "镇人大代表", "乡镇人大代表", "常委会组成人员", "组成人员", "专门委员会", "工作委员会",
    "代表团", "便民服务点", "民生实事项目", "民生实事", "票决项目",
)  # fmt: skip
TOTALS = re.compile("(?:共|总共|一共|总计|累计)(?:收到|提出|听取|审议|形成|交办|开展|组织|召开|任免|作出)了?")
LIMITED = re.compile(
    r"新|增|其中|重点|首批|第[一二三]批|部分|有的|示范|优秀|先进|去年|上年|上届|原|曾|计划|拟"
    r"|力争|以上|以下|左右|另|还|每|各有|分别|达标|规范|试点|各\d|个别|超过|近|约|多数|余"
    r"|到\d|至\d|选取|选择|抽查|抽取|走访|深入|检查|视察|调研|评选|推荐|表彰|列席|邀请"
    r"|参加|联系|培训|撤|合并|改造|提升|完成|打造|在\d|对\d|差额|通过|减少|剩|当年"
    r"|今年以来|的\d"
)
WHOLE = re.compile("(?:^|全[省市州县区旗镇乡]|共|有|建成|建起|建立|设立|设有|办好|用好|建好|管好|辖|现有|目前)$")
"""What stands before all there is of a thing; other words limit it."""
NOUNS = re.compile("|".join(sorted(map(re.escape, STANDING), key=len, reverse=True)))


class Said(NamedTuple):
    """A figure and what it counts."""

    thing: str
    unit: str
    one: Counted


def vocabulary(_: Library) -> Iterator[str]:
    """Yield what is counted."""
    yield from (*STANDING, "共")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield the figures that are not what the paper said before."""
    first: dict[tuple[str, str], Said] = {}
    for one in _said(paper):
        before = first.setdefault((one.thing, one.unit), one)
        if not same(before.one.value, one.one.value):
            yield _problem(paper, one, f"前面是{shown(before.one.value)}{one.unit}")


def compare(papers: Sequence[Paper]) -> Iterator[Problem]:
    """Yield the figures that are not what another paper of the same place and year says."""
    if len(papers) < 2:
        return
    first: dict[tuple[str, int, str, str], tuple[Paper, Said]] = {}
    for paper in papers:
        for one in _said(paper):
            key = (paper.setting.place, paper.setting.last.year, one.thing, one.unit)
            other, before = first.setdefault(key, (paper, one))
            if other is not paper and paper.setting.place and not same(before.one.value, one.one.value):
                name = other.reading.path.replace("\\", "/").rpartition("/")[2]
                yield _problem(paper, one, f"“{name}”里是{shown(before.one.value)}{one.unit}")


def _problem(paper: Paper, said: Said, other: str) -> Problem:
    message = f"{said.thing}写的是{shown(said.one.value)}{said.unit}，{other}"
    return paper.problem(
        ID, said.one.start, said.one.end, message, hint="核对数字；范围不同的写明范围", severity="warning"
    )


def _said(paper: Paper) -> Iterator[Said]:
    """Yield the figures of what stands, and the totals, in the order of the text."""
    if not any(one in paper.hits for one in (*STANDING, "共")):
        return
    for one in counted(paper.text):
        if one.about or paper.piece_at(one.start).role not in ("body", "table"):
            continue
        thing = _thing(paper.text, one)
        if thing:
            yield Said(thing, one.unit, one)


def _thing(text: str, one: Counted) -> str:
    """Return what a figure counts: the noun behind it, or right before it; empty where it is limited, or none."""
    begin = max(text.rfind(mark, 0, one.start) for mark in "，。；：！？、\n（") + 1
    before, after = text[begin : one.start], text[one.end : one.end + 12]
    if LIMITED.search(f"{before}{text[one.start : one.start + 1]}"):
        return ""
    behind = NOUNS.match(after)
    if behind and WHOLE.search(before) and re.match(r"\W|$", after[behind.end() :]):
        return _plain(behind[0])
    ahead = next((found for found in NOUNS.finditer(before) if found.end() == len(before)), None)
    if ahead and WHOLE.search(before[: ahead.start()]) and re.match(r"\W|$", after):
        return _plain(ahead[0])
    total = TOTALS.search(before)
    noun = re.match("(?:代表)?(?:建议|议案|审议意见|专项工作报告|执法检查|视察|会议|决议决定)", after)
    return f"{total[0].removesuffix('了')}{noun[0]}" if total and noun else ""


def _plain(noun: str) -> str:
    return noun.removeprefix("人大").removeprefix("代表") if noun.endswith(("站", "家", "点", "小组")) else noun
