"""Which markers make an outline, and how deep each lies: by what the speech does with them.

A marker goes on a series when its style is that of an open series and its number the next one; a first number opens
a series below what is open. So 一是 may lie at depth 2 in one speech and at depth 3 in another, and a list may start
at （三）, but a lone 一是 inside a sentence makes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from drafter.corpus.markers import MORE, UNNUMBERED, Mark

STRONG = frozenset({"part", "cn", "cn-space", "paren", "article", "digit", "paren-digit"})
"""Styles of which one alone at the start of a line is believed."""
TORN = frozenset({"part", "cn", "paren", "plain"})
"""Styles that stand inside a paragraph only where a line end was lost: they count as if they began a line."""
ALONE = STRONG | {"is", "must"}
"""Styles of which the first alone at the start of a line is believed."""
ONE_BY_ONE = frozenset({"is", "must", "article"})
"""Styles whose first announces a second: where there is none, the text was cut off."""
SOFT = 3.5
"""The rank from which on points are sentences of a section rather than its parts."""
LAST = 90
"""The number of 最后, which closes any series of its style."""


class Placed(msgspec.Struct, frozen=True):
    """A marker that belongs to the outline."""

    mark: Mark
    depth: int
    """Counted from 1."""


class _Open(msgspec.Struct):
    mark: Mark
    last: int
    items: int = 1
    """How many items its series has so far."""
    spread: int = 0
    """The most paragraphs from one of them to the next."""

    def go_on(self, mark: Mark) -> None:
        """Take a marker as the next of the series."""
        self.spread = max(self.spread, mark.paragraph - self.mark.paragraph)
        self.mark, self.last = mark, mark.number
        self.items += 1

    def goes_further(self, mark: Mark) -> bool:
        """Return whether 更要 may add a point: after two or more of a list inside the same paragraph."""
        return self.items > 1 and self.mark.style not in STRONG and self.mark.paragraph == mark.paragraph

    def has_ended(self, paragraph: int) -> bool:
        """Return whether a later paragraph stands below no item: each of these points took one paragraph."""
        soft = self.mark.rank >= SOFT and not self.mark.own_line
        return soft and self.items > 1 and self.spread == 1 and paragraph > self.mark.paragraph


def place(
    marks: Sequence[Mark],
    resets: frozenset[int] = frozenset(),
    asides: frozenset[int] = frozenset(),
    cut: int | None = None,
) -> list[Placed]:
    """Return the markers that belong to the outline, each with its depth.

    `resets` are paragraphs before which every open list of the opening ends (下面，我讲三点意见); a list in one
    of the `asides` lies under no numbered section that has ended; `cut` is the last paragraph where the text
    breaks off in it.
    """
    stack: list[_Open] = []
    placed: list[Placed] = []
    seen_reset = 0
    for row, mark in enumerate(marks):
        passed = sum(one <= mark.paragraph for one in resets)
        if passed > seen_reset:
            seen_reset = passed
            if not any(_is_section(one.mark) for one in stack):
                stack.clear()
        at = _continued(stack, mark)
        if at is None:
            if not _may_open(mark, marks[row + 1 :], is_cut=mark.paragraph == cut):
                continue
            if mark.inline and mark.paragraph in asides:
                _leave_sections(stack, mark, marks[row + 1 :])
            at = _parent_size(stack, mark)
            del stack[at:]
            stack.append(_Open(mark, mark.number))
        else:
            del stack[at + 1 :]
            stack[at].go_on(mark)
        placed.append(Placed(mark, at + 1))
    return placed


def _leave_sections(stack: list[_Open], mark: Mark, later: Sequence[Mark]) -> None:
    """Close the numbered sections above an aside that does not follow a heading and after which none goes on."""
    sections = [
        level
        for level, one in enumerate(stack)
        if one.mark.style in STRONG and not one.mark.inline and mark.paragraph > one.mark.paragraph + 1
    ]
    if sections and not any(_continued(stack[: sections[0] + 1], one) == sections[0] for one in later):
        del stack[sections[0] :]


def _is_section(mark: Mark) -> bool:
    return mark.rank <= 1.5 and not mark.inline


def _continued(stack: Sequence[_Open], mark: Mark) -> int | None:
    """Return the level of the open series that `mark` goes on; None where there is none.

    最后，提醒两件事 at the start of a paragraph goes on with the list of 首先 there is, else with the sections.
    """
    if mark.style == "end":
        return max(
            (level for level, one in enumerate(stack) if one.mark.style == "first"), default=0 if stack else None
        )
    if mark.style == "further":
        return len(stack) - 1 if stack and stack[-1].goes_further(mark) else None
    for level in range(len(stack) - 1, -1, -1):
        one = stack[level]
        if one.mark.style == mark.style and _follows(one, mark):
            return level
    return None


def _follows(one: _Open, mark: Mark) -> bool:
    if mark.style in UNNUMBERED:
        return mark.level == one.mark.level
    if mark.weak and mark.paragraph != one.mark.paragraph:
        return False
    if mark.number == one.last + 1 or (mark.number == LAST and one.last < LAST):
        return True
    if mark.number == MORE or mark.style == "one" or (mark.style == "word" and mark.number == 1 and one.items > 1):
        return mark.paragraph == one.mark.paragraph or not (mark.inline or one.mark.inline)
    if mark.inline or mark.style not in STRONG:
        return False
    return mark.number in (one.last + 2, one.last + 3) or (mark.number == one.last and mark.number > 1)


def _may_open(mark: Mark, later: Sequence[Mark], *, is_cut: bool) -> bool:
    """Return whether a marker that goes on no series may begin one.

    A first one may stand alone where no sentence has such a word, or where the text breaks off before the second.
    """
    if mark.style in UNNUMBERED:
        return True
    following = next((one for one in later if one.style == mark.style), None)
    if mark.number == 1 and following is None and is_cut and mark.style in ONE_BY_ONE:
        return True
    if mark.weak and (following is None or following.paragraph != mark.paragraph):
        return False
    followed = following is not None and (
        following.number in (mark.number + 1, MORE, LAST)
        or _is_told_apart(mark, following)
        or (following.number == mark.number + 2 and mark.style in STRONG)
    )
    if mark.number == 1:
        return followed or (mark.clear and mark.style in TORN if mark.inline else mark.style in ALONE)
    if mark.inline or mark.style not in STRONG:
        return False
    return followed or _heads_a_list(mark, later)


def _is_told_apart(mark: Mark, following: Mark) -> bool:
    """Return whether two points without numbers are a list: 一种是……。一种是……。"""
    return mark.style == "one" and (mark.paragraph == following.paragraph or not (mark.inline or following.inline))


def _heads_a_list(mark: Mark, later: Sequence[Mark]) -> bool:
    """Return whether a heading line that begins in the middle of its series has a list of its own below it."""
    return mark.own_line and bool(later) and later[0].number <= 1 and later[0].rank > mark.rank


def _parent_size(stack: Sequence[_Open], mark: Mark) -> int:
    """Return how many levels stay open above a series that `mark` begins."""
    size = len(stack)
    while size and _closes(mark, stack[size - 1]):
        size -= 1
    return size


def _closes(mark: Mark, one: _Open) -> bool:
    """Return whether a new series ends the one that is open: what stands at a line start lies not in a sentence."""
    top = one.mark
    if top.level:
        return 0 < mark.level <= top.level or (mark.style == top.style == "plain" and not mark.level)
    if mark.level:
        return True
    if mark.style == top.style:
        return True
    if mark.inline and top.style == "lead" and mark.paragraph == top.paragraph:
        return False
    if mark.inline and one.has_ended(mark.paragraph):
        return True
    if mark.introduced and mark.number == 1 and mark.rank > 1.0 and not top.inline:
        return False
    if top.own_line and mark.paragraph == top.paragraph + 1 and mark.rank > 1.0:
        return False
    if mark.inline and mark.style not in TORN:
        return top.inline and mark.paragraph != top.paragraph
    return (top.inline and top.style not in TORN) or mark.rank < top.rank
