"""一个数里不混用阿拉伯数字和汉字，一个年份不混用几种零。

万、亿以外的数位词（十、百、千）和“几”不跟在阿拉伯数字后面；年份里的零写“〇”；概数的两个数字之间不用顿号；阿拉伯数字用半角。
1.36亿、300万、5千米不算。依据：GB/T 15835—2011 5.1.7、5.2、5.3。

    不合格  二零二三年，走访5、6次，联系群众3百余人。
    合格    2023年，走访五六次，联系群众300余人。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from drafter.lint.papers import Paper
from drafter.model.problem import Problem, Severity
from drafter.text.characters import Sparse
from drafter.text.numerals import DIGITS, FULL_WIDTH, cn_number, from_cn

ID = "mixed-figures"
TITLE = "数字混用"
GROUP = 6
PASSAGES = True
VALUES = {"十": 10, "百": 100, "千": 1000}
COUNTED = (
    "个|名|人|位|次(?!全会|会议|常委会|党代会)|件|天|年(?![级度])|岁|亩|户|家|倍|元|公里|小时|分钟|辆|座|场|篇|趟|遍"
)
CN = "一二三四五六七八九"
ZEROS = "零○O０0ＯoОο"
HUNDREDS = Sparse("[0-9]", r"(?<![\d.\-–A-Za-z第])\d+(?:\.\d+)?[十百千]万?(?![米克瓦伏卡帕赫焦安字吨货合分禧\d])")
TENS_AND_SOME = Sparse("[1-9]", rf"(?<![\d.])[1-9]0几(?=[万亿]|{COUNTED})")
SOME_TENS = Sparse("几", r"几10{1,3}(?!\d)")
CN_AND_UNIT = Sparse("十", r"十[1-9](?=[月日个名人件项岁届])")
YEAR = Sparse("年", rf"[一二12１２][{CN}〇{ZEROS}1-9１-９]{{3}}(?=年)", before=(4,))
MONTH = Sparse("[12]", rf"(?<!\d)(?:19|20)\d\d年(?:[{CN}]|十[一二]?)月(?:[{CN}十]{{1,3}}日)?")
CN_YEAR_MONTH = Sparse("[一二]", rf"(?:一九|二〇)[〇{CN}]{{2}}年\d{{1,2}}月(?:\d{{1,2}}日)?")
CN_ABOUT = Sparse("、", rf"、[二三四五六七八九](?=[十百千万亿]|{COUNTED})")
ABOUT = Sparse("[1-9]", rf"(?<![\d.、第～—\-])[1-9]、[1-9](?=[十百千]|{COUNTED})")
ORDERED = frozenset("第届初高年、") | frozenset(CN)
"""Before two numbers these say that both are meant, not about so many."""
FULL = re.compile("[０-９]+(?:．[０-９]+)?％?|[Ａ-Ｗａ-ｗ][Ａ-Ｚａ-ｚ]+")
OFFSET = ord("Ａ") - ord("A")
ASCII_DIGIT = re.compile("[0-9]")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each number that is written in two ways at once."""
    for pattern, better, message in _FORMS:
        for found in pattern.finditer(paper.text):
            right = better(found)
            if right and right != found[0]:
                yield _problem(paper, *found.span(), message, right)
    for found in YEAR.finditer(paper.text):
        yield from _year(paper, found)
    for found in CN_ABOUT.finditer(paper.text):
        yield from _about(paper, found.start() - 1, found.end())
    for found in ABOUT.finditer(paper.text):
        yield from _about(paper, *found.span())
    severity: Severity = "warning" if ASCII_DIGIT.search(paper.text) else "info"
    for found in FULL.finditer(paper.text):
        yield from _full_width(paper, found, severity)


def _problem(paper: Paper, start: int, end: int, message: str, right: str, severity: Severity = "error") -> Problem:
    return paper.problem(ID, start, end, message, hint=f"改为“{right}”", severity=severity, fix=right)


