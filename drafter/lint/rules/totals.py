"""有总数又有分项的，分项加起来要等于总数；办结率这类比率要和件数对得上，也不能超过百分之百。

分项成套（有“其他”“其余”，或者各级、各类、各机关并列）才相加；满意率、办结率、覆盖率等超过百分之百的是错的；
“由A增加到B，增长C%”按A、B复算；实到人数多于应到人数、办结件数多于交办件数的也算。

    不合格  选出镇人大代表62名，其中农民代表31名、工人代表9名、干部代表16名、其他代表8名。
    合格    选出镇人大代表62名，其中农民代表31名、工人代表9名、干部代表14名、其他代表8名。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.lint.counted import Counted, counted, number, same, shown
from drafter.lint.papers import Paper
from drafter.model.library import Library
from drafter.model.problem import Problem

ID = "total"
TITLE = "总数、分项和比率"
GROUP = 4
PASSAGES = True
RATES = (
    "办结率|答复率|办复率|面商率|见面率|满意率|满意度|基本满意率|不满意率|覆盖率|覆盖面|合格率|优良率|优秀率|出席率|到会率|参会率|参选率|投票率|登记率|入学率|巩固率|普及率|达标率|整改率"
    "|采纳率|知晓率|参保率|脱贫率|绿化率|城镇化率|占比|比重|得票率|赞成率|通过率|签约率|入户率|化解率|结案率|就业率|回收率|解决率|按期办结率|落实率|反馈率|处理率|收集率|治理率|处置率|安全率|支持率|公开率"
    "|监控率|受理率|合格比例|优良天数比例|天数比例|清运率|入住率|有效率|及时率|响应率|收缴率|建档率|培训面|参与面|受益面|走访面|联系面|参训率"
)
UNCAPPED = ("毛入学率", "增长率")
PART_OF = "其中|包括|分别(?:是|为)"
REST = ("其余", "剩余", "余下", "另有", "还有", "尚有")
DONE = "办结|办复|答复|采纳|解决|整改|化解|完成|办理完毕|落实|整改到位|销号|处理|回复"
GIVEN = "收到|交办|提出|收集|征集|梳理|发现|查出|排查|查摆|受理|转办|征求|督办"
TURN = "增加|提高|上升|增长|提升|减少|下降|降低|压减|扩大|缩减"


def vocabulary(_: Library) -> Iterator[str]:
    """Yield the words without which there is nothing to add up."""
    yield from (*RATES.split("|"), *REST, "其中", "包括", "分别是", "分别为", "应到", "回收", "收回", "产业结构", "占")
    yield from (*DONE.split("|"), "到", "至")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield the totals that their parts contradict, and the rates that cannot be."""
    hits = paper.hits
    if any(one in hits for one in ("其中", "包括", "分别是", "分别为")):
        yield from _sums(paper)
    if any(one in hits for one in REST):
        yield from _rests(paper)
    if "占" in hits:
        yield from _portions(paper)
    if any(one in hits for one in (*RATES.split("|"), "占")):
        yield from _too_high(paper)
        yield from _shares(paper)
    if any(one in hits for one in DONE.split("|")):
        yield from _rates(paper)
        yield from _more_than_given(paper)
    if any(one in hits for one in ("应到", "回收", "收回")):
        yield from _more_than_due(paper)
    if any(one in hits for one in TURN.split("|")) or "到" in hits:
        yield from _changes(paper)


# ── parts of a total

SPLIT = re.compile(PART_OF)
SETS: tuple[frozenset[str], ...] = tuple(
    frozenset(one.split())
    for one in (
        "中央 省级 市级 县级 乡级 镇级 区级 省 市 县 乡 镇 中央和省级 市县 省市 县乡 村级 上级 本级",
        "男 女 男性 女性",
        "政府 法院 检察院 监委",
        "城镇 农村 城市 乡村 城区",
        "满意 基本满意 不满意 比较满意 非常满意 一般",
        "赞成 反对 弃权 同意 不同意",
        "办结 已办结 正在办理 未办结 正在办 在办 列入计划 已解决 正在解决 暂难解决 A类 B类 C类",
        "一般 较大 重大 特大",
        "第一类 第二类 第三类 一类 二类 三类 第一类项目 第二类项目 第三类项目 一类项目 二类项目 三类项目",
        "新建 改建 扩建 续建 提升 改造 改扩建",
        "审判员 检察员 政府组成人员",
        "第一产业 第二产业 第三产业",
        "议案 建议",
    )
)
LABEL = re.compile(r"[一-龥A-Za-z“”（）]+$")


