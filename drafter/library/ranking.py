"""How well a block answers a query: how much of it the block holds, where, and how near together."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

import msgspec

from drafter.library.querying import Query, Wanted
from drafter.text.grams import folded, word_grams

HEAD, LEAD, LABEL, BODY = 3.0, 2.4, 2.2, 1.0
"""How much it counts to hold a word in the title, in a lead, as a tag, in the text."""
SCATTERED = 0.75
"""A word whose pairs are there, but not side by side, counts so much."""
INSIDE = 0.5
"""How much a pair counts that neither begins nor ends a word of the query."""
INSTEAD, UNHEARD = 0.65, 0.85
"""How much another way to write a word counts; so much where no block has the word itself."""
TOGETHER = 0.35
"""What it adds to hold all words in one sentence."""
OTHERS = 0.2
"""How much of what a word gets in other places is added to the best."""
ACT, THEME = 0.3, 0.5
"""What it adds to be of an act, of a theme, that the query names."""
PARTLY, OTHERWISE, LEAST = 0.5, 0.8, 0.5
"""How much a word tells that only in part stands anywhere, that is written otherwise, at least."""
SENTENCE = r"(?<=[。！？；\n])"


class Row(msgspec.Struct, frozen=True):
    """What the index keeps of a block."""

    id: str
    bm25: float
    theme: str
    acts: str
    title: str
    leads: str
    tags: str
    body: str


class Judged(msgspec.Struct, frozen=True):
    """What becomes of a block."""

    id: str
    score: float
    sentence: str
    """The sentence that holds most of the query."""


class Judge:
    """Says how well a block answers a query."""

    def __init__(self, query: Query, blocks: int, holders: Callable[[str], int]) -> None:
        """`blocks` are there in all; `holders` says how many of them hold a pair."""
        self.query = query
        self.words = [_Word(one, blocks, holders) for one in query.wanted]
        self.latin = any(text.isascii() for word in self.words for text in (word.word, *word.written))
        """Whether texts are to be folded: Chinese words stand in them as they are looked for."""
        self.total = sum(one.weight for one in self.words)

    def score(self, row: Row) -> float:
        """Return a number above 0 where a block holds any of the query; how near together is not looked at."""
        texts = (row.title, row.leads, row.tags, row.body)
        places = [*zip((HEAD, LEAD, LABEL, BODY), map(folded, texts) if self.latin else texts, strict=True)]
        whole = "\n".join(text for _, text in places)
        score = covered = 0.0
        for word in self.words:
            written = word.written_in(whole)
            if not word.share(whole, written):
                continue
            shares = [word.share(text, written) for _, text in places]
            values = [weight * share for (weight, _), share in zip(places, shares, strict=True)]
            best = max(values)
            score += word.weight * (best + OTHERS * (sum(values) - best))
            covered += word.weight * max(shares)
        cover = covered / self.total
        return float(score / self.total * cover**2 - 0.001 * row.bm25 + self._asked(row))

    def _asked(self, row: Row) -> float:
        """Return what it adds that a block is of the acts and themes that the query names."""
        act = 0.0 if self.query.acts.isdisjoint(row.acts.split()) else ACT
        return act + (THEME if row.theme in self.query.themes else 0.0)

    def refined(self, score: float, row: Row) -> Judged:
        """Return what becomes of a block: its score, with what nearness adds, and the sentence to be shown."""
        sentences = [one for one in re.split(SENTENCE, row.body) if one.strip()]
        written = [word.written_in(folded(row.body) if self.latin else row.body) for word in self.words]
        held = [self._held(one, written) for one in sentences]
        best = max(held, default=0.0)
        sentence = sentences[held.index(best)] if held else row.body
        return Judged(row.id, score + (TOGETHER * best**2 if len(self.words) > 1 else 0.0), sentence)

    def _held(self, sentence: str, written: Sequence[Sequence[str]]) -> float:
        """Return how much of the query stands in a sentence, 0 to 1."""
        seen = folded(sentence) if self.latin else sentence
        shares = (word.weight * word.share(seen, ways) for word, ways in zip(self.words, written, strict=True))
        return sum(shares) / self.total

    def marks(self, text: str) -> tuple[str, ...]:
        """Return what of the query a text holds, the longest first."""
        seen = folded(text)
        found = dict.fromkeys(one for word in self.words for one in word.held(seen))
        return tuple(sorted(found, key=len, reverse=True))


class _Word:
    """A word of a query: what it is found by, and how much it tells."""

    def __init__(self, wanted: Wanted, blocks: int, holders: Callable[[str], int]) -> None:
        def rarity(held: int) -> float:
            return math.log((blocks + 1) / (held + 0.5)) if held else 0.0

        def holding(word: str) -> int:
            return min(map(holders, word_grams(word)))

        self.word = wanted.word
        self.written = [word for word in wanted.written if holding(word)]
        pairs = word_grams(self.word)
        if not self.written and not self.word.isascii() and not any(map(holders, pairs)):
            pairs = list(dict.fromkeys(self.word))
        self.pairs = {
            pair: rarity(holders(pair)) * (INSIDE if 0 < number < len(pairs) - 1 else 1.0)
            for number, pair in enumerate(pairs)
        }
        self.sum = sum(self.pairs.values())
        known = holding(self.word)
        self.instead = INSTEAD if known else UNHEARD
        own = rarity(known) * (0.5 + len(self.word) / 4) if known else PARTLY * self.sum
        others = [rarity(holding(word)) for word in self.written]
        self.weight = max(own, OTHERWISE * sum(others) / len(others) if others else 0.0, LEAST)

    def written_in(self, text: str) -> list[str]:
        """Return those of the other ways to write it that stand in a text."""
        return [one for one in self.written if one in text]

    def share(self, text: str, written: Sequence[str]) -> float:
        """Return how much of the word a text holds, 0 to 1; of the other ways only `written` are looked for."""
        if self.word in text:
            return 1.0
        share = self._scattered(text) if len(self.pairs) > 1 else 0.0
        for one in written:
            if one in text:
                return max(share, self.instead)
        return share

    def _scattered(self, text: str) -> float:
        held = 0.0
        for pair, weight in self.pairs.items():
            if pair in text:
                held += weight
        return SCATTERED * held / self.sum if held else 0.0

    def held(self, text: str) -> list[str]:
        """Return what of it a text holds: the word, else other ways to write it, else its pairs."""
        if self.word in text:
            return [self.word]
        return self.written_in(text) or [pair for pair in self.pairs if pair in text]
