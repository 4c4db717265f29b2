"""五年规划的建议、纲要、开局之年和收官之年，要合文稿的日期；全会的届次也一样。

“十五五”规划建议2025年10月通过，国家规划纲要2026年3月批准，开局之年是2026年。
还没有开过的全会，只能说迎接和筹备；新的党代会开过以后，不再单独要求贯彻上一次党代会的精神。

    不合格  （2026年1月的报告）国家“十五五”规划纲要已经批准。
    合格    （2026年1月的报告）党中央提出了“十五五”规划建议。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from drafter.lint.papers import Paper
from drafter.lint.telling import sentence_of, told_as_coming, told_as_past, too_early, too_late
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity
from drafter.text.numerals import date_text, from_cn

ID = "plan-date"
TITLE = "规划和全会的日期"
GROUP = 2


class Plan(NamedTuple):
    """A five-year plan of the country."""

    first: int
    """Its first year."""
    proposed: date
    approved: date


PLANS = {
    "十一五": Plan(2006, date(2005, 10, 11), date(2006, 3, 14)),
    "十二五": Plan(2011, date(2010, 10, 18), date(2011, 3, 14)),
    "十三五": Plan(2016, date(2015, 10, 29), date(2016, 3, 16)),
    "十四五": Plan(2021, date(2020, 10, 29), date(2021, 3, 11)),
    "十五五": Plan(2026, date(2025, 10, 23), date(2026, 3, 12)),
}
CONGRESSES = {
    16: date(2002, 11, 8),
    17: date(2007, 10, 15),
    18: date(2012, 11, 8),
    19: date(2017, 10, 18),
    20: date(2022, 10, 16),
    21: date(2027, 12, 31),
}
"""The first day of each congress of the Party; of the next, the last day on which it can begin."""
PLENUMS = {
    17: ("2007-10-22", "2008-02-27", "2008-10-12", "2009-09-18", "2010-10-18", "2011-10-18", "2012-11-04"),
    18: ("2012-11-15", "2013-02-28", "2013-11-12", "2014-10-23", "2015-10-29", "2016-10-27", "2017-10-14"),
    19: ("2017-10-25", "2018-01-19", "2018-02-28", "2019-10-31", "2020-10-29", "2021-11-11", "2022-10-12"),
    20: ("2022-10-23", "2023-02-28", "2024-07-18", "2025-10-23", "2026-10-29"),
}
"""The last day of each plenum of a central committee."""
_APPROVED = re.compile(r"(?:国家|全国人民代表大会|全国人大|全国“?两会”?|十[一二三四]届全国人大).{0,30}$")
_DONE = re.compile(r"^”?规划?(?:和.{2,12})?纲要.{0,12}(?:全国人民代表大会|全国人大|国家)")
_CARRY_OUT = re.compile(
    r"(?:深入|全面|认真|扎实|继续)?(?:贯彻落实|贯彻实施|组织实施|实施好|落实好|推进落实|深入实施|全面实施)(?:好)?“?$"
)
_SEASON = re.compile(r"^”?(?:规划)?(?:实施)?的?(开局|收官|收尾|起步|中期)(?:之年|年|起步之年)")
_YEAR_OF = {"开局": 0, "起步": 0, "中期": 2, "收尾": 4, "收官": 4}
"""How many years after the first of a plan."""
_YEAR = re.compile(r"(20\d\d)年")
_CONGRESS = re.compile(r"(?:党的)?(十[六七八九]|二十一?)大(?!以)")
_SPIRIT = re.compile(r"(?:学习|宣传|贯彻|落实|领会|践行)[^，。；：！？\n]{0,16}$")
_PLENUM = re.compile(r"(十[七八九]|二十)届((?:[一二三四五六七八九]中(?:、|和)?)+)全会")
_READY = re.compile(
    "迎接|喜迎|筹备|即将|将于|将要|前夕|召开之年|开好|献礼|选举出席|出席.{0,3}代表|准备|明年|决定召开|召开在即"
)


def vocabulary(_library: Library) -> Iterator[str]:
    """Yield the names of plans, congresses and plenums."""
    yield from PLANS
    yield from ("十六大", "十七大", "十八大", "十九大", "二十大", "二十一大", "中全会")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each plan, congress or plenum that does not agree with the paper's day."""
    for name, plan in PLANS.items():
        for start in paper.hits.get(name, ()):
            found = _season(paper, name, plan, start) or _early(paper, name, plan, start)
            if found or (found := _over(paper, name, plan, start)):
                yield found
    if "中全会" in paper.hits:
        yield from _plenums(paper)
    if any(f"{name}大" in paper.hits for name in ("十六", "十七", "十八", "十九", "二十", "二十一")):
        yield from _congresses(paper)


def _season(paper: Paper, name: str, plan: Plan, start: int) -> Problem | None:
    """Return a problem for 开局之年 or 收官之年 of another year than the one that is named or meant."""
    end = start + len(name)
    found = _SEASON.match(paper.text[end : end + 14])
    if not found:
        return None
    right = plan.first + _YEAR_OF[found[1]]
    first, last = paper.sentence_at(start)
    begin = max(paper.text.rfind(mark, first, start) for mark in "，；")
    clause = paper.text[max(begin, first) : min(last, end + 24)].split("；")[0]
    years = {int(one) for one in _YEAR.findall(clause)}
    if right in years or (not years and _relative(paper, paper.text[first:last], right)):
        return None
    setting = paper.setting
    severity: Severity = "error" if years or setting.day_from in ("given", "text") else "info"
    message = f"“{name}”规划的{found[1]}之年是{right}年"
    return paper.problem(ID, start, end + found.end(), message, hint="改正年份，或改写这一句", severity=severity)


