"""两个段落不能大同小异。按同一行文动作的文字比较，连续八字的片段有两成多相同就算。

不合格  只换了几个词的两段。
合格    合并成一段，或各讲各的。
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem
from drafter.text.sentences import fingerprint, sentences

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
    order = {name: number for number, name in enumerate(view.block_ids)}
    reported = set()
    for place, pieces in texts.items():
        mine = order[place[0]]
        shared = Counter(other for piece in pieces for other in holders[piece] if order[other[0]] < mine)
        for other, count in shared.items():
            smaller = min(len(pieces), len(texts[other]))
            if count >= FEWEST and count / smaller >= SHARE and (other[0], place[0]) not in reported:
                reported.add((other[0], place[0]))
                message = f"和 {other[0]} 大同小异（{count * 100 // smaller}% 的文字相同）"
                match = _likest(view, place, texts[other])
                yield view.problem(ID, place[0], message, match=match, hint="合并，或各讲各的")


def _likest(view: LibraryView, place: tuple[str, str], pieces: frozenset[str]) -> str:
    """Return the sentence of a text that shares most with `pieces`."""
    texts = [one.text for one in view.passages if (one.block_id, one.act) == place]
    return max((one for text in texts for one in sentences(text)), key=lambda one: len(pieces & _cut(one)), default="")


def _shingles(view: LibraryView) -> dict[tuple[str, str], frozenset[str]]:
    whole: dict[tuple[str, str], str] = defaultdict(str)
    for passage in view.passages:
        whole[(passage.block_id, passage.act)] += fingerprint(passage.plain)
    return {place: _cut(text) for place, text in whole.items()}


def _cut(text: str) -> frozenset[str]:
    """Return every run of eight characters of `text`, punctuation aside."""
    words = fingerprint(text)
    return frozenset(words[at : at + SHINGLE] for at in range(max(0, len(words) - SHINGLE + 1)))
