"""届次要一致：正文里的届次和标题、场合不能矛盾，也要和单位档案的届次表（sessions）相符。

会议还没有开就写成开过了的（三次会议的讲话说到四次会议的精神）、把本次会议说成别的会次的、届次大得不可能有的，都算。

    不合格  在县第十七届人民代表大会第三次会议闭幕会上：大力宣传县十七届人大四次会议精神。
    合格    在县第十七届人民代表大会第三次会议闭幕会上：大力宣传县十七届人大三次会议精神。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from drafter.lint.counted import small_number
from drafter.lint.papers import Paper
from drafter.lint.places import UNITS
from drafter.model.library import Library
from drafter.model.problem import Problem

ID = "session"
TITLE = "届次"
GROUP = 4
PASSAGES = True
NUMBER = r"[一二三四五六七八九十]{1,4}|\d{1,2}"
NAMED = re.compile(
    rf"(?<![一二三四五六七八九十\d])(?P<term>{NUMBER})届(?P<body>人民代表大会|全国人民代表大会|全国人大|人大)(?P<committee>常务委员会|常委会)?第?(?P<session>{NUMBER})次(?:全体)?会议"
)
OWN_SIGNS = re.compile("本次|这次|此次|今天|现在|宣布|胜利闭幕|隆重开幕|大会精神")
AHEAD = re.compile("将|下次|下一次|明年|筹备|即将|准备|召开前|筹办|拟|新一届|换届|下一届|下届|提请")
MOST_SESSIONS = 15
MOST_MEETINGS = 75
MOST_TERMS = 22
NATIONAL_FIRST = (5, 1978)
NATIONAL_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})年[^。；，]{0,8}$")


class Named(NamedTuple):
    """A session that a text names."""

    term: int
    session: int
    committee: bool
    national: bool
    whose: str
    start: int
    end: int


def vocabulary(_: Library) -> Iterator[str]:
    """Yield the word without which no session is named."""
    yield "次会议"
    yield "次全体会议"


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield the sessions that cannot be, or that contradict the paper's own."""
    if "次会议" not in paper.hits and "次全体会议" not in paper.hits:
        return
    named = list(_named(paper.text))
    own = None if paper.passage else _own(paper)
    for one in named:
        if found := _impossible(paper, one) or (own and _contradicts(paper, own, one)):
            yield found
    if own and not own.committee and not own.national:
        yield from _not_in_table(paper, own, named)


def _named(text: str) -> Iterator[Named]:
    for found in NAMED.finditer(text):
        term, session = small_number(found["term"]), small_number(found["session"])
        if term is not None and session is not None:
            before = text[max(found.start() - 3, 0) : found.start()]
            start = found.start() - before.endswith("第")
            whose = before.removesuffix("第")[-2:]
            national = "全国" in found["body"] or whose == "全国"
            yield Named(term, session, bool(found["committee"]), national, whose, start, found.end())


def _own(paper: Paper) -> Named | None:
    """Return the session at which a paper is read, by its title or subtitle."""
    for head in (paper.speech.subtitle, paper.speech.title):
        for one in _named(head):
            if not one.national:
                return one
    return None


def _impossible(paper: Paper, one: Named) -> Problem | None:
    most = MOST_MEETINGS if one.committee else MOST_SESSIONS
    if one.national and not one.committee:
        return _wrong_year(paper, one)
    if not one.term or not one.session or one.term > MOST_TERMS or one.session > most:
        return paper.problem(ID, one.start, one.end, "届次不可能有这么大", hint="核实届次")
    return None


def _wrong_year(paper: Paper, one: Named) -> Problem | None:
    """Return a finding where the year beside a session of the National People's Congress is not its year."""
    before = NATIONAL_YEAR.search(paper.text[max(one.start - 14, 0) : one.start])
    term, first = NATIONAL_FIRST
    right = first + 5 * (one.term - term) + one.session - 1
    if one.term >= term and (one.session > 5 or (before and int(before["year"]) != right)):
        message = (
            f"{one.term}届全国人大{one.session}次会议是{right}年召开的"
            if one.session <= 5
            else "每届全国人大只有五次会议"
        )
        return paper.problem(ID, one.start, one.end, message, hint="核实年份和届次")
    return None


def _contradicts(paper: Paper, own: Named, one: Named) -> Problem | None:
    """Return a finding where a session that bears on the paper's own is another one."""
    if one.committee != own.committee or one.national or not _is_own_body(paper, one):
        return None
    if (one.term, one.session) == (own.term, own.session):
        return None
    begin, end = paper.sentence_at(one.start)
    sentence = paper.text[begin:end]
    later = (one.term, one.session) > (own.term, own.session) and not AHEAD.search(sentence)
    near = paper.text[max(one.start - 8, begin) : one.end + 8]
    if not later and not OWN_SIGNS.search(near):
        return None
    message = f"标题写的是第{own.term}届第{own.session}次会议，这里是第{one.term}届第{one.session}次会议"
    return paper.problem(ID, one.start, one.end, message, hint="核实届次")


def _is_own_body(paper: Paper, one: Named) -> bool:
    """Return whether a session is one of the paper's own congress: no other level is named before it."""
    last = one.whose[-1:]
    return last == paper.setting.unit if last and last in UNITS else last != "省"


def _not_in_table(paper: Paper, own: Named, named: list[Named]) -> Iterator[Problem]:
    """Yield what the office's table of sessions contradicts: a session that it lacks, or another day."""
    table = {(one.term, one.session): one for one in paper.books.library.office.sessions}
    place = paper.books.library.office.profile.get("place")
    if not table or (place and place != paper.setting.place):
        return
    known = table.get((own.term, own.session))
    first = next((one for one in named if (one.term, one.session) == (own.term, own.session)), None)
    if first is None:
        return
    if known is None:
        message = f"届次表里没有第{own.term}届第{own.session}次会议"
    elif paper.setting.day_from == "text" and not _within(paper, known.from_, known.until or known.from_):
        message = f"届次表里这次会议是{known.from_:%Y-%m-%d}开始的，和稿子的日期不符"
    else:
        return
    yield paper.problem(ID, first.start, first.end, message, hint="核实届次、日期和届次表")


def _within(paper: Paper, first: date, last: date) -> bool:
    return paper.setting.last >= first and paper.setting.first <= last
