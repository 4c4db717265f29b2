"""Drafts as Markdown and as plain text."""

from __future__ import annotations

import re

from drafter.model.draft import Draft, Paragraph, Run, paragraphs

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
LIST_START = re.compile(r"^(\d+)([.)])|^([-+])(?=\s)")
INDENT = "　　"
CENTRED = ("title", "subtitle", "date", "speaker")


def text(draft: Draft) -> str:
    """Return the draft as plain text: one paragraph a line, body indented by two full-width spaces."""
    lines = []
    for paragraph in [*draft.head, *paragraphs(draft.body)]:
        flush = paragraph.kind in (*CENTRED, "salutation")
        lines.append(paragraph.text if flush else INDENT + paragraph.text)
    return "\n".join(lines) + "\n"


def markdown(draft: Draft) -> str:
    """Return the draft as Markdown: own-line headings as ##, leads bold, gaps marked by their brackets."""
    title = "".join(one.text for one in draft.head if one.kind == "title")
    blocks = [f"# {_escaped(title)}"]
    rest = [one for one in draft.head if one.kind != "title"]
    blocks += [_markdown_paragraph(one) for one in [*rest, *paragraphs(draft.body)]]
    return "\n\n".join(blocks) + "\n"


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
