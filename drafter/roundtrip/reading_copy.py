"""The copy that the speaker holds: the text of a final file, laid out anew in the page style for reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from drafter.errors import OutputError
from drafter.model.draft import Draft, Paragraph, ParagraphKind, Run
from drafter.model.style import PageStyle
from drafter.readers.docx.body import MARKS, P_PR, R_PR, RUN, TEXT, inside
from drafter.readers.docx.body import PICTURES as PICTURE_TAGS
from drafter.readers.docx.package import Package
from drafter.readers.docx.styles import Styles
from drafter.readers.docx.xml import value, w
from drafter.roundtrip.flow import Flow
from drafter.roundtrip.inspecting import table_of_contents
from drafter.roundtrip.stripping import strip
from drafter.source import Source
from drafter.text.imprints import bare
from drafter.text.stylenames import OURS, role_named
from drafter.writers import Job
from drafter.writers.docx.package import write
from drafter.writers.docx.zipping import zipped

KINDS: Mapping[str, ParagraphKind] = {kind: kind for kind in get_args(ParagraphKind)}
LEAD = re.compile(r"(.+?) ?(?:字符|char)", re.I)
"""The names of the styles of run-in leads, in Chinese and English programs: after the headings that they go with."""
MARKERS = (
    ("一、", r"[一二三四五六七八九十]+、"),
    ("（一）", r"（[一二三四五六七八九十]+）"),
    ("（1）", r"（\d+）"),
    ("1.", r"\d+[.．]"),
    ("1、", r"\d+、"),
    ("第一，", r"第[一二三四五六七八九十]+，"),
    ("首先，", "(?:首先|其次|再次|最后)，"),
    ("——", "——"),
    ("一是", r"[一二三四五六七八九十]+是"),
    ("一要", r"[一二三四五六七八九十]+要"),
    ("一定要", "一定要"),
    ("要", "要"),
)
"""The kinds of ordinals by what they look like; the kind chooses the font."""
TABLES = "宣读稿只有文字：原文件里的表格，一格写成一段"
PICTURES = "宣读稿只有文字：原文件里的图片没有写"
LISTS = "原文件用了自动编号，宣读稿里没有这些编号：把编号改成文字，再出一次"


def role_in(properties: Any, styles: Styles) -> str:
    """Return the role in a page style of a paragraph by its w:pPr, by its style's name; “body” for any other."""
    look = styles.of_paragraph(properties)
    if look.heading or look.title:
        return f"heading{look.heading}" if look.heading else "title"
    return role_named(styles.name_of(value(properties, w("pStyle")))) or "body"


def copy_to_read(
    package: Package, body: Flow, styles: Styles, title: str, reading: tuple[PageStyle, str]
) -> tuple[bytes, list[str]]:
    """Return the copy to read from, and what the user should know of it. `reading` is the page style and its hash.

    Raises OutputError where its text would not be that of the file, its table of contents aside.
    """
    left_out = table_of_contents(body, styles)
    elements = [one for row, one in enumerate(body.elements) if row not in left_out]
    wanted = "".join(text for row, text in enumerate(body.paragraphs) if row not in left_out)
    style, style_hash = reading
    draft = bare_draft(title, [found for one in elements if (found := _paragraph(one, styles)).text.strip()])
    job = Job(draft=draft, style=style, recipe="", style_hash=style_hash)
    made = zipped(strip(Package(write(job), package.path), title, own=True).parts)
    copy = Package(made, package.path)
    if bare("".join(Flow(copy.xml(copy.document())).paragraphs)) != bare(wanted):
        raise OutputError("宣读稿的文字和原文件不一样，没有写", hint="去掉 --reading", source=Source(str(package.path)))
    return made, list(_notes(package))


def bare_draft(title: str, found: Sequence[Paragraph]) -> Draft:
    """Return a draft that only is its paragraphs."""
    return Draft(
        structure="",
        title=title,
        head=(),
        body=tuple(found),
        length=0,
        target=0,
        seed=0,
        as_of="",
        level="",
        gaps=(),
        optional=(),
        picks=(),
        problems=(),
    )


def _paragraph(element: Any, styles: Styles) -> Paragraph:
    runs = tuple(run for one in inside(element, (RUN,)) for run in _runs(one, styles))
    role = role_in(element.find(P_PR), styles)
    if role.startswith("heading"):
        text = "".join(run.text for run in runs)
        return Paragraph(runs=runs, kind="heading", depth=int(role.removeprefix("heading")), marker=_marker(text))
    kind: ParagraphKind = "mark_left" if role == "mark" else KINDS.get(role, "body")
    return Paragraph(runs=runs, kind=kind)


def _runs(element: Any, styles: Styles) -> Iterator[Run]:
    """Yield the runs of a run: its text, line breaks on their own; as a lead where it wears the style of one."""
    depth = _lead_depth(element, styles)
    text = "".join(_text(child) for child in element)
    for part in re.split("(\n)", text):
        if part and part != "\n" and depth:
            yield Run(text=part, kind="lead", depth=depth, marker=_marker(part))
        elif part:
            yield Run(text=part)


def _lead_depth(element: Any, styles: Styles) -> int:
    """Return the depth of the run-in lead that a run is; 0 for none."""
    name = styles.name_of(value(element.find(R_PR), w("rStyle")) or "-").removesuffix(OURS)
    found = LEAD.fullmatch(name)
    role = role_named(found[1]) if found else ""
    return int(role.removeprefix("heading")) if role.startswith("heading") else 0


def _text(child: Any) -> str:
    return (child.text or "") if child.tag == TEXT else MARKS.get(child.tag, "")


def _marker(text: str) -> str:
    return next((marker for marker, pattern in MARKERS if re.match(pattern, text)), "")


def _notes(package: Package) -> Iterator[str]:
    root = package.xml(package.document())
    for tags, message in (((w("tbl"),), TABLES), (PICTURE_TAGS, PICTURES), ((w("numPr"),), LISTS)):
        if next(root.iter(*tags), None) is not None:
            yield message
