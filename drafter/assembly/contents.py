"""The table of contents: which headings it lists, and on which page each will stand.

Word counts the pages anew when the file is opened; until then, and in programs that do not, the numbers worked out
here stand in the file. They follow the page style: so many characters a line, so many lines a page.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.model.draft import Draft, Paragraph, Run
from drafter.model.style import PageStyle, TextStyle, line_width, text_styles

TITLE = "目　录"
BEFORE_PAGE_ONE = ("mark_left", "mark_right", "toc_title", "toc")
"""What stands on the page of the contents, which is not counted."""
CENTRED = ("title", "stage", "subtitle", "date", "speaker")
DEPTHS = 4
"""Headings deeper than this are set like this."""


def contents(draft: Draft, style: PageStyle) -> list[Paragraph]:
    """Return the table of contents of `draft`: its title, then a line for each heading; none without headings."""
    rows = [one for one in draft.rows if one.kind not in BEFORE_PAGE_ONE]
    listed = has_own_lines(rows)
    entries = [
        Paragraph(runs=(Run(text=found[1]),), kind="toc", depth=found[0], page=page)
        for one, page in zip(rows, _pages(rows, style), strict=True)
        if (found := heading_in(one, own_lines=listed))
    ]
    return [Paragraph(runs=(Run(text=TITLE),), kind="toc_title"), *entries] if entries else []


def has_own_lines(rows: Sequence[Paragraph]) -> bool:
    """Return whether headings stand on lines of their own; where none does, the run-in ones are listed."""
    return any(one.kind == "heading" for one in rows)


def heading_in(paragraph: Paragraph, *, own_lines: bool) -> tuple[int, str] | None:
    """Return the depth and the text of the heading in a paragraph that the contents list, if it has one.

    With `own_lines` only headings on their own line are listed, else the leads of the first depth.
    """
    if own_lines:
        return (paragraph.depth, paragraph.text) if paragraph.kind == "heading" else None
    lead = "".join(run.text for run in paragraph.runs if run.depth == 1)
    return (1, lead.rstrip("。：:，")) if lead else None


def _pages(rows: Sequence[Paragraph], style: PageStyle) -> list[int]:
    """Return the page on which each paragraph begins, counted from 1."""
    roles = text_styles(style)
    found = []
    line = 0.0
    for number, one in enumerate(rows):
        following = rows[number + 1].kind if number + 1 < len(rows) else ""
        needed = 2 if one.kind == "heading" else 1  # a heading takes the line after it along
        if line % style.grid.lines + needed > style.grid.lines:
            line += style.grid.lines - line % style.grid.lines
        found.append(int(line // style.grid.lines) + 1)
        line += _lines(one, style, roles) + _gap(one.kind, following, style)
    return found


def lines_of(rows: Sequence[Paragraph], style: PageStyle) -> float:
    """Return how many lines the paragraphs of a whole draft take, those left blank after its head counted."""
    roles = text_styles(style)
    after = [*(one.kind for one in rows[1:]), ""]
    return sum(_lines(one, style, roles) + _gap(one.kind, next_, style) for one, next_ in zip(rows, after, strict=True))


def _lines(paragraph: Paragraph, style: PageStyle, roles: dict[str, TextStyle]) -> int:
    role = role_of(paragraph)
    from drafter.text.layout import lines_taken

    return lines_taken(paragraph.text, line_width(style, role), roles[role].indent)


def _gap(kind: str, following: str, style: PageStyle) -> float:
    return style.head_gap if sets_apart(kind, following) else 0.0


def role_of(paragraph: Paragraph) -> str:
    """Return the role of a paragraph in the page style."""
    if paragraph.kind in ("heading", "toc"):
        return f"{paragraph.kind}{min(max(paragraph.depth, 1), DEPTHS)}"
    return {"mark_left": "mark", "mark_right": "mark", "signed": "signature"}.get(paragraph.kind, paragraph.kind)


def sets_apart(kind: str, following: str) -> bool:
    """Return whether lines are left blank after a paragraph: after marks, the title, and the last line of the head."""
    if kind.startswith("mark"):
        return not following.startswith("mark")
    if kind not in CENTRED:
        return False
    return following not in CENTRED or (kind == "title" and following not in ("title", "stage", "subtitle"))
