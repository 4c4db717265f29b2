"""Paragraph styles: what a style and those it is based on say about headings, titles, numbers and hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from drafter.readers.docx.xml import is_on, number, value, w

HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.I)
TITLE = re.compile(r"title|标题", re.I)
CONTENTS = re.compile(r"(?:toc|目录) ?[1-9]", re.I)
BODY_LEVEL = 9
"""The outline level of what is no heading."""
P_PR, R_PR, NUM_PR = w("pPr"), w("rPr"), w("numPr")
OUTLINE, VANISH, NUM_ID, LEVEL = w("outlineLvl"), w("vanish"), w("numId"), w("ilvl")


class Style(msgspec.Struct, frozen=True):
    """A style as it stands, without what it inherits."""

    id: str
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    hidden: bool | None = None
    num_id: str | None = None
    level: int | None = None


class Look(msgspec.Struct, frozen=True):
    """What a style comes to with all that it inherits."""

    heading: int = 0
    """Counted from 1; 0 for none."""
    title: bool = False
    contents: bool = False
    """A line of a table of contents."""
    hidden: bool = False
    num_id: str | None = None
    level: int | None = None
    ids: tuple[str, ...] = ()
    """The style and those that it is based on, nearest first."""


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: Any) -> None:
        """Take the styles from the root of the styles part; None if the file has none."""
        elements = root.findall(w("style")) if root is not None else []
        self._styles: Mapping[str, Style] = {style.id: style for style in map(_style, elements)}
        self._default = next((one.get(w("styleId"), "") for one in elements if _is_default_paragraph(one)), "")
        self._looks: dict[str, Look] = {}

    def of_paragraph(self, properties: Any) -> Look:
        """Return the look of a paragraph by its w:pPr: its style's, and its own outline level over it."""
        found = self.look(value(properties, w("pStyle")) or self._default)
        outline = number(value(properties, OUTLINE))
        if outline is None or found.title:
            return found
        return msgspec.structs.replace(found, heading=_heading_of(outline))

    def name_of(self, style_id: str | None) -> str:
        """Return the name of a style, which all programs keep, by its id, which some change; of none the default's."""
        style = self._styles.get(style_id or self._default)
        return style.name if style else ""

    def look(self, style_id: str) -> Look:
        """Return what the style comes to; one that is missing says nothing."""
        if style_id not in self._looks:
            self._looks[style_id] = _look(list(self._chain(style_id)))
        return self._looks[style_id]

    def _chain(self, style_id: str) -> Iterator[Style]:
        """Yield a style and those that it is based on; a circle ends where it closes."""
        seen: set[str] = set()
        while style_id not in seen and (style := self._styles.get(style_id)) is not None:
            yield style
            seen.add(style_id)
            style_id = style.based_on


def _is_default_paragraph(element: Any) -> bool:
    return element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on")


def _style(element: Any) -> Style:
    paragraph, run = element.find(P_PR), element.find(R_PR)
    numbering = paragraph.find(NUM_PR) if paragraph is not None else None
    return Style(
        id=element.get(w("styleId"), ""),
        name=value(element, w("name")) or "",
        based_on=value(element, w("basedOn")) or "",
        outline=number(value(paragraph, OUTLINE)),
        hidden=is_on(run, VANISH) if value(run, VANISH) is not None else None,
        num_id=value(numbering, NUM_ID),
        level=number(value(numbering, LEVEL)),
    )


def _look(chain: list[Style]) -> Look:
    heading, title = _rank(chain)
    return Look(
        heading=heading,
        title=title,
        contents=any(CONTENTS.fullmatch(style.name) for style in chain),
        hidden=next((style.hidden for style in chain if style.hidden is not None), False),
        num_id=next((style.num_id for style in chain if style.num_id is not None), None),
        level=next((style.level for style in chain if style.level is not None), None),
        ids=tuple(style.id for style in chain),
    )


def _rank(chain: list[Style]) -> tuple[int, bool]:
    """Return the heading level, and whether it is the title: the nearest style that tells decides.

    Chinese Word gives its own title style the first outline level, so the name comes first.
    """
    for style in chain:
        if TITLE.fullmatch(style.name):
            return 0, True
        if style.outline is not None:
            return _heading_of(style.outline), False
        if (found := HEADING.fullmatch(style.name)) is not None:
            return int(found[1]), False
    return 0, False


def _heading_of(outline: int) -> int:
    return outline + 1 if 0 <= outline < BODY_LEVEL else 0