def _sums(paper: Paper) -> Iterator[Problem]:
    text = paper.text
    for found in SPLIT.finditer(text):
        begin, end = paper.sentence_at(found.start())
        before = [one for one in counted(text, begin, found.start()) if found.start() - one.end <= 12]
        if not before:
            continue
        total = before[-1]
        parts = list(_parts(text, total, found.end(), end))
        if len(parts) < 2 or total.about or any(one.about for one, _ in parts):
            continue
        added = sum(one.value for one, _ in parts)
        if same(added, total.value) or not _are_whole([label for _, label in parts], added, total.value):
            continue
        message = f"分项相加是{shown(added)}{total.unit}，和总数{shown(total.value)}{total.unit}不符"
        yield paper.problem(ID, total.start, parts[-1][0].end, message, hint="核实总数和各分项")


def _parts(text: str, total: Counted, begin: int, end: int) -> Iterator[tuple[Counted, str]]:
    """Yield the figures of a total's unit that follow each other, each with the words before it."""
    last = begin
    for one in counted(text, begin, end):
        between = text[last : one.start]
        if one.unit != total.unit or len(between) > 16 or (last > begin and between[:1] not in "、，和及；"):
            return
        if any(mark in between for mark in "；。（") or "占" in between:
            return
        found = LABEL.search(between.lstrip("、，和及：:"))
        yield one, found[0] if found else ""
        last = one.end


NEARLY = 0.03
"""Parts that miss their total by so little were meant to make it up."""
ALIKE = 0.1
"""The same for three parts and more whose names begin alike."""


def _are_whole(labels: Sequence[str], added: float, total: float) -> bool:
    """Return whether parts by their labels make up the whole, not only some of it."""
    if added < total * 0.8 or added > total * 1.3:
        return False
    if any(one.startswith(("其他", "其余", "其它", "剩余")) for one in labels):
        return True
    off = abs(added - total) / total if total else 1.0
    if off <= NEARLY or (off <= ALIKE and len(labels) > 2 and len({one[:2] for one in labels}) == 1):
        return True
    bare = {_bare(one) for one in labels}
    if any(bare <= known for known in SETS):
        return True
    ends = {one[-2:] for one in labels}
    return len(ends) == 1 and any(any(_bare(one[:-2]) in known for known in SETS[:4]) for one in labels)


ORGAN = re.compile(r"^[县市区州]?(?:人民)?(政府|法院|检察院|监委|监察委员会)$")


def _bare(label: str) -> str:
    bare = re.sub(r"^(?:已|有|共|为|其中)|(?:的|是|为|有|达|资金|投入|代表|项目)+$", "", label)
    organ = ORGAN.match(bare)
    return organ[1].replace("监察委员会", "监委") if organ else bare


REST_OF = re.compile("|".join(REST[:3]))


def _rests(paper: Paper) -> Iterator[Problem]:
    """Yield 发现问题189个，整改174个，其余10个…: three figures of one unit, the last the rest of the first."""
    text = paper.text
    for found in REST_OF.finditer(text):
        begin, end = paper.sentence_at(found.start())
        figures = list(counted(text, begin, end))
        own = next((one for one in figures if 0 <= one.start - found.end() <= 2), None)
        if own is None:
            continue
        before = [one for one in figures if one.unit == own.unit and one.start < found.start()]
        if len(before) < 2 or any(one.about for one in (*before, own)):
            continue
        if any(text[one.end : one.end + 1] not in "，、；。（" for one in before):
            continue
        whole, *parts = before
        added = sum(one.value for one in parts) + own.value
        if not same(added, whole.value):
            message = f"前后相加是{shown(added)}{own.unit}，和总数{shown(whole.value)}{own.unit}不符"
            yield paper.problem(ID, whole.start, own.end, message, hint="核实总数和各分项")


# ── rates

HIGH = re.compile(rf"({RATES})[^，。；、\d]{{0,8}}(\d{{3,}}(?:\.\d+)?)(?:%|％)")
SHARE_HIGH = re.compile(r"占(?!比上年)[^，。；、\d]{1,14}的?(\d{3,}(?:\.\d+)?)(?:%|％)")


def _too_high(paper: Paper) -> Iterator[Problem]:
    text = paper.text
    for found in HIGH.finditer(text):
        if float(found[2]) > 100 and not text[: found.end(1)].endswith(UNCAPPED):
            yield _over(paper, found.start(2), found.end(), found[1])
    for found in SHARE_HIGH.finditer(text):
        if float(found[1]) > 100:
            yield _over(paper, found.start(1), found.end(), "所占的比例")


def _over(paper: Paper, start: int, end: int, what: str) -> Problem:
    return paper.problem(ID, start, end, f"{what}不能超过百分之百", hint="核实这个数字")


