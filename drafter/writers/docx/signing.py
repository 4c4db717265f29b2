"""Where a signature and its date stand: the date four characters from the right, the name centred over it.

GB/T 9704—2012 7.3.5.1. Both are centred between indents whose middle is the middle of the date, so that they stay over
one another whatever font prints the digits, and when a gap is filled.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.model.draft import Paragraph
from drafter.model.style import PageStyle, text_styles, text_width
from drafter.text.counting import printed_width

FROM_RIGHT = 4
"""Characters that a date stands from the right margin."""
DATE_WIDTH = printed_width("2026年12月10日")
"""Characters of a date: what a gap will take once it is filled."""

SLACK = 0.5
"""Characters that a name has to spare, so that a font a little wider does not send its last one to the next line."""


def indent(found: Sequence[Paragraph], style: PageStyle) -> str:
    """Return the indents of the signature and the date among `found`; nothing without them.

    A name too wide to stand centred there pushes both to the left.
    """
    signed = [one for one in found if one.kind == "signed"]
    names = [one for one in found if one.kind == "signature"]
    if not signed and not names:
        return ""
    text = text_styles(style)["signature"]
    character = text.size * 20 + style.grid.spacing
    box = max([2 * FROM_RIGHT + max([DATE_WIDTH, *map(_width, signed)]), *(_width(one) + SLACK for one in names)])
    left = max(0, round(text_width(style) * 20 - box * character))
    return f'<w:ind w:left="{left}" w:right="0"/>'


def _width(paragraph: Paragraph) -> float:
    """Return the width of a line in characters; a gap counts as the date that will stand there."""
    if paragraph.kind == "signed" and any(run.kind == "gap" for run in paragraph.runs):
        return DATE_WIDTH
    return printed_width(paragraph.text)
