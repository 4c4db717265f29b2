"""Checks as data: what a paper must not say, must say, or must say in one way only (templates/checks/*.yaml)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from drafter.model.base import KindId, LevelId, Record, SpeakerId
from drafter.model.problem import Severity

CheckType = Literal["existence", "substitution", "absence", "consistency", "occurrence"]
Role = Literal["title", "subtitle", "date", "speaker", "salutation", "heading", "body", "signature", "table"]
"""What a paragraph of a paper is."""


class Check(Record, frozen=True, kw_only=True):
    """One check.

    existence: none of the words and patterns may occur. substitution: the same, and what should stand there is known
    (`swap`, or `right` for patterns). absence: at least one must occur. consistency: a text keeps to one form of each
    row of `either`. occurrence: no more than `most` in a paragraph.
    """

    id: str
    """Short English name; findings bear it after the rule's id."""
    type: CheckType = "existence"
    severity: Severity = "error"
    message: str
    """Chinese; says what is wrong. {found} and {right} stand for the words found and what should stand there."""
    hint: str = ""
    """Chinese; says what to do. Left out, a substitution says what to write."""
    words: tuple[str, ...] = ()
    """Plain words; the match is exact."""
    patterns: tuple[str, ...] = ()
    """Regular expressions. The group `(…)`, if there is one, is what is wrong; else the whole match."""
    swap: dict[str, str] = {}
    """Wrong word: right word."""
    right: str = ""
    """What replaces the match of a pattern; may use \\1 …"""
    replace: dict[str, str] = {}
    """Regular expression: what replaces its match, or its group; may use \\1 …, then for the whole match."""
    fix: bool = False
    """Whether the replacement is mechanical: `--fix` makes it."""
    allowed: tuple[str, ...] = ()
    """Regular expressions of longer expressions that hold the words and are right; they are masked first."""
    either: tuple[tuple[str, ...], ...] = ()
    """Rows of forms of one thing, the better one first."""
    most: int = 1
    roles: tuple[Role, ...] = ()
    """Only in these paragraphs; empty: in all."""
    levels: tuple[LevelId, ...] = ()
    """Only in papers of these levels; a paper whose level is not known is let pass."""
    by: tuple[SpeakerId, ...] = ()
    """Only from these speakers; a paper whose speaker is not known is let pass."""
    unless_by: tuple[SpeakerId, ...] = ()
    """Not from these speakers."""
    kinds: tuple[KindId, ...] = ()
    unless_kinds: tuple[KindId, ...] = ()
    near: tuple[str, ...] = ()
    """Only in sentences in which one of these regular expressions is found."""
    unless_near: tuple[str, ...] = ()
    """Not in sentences in which one of these regular expressions is found."""
    from_: date | None = msgspec.field(default=None, name="from")
    """Only in papers of this day or later."""
    until: date | None = None
    """Only in papers of this day or earlier."""
    passages: bool = True
    """Whether it also holds for single passages of the library."""
    basis: str = ""
    """The law, standard or document on which the check rests."""


class CheckFile(Record, frozen=True, kw_only=True):
    """A file of checks: one rule with its manual page."""

    id: str
    title: str
    group: int
    """1 formulations … 10 layout, in the order of what gets a secretary into trouble."""
    manual: str
    """Chinese; what is looked for, with a line 不合格 and a line 合格."""
    checks: tuple[Check, ...]
