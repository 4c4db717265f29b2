"""Wording checks as data: what a text must not say, or must say, and under which conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from drafter.model.base import ActId, LevelId, Record, SpeakerId
from drafter.model.block import Part

CheckType = Literal["existence", "start", "absence"]


class WordingCheck(Record, frozen=True, kw_only=True):
    """One check over library texts.

    existence: a pattern must not occur; start: no text may begin with it; absence: at least one must occur.
    """

    id: str
    """Short English name; findings bear it after the rule's id."""
    type: CheckType
    message: str
    hint: str = ""
    words: tuple[str, ...] = ()
    """Plain words; the match is exact."""
    patterns: tuple[str, ...] = ()
    """Regular expressions."""
    allowed: tuple[str, ...] = ()
    """Longer expressions that contain a word and are right; they are masked first."""
    acts: tuple[ActId, ...] = ()
    """Only in texts of these acts; empty: in all."""
    moves: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    levels: tuple[LevelId, ...] = ()
    """Only where the block may be used at one of these levels."""
    unless_by: tuple[SpeakerId, ...] = ()
    """Not where the block is restricted to these speakers."""
    unless_themes: tuple[str, ...] = ()


class WordingBook(Record, frozen=True, kw_only=True):
    """wording.yaml: the checks, and the list of words that make a measure concrete."""

    checks: tuple[WordingCheck, ...] = ()
    concrete: tuple[str, ...] = ()
    """Methods, bodies, procedures and objects; one of them makes a `how` more than a slogan."""
    near: tuple[str, ...] = ()
    """Expressions that resemble a fixed formulation and are right as they stand."""


def joined(books: Sequence[WordingBook]) -> WordingBook:
    """Return the wording checks of several layers as one."""
    return WordingBook(
        checks=tuple(one for book in books for one in book.checks),
        concrete=tuple(one for book in books for one in book.concrete),
        near=tuple(one for book in books for one in book.near),
    )
