"""The text of a draft as WordprocessingML, written in one pass as escaped text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from drafter.assembly.contents import has_own_lines, heading_in, role_of, sets_apart
from drafter.model.draft import Draft, Gap, Paragraph, Run
from drafter.model.fact import Plain
from drafter.model.style import PageStyle
from drafter.text.stylenames import PARAGRAPH_STYLES
from drafter.writers.docx import names, signing
from drafter.writers.docx.passages import Place, allowed, manifest_of, spans_of

TYPE_NAMES = {
    "text": "文字", "bool": "是或否", "count": "个数", "amount": "数额", "percent": "百分比", "date": "日期",
    "year": "年份", "ordinal": "第几", "person": "姓名", "list": "列表", "record": "分项",
}  # fmt: skip

POINT = "领导的要点：写进这一部分，再删去【待融入】的字样"
"""Says on a point of the leader's what is to be done with it."""
TYPED = "自己写的话里还空着：补上，再删去括号和里面的字样"
"""Says the same on a gap that the writer typed."""


def escape(text: str) -> str:
    """Return `text` fit for XML: markup escaped, characters that XML cannot hold dropped."""
    return allowed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class Body:
    """Writes one draft; collects the comments of its gaps."""

    def __init__(
        self,
        draft: Draft,
        style: PageStyle,
        section: str = "",
        *,
        titles: Mapping[str, str] | None = None,
        annotations: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Find out where each passage begins and ends.

        `section` (w:sectPr) is what the text's pages are like; `titles` are those of the blocks by their ids;
        `annotations` the lines of a comment by the slot that it is on.
        """
        self.draft = draft
        self.style = style
        self.gaps: Mapping[str, Gap] = {gap.fact: gap for gap in draft.gaps}
        self.comments: list[str] = []
        self.section = section
        self.paragraphs = joined_rows(draft.rows)
        self.entries = [one for one in self.paragraphs if one.kind == "toc"]
        self._own_lines = has_own_lines(self.paragraphs)
        self._written = {"toc": 0, "heading": 0}
        self._indent = signing.indent(self.paragraphs, style)
        spans = spans_of(draft, self.paragraphs, titles or {})
        self.manifest = manifest_of(spans, self.paragraphs)
        self._starts: dict[Place, str] = {}
        self._ends: dict[Place, str] = {}
        for number, span in enumerate(spans):
            mark = f'<w:bookmarkStart w:id="{number}" w:name="{span.written.bookmark}"/>'
            self._mark(span.first, mark, span.last, f'<w:bookmarkEnd w:id="{number}"/>')
        for span in spans:
            if lines := (annotations or {}).get(span.written.slot):
                number = self._add_comment(lines)
                self._mark(span.first, _comment_start(number), span.last, _comment_end(number))

    def _mark(self, first: Place, start: str, last: Place, end: str) -> None:
        """Let one element stand before the run at `first`, another after the run at `last`."""
        self._starts[first] = self._starts.get(first, "") + start
        self._ends[last] = end + self._ends.get(last, "")

    def _add_comment(self, lines: Iterable[str]) -> int:
        """Add a comment and return its number."""
        number = len(self.comments)
        self.comments.append(_comment(number, self.draft.as_of, lines))
        return number

    def xml(self) -> str:
        """Return the paragraphs of the draft as the inner XML of w:body, without the section's properties."""
        return "".join(self._paragraph(row, paragraph) for row, paragraph in enumerate(self.paragraphs))

    def _paragraph(self, row: int, paragraph: Paragraph) -> str:
        style = PARAGRAPH_STYLES[role_of(paragraph)][0]
        runs = "".join(self._run(row, column, paragraph, run) for column, run in enumerate(paragraph.runs))
        if self.entries:
            runs = self._in_contents(paragraph, runs)
        properties = f"{self._kept(row)}{self._spacing(row)}{self._signing(paragraph)}{self._break(row)}"
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'

    def _in_contents(self, paragraph: Paragraph, runs: str) -> str:
        """Return the runs of a line of the contents as part of their field, those of a heading in its bookmark."""
        from drafter.writers.docx import contents

        if paragraph.kind == "toc":
            number = self._counted("toc")
            return contents.entry(self.entries, number, runs)
        if heading_in(paragraph, own_lines=self._own_lines) is None:
            return runs
        number = self._counted("heading")
        identity = len(self.draft.picks) + number
        start = f'<w:bookmarkStart w:id="{identity}" w:name="{contents.bookmark(number)}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{identity}"/>'

    def _counted(self, kind: str) -> int:
        self._written[kind] += 1
        return self._written[kind] - 1

    def _kept(self, row: int) -> str:
        """Return what keeps the end of the text and the lines of the signature on one page."""
        following = self.paragraphs[row + 1].kind if row + 1 < len(self.paragraphs) else ""
        return "<w:keepNext/>" if following in ("signature", "signed") else ""

    def _signing(self, paragraph: Paragraph) -> str:
        return self._indent if paragraph.kind in ("signature", "signed") else ""

    def _break(self, row: int) -> str:
        """Return the end of the contents' section at their last line."""
        if not self.entries or self.paragraphs[row] is not self.entries[-1]:
            return ""
        from drafter.writers.docx import contents

        return contents.own_section(self.section)

    def _spacing(self, row: int) -> str:
        """Return the space that sets a title off from the lines below it, the head from the text, a signature too."""
        kind = self.paragraphs[row].kind
        following = self.paragraphs[row + 1].kind if row + 1 < len(self.paragraphs) else ""
        if kind in ("signature", "signed") and row and self.paragraphs[row - 1].kind not in ("signature", "signed"):
            return f'<w:spacing w:before="{self.style.grid.leading}"/>'
        apart = sets_apart(kind, following) and self.style.head_gap
        return f'<w:spacing w:after="{round(self.style.head_gap * self.style.grid.leading)}"/>' if apart else ""

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
        gap = self.gaps.get(run.fact)
        own = [run.text.strip("【】"), POINT if run.text.startswith("【待融入") else TYPED]
        number = self._add_comment(comment_lines(gap) if gap else own)
        properties = self._properties(paragraph, run) + '<w:highlight w:val="yellow"/>'
        return _comment_start(number) + _text_run(properties, run.text) + _comment_end(number)

    def comments_xml(self) -> str:
        """Return the comments part; call it after `xml`."""
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"{''.join(self.comments)}</w:comments>"
        )


