"""Which blocks of the library say nearly the same as a passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from drafter.library.indexing import TAGS, passage_source
from drafter.model.candidate import Near
from drafter.model.library import Library
from drafter.text.shingles import runs

SHARE = 0.18
"""From this share on a block is named."""
NAMED = 3
"""So many blocks are named at most."""


class Nearness:
    """The sampled runs of all blocks."""

    def __init__(self, library: Library) -> None:
        self.holders: Mapping[int, list[str]] = defaultdict(list)
        for identity in library.blocks:
            block = library.blocks[identity]
            text = "\n".join(TAGS.sub("", passage_source(block, act)) for act in block.text)
            for piece in set(runs(text)):
                self.holders[piece].append(identity)

    def near(self, text: str) -> tuple[Near, ...]:
        """Return the blocks that share most with a passage, the nearest first."""
        own = set(runs(text))
        shared = Counter(one for piece in own for one in self.holders.get(piece, ()))
        found = [(count / len(own), one) for one, count in shared.items() if count / len(own) >= SHARE]
        return tuple(Near(block=one, share=round(share, 2)) for share, one in sorted(found, reverse=True)[:NAMED])
