"""固定提法一字不能差。和提法表里的一条只差一处、又不是另一条提法的文字，多半是写错了。

八个字以上的提法才比较：中间漏了、多了或者写错了一两个字（长的提法三个字）。只差“的”“和”、标点的不算。

    不合格  坚持正确监督、有效监督、合法监督
    合格    坚持正确监督、有效监督、依法监督
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drafter.lint.lists import lists
from drafter.lint.papers import Paper
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.term import Term, TermBook

ID = "formulation"
TITLE = "写错的提法"
GROUP = 1
PASSAGES = True
SHORTEST = 8
NAMES = frozenset({"党代会和全会", "年份表述", "五年规划", "法律法规", "党内法规"})
"""Categories in which terms differ from each other by a number or a name."""
SLIGHT = frozenset("的地得了和与及、，,“”‘’《》；：。 　（）是也又在上中等并而")
"""What may be more or less in a formulation without making it wrong."""


class Index(NamedTuple):
    """What formulations are found by."""

    pieces: Mapping[str, tuple[tuple[str, int], ...]]
    """Pieces of long formulations: each with the formulations that hold it and where."""
    right: tuple[str, ...]
    """Whatever is right as it stands: every term, its members, and the exceptions of wording.yaml."""
    older: Mapping[str, frozenset[str]]
    """The earlier versions of each term of a family."""


class Near(NamedTuple):
    """A stretch of text that nearly is a formulation."""

    start: int
    end: int
    wrong: tuple[int, int]
    """What is more, or altered; where something is missing, an empty stretch."""
    missing: str
    wording: str


def vocabulary(library: Library) -> Iterator[str]:
    """Yield the pieces of the formulations, and the formulations."""
    index = _index(library)
    yield from index.pieces
    yield from index.right


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each stretch of text that nearly is a formulation."""
    index = _index(paper.books.library)
    held = _Held(paper, index)
    end = 0
    for near in sorted(_all_near(paper, index, held), key=lambda one: (one.start, len(one.missing), one.end)):
        if near.start >= end:
            end = near.end
            yield _problem(paper, near)


def _problem(paper: Paper, near: Near) -> Problem:
    first, last = near.wrong
    more, missing = paper.text[first:last], near.missing
    if not more:
        said = f"漏了“{missing}”"
    elif missing:
        said = f"“{missing}”写成了“{more}”"
    else:
        said = f"多了“{more}”"
    hint = f"改为“{near.wording}”"
    grave = "error" if missing else "warning"
    return paper.problem(ID, near.start, near.end, f"提法不准确：{said}", hint=hint, severity=grave)  # type: ignore[arg-type]


def _index(library: Library) -> Index:
    """Return what formulations are found by, made once for a library."""
    found = library.memo.get(ID)
    if found is None:
        found = library.memo[ID] = _indexed(library)
    return found


def _indexed(library: Library) -> Index:
    terms = library.terms.all_terms()
    compared = {*lists().phrases, *(one for term in terms if _is_fixed(term) for one in (term.wording, *term.members))}
    pieces: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for wording in sorted(compared):
        if len(wording) >= SHORTEST and not wording.startswith("《"):
            for at in _places(len(wording)):
                pieces[wording[at : at + _size(len(wording))]].append((wording, at))
    right = {one for term in terms for one in (term.wording, *term.members) if len(one) >= 4}
    right.update(lists().phrases, lists().right, library.wording.near)
    return Index(
        {piece: tuple(found) for piece, found in pieces.items()},
        tuple(sorted(right)),
        _older(library.terms),
    )


def _is_fixed(term: Term) -> bool:
    """Return whether a term is known word for word from a document: it bears a day, or lists several members."""
    return term.category not in NAMES and (term.from_ is not None or len(term.members) > 2)


def _size(length: int) -> int:
    return 3 if length < 12 else 4


