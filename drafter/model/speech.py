"""A speech of the corpus as it was read: its head, its outline, what is to be repaired in it, and its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

RepairKind = Literal[
    "redaction",
    "watermark",
    "ocr",
    "synonym-swap",
    "hard-wrap",
    "half-width-punctuation",
    "truncated",
    "duplicate-salutation",
    "other",
]


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """Something in the file that a careful colleague would mend; the file itself is never changed."""

    kind: RepairKind
    text: str
    """The exact text as it stands in the file."""
    suggestion: str = ""
    """What should stand there; empty where only a person can tell."""
    line: int
    column: int
    """Both counted from 1."""


class FoundFact(msgspec.Struct, frozen=True, kw_only=True):
    """A figure, name or date: what must change when the speech is used again."""

    text: str
    """As printed, a figure with its unit."""
    name: str = ""
    """The fact of the vocabulary that it probably is; empty where none fits."""
    type: str
    line: int
    column: int


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A heading or point with what stands under it."""

    depth: int
    """Counted from 1."""
    marker: str
    """The ordinal alone: 一、 （一） 一要 第一， ——; empty where there is none."""
    heading: str
    """Up to its closing mark, without it, hard wraps removed."""
    run_in: bool
    """Text follows on the same line."""
    line: int
    span: tuple[int, int]
    """From the marker to the end of all that belongs to the item, in characters of the file."""
    theme: str = ""
    tags: tuple[str, ...] = ()
    act: str = ""
    text: tuple[str, ...] = ()
    """The paragraphs before the first point; of a run-in item the first lacks the heading."""
    points: tuple[Item, ...] = ()
    tail: tuple[str, ...] = ()
    """The paragraphs after the last point."""


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """One speech of a file."""

    line: int
    """On which it begins."""
    span: tuple[int, int]
    title: str = ""
    subtitle: str = ""
    salutation: tuple[str, ...] = ()
    date: str = ""
    speaker: str = ""
    """The phrase that tells who speaks, as found."""
    kind: str = "other"
    level: str | None = None
    act: str = ""
    opening: tuple[str, ...] = ()
    sections: tuple[Item, ...] = ()
    points: tuple[Item, ...] = ()
    """Items under no section: those in the opening and in the closing."""
    closing: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    facts: tuple[FoundFact, ...] = ()


def walk(items: Iterable[Item]) -> Iterator[Item]:
    """Yield every item under `items`, in the order of the text."""
    for item in items:
        yield item
        yield from walk(item.points)


def all_items(speech: Speech) -> list[Item]:
    """Return every item of `speech`, those in the opening and closing included, in the order of the text."""
    return sorted(walk((*speech.points, *speech.sections)), key=lambda item: item.span[0])