def _relative(paper: Paper, sentence: str, right: int) -> bool:
    """Return whether a sentence without a year can mean the year `right`."""
    first, last = paper.setting.first.year, paper.setting.last.year
    if any(word in sentence for word in ("明年", "即将", "迎接", "迎来", "奠定", "打好基础", "来年", "做好准备")):
        last += 1
    if any(word in sentence for word in ("去年", "过去", "一年来", "刚刚", "上一年", "回顾")):
        first -= 1
    return first <= right <= last


def _early(paper: Paper, name: str, plan: Plan, start: int) -> Problem | None:
    """Return a problem for proposals, a national outline or a plan in force before there was one."""
    end = start + len(name)
    before, behind = paper.text[max(0, start - 32) : start], paper.text[end : end + 40].split("。")[0]
    first: date | None = None
    if behind.startswith(("”规划建议", "规划建议")):
        first = plan.proposed
    elif behind.startswith(("”规划纲要", "规划纲要")) and (_APPROVED.search(before) or _DONE.search(behind)):
        first = plan.approved
    elif behind.startswith(("”规划", "规划")) and _CARRY_OUT.search(before):
        first = date(plan.first, 1, 1)
    if first is None or told_as_coming(paper, start):
        return None
    grave = too_early(paper, first)
    if not grave:
        return None
    begin = start - 1 if before.endswith("“") else start
    message = f"到文稿的日期还没有“{name}”规划的这一步（{date_text(first)}起才有）"
    hint = "这时只能引用规划建议，或说编制规划" if first == plan.approved else "说编制、谋划规划，或删去"
    return paper.problem(ID, begin, end + 5, message, hint=hint, severity=grave)


def _over(paper: Paper, name: str, plan: Plan, start: int) -> Problem | None:
    """Return a problem for a plan that is to be carried out after its last year."""
    over = date(plan.first + 5, 3, 31)
    before = paper.text[max(0, start - 8) : start]
    if not _CARRY_OUT.search(before) or not (grave := too_late(paper, over)):
        return None
    if told_as_past(paper, start, over) or any(word in sentence_of(paper, start) for word in ("了", "已", "五年来")):
        return None
    hint = "改为现在的五年规划，或写成过去的事"
    return paper.problem(
        ID, start, start + len(name), f"“{name}”规划到{plan.first + 4}年为止", hint=hint, severity=grave
    )


def _plenums(paper: Paper) -> Iterator[Problem]:
    for found in _PLENUM.finditer(paper.text):
        term = from_cn(found[1]) or 0
        days = PLENUMS.get(term, ())
        numbers = [from_cn(one) or 0 for one in found[2] if one not in "中、和"]
        if not days or not numbers or told_as_coming(paper, found.start()):
            continue
        if numbers != sorted(set(numbers)):
            yield paper.problem(ID, *found.span(), "全会的次序写乱了", hint="按先后排列，不重复")
        elif max(numbers) > len(days):
            held = f"{found[1]}届中央委员会到现在开过{len(days)}次全会"
            yield paper.problem(ID, *found.span(), held, hint="核对届次", severity="error")
        elif (grave := too_early(paper, date.fromisoformat(days[max(numbers) - 1]))) and not _ready(
            paper, found.start()
        ):
            message = f"文稿的日期在这次全会（{days[max(numbers) - 1]}）以前"
            yield paper.problem(ID, *found.span(), message, hint="核对届次和文稿的日期", severity=grave)


def _ready(paper: Paper, offset: int) -> bool:
    return bool(_READY.search(sentence_of(paper, offset)))


def _congresses(paper: Paper) -> Iterator[Problem]:
    sentence_end = 0
    for found in _CONGRESS.finditer(paper.text):
        number = from_cn(found[1]) or 0
        opened = CONGRESSES.get(number)
        if opened is None:
            continue
        if (grave := too_early(paper, opened)) and not _ready(paper, found.start()) and number != 21:
            message = f"文稿的日期在{found[0]}（{date_text(opened)}开幕）以前"
            yield paper.problem(ID, *found.span(), message, hint="核对届次和文稿的日期", severity=grave)
        elif found.start() >= sentence_end and (problem := _stale(paper, found, number)):
            sentence_end = paper.sentence_at(found.start())[1]
            yield problem


def _stale(paper: Paper, found: re.Match[str], number: int) -> Problem | None:
    """Return a problem for the spirit of a congress that is to be carried out although a later one has been held."""
    following = CONGRESSES.get(number + 1)
    if following is None or paper.setting.first < date(following.year, 12, 31):
        return None
    before = paper.text[max(0, found.start() - 24) : found.start()]
    behind = paper.text[found.end() : found.end() + 40]
    if not _SPIRIT.search(before) or not re.match(r"[^，。；：！？\n]{0,36}精神", behind):
        return None
    sentence = sentence_of(paper, found.start())
    later = [from_cn(one) or 0 for one in _CONGRESS.findall(sentence)]
    if max(later) > number or told_as_past(paper, found.start(), following) or "了" in sentence:
        return None
    grave = too_late(paper, following) or "warning"
    message = f"{found[0]}以后已经开过新的党代会，要贯彻的是新的精神"
    return paper.problem(ID, *found.span(), message, hint="改为最近一次党代会和全会的精神", severity=grave)
