"""The assembled draft: head, sections, paragraphs, gaps, and where each passage came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from drafter.model.fact import FactType, Plain
from drafter.model.problem import Problem

RunKind = Literal["text", "lead", "gap"]
ParagraphKind = Literal[
    "mark_left",
    "mark_right",
    "toc_title",
    "toc",
    "title",
    "stage",
    "subtitle",
    "date",
    "speaker",
    "salutation",
    "heading",
    "body",
    "thanks",
    "signature",
    "signed",
]
"""In the order of the page. mark_left and mark_right stand in the top corners of the first page (a right one on the
line of the left one before it), stage under the title (（征求意见稿）), signed is the date below a signature."""


class Run(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of text of one kind."""

    text: str
    kind: RunKind = "text"
    fact: str = ""
    """Of a gap: the fact that is missing (``meeting.name`` for a field of a record)."""
    depth: int = 0
    """Of a lead: its depth in the outline, from 1."""
    marker: str = ""
    """Of a lead: the ordinal alone (“（一）”); it is part of `text` too."""
    slot: str = ""
    """The slot that the text belongs to; empty for the structure's own words."""


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paragraph of the draft."""

    runs: tuple[Run, ...]
    kind: ParagraphKind = "body"
    depth: int = 0
    """Of a heading, or of its line in the table of contents: its depth in the outline, from 1."""
    marker: str = ""
    """Of a heading: the kind of ordinal it bears (“一、”, “（一）”)."""
    page: int = 0
    """Of a line in the table of contents: the page it will stand on, worked out from the page style."""

    @property
    def text(self) -> str:
        """The text of the paragraph, gaps as they print."""
        return "".join(run.text for run in self.runs)


class Section(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A node of the outline. A run-in lead stands in the first paragraph, `heading` is then None."""

    slot: str
    depth: int
    heading: Paragraph | None
    children: tuple[Section | Paragraph, ...] = ()


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that is needed and that nobody has supplied."""

    fact: str
    label: str
    type: FactType
    unit: str
    example: Plain
    office: str
    places: tuple[str, ...]
    """The slots that use it, in the order of the text; “head” for the head of the draft."""


class Choice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which block fills a slot, and how."""

    slot: str
    block: str
    act: tuple[str, ...]
    moves: tuple[str, ...]
    hash: str = ""
    """Of the library text that is used."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A finished draft. Nothing in it depends on how it will be written out."""

    structure: str
    title: str
    """On one line, for document properties and file names."""
    subject: str = ""
    """What kind of paper it is, in Chinese; for document properties."""
    keywords: tuple[str, ...] = ()
    """The themes it deals with, in Chinese; for document properties."""
    head: tuple[Paragraph, ...]
    body: tuple[Section | Paragraph, ...]
    length: int
    """Characters of the whole draft, white space aside, gaps counted as their examples."""
    target: int
    seed: int
    as_of: str
    level: str
    gaps: tuple[Gap, ...]
    optional: tuple[Gap, ...]
    """Facts not given whose sentence was left out (``is known``)."""
    picks: tuple[Choice, ...]
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> list[Paragraph]:
        """Every paragraph, head first, in the order of the page."""
        return [*self.head, *paragraphs(self.body)]


def paragraphs(nodes: Iterable[Section | Paragraph]) -> list[Paragraph]:
    """Return every paragraph under `nodes`, headings included, in the order of the page."""
    found: list[Paragraph] = []
    for node in nodes:
        if isinstance(node, Paragraph):
            found.append(node)
            continue
        if node.heading is not None:
            found.append(node.heading)
        found += paragraphs(node.children)
    return found
