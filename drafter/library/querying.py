"""What a query asks for: its words, what passages may write for each, and the acts and themes that it names.

A query is cut into words by the list of `drafter.text.words` and the library's everyday words (sections/synonyms.yaml).
Words that only spoken language needs are left out; so are single characters among longer words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from drafter.model.synonym import Synonyms
from drafter.text.grams import RUN, folded, query_words
from drafter.text.words import words_of

LONGEST = 8
"""Characters of the longest word into which a query is cut."""
DIGIT, DIGITS = re.compile(r"(?<![0-9a-z.·:])[1-9](?=[\u4e00-\u9fff])"), "〇一二三四五六七八九"


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
    said = list(dict.fromkeys(word for run in RUN.findall(spelt(text)) for word in _words(run, synonyms)))
    kept = [word for word in said if word not in synonyms.idle] or query_words(text)
    return Query(
        tuple(Wanted(word, synonyms.written.get(word, ())) for word in kept),
        _ids(synonyms.acts.get(word) for word in said),
        _ids(synonyms.themes.get(word) for word in said),
    )


def spelt(text: str) -> str:
    """Return a query as passages spell it: letters folded, a digit before a Chinese character in Chinese (八小时)."""
    return DIGIT.sub(lambda found: DIGITS[int(found[0])], folded(text))


def _words(run: str, synonyms: Synonyms) -> Iterator[str]:
    """Yield the words of a run, single characters that no list has left out: those of a cut verb, most often."""
    if run.isascii() or len(run) == 1:
        yield run
    else:
        found = words_of(run, LONGEST, synonyms.known)
        yield from (word for word in found if len(word) > 1 or word in synonyms.known)


def _ids(found: Iterable[frozenset[str] | None]) -> frozenset[str]:
    return frozenset(one for ids in found if ids for one in ids)
