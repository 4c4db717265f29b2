"""The table of contents as a field of Word, its lines filled in; and the section that it has for itself.

Word counts the pages anew when it opens the file (the field is dirty); other programs show what stands here. The
contents come before page 1 and have no page number, so that their length moves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.model.draft import Paragraph
from drafter.writers.docx import names

BOOKMARK = "_Toc"
FOOTER = r"<w:(?:header|footer)Reference\b[^>]*/>"
MARGINS = r"<w:pgMar\b[^>]*/>"


def bookmark(number: int) -> str:
    """Return the name of the bookmark around the heading of the `number`-th line."""
    return f"{BOOKMARK}{number + 1:09d}"


def entry(row: Sequence[Paragraph], number: int, text: str) -> str:
    """Return the runs of a line: `text` as XML, dots, the page; the first and the last carry the ends of the field."""
    paragraph = row[number]
    anchor = bookmark(number)
    reference = _instruction(f" PAGEREF {anchor} \\h ")
    page = f"{_field('begin')}{reference}{_field('separate')}<w:r><w:t>{paragraph.page}</w:t></w:r>{_field('end')}"
    line = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{text}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
    start = _start(max(one.depth for one in row)) if number == 0 else ""
    return start + line + (_field("end") if number == len(row) - 1 else "")


def _start(depth: int) -> str:
    levels = min(depth, names.HEADING_DEPTHS)
    instruction = _instruction(f' TOC \\o "1-{levels}" \\h \\z ')
    return f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>{instruction}{_field("separate")}'


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def own_section(section: str) -> str:
    """Return the properties of the contents' section: the pages of `section` (w:sectPr), without page numbers."""
    return re.sub(FOOTER, "", section)


def counted_from_one(section: str) -> str:
    """Return the properties of the text's section with its pages counted from 1."""
    if "<w:pgNumType" in section:
        return section
    return re.sub(MARGINS, lambda found: found[0] + FROM_ONE, section, count=1)


FROM_ONE = '<w:pgNumType w:start="1"/>'
