"""What the block library teaches about the language of speeches: words, how headings open, what themes talk of."""

from __future__ import annotations

import math
import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import add

import msgspec

from drafter.corpus.words import words
from drafter.library.indexing import TAGS, passage_source
from drafter.model.library import Library

HAN = re.compile(r"[\u4e00-\u9fff]+")
FREQUENT = 6
"""A pair of characters seen so often in the library is taken for (part of) a word."""
COMMON = 60
OPENERS = 3
"""Two characters that open so many headings and leads open headings elsewhere too."""
SEEN = 3
"""A pair seen less often in the examples of a theme tells nothing of it."""
KEPT = 1800
"""Pairs kept of each theme: the most telling ones."""
RARER = -1.0
"""The least weight of a pair (natural logarithm)."""


THOUSANDTHS = 1000
"""Weights have three decimals and are kept as whole numbers."""
ENTRY = struct.Struct("<Hh")
Telling = Sequence[tuple[int, float]]
"""Numbers of themes, each with a weight."""


class Weights(dict[str, Telling]):
    """Pair → how much it tells of themes; read from bytes when first asked for, since a speech has few of the pairs.

    It answers for every pair: one that tells nothing has no weights.
    """

    def __init__(self, kept: dict[str, bytes]) -> None:
        super().__init__()
        self.kept = kept

    def __missing__(self, pair: str) -> Telling:
        """Return the weights of a pair that was not asked for before."""
        if pair not in self.kept:
            return ()
        entries = ENTRY.iter_unpack(self.kept[pair])
        found = self[pair] = tuple((number, weight / THOUSANDTHS) for number, weight in entries)
        return found


def _entry(number: int, weight: float) -> bytes:
    return ENTRY.pack(number, round(weight * THOUSANDTHS))


class Language(msgspec.Struct, frozen=True):
    """Counts over the texts of a library; small enough to be kept in a cache."""

    words: frozenset[str]
    """Frequent pairs of characters."""
    common: frozenset[str]
    """Characters that the library uses often."""
    openers: frozenset[str]
    """The first two characters of headings."""
    themes: tuple[str, ...]
    """The themes, in the order of the library."""
    weights: Weights
    """Pair → (number of a theme, weight): how much more often its texts have it than all do (natural logarithm)."""
    tags: Mapping[str, tuple[str, ...]]
    """The topic tags of the library by their first two characters."""

    def scores(self, text: str) -> list[float]:
        """Return, for each theme, the sum of the weights of the pairs of `text`."""
        found = [0.0] * len(self.themes)
        for number, weight in chain.from_iterable(map(self.weights.__getitem__, pairs(text))):
            found[number] += weight
        return found

    def is_word(self, pair: str) -> bool:
        """Return whether two characters belong together: a line that ends between them was torn."""
        return pair in self.words

    def opens_heading(self, text: str) -> bool:
        """Return whether a text opens as the library's headings and leads do."""
        return text[:2] in self.openers


def learn(library: Library) -> Language:
    """Return what the blocks and headings of `library` teach."""
    headings = _headings(library)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    tags: set[str] = set()
    for identity in library.blocks:
        block = library.blocks[identity]
        tags.update(block.tags)
        own = "\n".join(TAGS.sub("", passage_source(block, act)) for act in block.text)
        counts[block.theme].update(pairs(own))
        for lead in (*block.leads.values(), block.title):
            counts[block.theme].update(list(pairs(TAGS.sub("", lead))) * 4)
    for theme, text in headings:
        counts[theme].update(list(pairs(text)) * 6)
    everything: Counter[str] = Counter()
    for counted in counts.values():
        everything.update(counted)
    themes = tuple(counts)
    weights: dict[str, bytes] = defaultdict(bytes)
    for number, theme in enumerate(themes):
        for pair, weight in _telling(counts[theme], everything).items():
            weights[pair] += _entry(number, weight)
    by_pair: dict[str, list[str]] = defaultdict(list)
    for tag in sorted(tags):
        if len(tag) >= 3 and HAN.fullmatch(tag[:2]):
            by_pair[tag[:2]].append(tag)
    openers = Counter(text[:2] for _, text in headings)
    openers.update(lead[:2] for block in library.blocks.values() for lead in block.leads.values())
    return Language(
        words=frozenset(pair for pair, times in everything.items() if times >= FREQUENT),
        common=frozenset(char for char, times in _characters(everything).items() if times >= COMMON),
        openers=words().listed("openers") | _frequent(openers),
        themes=themes,
        weights=Weights(dict(weights)),
        tags={pair: tuple(found) for pair, found in by_pair.items()},
    )


def _frequent(openers: Counter[str]) -> frozenset[str]:
    return frozenset(pair for pair, times in openers.items() if times >= OPENERS and HAN.fullmatch(pair))


def _characters(counted: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for pair, times in counted.items():
        found[pair[0]] += times
    return found


def _headings(library: Library) -> list[tuple[str, str]]:
    return [(one.theme, TAGS.sub("", one.text)) for one in library.headings]


def pairs(text: str) -> Iterator[str]:
    """Return every two neighbouring Chinese characters of `text`, in their order."""
    return chain.from_iterable(map(add, run, run[1:]) for run in HAN.findall(text))


def _telling(counted: Counter[str], everything: Counter[str]) -> dict[str, float]:
    """Return the pairs that a theme has more or less often than all texts, the most telling ones.

    No pair speaks against a theme by more than RARER: what is common everywhere would outweigh what is telling.
    """
    own, whole, kinds = sum(counted.values()), sum(everything.values()), len(everything)
    usual = {pair: (everything[pair] + 0.5) / (whole + 0.5 * kinds) for pair in counted if everything[pair] >= SEEN}
    weights = {
        pair: max(RARER, math.log((counted[pair] + 0.5) / (own + 0.5 * kinds) / share)) for pair, share in usual.items()
    }
    strongest = sorted(weights, key=lambda pair: (-abs(weights[pair]) * math.sqrt(counted[pair]), pair))[:KEPT]
    return {pair: round(weights[pair], 3) for pair in strongest}
