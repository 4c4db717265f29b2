"""引用的原话一字不差。引号里的文字和工作区 quotes.yaml 里的原话很像、又不一样，就是引错了。

quotes.yaml 放在 drafter.yaml 旁边，quotes 下每条写 text（原话）、source（出处）、date（日期）。
引号里八个字以上才比较，标点不比。

    不合格  “江山就是人民，人民就是天下”
    合格    “江山就是人民、人民就是江山”
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from drafter.library.quotes import load_quotes
from drafter.lint.papers import Paper
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.quote import Quote

ID = "quotation"
TITLE = "引用的原话"
GROUP = 1
SHORTEST = 8
LIKE = 0.75
"""Share of the characters that a wrong quotation has from its source, in their order."""
_QUOTED = re.compile(r"“([^“”\n]{8,400})”")
_HAN = re.compile(r"[^\W_]")


class Bare(NamedTuple):
    """A quotation without its marks, and where each character stood."""

    quote: Quote
    text: str
    places: tuple[int, ...]


def vocabulary(library: Library) -> Iterator[str]:
    """Yield the openings of the quotations; a mistake in quotes.yaml is told here, before any paper is read."""
    for one in _quotes(library):
        yield one.text[:4]


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each quoted passage that nearly is a quotation of the workspace."""
    quotes = _quotes(paper.books.library)
    if not quotes:
        return
    for found in _QUOTED.finditer(paper.text):
        said = "".join(_HAN.findall(found[1]))
        if len(said) < SHORTEST or any(said in one.text for one in quotes):
            continue
        near = max((row for row in (_right(said, one) for one in quotes) if row), default=None)
        if near:
            _, right, source = near
            message = f"引文和原话不一致{f'（{source}）' if source else ''}"
            yield paper.problem(ID, found.start(1), found.end(1), message, hint=f"改为“{right}”")


def _quotes(library: Library) -> tuple[Bare, ...]:
    key = (ID, library.workspace)
    if key not in library.memo:
        library.memo[key] = tuple(_bare(one) for one in load_quotes(library))
    return library.memo[key]  # type: ignore[no-any-return]


def _bare(quote: Quote) -> Bare:
    found = list(_HAN.finditer(quote.text))
    return Bare(quote, "".join(one[0] for one in found), tuple(one.start() for one in found))


def _right(said: str, one: Bare) -> tuple[float, str, str] | None:
    """Return how like a quotation is, what of it was meant, and its source; None where it is another one."""
    if len(set(said) & set(one.text)) < LIKE * len(set(said)):
        return None
    blocks = [row for row in SequenceMatcher(None, said, one.text, autojunk=False).get_matching_blocks() if row.size]
    like = sum(row.size for row in blocks) / len(said)
    if like < LIKE or max(row.size for row in blocks) < 4:
        return None
    first, last = blocks[0], blocks[-1]
    begin = max(first.b - first.a, 0)
    end = min(last.b + last.size + (len(said) - last.a - last.size), len(one.text))
    right = one.quote.text[one.places[begin] : one.places[end - 1] + 1]
    return (like, right, one.quote.source) if end - begin <= 1.4 * len(said) else None
