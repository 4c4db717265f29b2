"""Markdown: the text as it stands, with its headings told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from drafter.model.reading import Hint, Reading
from drafter.readers import plain

ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
FENCE = re.compile(r" {0,3}(`{3,}(?!.*`)|~{3,})")
NO_PARAGRAPH = re.compile(r" {0,3}(?:>|[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|<|\||`{3}|~{3})| {4}|\t|[ \t]*$")
"""What cannot be the text of a heading that is underlined: quotes, lists, HTML, tables, code, blank lines."""


def read(path: Path) -> Reading:
    """Return a Markdown file's text unchanged, with its headings as hints. Raises InputError."""
    found = plain.read(path)
    return msgspec.structs.replace(found, format="markdown", hints=headings(found.text))


def headings(text: str) -> Mapping[int, Hint]:
    """Return the headings of a Markdown text by line: # and underlined ones, those in fenced code left out."""
    lines = text.split("\n")
    levels: dict[int, int] = {}
    first = 0  # of the paragraph that the line above belongs to; 0 for none
    for number in _outside_code(lines):
        line = lines[number - 1]
        if (mark := ATX.match(line)) is not None:
            levels[number], first = len(mark[1]), 0
        elif first and (underline := SETEXT.match(line)) is not None:
            levels.update(dict.fromkeys(range(first, number), 1 if underline[1][0] == "=" else 2))
            first = 0
        elif NO_PARAGRAPH.match(line):
            first = 0
        else:
            first = first if first and number - 1 not in levels else number
    return {number: Hint(heading=level) for number, level in sorted(levels.items())}


def _outside_code(lines: list[str]) -> Iterator[int]:
    """Yield the numbers of the lines in no fenced code and no front matter; the fences are yielded, as breaks."""
    fence = ""
    for number, line in enumerate(lines[_front_matter(lines) :], _front_matter(lines) + 1):
        mark = FENCE.match(line)
        if not fence:
            yield number
            fence = mark[1] if mark else ""
        elif mark and mark[1].startswith(fence) and not line[mark.end() :].strip(" \t"):
            fence = ""


def _front_matter(lines: list[str]) -> int:
    """Return how many lines the front matter between two --- at the very beginning takes."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "..."))
    return next(ends, 0)