def _hundreds(found: re.Match[str]) -> str:
    """Return 300 for 3百, 3000万 for 3千万; nothing where the number would not be whole."""
    number = found[0].removesuffix("万")
    value = Decimal(number[:-1]) * VALUES[number[-1]]
    return str(int(value)) + found[0][len(number) :] if value == int(value) else ""


def _tens_and_some(found: re.Match[str]) -> str:
    return cn_number(int(found[0][:-1])) + "几"


def _some_tens(found: re.Match[str]) -> str:
    return "几" + cn_number(int(found[0][1:])).removeprefix("一")


def _cn_and_unit(found: re.Match[str]) -> str:
    return "十" + DIGITS[int(found[0][-1])]


def _in_arabic(found: re.Match[str]) -> str:
    """Return 2016年9月 for 2016年九月."""
    year, _, rest = found[0].partition("年")
    month, _, day = rest.partition("月")
    values = [from_cn(month), from_cn(day.removesuffix("日")) if day else 0]
    if None in values:
        return ""
    return f"{year}年{values[0]}月" + (f"{values[1]}日" if day else "")


def _in_chinese(found: re.Match[str]) -> str:
    """Return 二〇一六年九月 for 二〇一六年9月."""
    return re.sub(r"\d+", lambda number: cn_number(int(number[0])), found[0])


_FORMS: tuple[tuple[Sparse, Callable[[re.Match[str]], str], str], ...] = (
    (HUNDREDS, _hundreds, "一个数里阿拉伯数字和汉字混用"),
    (TENS_AND_SOME, _tens_and_some, "带“几”的数用汉字"),
    (SOME_TENS, _some_tens, "带“几”的数用汉字"),
    (CN_AND_UNIT, _cn_and_unit, "一个数里阿拉伯数字和汉字混用"),
    (MONTH, _in_arabic, "一个日期里阿拉伯数字和汉字混用"),
    (CN_YEAR_MONTH, _in_chinese, "一个日期里阿拉伯数字和汉字混用"),
)


def _year(paper: Paper, found: re.Match[str]) -> Iterator[Problem]:
    """Yield a problem for a year of digits of several kinds."""
    text = found[0]
    before = paper.text[found.start() - 1 : found.start()]
    if (text.isascii() and text.isdigit()) or before in CN or before.isdigit():
        return
    number = "".join("0" if one in ZEROS + "〇" else str(CN.find(one) + 1 or one) for one in text)
    number = number.translate(FULL_WIDTH)
    if not number.startswith(("19", "20")):
        return
    arabic = any(one in "123456789１２３４５６７８９" for one in text) or not any(one in CN for one in text)
    right = number if arabic else "".join("〇" if one == "0" else DIGITS[int(one)] for one in number)
    if right != text:
        only_ring = text.replace("○", "〇") == right
        message = "年份里的零写“〇”" if not arabic else "一个年份里几种数字混用"
        yield _problem(paper, *found.span(), message, right, "info" if only_ring else "error")


def _about(paper: Paper, start: int, end: int) -> Iterator[Problem]:
    """Yield a problem for 五、六十 and 5、6次: two neighbouring numbers mean about so many."""
    one, _, other = paper.text[start:end].partition("、")
    if one not in CN + "123456789" or not one or (start and paper.text[start - 1] in ORDERED):
        return
    first, second = (from_cn(number) or int(number) for number in (one, other))
    if second != first + 1 and (first, second) != (3, 5):
        return
    if paper.text[max(start - 2, 0) : start] == "第十":
        return
    right = DIGITS[first] + DIGITS[second]
    yield _problem(paper, start, end, "表示概数的两个数字之间不用顿号，用汉字", right, "warning")


def _full_width(paper: Paper, found: re.Match[str], severity: Severity) -> Iterator[Problem]:
    """Yield a problem for digits and letters of full width, but for a number that opens a paragraph."""
    start, end = found.span()
    around = paper.text[max(start - 1, 0) : start] + paper.text[end : end + 1]
    if start == paper.piece_at(start).start or any(one in CN + "〇" for one in around):
        return
    right = "".join(chr(ord(one) - OFFSET) for one in found[0])
    yield _problem(paper, start, end, "数字和字母用半角", right, severity)
