"""Which blocks of the library say nearly the same as a passage."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate, chain
from zlib import crc32

from drafter.library.indexing import TAGS, passage_source
from drafter.model.candidate import Near
from drafter.model.library import Library
from drafter.text.sentences import fingerprint

SHINGLE = 8
SAMPLE = 4
"""One run of characters in so many is kept; the same ones everywhere, so that shares stay comparable."""
THREE_BYTES = re.compile("[\u0800-\uffff]+")
"""Characters that take three bytes each in UTF-8: nearly all of a speech."""
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
            for piece in pieces(fingerprint(text)):
                self.holders[piece].append(identity)

    def near(self, words: str) -> tuple[Near, ...]:
        """Return the blocks that share most with a passage (its `fingerprint`), the nearest first."""
        own = pieces(words)
        shared = Counter(chain.from_iterable(map(self.holders.__getitem__, own & self.holders.keys())))
        found = [(count / len(own), one) for one, count in shared.items() if count / len(own) >= SHARE]
        return tuple(Near(block=one, share=round(share, 2)) for share, one in sorted(found, reverse=True)[:NAMED])


def pieces(words: str) -> set[int]:
    """Return the sampled runs of eight characters of a text without punctuation, as numbers."""
    whole = words.encode()
    places: Sequence[int] = range(0, len(whole) + 1, 3)
    if not THREE_BYTES.fullmatch(words):
        places = list(accumulate(map(len, map(str.encode, words)), initial=0))
    numbers = [crc32(whole[start:end]) for start, end in zip(places, places[SHINGLE:], strict=False)]
    return {number for number in numbers if number % SAMPLE == 0}