def _places(length: int) -> tuple[int, ...]:
    """Return where the pieces of a formulation begin: a slip of its greatest length leaves one of them whole."""
    size = _size(length)
    return tuple(dict.fromkeys((*range(0, length - size + 1, size), length - size)))


def _older(terms: TermBook) -> dict[str, frozenset[str]]:
    """Return the earlier versions of each term of a family: 正确监督、有效监督 before 正确监督、有效监督、依法监督."""
    return {
        term.wording: frozenset(one.wording for one in family[:number])
        for family in terms.families.values()
        for number, term in enumerate(family)
    }


class _Held:
    """Where in a paper something is right as it stands."""

    def __init__(self, paper: Paper, index: Index) -> None:
        self._older = index.older
        self._spans = sorted(
            (start, start + len(word), word) for word in index.right for start in paper.hits.get(word, ())
        )
        self._longest = max((last - first for first, last, _ in self._spans), default=0)

    def right(self, near: Near) -> bool:
        """Return whether the place of a slip lies within something that is right, save an older version of it."""
        first, last = near.wrong
        older = self._older.get(near.wording, frozenset())
        at = bisect_left(self._spans, (first - self._longest, 0, ""))
        while at < len(self._spans) and self._spans[at][0] < max(last, first + 1):
            begin, end, word = self._spans[at]
            inside = begin < first < end if first == last else begin < last and end > first
            if inside and word not in older:
                return True
            at += 1
        return False


def _all_near(paper: Paper, index: Index, held: _Held) -> Iterator[Near]:
    seen: set[tuple[str, int]] = set()
    for piece in index.pieces.keys() & paper.hits.keys():
        for start in paper.hits[piece]:
            for wording, at in index.pieces[piece]:
                if (wording, start - at) in seen:
                    continue
                seen.add((wording, start - at))
                near = _near(paper.text, start, wording, at, len(piece))
                if near is not None and not held.right(near) and not _slight(paper.text, near):
                    yield near


def _near(text: str, start: int, wording: str, at: int, size: int) -> Near | None:
    """Return the stretch around a piece of `wording` at `start` that differs from it in one place; None for none."""
    left = at
    while left and start - (at - left) > 0 and text[start - (at - left) - 1] == wording[left - 1]:
        left -= 1
    right, last = at + size, start + size
    while right < len(wording) and last < len(text) and text[last] == wording[right]:
        right += 1
        last += 1
    if left and right < len(wording):
        return None
    first = start - (at - left)
    if right < len(wording):
        return _behind(text, first, last, wording, right)
    return _before(text, first, last, wording, left) if left else None


def _slips(length: int) -> tuple[tuple[int, int], ...]:
    """Return by how many characters of the text how many of a formulation may be replaced, the fewest first."""
    most = 1 if length < 9 else 2 if length < 16 else 3
    pairs = [(more, less) for more in range(most + 1) for less in range(most + 1) if more or less]
    return tuple(sorted(pairs, key=lambda pair: (max(pair), sum(pair))))


def _behind(text: str, first: int, last: int, wording: str, right: int) -> Near | None:
    for more, less in _slips(len(wording)):
        rest = wording[right + less :]
        if len(rest) >= (1 if more == less else 2) and text.startswith(rest, last + more):
            wrong = (last, last + more)
            return Near(first, last + more + len(rest), wrong, wording[right : right + less], wording)
    return None


def _before(text: str, first: int, last: int, wording: str, left: int) -> Near | None:
    for more, less in _slips(len(wording)):
        rest = wording[: max(left - less, 0)]
        begin = first - more - len(rest)
        if begin >= 0 and len(rest) >= (1 if more == less else 2) and text.startswith(rest, begin):
            return Near(begin, last, (first - more, first), wording[left - less : left], wording)
    return None


def _slight(text: str, near: Near) -> bool:
    """Return whether what is more, less or altered makes no formulation wrong."""
    more = text[near.wrong[0] : near.wrong[1]]
    if "\n" in more or any(char.isascii() for char in more):
        return True
    return {*more, *near.missing} <= SLIGHT
