"""一篇文稿里的说法要是同一个时期的。旧稿翻新，年份改了，旧的提法还在，或者新旧提法混在一起，都要改。

不合格  2024年，我们认真学习贯彻党的十七大精神，落实胡锦涛总书记的要求。
合格    2024年，我们认真学习贯彻党的二十大精神。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from drafter.lint.papers import Paper
from drafter.lint.rules.term_dates import Dated, dated_words
from drafter.lint.telling import told_as_past, too_late
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.text.confusables import later_years, newest_year

ID = "mixed-eras"
TITLE = "不同时期的说法混用"
GROUP = 2
APART = timedelta(days=365)
ENOUGH = 2
"""How many words of a later time show that a paper is of that time."""


def vocabulary(library: Library) -> Iterator[str]:
    """Yield the words that have days."""
    yield from dated_words(library)


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each year that the words of a paper cannot know, and for words of two eras."""
    if paper.passage:
        return
    seen: set[str] = set()
    for start, year in later_years(paper.text):
        if year not in seen and paper.text[start - 1 : start] not in ("到", "至"):
            seen.add(year)
            message = f"全文是{newest_year(paper.text)}年以前的说法，却写着{year}年，像是旧稿改了年份"
            hint = "核对年份；沿用旧稿的，提法也要换成现在的"
            yield paper.problem(ID, start, start + 5, message, hint=hint, severity="warning")
    yield from _words_of_two_eras(paper)


def _words_of_two_eras(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each word that had lapsed before other words of a paper without a certain day came up."""
    if paper.setting.day_from in ("given", "text"):
        return
    known = dated_words(paper.books.library)
    used = [known[word] for word in known.keys() & paper.hits.keys()]
    days = sorted((one.first, one.words) for one in used if one.first is not None)
    if len(days) < ENOUGH:
        return
    since, newest = days[-ENOUGH]
    for one in used:
        if one.last is not None and one.last + APART < since and not too_late(paper, one.last):
            yield from _lapsed(paper, one, newest)


def _lapsed(paper: Paper, one: Dated, newest: str) -> Iterator[Problem]:
    for start in paper.hits.get(one.words, ())[:1]:
        if one.last is None or told_as_past(paper, start, one.last):
            continue
        message = f"“{one.words.strip('“”')}”和文中的“{newest.strip('“”')}”不是同一个时期的说法"
        hint = "按文稿的日期统一"
        yield paper.problem(ID, start, start + len(one.words), message, hint=hint, severity="warning")
