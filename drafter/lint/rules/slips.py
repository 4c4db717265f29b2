"""扫描识别错的字、伪原创软件换过的词、公文里常错的字词。

形近字（臵、臶、己已巳、未末）看前后的字是不是成词；换过的词（非凡是→特别是、党中心→党中央）和音近的词看上下文。人名、地名
和书名号里的不查。

    不合格  要合理设臵联络站，坚决维护党中心权威。
    合格    要合理设置联络站，坚决维护党中央权威。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drafter.corpus.cleaning import doubled, misread
from drafter.lint.papers import Paper
from drafter.model.problem import Problem, Severity
from drafter.text.confusables import Slip, ocr_slips, swapped_words, wrong_words
from drafter.text.words import straddles

ID = "slip"
TITLE = "错字"
GROUP = 5
LONGEST = 3
"""A longer wrong word is no chance meeting of two right ones."""
PASSAGES = True


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield the characters and words that stand for others."""
    text = paper.text
    plain = list(ocr_slips(text))
    yield from _told(paper, plain, "字认错了", "error", mechanical=True)
    if not paper.passage:
        yield from _told(paper, misread(text, plain, paper.books.language), "像是字认错了", "info")
        yield from _told(paper, doubled(text, paper.books.language), "字重了", "info")
    yield from _told(paper, swapped_words(text), "像是软件换过的词", "error")
    yield from _told(paper, wrong_words(text), "词用错了", "error")


def _told(
    paper: Paper, slips: Iterable[Slip], what: str, severity: Severity, *, mechanical: bool = False
) -> Iterator[Problem]:
    for one in slips:
        end = one.start + len(one.text)
        if 1 < len(one.text) <= LONGEST and straddles(paper.text, one.start, end):
            continue
        message = f"{what}：“{one.text}”"
        fix = one.right if mechanical else None
        yield paper.problem(ID, one.start, end, message, hint=f"改为“{one.right}”", severity=severity, fix=fix)
