"""Which blocks of the library say nearly the same as a passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from zlib import crc32

from drafter.library.indexing import TAGS, passage_source
from drafter.model.candidate import Near
from drafter.model.library import Library
from drafter.text.sentences import fingerprint

SHINGLE = 8
SAMPLE = 4
"""One run of characters in so many is kept; the same ones everywhere, so that shares stay comparable."""
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
            for piece in set(pieces(text)):
                self.holders[piece].append(identity)

    def near(self, text: str) -> tuple[Near, ...]:
        """Return the blocks that share most with a passage, the nearest first."""
        own = set(pieces(text))
        shared = Counter(one for piece in own for one in self.holders.get(piece, ()))
        found = [(count / len(own), one) for one, count in shared.items() if count / len(own) >= SHARE]
        return tuple(Near(block=one, share=round(share, 2)) for share, one in sorted(found, reverse=True)[:NAMED])


def pieces(text: str) -> Iterator[int]:
    """Yield the sampled runs of eight characters of a text, punctuation aside, as numbers."""
    words = fingerprint(text)
    for at in range(len(words) - SHINGLE + 1):
        number = crc32(words[at : at + SHINGLE].encode())
        if number % SAMPLE == 0:
            yield number
