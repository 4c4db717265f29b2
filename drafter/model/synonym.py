"""How people in an office say things, and how passages write them: what a search looks for besides the words typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from drafter.model.base import ActId, Record, ThemeId
from drafter.text.grams import folded


class SynonymBook(Record, frozen=True, kw_only=True):
    """synonyms.yaml. Words are parted by spaces."""

    words: dict[str, str] = {}
    """What is said, to what passages write for it: ``老板 生意人: 企业家 民营企业``; in this direction only."""
    acts: dict[ActId, str] = {}
    """Words by which a query asks for texts of an act (感谢), on top of what else they say."""
    themes: dict[ThemeId, str] = {}
    """Words by which a query asks for a theme (开头)."""
    idle: tuple[str, ...] = ()
    """Words of spoken language that say nothing to look for (怎么办)."""


class Synonyms(msgspec.Struct, frozen=True):
    """What the books of all layers say together, as a search needs it."""

    written: Mapping[str, tuple[str, ...]]
    """By what is said, what passages write for it."""
    acts: Mapping[str, frozenset[str]]
    """The acts that a word asks for."""
    themes: Mapping[str, frozenset[str]]
    idle: frozenset[str]
    known: frozenset[str]
    """All words that may be typed."""


def joined(books: Sequence[SynonymBook]) -> Synonyms:
    """Return the words of several layers as one: a later one adds to those before."""
    written: dict[str, dict[str, None]] = {}
    for book in books:
        for said, texts in book.words.items():
            ways = words_in(texts)
            for word in words_in(said):
                written.setdefault(word, {}).update(dict.fromkeys(ways))
    acts, themes = _asked(book.acts for book in books), _asked(book.themes for book in books)
    idle = frozenset(word for book in books for line in book.idle for word in words_in(line))
    ways_of = {said: tuple(one for one in ways if one != said) for said, ways in written.items()}
    return Synonyms(ways_of, acts, themes, idle, idle.union(written, acts, themes))


def _asked(families: Iterable[Mapping[str, str]]) -> dict[str, frozenset[str]]:
    """Return by word the ids that it asks for."""
    found: dict[str, set[str]] = {}
    for family in families:
        for identity, words in family.items():
            for word in words_in(words):
                found.setdefault(word, set()).add(identity)
    return {word: frozenset(ids) for word, ids in found.items()}


def words_in(line: str) -> list[str]:
    """Return the words of a line, as they are looked for."""
    return folded(line).split()
