"""法律用现行的名称和条文：废止的法律不当现行法引用，修改后挪动了的条文用新的条号。

法律的名称、施行和废止的日期、挪动了的条文在 drafter/lint/eras.yaml。说的是过去的事、说的是草案，不算错。

    不合格  （2024年的讲话）认真学习宣传合同法。
    合格    （2024年的讲话）认真学习宣传民法典合同编。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.eras import Amended, Repealed, eras
from drafter.lint.papers import Paper
from drafter.lint.telling import sentence_of, told_as_coming, told_as_past, too_early, too_late
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.text.numerals import cn_number, date_text

ID = "law"
TITLE = "法律的名称和条文"
GROUP = 2
_ARTICLE = re.compile(r"[》〉]?(?:（[^（）]{0,20}）)?第([一二三四五六七八九十百零〇]{1,6}|\d{1,3})条")
_NUMBERS = {cn_number(one): one for one in range(1, 200)}
_YEAR = re.compile(r"(20\d\d)年")
_DRAFT = re.compile("草案|编纂|起草|审议|征求意见|制定|出台|立法")
_PASSED = re.compile("废止|废除|纳入|编入|整合|取代|代替|同时|原来|过去|曾|通过于|颁布于")


def vocabulary(_library: Library) -> Iterator[str]:
    """Yield the names of laws."""
    known = eras()
    for repealed in known.repealed:
        yield from repealed.names
    for names in known.enacted.values():
        yield from names
    for amended in known.articles:
        yield from amended.law


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each law that was not in force on the paper's day, and for each article that has moved."""
    known = eras()
    for repealed in known.repealed:
        yield from _repealed(paper, repealed)
    for day, names in known.enacted.items():
        grave = too_early(paper, day)
        for name in names if grave else ():
            for start in paper.hits.get(name, ()):
                if not _DRAFT.search(sentence_of(paper, start)) and not told_as_coming(paper, start):
                    message = f"{name}{date_text(day)}才通过，文稿的日期比它早"
                    hint = "核对文稿的日期，或引用当时的法律"
                    yield paper.problem(ID, start, start + len(name), message, hint=hint, severity=grave or "info")
    for amended in known.articles:
        for name in amended.law:
            for start in paper.hits.get(name, ()):
                if problem := _article(paper, amended, start, start + len(name)):
                    yield problem


def _repealed(paper: Paper, one: Repealed) -> Iterator[Problem]:
    grave = too_late(paper, one.until)
    for name in one.names if grave else ():
        for start in paper.hits.get(name, ()):
            before = paper.text[max(0, start - 2) : start]
            if before.endswith((*one.not_after, "原")) or _PASSED.search(sentence_of(paper, start)):
                continue
            if told_as_past(paper, start, one.until):
                continue
            hint = f"改为{one.now}；说的是过去的事，写明时间" if one.now else "删去，或写明是过去的事"
            message = f"{name}已经废止（最后有效的一天是{date_text(one.until)}）"
            yield paper.problem(ID, start, start + len(name), message, hint=hint, severity=grave or "warning")


def _article(paper: Paper, law: Amended, start: int, end: int) -> Problem | None:
    """Return a problem for an article cited under a number that it had not on the paper's day."""
    found = _ARTICLE.match(paper.text, end)
    if not found or paper.setting.day_from == "today":
        return None
    number = int(found[1]) if found[1].isdigit() and found[1].isascii() else _NUMBERS.get(found[1])
    sentence = sentence_of(paper, start)
    if paper.setting.first >= law.from_ and not _of_old_text(law, sentence):
        numbers = {one: (one.old, one.new) for one in law.moved}
    elif paper.setting.last < law.from_:
        numbers = {one: (one.new, one.old) for one in law.moved}
    else:
        return None
    about = [one for one in law.moved if any(word in sentence for word in one.about)]
    if any(numbers[one][1] == number for one in about):
        return None
    moved = next((one for one in about if numbers[one][0] == number), None)
    if moved is None:
        return None
    message = f"{law.law[0]}{date_text(law.from_)}起按修改后的条文，这一条由第{moved.old}条挪到第{moved.new}条"
    hint = f"改为“第{cn_number(numbers[moved][1])}条”"
    return paper.problem(ID, start, found.end(), message, hint=hint)


def _of_old_text(law: Amended, sentence: str) -> bool:
    """Return whether a sentence cites the law as it stood before the amendment."""
    if any(word in sentence for word in ("修改前", "修正前", "修订前", "原来的", "当时")):
        return True
    years = [int(one) for one in _YEAR.findall(sentence)]
    return bool(years) and max(years) < law.from_.year