SATISFIED = re.compile(
    r"(?<!不)(?<!本)满意(?:率|的)?[^，。；、\d]{0,6}(\d{1,3}(?:\.\d+)?)[%％][，、；和][^，。；、\d]{0,4}基本满意(?:率|的)?[^，。；、\d]{0,6}(\d{1,3}(?:\.\d+)?)[%％]"
    r"(?:[，、；和][^，。；、\d]{0,4}不满意(?:率|的)?[^，。；、\d]{0,6}(\d{1,3}(?:\.\d+)?)[%％])?"
)
RATIO = re.compile(
    r"产业(?:结构|比重|比例|占比)[^。；\d]{0,14}(\d{1,2}(?:\.\d+)?)[:：∶](\d{1,2}(?:\.\d+)?)[:：∶](\d{1,2}(?:\.\d+)?)(?![\d:：∶])"
)


def _shares(paper: Paper) -> Iterator[Problem]:
    for pattern in (SATISFIED, RATIO):
        for found in pattern.finditer(paper.text):
            added = sum(float(one) for one in found.groups() if one)
            whole = pattern is RATIO or found[3] is not None
            if added > 100.3 or (whole and added < 99.7):
                yield paper.problem(
                    ID, found.start(1), found.end(), f"几个比例相加是{added:g}%，不是100%", hint="核实各个比例"
                )


PORTION = re.compile(
    r"(?<!\d)(?P<whole>\d{2,6})(?P<unit>[个名件项人户次家条])[^。；\d]{0,40}?(?<!\d)(?P<part>\d{1,6})(?P=unit)[^。；\d]{0,10}，?占(?:总数的?|全部的?|比)?"
    r"(?P<share>\d{1,2}(?:\.\d+)?)[%％]"
)
"""120个乡镇中，……的有78个，占65%."""


def _portions(paper: Paper) -> Iterator[Problem]:
    for found in PORTION.finditer(paper.text):
        whole, part, share = int(found["whole"]), int(found["part"]), float(found["share"])
        decimals = len(found["share"].partition(".")[2])
        right = part / whole * 100
        if part < whole and abs(right - share) > max(1.01 * 10**-decimals, 0.6):
            message = f"{found['part']}占{found['whole']}的{right:.{max(decimals, 1)}f}%，不是{found['share']}%"
            yield paper.problem(
                ID, found.start("share") - 1, found.end(), message, hint="核实件数和比率", severity="warning"
            )


RATE = re.compile(rf"({DONE})率(?:为|达到了?|达|是|均?为)?(\d{{1,3}}(?:\.\d+)?)[%％]")
ALL_DONE = re.compile(
    rf"(?:全部|均已|已全部)({DONE})[^。；\d]{{0,10}}?\1率(?:为|达到了?|达|是)?((?!100)\d{{1,2}}(?:\.\d+)?)[%％]"
)


def _rates(paper: Paper) -> Iterator[Problem]:
    text = paper.text
    for found in ALL_DONE.finditer(text):
        yield paper.problem(
            ID, found.start(2), found.end(), f"全部{found[1]}，{found[1]}率应是100%", hint="核实件数和比率"
        )
    for found in RATE.finditer(text):
        begin, _ = paper.sentence_at(found.start())
        done = _last_done(text, begin, found.start(), found[1])
        if done is None:
            continue
        totals = [one for one in counted(text, begin, done.start) if one.unit == done.unit]
        if len(totals) != 1 or totals[0].about or done.about or done.value > totals[0].value:
            continue
        right = done.value / totals[0].value * 100
        decimals = len(found[2].partition(".")[2])
        if abs(right - float(found[2])) > 1.01 * 10**-decimals:
            whole, part = f"{shown(totals[0].value)}{done.unit}", f"{found[1]}{shown(done.value)}{done.unit}"
            message = f"按{whole}中{part}算，{found[1]}率是{right:.{max(decimals, 1)}f}%"
            yield paper.problem(ID, found.start(2), found.end(), message, hint="核实件数和比率")


def _last_done(text: str, begin: int, end: int, word: str) -> Counted | None:
    """Return the figure right after a word of completion (办结92件), the last one before a rate."""
    found = None
    for one in counted(text, begin, end):
        if text[max(one.start - 4, begin) : one.start].rstrip("了的共有").endswith(word):
            found = one
    return found