def joined_rows(found: Iterable[Paragraph]) -> list[Paragraph]:
    """Join the lines of a title into one paragraph with line breaks, and the marks of one row into one with a tab."""
    joined: list[Paragraph] = []
    for paragraph in found:
        before = joined[-1].kind if joined else ""
        if paragraph.kind == before and before in ("title", "subtitle"):
            joined[-1] = Paragraph(runs=(*joined[-1].runs, Run(text="\n"), *paragraph.runs), kind=paragraph.kind)
        elif paragraph.kind == "mark_right":
            left = joined.pop().runs if before == "mark_left" else ()
            joined.append(Paragraph(runs=(*left, Run(text="\t"), *paragraph.runs), kind="mark_right"))
        else:
            joined.append(paragraph)
    return joined


def _text_run(properties: str, text: str) -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    if text == "\n":
        return f"<w:r>{inner}<w:br/></w:r>"
    parts = escape(text).split("\t")
    return f"<w:r>{inner}" + "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in parts) + "</w:r>"


def _comment_start(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def _comment_end(number: int) -> str:
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
    )


def _comment(number: int, day: str, lines: Iterable[str]) -> str:
    """Return a comment, dated with the day to which the draft's formulations are right: no clock is read."""
    inner = "".join(f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{_text_run("", line)}</w:p>' for line in lines)
    date = f"{day}T00:00:00Z"
    return f'<w:comment w:id="{number}" w:author="{names.AUTHOR}" w:date="{date}" w:initials="稿">{inner}</w:comment>'


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
