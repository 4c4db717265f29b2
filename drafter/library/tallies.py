"""Counting the library: what there is, what drafts of the workspace never or too often used, what is reused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from drafter.library.indexing import TAGS
from drafter.library.usage import Used
from drafter.model.library import Library
from drafter.text.alike import Index, words_of

OFTEN = 3
"""Papers from which a block can be overused."""
HALF = 0.5
"""A block that a larger share of the papers holds is overused."""
STRETCH = 15
"""Characters in a row that a published text must share with the library to count as reused."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The library in numbers."""

    blocks: int
    themes: dict[str, int]
    acts: dict[str, dict[str, int]]
    """By theme: how many blocks have each act."""
    kinds: dict[str, int]
    """How many blocks are only for a kind of paper, by kind; the others suit all."""
    statuses: dict[str, int]
    papers: int
    """Drafts in the log of the workspace, rounds of one paper counted once."""
    never: tuple[str, ...]
    """Blocks in use that none of them holds; all, where there are none."""
    overused: tuple[tuple[str, int], ...]
    """Blocks with the number of papers that hold them, the most used first."""


def tally(library: Library, log: Iterable[Used]) -> Tally:
    """Return the library in numbers; `log` tells of the drafts of the workspace."""
    blocks = library.blocks
    acts: dict[str, Counter[str]] = {name: Counter() for name in library.taxonomy.themes}
    for block in blocks.values():
        acts.setdefault(block.theme, Counter()).update(block.text.keys())
    papers = {(one.date, one.structure, one.title): one for one in log}
    used = Counter(name for one in papers.values() for name in set(one.blocks))
    return Tally(
        blocks=len(blocks),
        themes=dict(Counter(block.theme for block in blocks.values())),
        acts={theme: dict(sorted(found.items())) for theme, found in acts.items()},
        kinds=dict(Counter(kind for block in blocks.values() for kind in block.suits.kinds)),
        statuses=dict(Counter(block.status for block in blocks.values())),
        papers=len(papers),
        never=tuple(name for name, block in blocks.items() if block.status != "deprecated" and name not in used),
        overused=tuple(
            (name, count)
            for name, count in sorted(used.items(), key=lambda pair: (-pair[1], pair[0]))
            if count >= OFTEN and count > HALF * len(papers)
        ),
    )


class Reused(msgspec.Struct, frozen=True):
    """How much of a text stands in the library."""

    characters: int
    """Of the text, punctuation aside."""
    shared: int
    """Of these, those in stretches that a block has too."""


def reuse(library: Library, texts: Sequence[str]) -> list[Reused]:
    """Return of each text how much of it stands in the library, in stretches of fifteen characters or more."""
    known = [words_of(TAGS.sub("\n", text)).text for block in library.blocks.values() for text in block.texts()]
    index = Index(known)
    return [_reused(index, words_of(text).text) for text in texts]


def _reused(index: Index, words: str) -> Reused:
    shared = end = 0
    found = sorted((one.first, one.last) for _, one in index.shared(words) if one.last - one.first >= STRETCH)
    for first, last in found:
        shared += max(last - max(first, end), 0)
        end = max(end, last)
    return Reused(len(words), shared)
