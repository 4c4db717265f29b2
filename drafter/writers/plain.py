"""Drafts as Markdown and as plain text."""

from __future__ import annotations

import re

from drafter.model.draft import Draft, Paragraph, Run
from drafter.text.counting import cells

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
LIST_START = re.compile(r"^(\d+)([.)])|^([-+])(?=\s)")
INDENT = "　　"
FLUSH = ("title", "stage", "subtitle", "date", "speaker", "salutation", "mark_left", "mark_right", "toc_title")
COLUMNS = 28
"""Characters of a line of plain text, for what stands on its right."""
FROM_RIGHT, DATE_WIDTH = 4, 7
"""Characters between a signature's date and the right end of the line (GB/T 9704—2012 7.3.5), and those of a date."""


def text(draft: Draft) -> str:
    """Return the draft as plain text: one paragraph a line, body indented by two full-width spaces."""
    lines: list[str] = []
    before = ""
    for paragraph in draft.rows:
        if paragraph.kind == "mark_right":
            left = lines.pop() if before == "mark_left" else ""
            lines.append(left + _space(COLUMNS - (cells(left) + cells(paragraph.text)) / 2) + paragraph.text)
        else:
            lines.append(_indent(paragraph) + paragraph.text)
        before = paragraph.kind
    return "\n".join(lines) + "\n"


def _indent(paragraph: Paragraph) -> str:
    if paragraph.kind in FLUSH:
        return ""
    if paragraph.kind == "toc":
        return "　" * (paragraph.depth - 1)
    if paragraph.kind in ("signature", "signed"):
        return _space(COLUMNS - FROM_RIGHT - DATE_WIDTH / 2 - cells(paragraph.text) / 4)
    return INDENT


def _space(characters: float) -> str:
    return "　" * max(1, round(characters))


def markdown(draft: Draft) -> str:
    """Return the draft as Markdown: own-line headings as ##, leads bold, gaps marked by their brackets."""
    found = draft.rows
    title = "".join(one.text for one in found if one.kind == "title")
    above = [one for one in found if one.kind in ("mark_left", "mark_right")]
    listed = [f"{'  ' * (one.depth - 1)}- {_escaped(one.text)}" for one in found if one.kind == "toc"]
    rest = [one for one in found if one.kind not in ("mark_left", "mark_right", "toc", "toc_title", "title")]
    below = [one for one in rest if one.kind in BELOW_TITLE]
    text = [one for one in rest if one.kind not in BELOW_TITLE]
    blocks = [
        *map(_markdown_paragraph, above),
        f"# {_escaped(title)}",
        *map(_markdown_paragraph, _one_subtitle(below)),
        *(["\n".join(listed)] if listed else []),
        *map(_markdown_paragraph, text),
    ]
    return "\n\n".join(blocks) + "\n"


BELOW_TITLE = ("stage", "subtitle", "date", "speaker")
"""What belongs to the title; the contents come after it."""


def _one_subtitle(found: list[Paragraph]) -> list[Paragraph]:
    """Return `found` with the lines of a subtitle joined, as those of the title are."""
    joined: list[Paragraph] = []
    for one in found:
        if joined and one.kind == joined[-1].kind == "subtitle":
            joined[-1] = Paragraph(runs=(*joined[-1].runs, *one.runs), kind="subtitle")
        else:
            joined.append(one)
    return joined


def _markdown_paragraph(paragraph: Paragraph) -> str:
    if paragraph.kind == "heading":
        return f"{'#' * (paragraph.depth + 1)} {_escaped(paragraph.text)}"
    joined = "".join(_markdown_run(run) for run in _joined_leads(paragraph.runs))
    return LIST_START.sub(lambda found: _escaped_start(found), joined)


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def _joined_leads(runs: tuple[Run, ...]) -> list[Run]:
    """Join neighbouring runs of one kind, so that a lead with its full stop is bold as one."""
    found: list[Run] = []
    for run in runs:
        if found and run.kind == found[-1].kind == "lead":
            found[-1] = Run(text=found[-1].text + run.text, kind="lead")
        else:
            found.append(run)
    return found


def _markdown_run(run: Run) -> str:
    return f"**{_escaped(run.text)}**" if run.kind in ("lead", "gap") else _escaped(run.text)


def _escaped(value: str) -> str:
    return SPECIAL.sub(r"\\\1", value)
