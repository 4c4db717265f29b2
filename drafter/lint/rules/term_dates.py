"""文字里的提法今天要用得上：已经停用的（until 早于核对日）和还没有出现的（from 晚于核对日）都不行。

更长的提法盖住较短的：“乡村全面振兴”里不再单查“乡村振兴”。文稿按它自己的日期查：整段时间都不对才算错；说的是过去
的事、将来的事，不算。稿子没有写明日期、只能猜的，提早使用的只作提示。集中教育、规划、全会和法律另有规则。

    不合格  扎实开展深入贯彻中央八项规定精神学习教育。
    合格    巩固深化深入贯彻中央八项规定精神学习教育成果。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from drafter.lint.eras import eras
from drafter.lint.papers import Paper
from drafter.lint.settings import DATE, dated
from drafter.lint.subjects import LibraryView
from drafter.lint.telling import told_as_coming, told_as_past, too_early, too_late
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity
from drafter.model.term import Term
from drafter.text.numerals import date_text

ID = "term-date"
TITLE = "提法的日期"
GROUP = 2
ELSEWHERE = frozenset({"学习教育", "五年规划", "年份表述", "党代会和全会", "法律法规", "党内法规"})
"""Categories of terms whose days other rules know better."""


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each term that is not right on the day to which terms were checked."""
    terms = sorted(view.library.terms.all_terms(), key=lambda term: -len(term.wording))
    current = {term.wording for term in terms if term.valid_on(view.library.terms.checked)}
    for passage in view.passages:
        text = passage.plain
        for term in terms:
            if term.wording not in text:
                continue
            excused = term.excused_in(text)
            text = text.replace(term.wording, "〓")
            if term.wording not in current and not excused:
                yield view.problem(
                    ID, passage.block_id, _message(term, view), match=term.wording, hint=_hint(term, terms)
                )


def _message(term: Term, view: LibraryView) -> str:
    if term.until and term.until < view.library.terms.checked:
        return f"“{term.wording}”用到 {date_text(term.until)} 为止"
    return f"“{term.wording}”从 {date_text(term.from_)} 起才有" if term.from_ else f"“{term.wording}”现在不用"


def _hint(term: Term, terms: list[Term]) -> str:
    for other in terms:
        if term.wording in other.replaces:
            return f"现在写“{other.wording}”"
    return "改成现在的提法，或写成过去的事"


# ── papers


class Dated(msgspec.Struct, frozen=True):
    """Words with the days between which a paper may use them."""

    words: str
    first: date | None
    """The day of the first document that can have said them."""
    last: date | None
    now: str
    unless: tuple[str, ...]
    sure: bool
    """Whether the first day is established, not only the oldest use that was found."""


def vocabulary(library: Library) -> Iterator[str]:
    """Yield the words that have days, and the longer terms that cover them."""
    yield from dated_words(library)
    yield from (term.wording for term in library.terms.all_terms())


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each word that is not right on any day on which the paper can have been read."""
    known = dated_words(paper.books.library)
    covers = _Covers(paper)
    for words in known.keys() & paper.hits.keys():
        one = known[words]
        for start in paper.hits[words]:
            end = start + len(words)
            if not covers.longer(start, end):
                problem = _at(paper, one, start, end)
                if problem is not None:
                    yield problem


def dated_words(library: Library) -> dict[str, Dated]:
    """Return the words that have days, once a library; a quoted term also without its quotation marks."""
    known = library.memo.get(ID)
    if known is None:
        terms = [one for one in library.terms.all_terms() if one.category not in ELSEWHERE and (one.from_ or one.until)]
        successors = {old: term.wording for term in terms for old in term.replaces}
        found = [Dated(one.word, one.from_, one.until, one.now, (), sure=True) for one in eras().words]
        found += [_of_term(term, successors.get(term.wording, "")) for term in terms]
        known = {one.words: one for one in found}
        for one in found:
            if one.words[0] == "“" and one.words[-1] == "”" and len(one.words) > 5:
                known.setdefault(one.words[1:-1], one)
        library.memo[ID] = known
    return known


def _of_term(term: Term, successor: str) -> Dated:
    """Return a term with its days; it may be used from the first document on which its basis rests."""
    first = term.from_
    if first is not None:
        named = (dated(found[0]) for found in DATE.finditer(term.basis) if "日" in found[0])
        first = min([first, *(days[0] for days in named if days is not None)])
    sure = "查到" not in term.basis + term.note
    return Dated(term.wording, first, term.until, successor, term.unless, sure)


class _Covers:
    """The terms of a paper, to tell a word from a part of a longer term."""

    def __init__(self, paper: Paper) -> None:
        spans = [
            (start, start + len(term.wording))
            for term in paper.books.library.terms.all_terms()
            for start in paper.hits.get(term.wording, ())
        ]
        self._spans = sorted(set(spans))
        self._longest = max((last - first for first, last in spans), default=0)

    def longer(self, start: int, end: int) -> bool:
        """Return whether a longer term holds the words from `start` to `end`."""
        at = bisect_right(self._spans, (start, 1 << 60)) - 1
        while at >= 0 and self._spans[at][0] >= start - self._longest:
            first, last = self._spans[at]
            if first <= start and last >= end and last - first > end - start:
                return True
            at -= 1
        return False


def _at(paper: Paper, one: Dated, start: int, end: int) -> Problem | None:
    if one.first is not None and (grave := too_early(paper, one.first)):
        if told_as_coming(paper, start):
            return None
        grave = _softened(paper, one, grave)
        message = f"“{_bare(one.words)}”{date_text(one.first)}才有，文稿是{_day(paper)}的"
        return paper.problem(ID, start, end, message, hint="改用当时的提法，或者删去", severity=grave)
    if one.last is not None and (grave := too_late(paper, one.last)):
        if told_as_past(paper, start, one.last) or _excused(paper, one, start, end):
            return None
        message = f"“{_bare(one.words)}”用到{date_text(one.last)}为止，文稿是{_day(paper)}的"
        grave = "info" if one.words in eras().soft else grave
        hint = f"现在写“{_bare(one.now)}”；说的是过去的事，就写明时间" if one.now else "改成现在的提法，或写成过去的事"
        return paper.problem(ID, start, end, message, hint=hint, severity=grave)
    return None


def _excused(paper: Paper, one: Dated, start: int, end: int) -> bool:
    """Return whether a word of `unless` stands before the words in their sentence, or behind them in their clause."""
    first, last = paper.sentence_at(start)
    clause = re.search("[，、；：]", paper.text[end:last])
    near = paper.text[first : end + clause.start() if clause else last]
    return any(word in near for word in one.unless)


def _softened(paper: Paper, one: Dated, grave: Severity) -> Severity:
    """Return a milder severity where the paper is only little older than the words, or their day is not certain."""
    assert one.first is not None
    if one.words in eras().soft:
        return "info"
    if paper.setting.last + timedelta(days=10 if one.sure else 400) >= one.first:
        return "info"
    if grave == "error" and paper.setting.last + timedelta(days=60) >= one.first:
        return "warning"
    return grave


def _bare(words: str) -> str:
    return re.sub("^“(.*)”$", r"\1", words)


def _day(paper: Paper) -> str:
    setting = paper.setting
    return date_text(setting.first) if setting.first == setting.last else f"{setting.first.year}年"
