"""The ordinal numbers of a paper in series, the odd ones too that the outline leaves out or repairs.

A number goes on the innermost series of its style that waits for it; a first number opens a series. What neither goes
on nor opens one is odd: skipped, repeated, begun anew, or of another style than its sisters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from drafter.corpus.markers import CN, marks_in
from drafter.corpus.outlining import QUESTION, TRANSITION
from drafter.corpus.paragraphs import SEPARATOR
from drafter.corpus.series import LAST
from drafter.lint.papers import Paper
from drafter.text.numerals import cn_number, from_cn

Oddity = Literal["", "skipped", "repeated", "restarted", "backward", "headless", "mixed"]
STRONG: Mapping[str, int] = {"part": 0, "cn": 1, "paren": 2, "digit": 3, "paren-digit": 4, "circled": 5}
"""Styles that head paragraphs → how deep each lies by GB/T 9704."""
SAME_AS = {"cn-comma": "cn", "cn-space": "cn", "cn-colon": "cn", "cn-bare": "cn", "half-paren": "paren"}
"""Marks that stand for another style where its series waits for the number."""
SAME_AS |= {"digit-paren": "paren-digit", "article-dot": "article"}
SOFT = frozenset({"is", "must", "article", "its", "first"})
"""Styles that stand inside sentences as well, and begin anew in every paragraph."""
LONE = frozenset({"is", "must", "article"})
"""Of these, those of which one alone is a slip."""
NEAR = 2
"""Paragraphs over which a list of soft numbers is looked for."""
BORNE_OUT = re.compile(r"另|再|还有|其次|其二|同时|此外|最后|二[是要、则来]|第二|两")
"""What may bring the second point without its number."""
LOOSE = (
    ("cn-colon", re.compile(rf"({CN})[：:](?=\S)")),
    ("half-paren", re.compile(rf"(?:[（(]({CN})|({CN})[）)])(?=[、.．]?[一-龥])")),
    ("article-dot", re.compile(rf"第({CN})[.．。]\s?(?=[一-龥])")),
    ("cn-bare", re.compile(rf"({CN})(?=[一-龥])(?=[^。；：！？]{{4,40}}$)")),
)
"""Numbers with a wrong mark or with none: believed only where a series waits for them."""
COUNTED = re.compile(rf"(?:{CN}|\d+)(?:[、和]|季度|产业|届|[月日号线审楼批期])")
"""So a number goes on that heads nothing: 一、二季度."""


CONTENTS = re.compile(r"目[\s　]*录")
NOTES = re.compile("附件|附[：:表]|注[：:释]|说明[：:]|备注")
"""So a line begins below which numbers count annexes and notes."""


class Number(msgspec.Struct):
    """An ordinal number of a paper."""

    start: int
    """In `Paper.text`."""
    end: int
    """Past its marks, where the heading begins."""
    row: int
    """The paragraph."""
    style: str
    """Of the series in which it counts."""
    form: str
    """Its own style: cn-comma where the series is cn."""
    value: int
    opens_line: bool
    weak: bool = False
    """It stands after a comma."""
    oddity: Oddity = ""
    expected: int = 0
    """The number that should stand there; 0 where that is not known."""


class Series(msgspec.Struct):
    """Numbers that belong together."""

    style: str
    numbers: list[Number]
    parent: Number | None
    """The number under which they stand."""
    depth: int
    """How many series of strong styles lie above."""
    reversed: bool = False
    """Its style is one that lies above that of its parent."""
    expects: int = 1
    """After a mistaken number, the one that was due."""

    def waits_for(self, value: int) -> bool:
        """Return whether a number goes on the series."""
        last = self.numbers[-1].value
        return value == last + 1 or (value == LAST and last < LAST) or value == self.expects


def series_of(paper: Paper) -> list[Series]:
    """Return the series of a paper in the order in which they begin."""
    numbers = list(_numbers(paper))
    return _Walk(paper, numbers).series() if numbers else []


def _numbers(paper: Paper) -> Iterator[Number]:
    heads = {one.start for one in paper.heads}
    for row, piece in enumerate(paper.pieces):
        if NOTES.match(piece.text):
            return
        if piece.role not in ("heading", "body"):
            continue
        found = list(_of_paragraph(piece.text, row, piece.start, heads))
        first_cover = found[0].start if found else -1
        skip = len(piece.text) - len(piece.text.lstrip("#* "))
        if first_cover != piece.start + skip:
            yield from _loose(piece.text, row, piece.start, skip)
        yield from found


def _of_paragraph(text: str, row: int, offset: int, heads: set[int]) -> Iterator[Number]:
    for mark in marks_in(text, row):
        opens = not text[: mark.start].strip("#* ")
        style = SAME_AS.get(mark.style, mark.style)
        if style in STRONG:
            wanted = (opens or offset + mark.start in heads) and not COUNTED.match(text, mark.end)
        else:
            wanted = style in SOFT
        if wanted:
            yield Number(
                start=offset + mark.start,
                end=offset + mark.end,
                row=row,
                style=style,
                form=mark.style,
                value=mark.number,
                opens_line=opens,
                weak=mark.weak,
            )


def _loose(text: str, row: int, offset: int, skip: int) -> Iterator[Number]:
    for form, pattern in LOOSE:
        if found := pattern.match(text, skip):
            value = from_cn(next(one for one in found.groups() if one)) or 0
            start, end = (offset + one for one in found.span())
            yield Number(start=start, end=end, row=row, style=SAME_AS[form], form=form, value=value, opens_line=True)
            return


class _Walk:
    """The numbers of one paper on their way into series."""

    def __init__(self, paper: Paper, numbers: Sequence[Number]) -> None:
        self.paper, self.numbers = paper, numbers
        self.open: list[Series] = []
        self.done: list[Series] = []
        self.breaks = list(_breaks(paper))

    def series(self) -> list[Series]:
        """Return all series."""
        waiting = self.breaks[::-1]
        for place, one in enumerate(self.numbers):
            while waiting and one.row >= waiting[-1][0]:
                self._leave(waiting.pop()[1])
            self._take(place, one)
        return self.done

    def _leave(self, depth: int) -> None:
        """Close the series that do not lie above a heading without a number."""
        strong = [at for at, one in enumerate(self.open) if one.style in STRONG]
        del self.open[strong[depth - 1] if len(strong) >= depth else len(self.open) :]

    def _take(self, place: int, one: Number) -> None:
        level = self._waiting(one)
        if level is None and one.form in SAME_AS:
            return
        if one.weak and not self._is_borne_out(place, one, level):
            return
        if level is not None:
            self._go_on(level, one)
        elif one.style in SOFT:
            self._soft(place, one)
        else:
            self._strong(place, one)

    def _waiting(self, one: Number) -> int | None:
        """Return the level of the innermost series that waits for a number."""
        if one.style in SOFT and one.value == 1:
            return None
        for level in range(len(self.open) - 1, -1, -1):
            if self.open[level].style == one.style and self.open[level].waits_for(one.value):
                return level
        return None

    def _is_borne_out(self, place: int, one: Number, level: int | None) -> bool:
        """Return whether a number after a comma belongs to a list: its sisters stand in the same paragraph."""
        if level is not None:
            return self.open[level].numbers[-1].row == one.row
        following = next((two for two in self.numbers[place + 1 : place + 6] if two.style == one.style), None)
        return one.value == 1 and following is not None and following.row == one.row and following.value > 1

    def _go_on(self, level: int, one: Number) -> None:
        del self.open[level + 1 :]
        series = self.open[level]
        series.numbers.append(one)
        series.expects = one.value + 1

    def _odd(self, level: int, one: Number, oddity: Oddity) -> None:
        """Take a mistaken number into a series: what was due may still follow, or what follows it."""
        one.oddity, one.expected = oddity, self.open[level].numbers[-1].value + 1
        due = one.expected
        self._go_on(level, one)
        self.open[level].expects = due + 1

    # ── numbers of headings

    def _strong(self, place: int, one: Number) -> None:
        level = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at].style == one.style), None)
        if level is not None and not (one.value == 1 and self._may_begin(level, one)):
            last = self.open[level].numbers[-1].value
            if one.value == last:
                self._odd(level, one, "repeated")
            elif one.value == 1:
                self._odd(level, one, "restarted")
            else:
                self._odd(level, one, "skipped" if one.value > last else "backward")
            return
        if one.value > 1 and (level := self._other_style(one)) is not None:
            self._odd(level, one, "mixed")
            return
        if not one.opens_line and one.value > 1:
            return
        if one.value > 1:
            one.oddity, one.expected = "headless", 1
        self._begin(place, one)

    def _may_begin(self, level: int, one: Number) -> bool:
        """Return whether a first number may begin a list of its own: one is announced, or it is a list of contents."""
        before = self.paper.pieces[one.row - 1].text if one.row else ""
        first = self.open[level].numbers[0]
        text = self.paper.text
        if text[one.end : one.end + 12].split("\n")[0] == text[first.end : first.end + 12].split("\n")[0]:
            return True
        return before.endswith(("：", ":")) or TRANSITION.search(before[-70:]) is not None

    def _other_style(self, one: Number) -> int | None:
        """Return the level of a series of another style that waits for the number."""
        for level in range(len(self.open) - 1, -1, -1):
            other = self.open[level]
            same_kind = (other.style in STRONG) == (one.style in STRONG) or other.numbers[-1].opens_line
            if not (same_kind and one.opens_line == other.numbers[-1].opens_line):
                continue
            if one.value == other.numbers[-1].value + 1:
                return level
        return None

    def _begin(self, place: int, one: Number) -> None:
        size, turned = len(self.open), False
        while size and self._closes(place, one, self.open[size - 1]):
            size -= 1
        if size and self.open[size - 1].style in STRONG:
            turned = STRONG[one.style] <= STRONG[self.open[size - 1].style]
        self._push(size, one, turned=turned)

    def _closes(self, place: int, one: Number, top: Series) -> bool:
        """Return whether a new series ends one that is open: it lies higher, and the open one does not go on."""
        if top.style == one.style:
            return True
        lower = top.style in SOFT or STRONG[top.style] > STRONG[one.style]
        if top.style in SOFT and (not one.opens_line or not top.numbers[-1].opens_line):
            return top.numbers[-1].row != one.row
        return lower and not self._goes_on_later(place, top)

    def _goes_on_later(self, place: int, series: Series) -> bool:
        above = {one.style for one in self.open[: self.open.index(series)]}
        due = series.numbers[-1].value + 1
        for one in self.numbers[place + 1 : place + 60]:
            if one.style == series.style:
                return one.value == due and one.opens_line == series.numbers[-1].opens_line
            if one.style in above and one.style in STRONG:
                return False
        return False

    def _push(self, size: int, one: Number, *, turned: bool = False) -> None:
        del self.open[size:]
        parent = self.open[-1].numbers[-1] if self.open else None
        depth = sum(each.style in STRONG for each in self.open)
        series = Series(one.style, [one], parent, depth, reversed=turned, expects=one.value + 1)
        self.open.append(series)
        self.done.append(series)

    # ── numbers of sentences

    def _soft(self, place: int, one: Number) -> None:
        if one.value == 1:
            self._begin_soft(one)
            return
        level = self._nearest(one)
        if level is not None:
            last = self.open[level].numbers[-1].value
            if one.value == last:
                self._odd(level, one, "repeated")
            elif last < one.value < LAST:
                self._odd(level, one, "skipped")
        elif (level := self._near_other(one)) is not None:
            self._odd(level, one, "mixed")

    def _nearest(self, one: Number) -> int | None:
        for level in range(len(self.open) - 1, -1, -1):
            series = self.open[level]
            last = series.numbers[-1]
            if series.style == one.style and (one.row - last.row <= NEAR or (one.opens_line and last.opens_line)):
                return level
        return None

    def _near_other(self, one: Number) -> int | None:
        """Return the level of a near list of another soft style that waits for the number."""
        for level in range(len(self.open) - 1, -1, -1):
            series = self.open[level]
            last = series.numbers[-1]
            near = last.row == one.row or (one.row - last.row <= 1 and one.opens_line == last.opens_line)
            if near and one.value == last.value + 1 and (series.style in SOFT or one.opens_line):
                return level
        return None

    def _begin_soft(self, one: Number) -> None:
        size = len(self.open)
        while size and self.open[size - 1].style in SOFT and self._soft_is_over(self.open[size - 1], one):
            size -= 1
        self._push(size, one)

    def _soft_is_over(self, top: Series, one: Number) -> bool:
        """Return whether a new list of sentences ends the one before it; one inside a point of a list does not."""
        last = top.numbers[-1]
        if one.opens_line:
            return not (last.opens_line and last.row < one.row and top.style != one.style)
        return not last.opens_line and last.row != one.row


def _breaks(paper: Paper) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs with which numbers begin anew, each with the depth from which on they do.

    They are headings without numbers, lines of separators, questions, and the title of a list of contents.
    """
    unnumbered = {
        paper.row_at(one.start): one.item.depth for one in paper.heads if one.own_line and not one.item.marker
    }
    for row, piece in enumerate(paper.pieces):
        if SEPARATOR.fullmatch(piece.text) or QUESTION.match(piece.text) or CONTENTS.fullmatch(piece.text):
            yield row, 1
        elif row in unnumbered:
            yield row, unnumbered[row]


def shown(style: str, value: int) -> str:
    """Return a number as it should be written in a style; the bare number for a style that has no one form."""
    cn = cn_number(value)
    forms = {
        "part": f"第{cn}部分",
        "cn": f"{cn}、",
        "paren": f"（{cn}）",
        "digit": f"{value}.",
        "paren-digit": f"（{value}）",
    }
    forms |= {"is": f"{cn}是", "must": f"{cn}要", "article": f"第{cn}，", "its": f"其{cn}，"}
    if style == "circled" and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return forms.get(style, str(value))
