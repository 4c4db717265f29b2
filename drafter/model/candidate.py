"""Candidate blocks: what was cut from an old speech and waits for a person's decision."""

from __future__ import annotations

from drafter.model.base import Record
from drafter.model.block import Block
from drafter.model.fact import FactSpec


class Near(Record, frozen=True, kw_only=True):
    """A block of the library that says nearly the same."""

    block: str
    share: float
    """The part of the candidate's runs of eight characters that the block has too."""


class Lapsed(Record, frozen=True, kw_only=True):
    """A formulation that is not right today."""

    wording: str
    until: str = ""
    """Its last day; empty where it is not right yet."""
    successor: str = ""


class Mended(Record, frozen=True, kw_only=True):
    """A repair that was made in the copy."""

    kind: str
    text: str
    suggestion: str = ""
    line: int
    column: int


class SlotFound(Record, frozen=True, kw_only=True):
    """A figure, name or date that became a slot; what stood there reaches no block."""

    fact: str
    """The fact of the vocabulary, or the name of a new one."""
    shown: str
    """What stood in the old speech: for the reviewer only."""
    spec: FactSpec | None = None
    """Of a fact that the vocabulary lacks: accepting the candidate adds it to the workspace."""


class Candidate(Record, frozen=True, kw_only=True):
    """One passage with all that helps to decide on it."""

    id: str
    """Twelve hex digits of the passage's words: the same passage is never offered twice."""
    speech: int
    at: str
    line: int
    heading: str
    confidence: float
    """Between 0 and 1: how sure theme, act and bounds are."""
    near: tuple[Near, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    mended: tuple[Mended, ...] = ()
    slots: tuple[SlotFound, ...] = ()
    block: Block


class Batch(Record, frozen=True, kw_only=True):
    """The candidates of one file of the corpus: a file of the inbox."""

    file: str
    sha256: str
    """Of the file's bytes."""
    candidates: tuple[Candidate, ...] = ()


class Decision(Record, frozen=True, kw_only=True):
    """What was decided on a candidate."""

    id: str
    decision: str
    """accepted, merged or dropped."""
    block: str = ""
    """The block that it became or went into."""
    date: str = ""


class Decisions(Record, frozen=True, kw_only=True):
    """The record of decisions of an inbox."""

    decisions: tuple[Decision, ...] = ()
