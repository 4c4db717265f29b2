"""Which blocks of the library say nearly the same as a passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from zlib import crc32

from drafter.library.indexing import TAGS, passage_source
from drafter.model.candidate import Near
from drafter.model.library import Library
from drafter.text.sentences import fingerprint

SHINGLE = 8
SAMPLE = 4
"""One run of characters in so many is kept; the same ones everywhere, so that shares stay comparable."""
WIDTH = 3
"""Bytes of a Chinese character in UTF-8."""
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
    if len(whole) == WIDTH * len(words):  # all Chinese: one encoding serves all runs
        runs = range(0, WIDTH * (len(words) - SHINGLE + 1), WIDTH)
        numbers = [crc32(whole[at : at + WIDTH * SHINGLE]) for at in runs]
    else:
        numbers = [crc32(words[at : at + SHINGLE].encode()) for at in range(len(words) - SHINGLE + 1)]
    return {number for number in numbers if number % SAMPLE == 0}
