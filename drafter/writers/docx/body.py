"""The text of a draft as WordprocessingML, written in one pass as escaped text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from drafter.model.draft import Draft, Gap, Paragraph, Run, paragraphs
from drafter.model.fact import Plain
from drafter.model.style import PageStyle
from drafter.text.digests import blake2b
from drafter.writers.docx import names

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold."""
CENTRED = ("title", "subtitle", "date", "speaker")
"""The kinds of paragraph that stand centred above the text."""
TYPE_NAMES = {
    "text": "文字", "bool": "是或否", "count": "个数", "amount": "数额", "percent": "百分比", "date": "日期",
    "year": "年份", "ordinal": "第几", "person": "姓名", "list": "列表", "record": "分项",
}  # fmt: skip


def escape(text: str) -> str:
    """Return `text` fit for XML: markup escaped, characters that XML cannot hold dropped."""
    text = FORBIDDEN.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class Body:
    """Writes one draft; collects the comments of its gaps."""

    def __init__(self, draft: Draft, style: PageStyle) -> None:
        """Find out where each passage begins and ends."""
        self.draft = draft
        self.style = style
        self.gaps: Mapping[str, Gap] = {gap.fact: gap for gap in draft.gaps}
        self.comments: list[str] = []
        self.paragraphs = _title_as_one([*draft.head, *paragraphs(draft.body)])
        self._starts, self._ends = self._bookmarks()

    def _bookmarks(self) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
        """Return the bookmark elements by the place (paragraph, run) before or after which they stand."""
        names_by_slot = {pick.slot: _bookmark_name(pick.slot, pick.block, pick.hash) for pick in self.draft.picks}
        spans: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
        for row, paragraph in enumerate(self.paragraphs):
            for column, run in enumerate(paragraph.runs):
                if run.slot in names_by_slot:
                    first = spans.get(run.slot, ((row, column), (row, column)))[0]
                    spans[run.slot] = (first, (row, column))
        starts: dict[tuple[int, int], str] = {}
        ends: dict[tuple[int, int], str] = {}
        for number, (slot, (first, last)) in enumerate(spans.items()):
            mark = f'<w:bookmarkStart w:id="{number}" w:name="{names_by_slot[slot]}"/>'
            starts[first] = starts.get(first, "") + mark
            ends[last] = f'<w:bookmarkEnd w:id="{number}"/>' + ends.get(last, "")
        return starts, ends

    def xml(self) -> str:
        """Return the paragraphs of the draft as the inner XML of w:body, without the section's properties."""
        return "".join(self._paragraph(row, paragraph) for row, paragraph in enumerate(self.paragraphs))

    def _paragraph(self, row: int, paragraph: Paragraph) -> str:
        role = f"heading{min(paragraph.depth, names.HEADING_DEPTHS)}" if paragraph.kind == "heading" else paragraph.kind
        style = names.PARAGRAPH_STYLES[role][0]
        runs = "".join(self._run(row, column, paragraph, run) for column, run in enumerate(paragraph.runs))
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{self._gap_after(row)}</w:pPr>{runs}</w:p>'

    def _gap_after(self, row: int) -> str:
        """Return the space that sets a title off from the lines below it, and the head from the text."""
        kind = self.paragraphs[row].kind
        following = self.paragraphs[row + 1].kind if row + 1 < len(self.paragraphs) else ""
        apart = kind in CENTRED and (following not in CENTRED or (kind == "title" and following != "subtitle"))
        return (
            f'<w:spacing w:after="{round(self.style.head_gap * self.style.grid.leading)}"/>'
            if apart and self.style.head_gap
            else ""
        )

    def _run(self, row: int, column: int, paragraph: Paragraph, run: Run) -> str:
        place = (row, column)
        made = self._gap(paragraph, run) if run.kind == "gap" else _text_run(self._properties(paragraph, run), run.text)
        return self._starts.get(place, "") + made + self._ends.get(place, "")

    def _properties(self, paragraph: Paragraph, run: Run) -> str:
        """Return the run's own properties; the paragraph's style gives everything else."""
        if paragraph.kind == "heading":
            return self._marker_font(paragraph.marker, paragraph.depth)
        if not run.depth:
            return ""
        style = f'<w:rStyle w:val="{names.lead_style(run.depth)}"/>'
        return style + self._marker_font(run.marker, run.depth)

    def _marker_font(self, marker: str, depth: int) -> str:
        """Return the font of a marker where it is not that of its depth."""
        font = self.style.marker_fonts.get(marker)
        usual = self.style.styles.get(f"heading{min(depth, names.HEADING_DEPTHS)}")  # type: ignore[call-overload]
        if font is None or (usual is not None and usual.font == font):
            return ""
        return names.font_slots(font)

    def _gap(self, paragraph: Paragraph, run: Run) -> str:
        """Return a highlighted gap with a comment that says what is wanted."""
        number = len(self.comments)
        self.comments.append(_comment(number, self.gaps.get(run.fact), run))
        properties = self._properties(paragraph, run) + '<w:highlight w:val="yellow"/>'
        return (
            f'<w:commentRangeStart w:id="{number}"/>{_text_run(properties, run.text)}'
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
            f'<w:commentReference w:id="{number}"/></w:r>'
        )

    def comments_xml(self) -> str:
        """Return the comments part; call it after `xml`."""
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"{''.join(self.comments)}</w:comments>"
        )


def _title_as_one(found: Iterable[Paragraph]) -> list[Paragraph]:
    """Join the lines of the title into one paragraph with line breaks."""
    joined: list[Paragraph] = []
    for paragraph in found:
        if joined and paragraph.kind == joined[-1].kind == "title":
            runs = (*joined[-1].runs, Run(text="\n"), *paragraph.runs)
            joined[-1] = Paragraph(runs=runs, kind="title")
        else:
            joined.append(paragraph)
    return joined


def _text_run(properties: str, text: str) -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    if text == "\n":
        return f"<w:r>{inner}<w:br/></w:r>"
    parts = escape(text).split("\t")
    return f"<w:r>{inner}" + "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in parts) + "</w:r>"


def _bookmark_name(slot: str, block: str, digest: str) -> str:
    return names.BOOKMARK + blake2b(f"{slot}|{block}|{digest}".encode(), digest_size=6).hexdigest()


def _comment(number: int, gap: Gap | None, run: Run) -> str:
    lines = comment_lines(gap) if gap else [run.text]
    inner = "".join(f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{_text_run("", line)}</w:p>' for line in lines)
    return f'<w:comment w:id="{number}" w:author="drafter" w:initials="稿">{inner}</w:comment>'


def comment_lines(gap: Gap) -> list[str]:
    """Return what is wanted in a gap, a line each: label, type and unit, example, office."""
    found = [f"待补：{gap.label}", f"类型：{TYPE_NAMES[gap.type]}" + (f"（单位：{gap.unit}）" if gap.unit else "")]
    found.append(f"样例：{example_text(gap.example)}")
    if gap.office:
        found.append(f"提供：{gap.office}")
    return found


def example_text(example: Plain) -> str:
    """Return an example on one line."""
    if isinstance(example, str):
        return example
    if isinstance(example, dict):
        return "，".join(example.values())
    return "；".join(item if isinstance(item, str) else "，".join(item.values()) for item in example)
