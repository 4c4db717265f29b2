"""段落里不写具体的数字、日期、人名、地名和文件名，它们是要素，写成 {{ 名称 }}，没有人提供就显示为待补。

法律和提法表（sections/terms.yaml）里有的文件名可以写。提法里的数字（四个意识、三会一课）不算。

    不合格  听取审议专项工作报告16项。
    合格    听取审议专项工作报告{{ work_reports }}项。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.subjects import LibraryView, Passage
from drafter.model.problem import Problem

ID = "bare-fact"
TITLE = "写死的数字、日期和名称"
FIGURE = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?[%％\u4e00-\u9fff]?")
SPOKEN_DATE = re.compile(
    r"[一二三四五六七八九〇零]{4}年|(?:今年|去年|明年|本)?[一二三四五六七八九十]{1,3}月(?:份|[一二三四五六七八九十]{1,3}[日号]|[底初中]|$)"
)
SPOKEN_FIGURE = re.compile(
    r"[一二三四五六七八九]?[十百千万][一二三四五六七八九十百千万余多]*(?:余|多)?"
    r"(?:件|名|次|项|个|人次|条|亿|万元|户|家|期|篇|场|公里|个百分点)"
)
COUNTED = re.compile(r"[二三四五六七八九十]{2,}[件名次项条期篇户家](?!议事)")
PERCENT = re.compile(r"百分之[一二三四五六七八九十百零点]+|[一二三四五六七八九]成(?:以上|以下|多|左右)")
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
BEFORE = r"(?:^|(?<=[，。；、：“（\n])|(?<=[在到赴如像向与由从请以对和及沿])|(?<=学习|借鉴|推广|来自|邀请))"
"""Where a name can begin: at a mark, or after a word that a name follows."""
PERSON = re.compile(
    BEFORE + rf"([{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:同志|书记|副?主任|副?县长|副?市长|副?区长|副?镇长|局长))"
)
NAMED = re.compile(rf"(?:代表|委员|干部|党员|村民|居民|支书)([{SURNAMES}][\u4e00-\u9fff]{{2}})(?=等|同志|牵头|主动)")
PLACE = re.compile(BEFORE + r"(?:沿着?)?([\u4e00-\u9fff]{2}(?:县|镇|乡|村|市|省|街道|社区|工业园|河|江|湖|水库|大桥))")
GENERIC_PLACE = re.compile(
    r"[各全本我该每乡城县市区村镇街农新老小的级和或跨下有无多一两几些]|设区|基层|行政|自然|中心|示范|先进|试点|重点|部分|"
    r"不同|偏远|边远|贫困|脱贫|美丽|所在|居住|群众|代表|选民|企业|学校|产业|项目|深入|走进|进入|联系|包联|结对|驻|省|审议|巡|护|治理|清|黄河|长江|江河|大江|大河"
)
IDIOMS = re.compile("千家万户|万户千家|千头万绪|千方百计|十条八条|百家|万众|百分之百|一百条|十条")
"""Numerals that count nothing."""
LAW_VERSION = re.compile(r"(《[^《》]+》)（\d{4}年(?:修正|修订)）")
DOCUMENT = re.compile(r"《[^《》]+》")
PEOPLE_WORDS = re.compile(
    r"(?:经主任|[的]|人大|党员|专业|优秀|基层|本级|全体|每名|有关|部分|各位|领衔|提议|委员|企业|群众|妇女|农民|工人|职工|常委会|办公室)"
)


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each figure, date, person, place and document written out."""
    known = {term.wording for term in view.library.terms.all_terms()}
    for passage in view.passages:
        plain = _without_terms(passage, known)
        for found in _findings(plain, known):
            yield view.problem(
                ID,
                passage.block_id,
                f"写死了“{found}”",
                match=found,
                hint="换成要素 {{ 名称 }}；没有这个要素，先加到 facts.yaml",
            )


def _without_terms(passage: Passage, known: set[str]) -> str:
    text = passage.plain
    for wording in sorted(known, key=len, reverse=True):
        if len(wording) > 2 and wording in text and not wording.startswith("《"):
            text = text.replace(wording, "〓")
    return IDIOMS.sub("〓", LAW_VERSION.sub(r"\1", text))


def _findings(text: str, known: set[str]) -> Iterator[str]:
    for pattern in (FIGURE, SPOKEN_DATE, SPOKEN_FIGURE, COUNTED, PERCENT):
        for found in pattern.finditer(text):
            yield found[0]
    for found in PERSON.finditer(text):
        if not PEOPLE_WORDS.search(found[1]):
            yield found[1]
    for found in NAMED.finditer(text):
        yield found[1]
    for found in PLACE.finditer(text):
        if not GENERIC_PLACE.search(found[1]):
            yield found[1]
    for found in DOCUMENT.finditer(text):
        if found[0] not in known and found[0][1:-1] not in known:
            yield found[0]
