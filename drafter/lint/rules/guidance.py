"""指导思想按文稿的日期写全，次序不能乱，中间不能漏。

党的十七大以后写到科学发展观，党的十八大以后三项并列，党的十九大以后写到习近平新时代中国特色社会主义思想。单写最后一项可以；
说的是过去的事不算。

    不合格  （2023年的讲话）以邓小平理论、“三个代表”重要思想、科学发展观为指导。
    合格    （2023年的讲话）以习近平新时代中国特色社会主义思想为指导。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from drafter.lint.papers import Paper
from drafter.lint.telling import told_as_past
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity

ID = "guiding-ideology"
TITLE = "指导思想的排列"
GROUP = 1
THOUGHTS: tuple[tuple[str, ...], ...] = (
    ("马克思列宁主义", "马克思主义", "马列主义"),
    ("毛泽东思想",),
    ("邓小平理论",),
    ("“三个代表”重要思想", "三个代表重要思想", "“三个代表”思想"),
    ("科学发展观",),
    ("习近平新时代中国特色社会主义思想",),
)
"""The guiding thoughts in their order, each with the forms in which it is met."""
SINCE = (date.min, date.min, date(1997, 9, 18), date(2002, 11, 14), date(2012, 11, 14), date(2017, 10, 24))
"""From which day on each belongs to the list."""
SLOW = timedelta(days=30)
"""For how long after a congress a paper may still have the list before it."""
_JOIN = re.compile(r"(?:[、，和与及]|以及|中国化的?最新成果)*")
_GUIDE = re.compile(r"为指导|作?为.{0,6}指南|为指引|指导思想|武装头脑|的指导")


class Run(NamedTuple):
    """Guiding thoughts that stand side by side."""

    start: int
    end: int
    numbers: tuple[int, ...]


def vocabulary(_library: Library) -> Iterator[str]:
    """Yield the guiding thoughts."""
    for forms in THOUGHTS:
        yield from forms


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each list of guiding thoughts that is not the one of the paper's day."""
    if "邓小平理论" not in paper.hits and "毛泽东思想" not in paper.hits:
        return
    for run in _runs(paper):
        if len(run.numbers) > 1 and not told_as_past(paper, run.start, date(1997, 1, 1)):
            problem = _order(paper, run) or _gap(paper, run) or _short(paper, run)
            if problem:
                yield problem


def _runs(paper: Paper) -> Iterator[Run]:
    found = sorted(
        (start, start + len(form), number)
        for number, forms in enumerate(THOUGHTS)
        for form in forms
        for start in paper.hits.get(form, ())
    )
    run: Run | None = None
    for start, end, number in found:
        if run and start < run.end:
            continue
        if run and _JOIN.fullmatch(paper.text, run.end, start):
            run = Run(run.start, end, (*run.numbers, number))
            continue
        if run:
            yield run
        run = Run(start, end, (number,))
    if run:
        yield run


def _order(paper: Paper, run: Run) -> Problem | None:
    if list(run.numbers) == sorted(set(run.numbers)):
        return None
    return paper.problem(ID, run.start, run.end, "指导思想的次序不对", hint=f"改为“{_list(run.numbers)}”")


def _gap(paper: Paper, run: Run) -> Problem | None:
    """Return a problem where a thought between the first and the last is missing."""
    numbers = range(run.numbers[0], run.numbers[-1] + 1)
    missing = [THOUGHTS[one][0] for one in numbers if one not in run.numbers and paper.setting.first >= SINCE[one]]
    if not missing or (run.numbers[0] == 0 and run.numbers[1] == 5):
        return None
    return paper.problem(ID, run.start, run.end, f"指导思想漏了{'、'.join(missing)}", hint=f"改为“{_list(numbers)}”")


def _short(paper: Paper, run: Run) -> Problem | None:
    """Return a problem where the list ends before the last thought of the paper's day."""
    first = paper.setting.first
    last = max(number for number, since in enumerate(SINCE) if since <= max(first - SLOW, date(1998, 1, 1)))
    if run.numbers[-1] >= last or not _guides(paper, run) or _named_behind(paper, run, last):
        return None
    severity: Severity = "error" if last == 5 and paper.setting.day_from in ("given", "text") else "warning"
    message = f"到文稿的日期，指导思想还要写上{THOUGHTS[last][0]}"
    numbers = range(run.numbers[0], last + 1)
    return paper.problem(ID, _begin(paper, run), _end(paper, run), message, hint=_hint(numbers), severity=severity)


def _guides(paper: Paper, run: Run) -> bool:
    """Return whether the list is said to guide: behind it, or in all of it from 邓小平理论 on."""
    return bool(_GUIDE.search(paper.text[run.end : run.end + 14])) or run.numbers[-1] >= 3


def _named_behind(paper: Paper, run: Run, last: int) -> bool:
    """Return whether the last thought is named elsewhere in the paragraph's sentence, or close behind it."""
    first, end = paper.sentence_at(run.start)
    text = paper.text[first : end + 60]
    return any(form in text for form in THOUGHTS[last]) or (last == 4 and "科学发展观" in text)


def _begin(paper: Paper, run: Run) -> int:
    return run.start - 1 if paper.text[run.start - 1 : run.start] == "以" else run.start


def _end(paper: Paper, run: Run) -> int:
    return run.end + 3 if paper.text.startswith("为指导", run.end) else run.end


def _list(numbers: range | tuple[int, ...]) -> str:
    return "、".join(THOUGHTS[one][0] for one in sorted(set(numbers)))


def _hint(numbers: range) -> str:
    return f"改为“{_list(numbers)}”"
