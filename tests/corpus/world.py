"""What the tests of the corpus share: the shipped library's language, texts as readings, outlines as trees."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable

from worlds import shipped

from drafter.corpus.figures import FactFinder
from drafter.corpus.language import Language, learn
from drafter.corpus.speeches import speeches_of
from drafter.model.reading import Reading
from drafter.model.speech import Item, Speech


@functools.cache
def language() -> Language:
    """Return what the shipped library teaches; learnt once."""
    return learn(shipped())


@functools.cache
def finder() -> FactFinder:
    """Return the finder of facts over the shipped vocabulary."""
    return FactFinder(shipped().facts, shipped().terms)


def reading(text: str, format_: str = "text") -> Reading:
    """Return a text, dedented, as a reader would hand it on."""
    return Reading(path="旧稿.txt", format=format_, text=textwrap.dedent(text).strip("\n"), sha256="0" * 64)  # type: ignore[arg-type]


def speeches(text: str) -> list[Speech]:
    """Return the speeches of a text."""
    return speeches_of(reading(text), language(), finder())


def tree(items: Iterable[Item]) -> str:
    """Return items as an indented tree: marker, bar, heading."""
    return "\n".join(_lines(items))


def _lines(items: Iterable[Item]) -> list[str]:
    found = []
    for item in items:
        found.append(f"{'  ' * (item.depth - 1)}{item.marker}|{item.heading}")
        found += _lines(item.points)
    return found


def outline(text: str) -> str:
    """Return the outline of the only speech of a text as a tree: its sections, after a line of - its other points."""
    (speech,) = speeches(text)
    return "\n-\n".join(filter(None, (tree(speech.points), tree(speech.sections))))
