"""Cutting Chinese text into words: the fewest words of a list, for places where a line may break.

The list (words.txt) was made from the library's own texts. A stretch without a known word stays whole, so that a
name nobody has heard of is never cut. No segmenter is installed for this: jieba takes 0.9 s to load and has not been
kept since 2020, and one that only some machines have would break the same title in different places.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from pathlib import Path

DATA = Path(__file__).with_name("words.txt")
SINGLE = frozenset(
    "在和与及同对向为以从由于就把将被的地得是等第各本该暨并或上中里内下时后前了们之来到会年月日省市县区乡镇州旗"
)
"""Characters that are words of their own."""
KNOWN, SINGLE_COST, UNKNOWN = 10, 12, 17
"""What a word of the list, a single character that is a word, and any other character cost: fewest words win."""


@functools.cache
def _groups() -> dict[str, frozenset[str]]:
    """Return the words of the file by the group that their line names (``verbs: …``); most lines name none."""
    found: dict[str, set[str]] = {}
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            group, _, words = line.rpartition(": ")
            found.setdefault(group, set()).update(words.split())
    return {group: frozenset(words) for group, words in found.items()}


def words_called(group: str) -> frozenset[str]:
    """Return a group of words: ``verbs``, which want their object on the same line, or ``modifiers`` of a noun."""
    return _groups()[group]


@functools.cache
def known_words() -> frozenset[str]:
    """Return the words of the list, of two characters or more."""
    return frozenset().union(*_groups().values())


@functools.cache
def _longest() -> int:
    return max(map(len, known_words()))


def words_of(text: str, at_most: int = 0, more: Collection[str] = frozenset()) -> list[str]:
    """Return `text` cut into words, nothing lost; none of more than `at_most` characters where that is given.

    Of the ways to cut it, the one with the fewest words; a stretch of unknown characters is one word. `more` are
    words besides those of the list.
    """
    words = known_words()
    longest = at_most or max([_longest(), *map(len, more)])
    best = [0] * (len(text) + 1)
    back = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        single = text[end - 1] in SINGLE or text[end - 1] in more
        best[end], back[end] = best[end - 1] + (SINGLE_COST if single else UNKNOWN), end - 1
        for start in range(max(0, end - longest), end - 1):
            if best[start] + KNOWN < best[end] and ((word := text[start:end]) in words or word in more):
                best[end], back[end] = best[start] + KNOWN, start
    return _joined(text, back, more)


def _joined(text: str, back: list[int], more: Collection[str]) -> list[str]:
    """Return the words that `back` leads through, unknown characters side by side joined."""
    found: list[str] = []
    end, was_unknown = len(text), False
    while end:
        word = text[back[end] : end]
        unknown = len(word) == 1 and word not in SINGLE and word not in more
        if unknown and was_unknown:
            found[-1] = word + found[-1]
        else:
            found.append(word)
        end, was_unknown = back[end], unknown
    return found[::-1]


def straddles(text: str, start: int, end: int) -> bool:
    """Return whether what stands there only looks like a word: its first or last character makes one with its neighbour
    outside (议按 in 审议按时).
    """
    known = known_words()
    return text[start - 1 : start + 1] in known or text[end - 1 : end + 1] in known
