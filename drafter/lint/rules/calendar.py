"""日期要存在、要对得上：没有6月31日，星期要和日期相符，“今年”“去年”要和成文的年份相符，周年要算得对。

成文日期写在稿子上（或由用户给出）时，才核对“今年”“截至”和周年；起止年份前后颠倒的也算。

    不合格  截至6月31日，已办结建议52件。
    合格    截至6月30日，已办结建议52件。
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from drafter.lint.counted import small_number
from drafter.lint.papers import Paper
from drafter.lint.settings import dated
from drafter.model.library import Library
from drafter.model.problem import Problem

ID = "calendar"
TITLE = "日期和年份"
GROUP = 4
PASSAGES = True
DAY = re.compile(
    r"(?:(?<!\d)(?P<year>(?:19|20)\d{2})年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?P<week>[（(，]?(?:星期|周)(?P<name>[一二三四五六日天]))?"
)
WEEK = "一二三四五六日"
THIS_YEAR = re.compile(r"(?P<which>今年|去年|明年|前年)(?:（|\(|是|即|，即)(?P<year>(?:19|20)\d{2})年?(?=[）)，。年])")
YEAR_IS_THIS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})年(?:（|\(|，)?(?:即|也就是)?(?P<which>今年|去年|明年)(?=[，）)])"
)
OFFSETS = {"今年": 0, "去年": -1, "明年": 1, "前年": -2}
RANGE = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d{2})年?(?:至|到|—|–|-|－|~|～)+(?P<last>(?:19|20)\d{2})年")
UNTIL = re.compile(r"截(?:至|止|止到|至到)(?P<day>(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?)(?P<end>底|末)?")
EVENTS = (
    ("中国共产党成立|建党", 1921),
    ("新中国成立|中华人民共和国成立|建国", 1949),
    ("改革开放", 1978),
    ("全国人民代表大会成立|全国人大成立|人民代表大会制度建立|人民代表大会制度确立", 1954),
    ("地方人大设立常委会|县级以上地方人大设立常委会|地方人大常委会设立|地方人大设立常务委员会", 1979),
    ("抗日战争胜利|抗战胜利", 1945),
    ("长征胜利", 1936),
    ("中国人民解放军建军|建军", 1927),
    ("香港回归", 1997),
    ("澳门回归", 1999),
    ("现行宪法公布施行|现行宪法颁布实施|现行宪法公布实施", 1982),
    ("五四运动", 1919),
)
JUBILEE = re.compile(
    r"(?P<year>今年|(?<!\d)(?:19|20)\d{2}年)(?:，)?(?:是|正值|适逢|恰逢|迎来|又是|正是|也是|既是)[^，。；]{0,6}?"
    rf"(?P<event>{'|'.join(one for one, _ in EVENTS)})(?P<count>\d{{2,3}}|[一二三四五六七八九十]{{1,3}})周年"
)


EVENT_DAY = re.compile(
    r"(?P<event>选举日|投票日|开幕日|闭幕日|会议召开日)(?:就?定[在于为]|是|为|在|，即|（|：|即)?(?:\d{4}年)?(?P<day>\d{1,2}月\d{1,2}日)"
    r"|(?<!\d)(?P<day2>\d{1,2}月\d{1,2}日)(?:是|为|这一天是|定为|（)(?:全[县市区镇乡]|统一的?|我[县市区])?(?P<event2>选举日|投票日)"
)
ELAPSED = re.compile(
    r"(?P<start>(?:19|20)\d{2})年[^。；]{0,60}?(?:至今|到现在|到今天|迄今|如今)[^。；\d]{0,8}(?P<count>\d{1,3})(?:个)?年(?!代|度|级)(?!多)"
)
DAYS_OF_EVENTS = ("选举日", "投票日")
ELAPSED_SINCE = ("至今", "到现在", "到今天", "迄今", "如今")
QUARTERS = (("前三季度", 9, 25), ("上半年", 6, 20), ("一季度", 3, 25))
"""What is counted, and the month and day before which its figures cannot be had."""
COUNTED = re.compile(
    r"(?<!去年)(?<!上年)(?<!同期)(?:今年)?(前三季度|一季度|上半年)[^。；]{0,30}?(?:同比|增长|下降|[\d.]+(?:亿|万元|%|％))"
)
AHEAD = re.compile("去年|上年|同期|预计|力争|目标|确保|计划|要|将|争取|20\\d\\d年")


def vocabulary(_: Library) -> Iterator[str]:
    """Yield the words without which no date is looked at."""
    yield from ("日", "年", "周年", *DAYS_OF_EVENTS, *ELAPSED_SINCE, *(name for name, _, _ in QUARTERS))


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield the days that do not exist, and the years that contradict the paper's day."""
    hits = paper.hits
    if any(one in hits for one in DAYS_OF_EVENTS):
        yield from _events(paper)
    if any(one in hits for one in ELAPSED_SINCE):
        yield from _elapsed(paper)
    if any(name in hits for name, _, _ in QUARTERS):
        yield from _quarters(paper)
    if "日" in hits:
        yield from _days(paper)
    if "年" not in hits:
        return
    yield from _ranges(paper)
    if paper.setting.day_from in ("given", "text") and not paper.passage:
        yield from _present(paper)
    if "周年" in hits:
        yield from _jubilees(paper)


