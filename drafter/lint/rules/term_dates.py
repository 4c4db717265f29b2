"""文字里的提法今天要用得上：已经停用的（until 早于核对日）和还没有出现的（from 晚于核对日）都不行。

更长的提法盖住较短的：“乡村全面振兴”里不再单查“乡村振兴”。

    不合格  扎实开展深入贯彻中央八项规定精神学习教育。
    合格    巩固深化深入贯彻中央八项规定精神学习教育成果。
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem
from drafter.model.term import Term
from drafter.text.numerals import date_text

ID = "term-date"
TITLE = "提法的日期"


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
