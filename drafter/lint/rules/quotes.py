"""引号成对，前引号在前，后引号在后，双引号里再引用单引号。

一段话里只有前引号或后引号、前后用反、用了直引号的，都指出来。连引几段、每段开头都用前引号的不算。
依据：GB/T 15834—2011 4.8。

    不合格  坚决反对”四风“，整治“庸懒散。
    合格    坚决反对“四风”，整治“庸懒散”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.lint.papers import Paper
from drafter.model.problem import Problem
from drafter.text.addresses import without_addresses
from drafter.text.characters import HAN, Sparse

ID = "quotes"
TITLE = "引号"
GROUP = 6
PASSAGES = True
CURLY = re.compile("[“”]")
SHORT = 40
"""Characters: two marks that are turned the wrong way enclose no more."""
ENDS = re.compile("[。！？；\n]")
STRAIGHT = re.compile(r'"[^"\n]{1,200}"')
HAN_INSIDE = re.compile(HAN)
SINGLE_STRAIGHT = Sparse("'", r"'[一-龥]'|'[一-龥][^'\n]{0,60}[一-龥！？。]'")
CORNERS = Sparse("[「『]", "「[^「」\n]{1,200}」|『[^『』\n]{1,200}』")
CURLED = str.maketrans("「」『』", "“”‘’")
SINGLE = Sparse("‘", "‘[^‘’“”\n]{0,60}[一-龥][^‘’“”\n]{0,60}’")
NAMES = {"“": "前引号", "”": "后引号"}
TURNED = {"“": "”", "”": "“"}


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each quotation mark that is wrong."""
    text = without_addresses(paper.text)
    unpaired: set[int] = set()
    for number, piece in enumerate(paper.pieces):
        marks = [found.start() for found in CURLY.finditer(text, piece.start, piece.end)]
        if marks:
            goes_on = any(one.text.startswith("“") for one in paper.pieces[number + 1 : number + 2])
            problems = list(_Marks(paper, text, marks, goes_on=goes_on).problems())
            unpaired.update([piece.start] * bool(problems))
            yield from problems
    yield from _straight(paper, text)
    yield from _single(paper, text, unpaired)


class _Marks:
    """The double quotation marks of one paragraph."""

    def __init__(self, paper: Paper, text: str, marks: Sequence[int], *, goes_on: bool) -> None:
        self.paper, self.text, self.marks, self.goes_on = paper, text, marks, goes_on

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong, mark by mark."""
        at = 0
        while at < len(self.marks):
            step, found = self._opened(at) if self._mark(at) == "“" else self._closed(at)
            yield from found
            at += step

    def _mark(self, at: int) -> str:
        return self.text[self.marks[at]] if at < len(self.marks) else ""

    def _opened(self, at: int) -> tuple[int, list[Problem]]:
        """Return how many marks are settled, and what is wrong with them, where a quotation opens."""
        if self._mark(at + 1) == "”":
            return 2, []
        if not self._mark(at + 1):
            whole = self.goes_on and not self.text[: self.marks[at]].rpartition("\n")[2].strip()
            return 1, [] if whole else [self._unpaired(at)]
        inner = at + 1
        while self._mark(inner) == "“" and self._mark(inner + 1) == "”":
            inner += 2
        if inner > at + 1 and self._mark(inner) == "”":
            return inner + 1 - at, [self._nested(one) for one in range(at + 1, inner, 2)]
        if inner == at + 1 and self._close(at):
            return 2, [self._turned(at + 1)]
        return 1, [self._unpaired(at)]

    def _closed(self, at: int) -> tuple[int, list[Problem]]:
        """Return the same where a closing mark stands that closes nothing."""
        run = at
        while run < len(self.marks) and self._mark(run) == ("”" if (run - at) % 2 == 0 else "“"):
            run += 1
        pairs = range(at, run - 1, 2)
        if (run - at) % 2 == 0 and all(self._close(one) for one in pairs):
            return run - at, [self._reversed(one) for one in pairs]
        if self._mark(at + 1) == "”" and self._close(at) and self._starts_word(at):
            return 2, [self._turned(at)]
        return 1, [self._unpaired(at)]

    def _close(self, at: int) -> bool:
        """Return whether a mark and the next enclose a short stretch without a sentence's end."""
        first, last = self.marks[at], self.marks[at + 1]
        return last - first <= SHORT and ENDS.search(self.text, first, last) is None

    def _starts_word(self, at: int) -> bool:
        following = self.text[self.marks[at] + 1 : self.marks[at] + 2]
        return following not in ("", "，", "。", "、", "；", "：", "）", "\n")

    def _unpaired(self, at: int) -> Problem:
        mark = self._mark(at)
        message = f"这一段里{NAMES[mark]}没有配对"
        return self._problem(at, at, message, f"补上{NAMES[TURNED[mark]]}，或删去这个{NAMES[mark]}")

    def _turned(self, at: int) -> Problem:
        mark = self._mark(at)
        right = TURNED[mark]
        return self._problem(at, at, f"这里应当是{NAMES[right]}", f"改为“{right}”", right)

    def _reversed(self, at: int) -> Problem:
        words = self.text[self.marks[at] + 1 : self.marks[at + 1]]
        right = f"“{words}”"
        return self._problem(at, at + 1, "前后引号用反了", f"改为{right}", right)

    def _nested(self, at: int) -> Problem:
        words = self.paper.text[self.marks[at] + 1 : self.marks[at + 1]]
        right = f"‘{words}’"
        return self._problem(at, at + 1, "引号里面再用引号，应当用单引号", f"改为{right}", right)

    def _problem(self, first: int, last: int, message: str, hint: str, fix: str | None = None) -> Problem:
        return self.paper.problem(ID, self.marks[first], self.marks[last] + 1, message, hint=hint, fix=fix)


def _straight(paper: Paper, text: str) -> Iterator[Problem]:
    """Yield the straight marks around Chinese, and the corner marks of vertical print."""
    for piece in paper.pieces if '"' in text else ():
        if text.count('"', piece.start, piece.end) % 2:
            at = text.index('"', piece.start)
            if HAN_INSIDE.search(text, max(at - 1, piece.start), at + 2):
                yield paper.problem(ID, at, at + 1, "中文里用了直引号，而且没有配对", hint="改为“”，前后配齐")
            continue
        for found in STRAIGHT.finditer(text, piece.start, piece.end):
            if HAN_INSIDE.search(found[0]):
                yield _curled(paper, found, f"“{found[0][1:-1]}”", "中文里用了直引号")
    for found in SINGLE_STRAIGHT.finditer(text):
        yield _curled(paper, found, f"‘{found[0][1:-1]}’", "中文里用了直引号")
    for found in CORNERS.finditer(text):
        yield _curled(paper, found, found[0].translate(CURLED), "横排的文稿引号用“”和‘’")


def _curled(paper: Paper, found: re.Match[str], right: str, message: str) -> Problem:
    return paper.problem(ID, *found.span(), message, hint=f"改为{right}", fix=right)


def _single(paper: Paper, text: str, unpaired: set[int]) -> Iterator[Problem]:
    """Yield the single marks that stand outside all double ones."""
    for found in SINGLE.finditer(text):
        piece = paper.piece_at(found.start())
        depth = text.count("“", piece.start, found.start()) - text.count("”", piece.start, found.start())
        if depth == 0 and piece.start not in unpaired:
            right = f"“{found[0][1:-1]}”"
            yield paper.problem(ID, *found.span(), "引号先用双引号", hint=f"改为{right}", severity="warning", fix=right)
