"""汉字之间、汉字和标点之间没有空格。

段首空两格不算，标题、落款、名单、表格里的空格也不算；只指出一个词当中的空格和标点前后的空格。

    不合格  会议听取了工 作报告 ，提出了意见。
    合格    会议听取了工作报告，提出了意见。
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.corpus.cleaning import COUNTED
from drafter.lint.papers import Paper
from drafter.model.problem import Problem
from drafter.text.characters import Sparse

ID = "blank"
TITLE = "多余的空格"
GROUP = 6
PASSAGES = True
BLANK = Sparse(
    "[ \u00a0\u3000]",
    "(?<=[一-龥”》）0-9%％])[ \u00a0\u3000]+(?=[，。；！？、])|(?<=[，；])[ \u00a0\u3000]+(?=[一-龥“《])"
    f"|(?<=[一-龥])[ \u00a0\u3000]+(?=[一-龥])(?!{COUNTED})",
)
"""A blank before a unit is where a figure was taken out: no blank too many."""
MARKS = "，。；！？、"


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each blank inside a word, and before or after a mark, in the paragraphs of the body."""
    for found in BLANK.finditer(paper.text):
        start, end = found.span()
        before, after = paper.text[start - 1], paper.text[end]
        at_mark = before in MARKS or after in MARKS
        if paper.piece_at(start).role == "body" and (at_mark or _one_word(paper, start, end)):
            yield paper.problem(
                ID,
                start - 1,
                end + 1,
                "这里多了空格",
                hint=f"改为“{before}{after}”",
                severity="warning",
                fix=before + after,
            )


def _one_word(paper: Paper, start: int, end: int) -> bool:
    """Return whether a blank parts a word of a sentence; names in a list have blanks too."""
    piece = paper.piece_at(start)
    return "。" in piece.text and paper.books.language.is_word(paper.text[start - 1] + paper.text[end])
