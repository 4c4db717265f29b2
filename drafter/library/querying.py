"""What a query asks for: its words, what passages may write for each, and the acts and themes that it names.

A query is cut into words by the list of `drafter.text.words` and the library's everyday words (sections/synonyms.yaml).
Words that only spoken language needs are left out; so are single characters among longer words.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from drafter.model.synonym import Synonyms
from drafter.text.grams import RUN, folded, query_words
from drafter.text.words import words_of

LONGEST = 8
"""Characters of the longest word into which a query is cut."""


class Wanted(msgspec.Struct, frozen=True):
    """One of the things that a query asks for."""

    word: str
    """As it was typed, folded."""
    written: tuple[str, ...] = ()
    """What passages may write for it."""


class Query(msgspec.Struct, frozen=True):
    """A query as it is looked for."""

    wanted: tuple[Wanted, ...]
    acts: frozenset[str] = frozenset()
    """The acts that it asks for; any of them will do."""
    themes: frozenset[str] = frozenset()


def read_query(text: str, synonyms: Synonyms) -> Query:
    """Return what a query asks for; nothing is wanted by one without letters or characters."""
    reader = _Reader(synonyms)
    said = list(dict.fromkeys(word for part in text.split() for word in reader.words(part)))
    kept = [word for word in said if word not in synonyms.idle] or query_words(text)
    return Query(
        tuple(Wanted(word, synonyms.written.get(word, ())) for word in kept),
        _ids(synonyms.acts.get(word) for word in said),
        _ids(synonyms.themes.get(word) for word in said),
    )


def _ids(found: Iterable[frozenset[str] | None]) -> frozenset[str]:
    return frozenset(one for ids in found if ids for one in ids)


class _Reader:
    """Cuts queries into words."""

    def __init__(self, synonyms: Synonyms) -> None:
        self._synonyms = synonyms

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        known = self._synonyms
        return known.idle.union(known.written, known.acts, known.themes)

    def words(self, part: str) -> Iterator[str]:
        """Yield the words of a stretch without spaces."""
        for run in RUN.findall(folded(part)):
            yield from (run,) if run.isascii() or len(run) == 1 else self._telling(words_of(run, LONGEST, self._known))

    def _telling(self, words: Sequence[str]) -> Iterator[str]:
        """Yield words without the single characters that no list has: those of a cut verb, most often."""
        yield from (word for word in words if len(word) > 1 or word in self._known)
