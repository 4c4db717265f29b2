"""Which blocks of the library say nearly the same as a passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain

from drafter.library.indexing import TAGS, passage_source
from drafter.model.candidate import Near
from drafter.model.library import Library
from drafter.text.sentences import fingerprint
from drafter.text.shingles import runs

SHARE = 0.18
"""From this share on a block is named."""
NAMED = 3
"""So many blocks are named at most."""


class Nearness:
    """The sampled runs of all blocks."""

    def __init__(self, library: Library) -> None:
        self.holders: dict[int, list[str]] = defaultdict(list)
        for identity in library.blocks:
            block = library.blocks[identity]
            text = "\n".join(TAGS.sub("", passage_source(block, act)) for act in block.text)
            for run in runs(fingerprint(text)):
                self.holders[run].append(identity)

    def near(self, words: str) -> tuple[Near, ...]:
        """Return the blocks that share most with a passage (its `fingerprint`), the nearest first."""
        own = runs(words)
        shared = Counter(chain.from_iterable(map(self.holders.__getitem__, own & self.holders.keys())))
        found = [(count / len(own), one) for one, count in shared.items() if count / len(own) >= SHARE]
        return tuple(Near(block=one, share=round(share, 2)) for share, one in sorted(found, reverse=True)[:NAMED])