GIVEN_DONE = re.compile(
    rf"(?:{GIVEN})了?(?:代表|群众|各类|有关|意见|的|和){{0,3}}(?:建议|意见|问题|意见建议|意见和建议)?(?=\d)(?P<given>[\d.,]+(?:万|余|多)?[件条个项])(?:，|、|，已|，其中)(?:目前|现)?(?:均?已|共)?(?:经)?(?:{DONE})(?:了)?(?=\d)(?P<done>[\d.,]+(?:万|余|多)?[件条个项])"
)
DUE = (
    re.compile(
        r"应到(?:会)?[^，。；\d]{0,12}(?P<given>\d+[人名])[，、；。][^，。；\d]{0,4}实到(?:会)?[^，。；\d]{0,12}(?P<done>\d+[人名])"
    ),
    re.compile(
        r"(?:发放|发出)[^，。；\d]{0,10}(?P<given>\d+[份张])[，、；][^，。；\d]{0,4}(?:回收|收回)[^，。；\d]{0,8}(?P<done>\d+[份张])"
    ),
    re.compile(
        r"(?:回收|收回)(?!有效)[^，。；\d]{0,8}(?P<given>\d+[份张])[，、；][^，。；\d]{0,4}有效[^，。；\d]{0,8}(?P<done>\d+[份张])"
    ),
)


def _more_than_given(paper: Paper) -> Iterator[Problem]:
    yield from _beyond(paper, GIVEN_DONE, "多于前面的总数")


def _more_than_due(paper: Paper) -> Iterator[Problem]:
    for pattern in DUE:
        yield from _beyond(paper, pattern, "多于前面的总数")


def _beyond(paper: Paper, pattern: re.Pattern[str], message: str) -> Iterator[Problem]:
    for found in pattern.finditer(paper.text):
        given, done = (next(counted(found[name]), None) for name in ("given", "done"))
        if given and done and given.unit == done.unit and done.value > given.value and not given.about:
            yield paper.problem(
                ID, *found.span("done"), f"{found['done']}{message}{found['given']}", hint="核实两个数字"
            )


# ── changes

CHANGE = re.compile(
    r"由(?:[^，。；、\d]{0,6}\d{4}年的?|[^，。；、\d]{0,6})(?P<one>\d[\d.,]*)(?P<ones>万|亿)?(?P<unit1>[^，。；、\d]{0,4}?)"
    rf"(?P<turn>{TURN})(?:到|至|为)(?:了)?(?:[^，。；、\d]{{0,4}}\d{{4}}年的?|[^，。；、\d]{{0,4}})(?P<two>\d[\d.,]*)(?P<twos>万|亿)?(?P<unit2>[^，。；、\d]{{0,5}})"
    rf"(?:，(?P<how>[^，。；、\d年]{{0,8}})(?P<by>\d[\d.,]*)(?P<bys>万|亿)?(?P<unit3>[%％]|个百分点)?)?"
)
UP = ("增加", "提高", "上升", "增长", "提升", "扩大")


def _changes(paper: Paper) -> Iterator[Problem]:
    for found in CHANGE.finditer(paper.text):
        one, two = number(found["one"].rstrip(".,")), number(found["two"].rstrip(".,"))
        units = {
            (found["ones"] or "", found["unit1"].strip("的")[:2]),
            (found["twos"] or "", found["unit2"].strip("的")[:2]),
        }
        if one is None or two is None or not one or len(units) > 1:
            continue
        if one != two and (two > one) != (found["turn"] in UP):
            message = f"由{found['one']}到{found['two']}，不是{found['turn']}"
            yield paper.problem(ID, found.start("one"), found.end("two"), message, hint="核实前后两个数字")
        elif found["by"] and (wrong := _wrong_growth(found, one, two)):
            yield paper.problem(ID, found.start("by"), found.end("unit3"), wrong, hint="核实前后两个数字和增减的幅度")


def _wrong_growth(found: re.Match[str], one: float, two: float) -> str:
    """Return what is wrong with the growth that a text names for a change from one figure to another."""
    by, unit = number(found["by"].rstrip(".,")), found["unit3"] or ""
    how = found["how"].removeprefix("同比").removeprefix("累计").rstrip("了达幅为")
    if by is None or not unit or not how.endswith((*TURN.split("|"), "增", "降")) or found["bys"]:
        return ""
    percent = found["unit1"].startswith(("%", "％"))
    if unit == "个百分点":
        right = abs(two - one) if percent else None
    else:
        right = None if percent else abs(two / one - 1) * 100
    decimals = len(found["by"].partition(".")[2])
    if percent and unit in "%％" and abs(abs(two - one) - by) <= 1.01 * 10**-decimals:
        return f"两个百分数相差{by:g}，写“{by:g}个百分点”"
    if right is None or abs(right - by) <= 1.01 * 10**-decimals:
        return ""
    return f"由{found['one']}到{found['two']}，变动的幅度是{right:.{max(decimals, 1)}f}{unit}"