def _days(paper: Paper) -> Iterator[Problem]:
    for found in DAY.finditer(paper.text):
        month, day = int(found["month"]), int(found["day"])
        year = int(found["year"]) if found["year"] else None
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2000, month)[1]:
            shown = found[0].removesuffix(found["week"] or "")
            yield paper.problem(ID, found.start(), found.start() + len(shown), f"没有{shown}这一天", hint="核实日期")
        elif found["week"] and (year := year or _year_of(paper)):
            right = "日" if (number := date(year, month, day).weekday()) == 6 else WEEK[number]
            if found["name"].replace("天", "日") != right:
                message = f"{year}年{month}月{day}日是星期{right}"
                yield paper.problem(ID, *found.span("week"), message, hint="核实日期和星期")


def _year_of(paper: Paper) -> int | None:
    """Return the year in which a paper is read, where it is sure."""
    setting = paper.setting
    known = setting.day_from in ("given", "text") and setting.first.year == setting.last.year and not paper.passage
    return setting.first.year if known else None


def _ranges(paper: Paper) -> Iterator[Problem]:
    for found in RANGE.finditer(paper.text):
        if found["first"] > found["last"]:
            yield paper.problem(
                ID, *found.span(), "起止年份前后颠倒", hint=f"改为“{found['last']}年至{found['first']}年”，或核实"
            )


def _present(paper: Paper) -> Iterator[Problem]:
    year = _year_of(paper)
    for pattern in (THIS_YEAR, YEAR_IS_THIS) if year else ():
        for found in pattern.finditer(paper.text):
            right = (year or 0) + OFFSETS[found["which"]]
            if int(found["year"]) != right and not _is_quoted(paper, found.start()):
                message = f"这篇稿子是{year}年的，“{found['which']}”是{right}年"
                yield paper.problem(ID, *found.span("year"), message, hint="核实年份")
    for found in UNTIL.finditer(paper.text):
        days = dated(found["day"])
        if days and days[0] > paper.setting.last:
            message = f"截止的日期晚于成文的日期（{paper.setting.last:%Y-%m-%d}）"
            yield paper.problem(ID, *found.span("day"), message, hint="核实日期")


def _is_quoted(paper: Paper, offset: int) -> bool:
    begin, _ = paper.sentence_at(offset)
    before = paper.text[begin:offset]
    return before.count("“") > before.count("”")


def _jubilees(paper: Paper) -> Iterator[Problem]:
    for found in JUBILEE.finditer(paper.text):
        year = _year_of(paper) if found["year"] == "今年" else int(found["year"][:4])
        count = small_number(found["count"])
        begun = next(year for names, year in EVENTS if found["event"] in names.split("|"))
        if year and count and year - begun != count:
            message = f"{year}年是{found['event']}{year - begun}周年"
            yield paper.problem(ID, *found.span("count"), message, hint="核实年份和周年")


def _events(paper: Paper) -> Iterator[Problem]:
    """Yield the day of an event that is not the one that most places of the paper give."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    for one in EVENT_DAY.finditer(paper.text):
        group = "day" if one["day"] else "day2"
        found.setdefault(one["event"] or one["event2"], []).append((one[group], *one.span(group)))
    for event, days in found.items():
        names = [day for day, _, _ in days]
        usual = max(dict.fromkeys(names), key=names.count)
        for day, start, end in days:
            if day != usual:
                message = f"{event}别处写的是{usual}，这里是{day}"
                yield paper.problem(ID, start, end, message, hint="核实日期", severity="warning")


def _elapsed(paper: Paper) -> Iterator[Problem]:
    """Yield the years since a start that are not those up to the paper's day."""
    if paper.setting.day_from not in ("given", "text"):
        return
    for found in ELAPSED.finditer(paper.text):
        right, said = paper.setting.last.year - int(found["start"]), int(found["count"])
        if said not in (right - 1, right, right + 1):
            message = f"{found['start']}年到{paper.setting.last.year}年是{right}年，不是{said}年"
            yield paper.problem(ID, found.start("count"), found.end("count"), message, hint="核实年数")


def _quarters(paper: Paper) -> Iterator[Problem]:
    """Yield the figures of a stretch of the year that was not over on the paper's day."""
    setting = paper.setting
    if setting.day_from not in ("given", "text") or setting.first != setting.last:
        return
    for found in COUNTED.finditer(paper.text):
        begin, end = paper.sentence_at(found.start())
        month, day = next((month, day) for name, month, day in QUARTERS if name == found[1])
        if (setting.last.month, setting.last.day) < (month, day) and not AHEAD.search(paper.text, begin, end):
            message = f"{setting.last.month}月{setting.last.day}日还没有{found[1]}的数字"
            yield paper.problem(
                ID, found.start(1), found.end(1), message, hint="核实是哪一段时间的数字", severity="warning"
            )
