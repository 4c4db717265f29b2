"""The web page: what it says, how it looks by its style sheet, and that nothing in it can break out or load."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from commands import SMALL, run, write_files
from drafts import GAP, draft_of, paragraph
from hypothesis import given
from hypothesis import strategies as st
from worlds import all_paragraphs, home_for, shipped

from drafter.api import make_draft
from drafter.model.draft import Draft, Paragraph, Run, Section
from drafter.writers.html import html

STYLE = shipped().styles["gb9704"]
VOID = {"meta", "br"}


class Page(HTMLParser):
    """A page taken apart: its elements with their text, and every attribute."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, str, str]] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("p", "h1", "h2", "h3", "h4", "h5"):
            self.rows.append((tag, dict(attrs).get("class") or "", ""))
        if tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.rows and "main" in self._open and self._open[-1] != "main":
            tag, name, text = self.rows[-1]
            self.rows[-1] = (tag, name, text + data)


def page(draft: Draft) -> Page:
    return Page(html(draft, STYLE))


def test_each_paragraph_is_an_element_of_its_kind() -> None:
    head = (
        paragraph("在县委人大工作会议上", "title"), paragraph("的讲话", "title"),
        paragraph("（2026年3月18日）", "date"),
        paragraph("林清平", "speaker"), paragraph("同志们：", "salutation"),
    )  # fmt: skip
    lead = Paragraph(runs=(Run(text="（一）办好。", kind="lead", depth=2, marker="（一）"), Run(text="要办好。")))
    section = Section(slot="a", depth=1, heading=paragraph("一、提高站位", "heading", 1, "一、"), children=(lead,))
    found = page(draft_of(section, paragraph("谢谢大家！", "thanks"), head=head))
    assert found.rows == [
        ("h1", "title", "在县委人大工作会议上\n的讲话"),
        ("p", "date", "（2026年3月18日）"),
        ("p", "speaker", "林清平"),
        ("p", "salutation", "同志们："),
        ("h2", "heading1", "一、提高站位"),
        ("p", "body", "（一）办好。要办好。"),
        ("p", "thanks", "谢谢大家！"),
    ]
    spans = [value for tag, name, value in found.attributes if (tag, name) == ("span", "class")]
    assert spans == ["marker1", "lead2 marker2"]


@pytest.mark.parametrize("structure", sorted(shipped().structures))
def test_the_text_is_the_drafts(structure: str) -> None:
    draft = make_draft(shipped(), structure, facts={"place": home_for(structure)}).draft
    found = page(draft)
    wanted = [one.text for one in all_paragraphs(draft) if one.kind != "title"]
    assert [text for tag, _, text in found.rows if tag != "h1"] == wanted
    assert len([tag for tag in found.tags if tag == "mark"]) == sum(
        run.kind == "gap" for one in all_paragraphs(draft) for run in one.runs
    )


def test_a_gap_is_marked_and_says_what_is_wanted() -> None:
    runs = (
        Run(text="开好"),
        Run(text="【待补：代表培训期数】", kind="gap", fact="training_sessions"),
        Run(text="期。"),
    )
    source = html(draft_of(Paragraph(runs=runs), gaps=(GAP,)), STYLE)
    assert (
        '开好<mark title="待补：代表培训期数\n类型：个数（单位：期）\n样例：6\n提供：代表工委">'
        "【待补：代表培训期数】</mark>期。"
    ) in source


def test_the_style_sheet_is_the_page_styles() -> None:
    source = html(draft_of(paragraph("要办好。")), STYLE)
    for wanted in (
        "@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm; }",
        "line-height: 28.95pt; letter-spacing: -0.35pt;",
        '.title { font-family: "方正小标宋简体", "方正小标宋_GBK", "华文中宋", "宋体", "Noto Serif CJK SC", serif;'
        " font-size: 22pt; text-align: center; }",
        '.body { font-family: "仿宋_GB2312", "仿宋",',
        " serif; font-size: 16pt; text-align: justify; text-indent: 31.3pt; }",
        '.heading1 { font-family: "黑体", "SimHei",',
        '@page :right { @bottom-right { content: "— " counter(page) " —"; font-family: "宋体"',
        "font-size: 14pt; vertical-align: bottom; padding-bottom: 25.5mm; padding-right: 14pt; } }",
        "@page :left { margin: 37mm 28mm 35mm 26mm; @bottom-left {",
    ):
        assert wanted in source


def test_nothing_runs_and_nothing_is_loaded() -> None:
    found = page(make_draft(shipped(), "work-conference-dashes", facts={"place": "青山县"}).draft)
    assert set(found.tags) <= {
        "html", "head", "meta", "title", "style", "body", "main",
        "h1", "h2", "h3", "h4", "h5", "p", "span", "mark", "br",
    }  # fmt: skip
    assert {name for _, name, _ in found.attributes} <= {"lang", "charset", "name", "content", "class", "title"}
    assert not re.search(r"url\(|@import|https?:", html(draft_of(paragraph("办")), STYLE))


@given(st.text(st.characters(exclude_characters="\r\n\t", exclude_categories=("Cc", "Cs")), min_size=1))
def test_any_text_is_shown_as_it_stands(text: str) -> None:
    shown = text.replace("\ufffe", "").replace("\uffff", "")
    draft = draft_of(paragraph(text), head=(paragraph(text, "title"),))
    assert page(draft).rows == [("h1", "title", shown), ("p", "body", shown)]


@pytest.mark.parametrize("font", ['"; } </style><script>alert(1)</script>', "\\", "a\nb", "<!--"])
def test_a_font_name_cannot_end_the_style_sheet(font: str) -> None:
    body = msgspec.structs.replace(STYLE.styles["body"], font=font)
    style = msgspec.structs.replace(STYLE, styles={**STYLE.styles, "body": body})
    source = html(draft_of(paragraph("要办好。")), style)
    assert "script" not in Page(source).tags
    sheet = source[source.index("<style>") + 7 : source.index("</style>")]
    assert sheet.count("{") == sheet.count("}") and "<" not in sheet
    (declared,) = re.findall(r'^\.body \{ font-family: "((?:[^"\\\n]|\\[0-9a-f]+ )*)", serif;', sheet, re.M)
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), declared) == font


def test_from_the_shell_the_same_bytes_again(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    for name in ("a.html", "b.HTML"):
        status, out, err = run("draft", "small", "-o", name, "--as-of", "2026-03-18", cwd=tmp_path)
        assert (status, out) == (0, f"{name}\n"), err
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.HTML").read_bytes()
    assert (tmp_path / "a.html").read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
