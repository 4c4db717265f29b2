"""Characters and words that are easily confused: data in confusables.yaml, one table for old files and for checks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from drafter.text.required import required_words
from drafter.text.tables import read_table

DATA = Path(__file__).with_name("confusables.yaml")


class Rule(msgspec.Struct, frozen=True):
    """A wrong word in its context, and the right one."""

    pattern: str
    """The wrong word is its group, or all that it matches where it has none."""
    right: str


class Era(msgspec.Struct, frozen=True):
    """Words that date a text: with them, and without the later ones, it is of `until` or before."""

    marks: tuple[str, ...]
    but: tuple[str, ...]
    until: int


class Table(msgspec.Struct, frozen=True):
    """confusables.yaml."""

    characters: dict[str, str]
    slips: dict[str, str]
    lookalikes: tuple[str, ...]
    """Groups of characters that are taken for each other."""
    names: dict[str, str]
    """Letters that stand for a leader's name."""
    swaps: tuple[Rule, ...]
    words: tuple[Rule, ...]
    eras: tuple[Era, ...]


class Slip(msgspec.Struct, frozen=True):
    """A confusable found in a text."""

    start: int
    text: str
    right: str


@functools.cache
def table() -> Table:
    """Return the shipped table; read once."""
    return read_table(DATA, Table)


@functools.cache
def _slip_pattern() -> re.Pattern[str]:
    known = table()
    words = sorted([*known.slips, *known.characters], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@functools.cache
def _rules(kind: str) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """Return the rules of a kind: words that a match holds, pattern, right word."""
    return tuple((needed(rule.pattern), rule.pattern, rule.right) for rule in getattr(table(), kind))


_pattern = functools.cache(re.compile)
"""Patterns are compiled when a text holds their words: few are in a run."""
ASIDE = re.compile(r"\(\?[^()]*\)")
"""A group that is no plain word: what stands before or after, or alternatives."""
WORD_GROUP = re.compile(r"\(([^()?|]*)\)")
NOT_PLAIN = re.compile(r"[\[\](){}.?*+^$\\]")


def needed(pattern: str) -> tuple[str, ...]:
    """Return words of which every match of `pattern` holds one; an empty one, as all texts do, where none shows."""
    plain = _plain_words(pattern)
    return plain if all(plain) else required_words(pattern)


def _plain_words(pattern: str) -> tuple[str, ...]:
    """Return the words that a pattern of plain words, alternatives and looks to either side needs; fast."""
    gap = "\0"
    bare = WORD_GROUP.sub(r"\1", pattern)
    while (shorter := ASIDE.sub(gap, bare)) != bare:
        bare = shorter
    if NOT_PLAIN.search(bare):
        return ("",)
    return tuple(dict.fromkeys(max(form.split(gap), key=len) for form in bare.split("|")))


def ocr_slips(text: str) -> Iterator[Slip]:
    """Yield the wrong look-alike characters of a text, as words where the table knows the word."""
    known = table()
    for found in _slip_pattern().finditer(text):
        right = known.slips.get(found[0]) or known.characters[found[0]]
        yield Slip(found.start(), found[0], right)


@functools.cache
def lookalikes() -> dict[str, str]:
    """Return, for each character that may be misread, those that it may stand for."""
    found: dict[str, str] = {}
    for group in table().lookalikes:
        for char in group:
            found[char] = found.get(char, "") + group.replace(char, "")
    return found


@functools.cache
def _lookalike_pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, lookalikes()))}]")


def doubtful(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places of the characters that may be misread, and the characters."""
    for found in _lookalike_pattern().finditer(text):
        yield found.start(), found[0]


def swapped_words(text: str) -> Iterator[Slip]:
    """Yield the words that a rewriting tool exchanged."""
    yield from _matches(text, "swaps")


def wrong_words(text: str) -> Iterator[Slip]:
    """Yield the words that are often wrong in official papers."""
    yield from _matches(text, "words")


def _matches(text: str, kind: str) -> Iterator[Slip]:
    for words, pattern, right in _rules(kind):
        if not any(word in text for word in words):
            continue
        for found in _pattern(pattern).finditer(text):
            group = found.lastindex or 0
            yield Slip(found.start(group), found[group], right)


def newest_year(text: str) -> int | None:
    """Return the last year in which the text can have been written, by its words; None where they do not tell."""
    for era in table().eras:
        if any(mark in text for mark in era.marks) and not any(later in text for later in era.but):
            return era.until
    return None


_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


def later_years(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places of the years, and the years, that a text of its words cannot know: they were changed."""
    newest = newest_year(text)
    if newest is not None:
        for found in _YEAR.finditer(text):
            if int(found[0]) > newest:
                yield found.start(), found[0]
