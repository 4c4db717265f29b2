"""机构用文稿当日的名称：撤并、更名以后不用旧名，成立以前没有新名。

2018年、2023年机构改革前后的名称在 drafter/lint/eras.yaml；各地改革有先后，旧名的截止日期从宽。
说的是过去的事、写明“原”的不算。

    不合格  （2017年的报告）县生态环境局开展了专项检查。
    合格    （2017年的报告）县环境保护局开展了专项检查。
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.eras import Institution, eras
from drafter.lint.papers import Paper
from drafter.lint.telling import told_as_coming, told_as_past, too_early, too_late
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.text.numerals import date_text

ID = "institution"
TITLE = "机构的名称"
GROUP = 2
SHORT = 3
"""A name as short as this counts only beside a place or at the head of its list."""


def vocabulary(_library: Library) -> Iterator[str]:
    """Yield the names of institutions."""
    for one in eras().institutions:
        yield from (*one.old, *one.new)


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each institution under a name that it had not on the paper's day."""
    for one in eras().institutions:
        for start, end in _spans(paper, one.old):
            if not _other(paper, one, start, end) and (problem := _old(paper, one, start, end)):
                yield problem
        if one.silent_new:
            continue
        for start, end in _spans(paper, one.new):
            if problem := _new(paper, one, start, end):
                yield problem


def _spans(paper: Paper, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    end = 0
    found = ((start, start + len(name)) for name in names for start in paper.hits.get(name, ()))
    for start, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= end:
            end = last
            yield start, last


def _other(paper: Paper, one: Institution, start: int, end: int) -> bool:
    """Return whether a name is part of another word."""
    before, behind = paper.text[max(0, start - 2) : start], paper.text[end : end + 1]
    return before.endswith((*one.not_after, "原")) or behind in one.not_before


def _old(paper: Paper, one: Institution, start: int, end: int) -> Problem | None:
    if one.until is None or not (grave := too_late(paper, one.until)) or told_as_past(paper, start, one.until):
        return None
    name = paper.text[start:end]
    hint = f"改为“{one.new[0]}”；说的是改革以前的事，写作“原{name}”" if one.new else f"写作“原{name}”，或改写"
    severity = "info" if one.soft else "warning" if grave == "error" and _loose(one) else grave
    return paper.problem(ID, start, end, f"{name}已经撤并或更名", hint=hint, severity=severity)


def _loose(one: Institution) -> bool:
    """Return whether places kept the old name for different times: the day on which it ended is only an outer limit."""
    return one.until is not None and (one.until.month, one.until.day) == (12, 31) and one.until.year >= 2024


def _new(paper: Paper, one: Institution, start: int, end: int) -> Problem | None:
    if one.since is None or not (grave := too_early(paper, one.since)) or told_as_coming(paper, start):
        return None
    name = paper.text[start:end]
    hint = f"当时称“{one.old[0]}”" if one.old else "核对文稿的日期，或用当时的名称"
    severity = "info" if one.soft else grave
    return paper.problem(ID, start, end, f"{name}{date_text(one.since)}以后才有", hint=hint, severity=severity)
