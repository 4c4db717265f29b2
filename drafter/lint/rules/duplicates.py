"""两个段落不能大同小异。按同一行文动作的文字比较，连续八字的片段有两成多相同就算。

不合格  只换了几个词的两段。
合格    合并成一段，或各讲各的。
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem
from drafter.text.sentences import fingerprint

ID = "near-duplicate"
TITLE = "大同小异的段落"
SHINGLE = 8
SHARE = 0.22
FEWEST = 20
"""Fewer shared pieces than these are one common formulation, not one text."""


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each pair of blocks whose texts are nearly the same."""
    texts = _shingles(view)
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place, pieces in texts.items():
        for piece in pieces:
            holders[piece].append(place)
    reported = set()
    for place, pieces in texts.items():
        shared = Counter(other for piece in pieces for other in holders[piece] if other[0] < place[0])
        for other, count in shared.items():
            smaller = min(len(pieces), len(texts[other]))
            if count >= FEWEST and count / smaller >= SHARE and (other[0], place[0]) not in reported:
                reported.add((other[0], place[0]))
                message = f"和 {other[0]} 大同小异（{count * 100 // smaller}% 的文字相同）"
                yield view.problem(ID, place[0], message, hint="合并，或各讲各的")


def _shingles(view: LibraryView) -> dict[tuple[str, str], frozenset[str]]:
    whole: dict[tuple[str, str], str] = defaultdict(str)
    for passage in view.passages:
        whole[(passage.block_id, passage.act)] += fingerprint(passage.plain)
    return {
        place: frozenset(text[at : at + SHINGLE] for at in range(max(0, len(text) - SHINGLE + 1)))
        for place, text in whole.items()
    }
