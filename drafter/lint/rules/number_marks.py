"""序号后面的标点：“一、”用顿号，“1.”用下脚点，“（一）”“①”后面不带标点，“第一”“首先”“其一”后面用逗号。

依据《标点符号用法》（GB/T 15834—2011）4.4.3.3、4.5.3.5 和《党政机关公文格式》（GB/T 9704—2012）7.3.3。

    不合格  三. 加强领导　（一）、提高认识　第一、统一思想
    合格    三、加强领导　（一）提高认识　第一，统一思想
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from drafter.lint.numbers import Number, Series, series_of, shown
from drafter.lint.papers import Paper
from drafter.model.problem import Problem, Severity

ID = "number-mark"
TITLE = "序号后面的标点"
GROUP = 7
SINGLE = re.compile("[㈠-㈩⑴-⒂]")
"""Numbers that are one character with its brackets: other programs cannot show them."""
BRACKETS = re.compile(r"([（(]?)\s?([一二三四五六七八九十]{1,3}|\d{1,2})\s?([）)])")
DOUBLED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、{2,}|[（(]{2,}|\d{1,2}[.．]{2,})")


class Fault(msgspec.Struct, frozen=True):
    """A number that is marked wrongly."""

    message: str
    right: str
    severity: Severity = "error"
    mechanical: bool = True


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem at each number with a wrong mark; what is only a matter of habit once."""
    hinted: set[str] = set()
    for series in series_of(paper):
        usual = _usual_mark(paper, series)
        for one in series.numbers:
            fault = None if one.oddity == "mixed" else _fault(paper, one, usual)
            if fault and fault.message not in hinted:
                yield _problem(paper, one, fault)
                hinted |= {fault.message} if fault.severity == "info" else set()


def _problem(paper: Paper, one: Number, fault: Fault) -> Problem:
    end = one.end if fault.mechanical else one.start + len(paper.text[one.start : one.end].rstrip())
    return paper.problem(
        ID,
        one.start,
        end,
        fault.message,
        hint=f"改为“{fault.right}”",
        severity=fault.severity,
        fix=fault.right if fault.mechanical else None,
    )


def _fault(paper: Paper, one: Number, usual: str) -> Fault | None:
    found = paper.text[one.start : one.end]
    mark = found.rstrip()[-1:]
    if one.style == "cn":
        return _after_cn(one, found, mark)
    if one.style in ("paren", "paren-digit"):
        return _bracketed(paper, one, found)
    if one.style == "digit":
        return _after_digit(one, mark, usual)
    if one.style == "circled" and mark in "、.．":
        return Fault(f"“{found[0]}”后面不带标点", found[0])
    if one.style in ("article", "its"):
        return _after_article(paper, one, mark)
    if one.style in ("first", "is", "must"):
        return _after_word(paper, one)
    return None


def _after_cn(one: Number, found: str, mark: str) -> Fault | None:
    right = shown("cn", one.value)
    if mark == "、":
        return Fault("序号后面的空格多余", right, "info") if found != found.rstrip() else None
    if one.form == "cn-bare":
        return Fault(f"序号“{found}”后面漏了顿号", right)
    what = f"不用“{mark}”" if mark in ".．，,：:" else "不用空格"
    return Fault(f"序号“{right[:-1]}”后面用顿号，{what}", right)


def _bracketed(paper: Paper, one: Number, found: str) -> Fault | None:
    right = shown(one.style, one.value)
    if SINGLE.match(found):
        return Fault(f"“{found[0]}”是一个专用字符，有的电脑显示不出", right, "info", mechanical=False)
    if one.form == "half-paren":
        return Fault("序号的括号不成对", right)
    shape = BRACKETS.match(found)
    if shape is None:
        return None
    after = found[shape.end() :].strip()
    if after or paper.text[one.end : one.end + 1] in "、，":
        return Fault(f"“{right}”后面不带标点", right)
    if not shape[1]:
        return Fault(f"序号“{shape[0]}”缺前括号", right, "info", mechanical=False)
    if shape[1] + shape[3] in ("(）", "（)"):
        return Fault("序号的括号一全角一半角", right)
    return Fault("序号用了半角括号", right, "warning") if shape[1] == "(" else None


def _after_digit(one: Number, mark: str, usual: str) -> Fault | None:
    right = f"{one.value}."
    if mark != usual:
        return Fault(f"同一层的序号有的用“{usual}”，有的用“{mark}”", f"{one.value}{usual}", "warning", mechanical=False)
    if mark in "、．":
        return Fault(f"阿拉伯数字的序号后面用下脚点，不用“{mark}”", right, "info", mechanical=False)
    return None


def _after_article(paper: Paper, one: Number, mark: str) -> Fault | None:
    name = paper.text[one.start : one.end].rstrip("，,、：: .．。")
    if mark in "、.．。" and mark:
        return Fault(f"“{name}”后面用逗号，不用“{mark}”", f"{name}，", "warning")
    return None


def _after_word(paper: Paper, one: Number) -> Fault | None:
    following = paper.text[one.end : one.end + 1]
    name = paper.text[one.start : one.end]
    if one.style == "first":
        return None
    if following and following in "，、,":
        return Fault(f"“{name}”后面不带标点", name, "warning", mechanical=False)
    return None


def _usual_mark(paper: Paper, series: Series) -> str:
    """Return the mark that most numbers of a series of digits bear, of equals the first."""
    if series.style != "digit":
        return ""
    marks: Sequence[str] = [paper.text[one.start : one.end].rstrip()[-1:] for one in series.numbers]
    return Counter(marks).most_common(1)[0][0]
