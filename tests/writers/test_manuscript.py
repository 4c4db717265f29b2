"""What a manuscript carries besides its text, in the Word file and the plain ones; and texts that are hard to print."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import docx
import pytest
from drafts import draft_of, paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from worlds import shipped

from drafter.assembly.manuscript import finished
from drafter.model.draft import Draft, Paragraph, Run, Section, paragraphs
from drafter.writers import Job
from drafter.writers.asjson import draft_json
from drafter.writers.docx.package import write
from drafter.writers.plain import markdown, text

STYLE = shipped().styles["gb9704"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = ("会议文件之三", "12", "会后收回", "征求意见稿")
REPORT = draft_of(
    Section(slot="a", depth=1, heading=paragraph("一、上半年工作", "heading", depth=1), children=(paragraph("好。"),)),
    Section(
        slot="b", depth=1, heading=paragraph("二、下半年安排", "heading", depth=1), children=(paragraph("要办。"),)
    ),
    paragraph("中共青山县人大常委会党组", "signature"),
    paragraph("2026年12月10日", "signed"),
    head=[paragraph("工作报告", "title"), paragraph("——在全会上", "subtitle"), paragraph("县委：", "salutation")],
)


def full(draft: Draft = REPORT) -> Draft:
    """Return a draft with marks and contents."""
    return finished(draft, STYLE, marks=MARKS, toc=True)


def written(draft: Draft) -> bytes:
    return write(Job(draft=draft, style=STYLE, recipe="recipe: small\n", style_hash="manuscript-test"))


def parts(data: bytes) -> dict[str, Any]:
    """Return every part of a Word file as XML; the test fails where one is not well formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def rows_of(data: bytes) -> list[tuple[str, str]]:
    """Return style and text of every paragraph, as python-docx reads them (text of hyperlinks too)."""
    found = docx.Document(io.BytesIO(data)).paragraphs
    return [(one.style.name, one.text) for one in found]


def audit(data: bytes, tmp_path: Any) -> list[str]:
    path = tmp_path / "audited.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


# ── the Word file


def test_everything_stands_in_its_order_and_style(tmp_path: Any) -> None:
    data = written(full())
    assert rows_of(data) == [
        ("稿件标记", "000012\t会后收回"),
        ("稿件标记", "会议文件之三"),
        ("TOC Heading", "目　录"),
        ("toc 1", "一、上半年工作\t1"),
        ("toc 1", "二、下半年安排\t1"),
        ("Title", "工作报告"),
        ("稿次", "（征求意见稿）"),
        ("Subtitle", "——在全会上"),
        ("Salutation", "县委："),
        ("Heading 1", "一、上半年工作"),
        ("Body Text", "好。"),
        ("Heading 1", "二、下半年安排"),
        ("Body Text", "要办。"),
        ("Signature", "中共青山县人大常委会党组"),
        ("Signature", "2026年12月10日"),
    ]
    assert audit(data, tmp_path) == []


def test_the_contents_are_one_dirty_field_whose_lines_lead_to_the_headings() -> None:
    document = parts(written(full()))["word/document.xml"]
    kinds = [one.get(f"{W}fldCharType") for one in document.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", *["begin", "separate", "end"] * 2, "end"]
    (outer,) = [one for one in document.iter(f"{W}fldChar") if one.get(f"{W}dirty") == "true"]
    assert outer.get(f"{W}fldCharType") == "begin"
    codes = [one.text.split() for one in document.iter(f"{W}instrText")]
    assert codes[0] == ["TOC", "\\o", '"1-1"', "\\h", "\\z"]
    targets = [one.get(f"{W}anchor") for one in document.iter(f"{W}hyperlink")]
    assert [code[1] for code in codes[1:]] == targets
    marked = {
        one.get(f"{W}name"): "".join(one.getparent().itertext(f"{W}t")) for one in document.iter(f"{W}bookmarkStart")
    }
    assert [marked[name] for name in targets] == ["一、上半年工作", "二、下半年安排"]


def test_the_contents_have_a_section_without_page_numbers_and_the_text_begins_at_one() -> None:
    first, second = docx.Document(io.BytesIO(written(full()))).sections
    assert first._sectPr.findall(f"{W}footerReference") == []
    assert len(second._sectPr.findall(f"{W}footerReference")) == 2
    assert second._sectPr.find(f"{W}pgNumType").get(f"{W}start") == "1"
    assert (first.page_width, first.left_margin) == (second.page_width, second.left_margin)


def test_a_draft_without_contents_has_one_section_and_no_field() -> None:
    document = parts(written(finished(REPORT, STYLE)))["word/document.xml"]
    assert len(list(document.iter(f"{W}sectPr"))) == 1
    assert not [*document.iter(f"{W}fldChar"), *document.iter(f"{W}pgNumType"), *document.iter(f"{W}bookmarkStart")]


def test_bookmark_numbers_are_given_once() -> None:
    document = parts(written(full()))["word/document.xml"]
    numbers = [one.get(f"{W}id") for one in document.iter(f"{W}bookmarkStart")]
    assert len(set(numbers)) == len(numbers) == 2


def indents(draft: Draft) -> set[tuple[str, str]]:
    """Return the indents of signature and date, left and right in twips."""
    document = parts(written(draft))["word/document.xml"]
    signed = [one for one in document.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Signature"]
    assert len(signed) == 2
    return {(one.find(f"{W}pPr/{W}ind").get(f"{W}left"), one.find(f"{W}pPr/{W}ind").get(f"{W}right")) for one in signed}


@pytest.mark.parametrize(
    "name", ["县人大", "中共青山县人大常委会党组", "一二三四五六七八九十一二三四五六七八九十", "名" * 40]
)
def test_the_name_is_centred_over_the_date_which_stands_four_characters_in(name: str) -> None:
    signed = draft_of(paragraph("好。"), paragraph(name, "signature"), paragraph("2026年12月10日", "signed"))
    ((left, right),) = indents(signed)
    character, width = 16 * 20 + STYLE.grid.spacing, 156 * 72 / 25.4 * 20
    wide = max(2 * 4 + 8.25, len(name) + 0.5) * character
    assert right == "0"
    assert abs(int(left) - max(0, width - wide)) <= 1


def test_a_gap_for_the_date_stands_where_the_date_will() -> None:
    known = draft_of(paragraph("好。"), paragraph("县人大", "signature"), paragraph("2026年12月10日", "signed"))
    gap = Paragraph(runs=(Run(text="【待补：成文日期】", kind="gap", fact="signing_date"),), kind="signed")
    assert indents(draft_of(paragraph("好。"), paragraph("县人大", "signature"), gap)) == indents(known)


def test_the_end_of_the_text_stays_with_the_signature() -> None:
    document = parts(written(REPORT))["word/document.xml"]
    kept = [
        "".join(one.itertext(f"{W}t")) for one in document.iter(f"{W}p") if one.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert kept == ["要办。", "中共青山县人大常委会党组"]


def test_properties_come_from_the_paper_and_its_day() -> None:
    draft = REPORT.__class__(
        **{name: getattr(REPORT, name) for name in REPORT.__struct_fields__}
        | {"subject": "党组<报告>", "keywords": ("监督", "A&B")}
    )
    found = docx.Document(io.BytesIO(written(draft))).core_properties
    assert (found.title, found.subject, found.keywords, found.author) == ("工作报告", "党组<报告>", "监督；A&B", "")
    assert found.created is not None and found.created.date().isoformat() == "2026-03-18"


def test_the_same_bytes_again() -> None:
    assert written(full()) == written(full())


# ── plain text, Markdown, JSON


def test_plain_text_has_corners_contents_and_a_signature_on_the_right() -> None:
    assert text(full()).splitlines() == [
        "000012" + "　" * 21 + "会后收回",
        "会议文件之三",
        "目　录",
        "一、上半年工作",
        "二、下半年安排",
        "工作报告",
        "（征求意见稿）",
        "——在全会上",
        "县委：",
        "　　一、上半年工作",
        "　　好。",
        "　　二、下半年安排",
        "　　要办。",
        "　" * 14 + "中共青山县人大常委会党组",
        "　" * 17 + "2026年12月10日",
    ]


def test_markdown_lists_the_contents_after_what_belongs_to_the_title() -> None:
    assert markdown(full()).split("\n\n")[:7] == [
        "000012",
        "会后收回",
        "会议文件之三",
        "# 工作报告",
        "（征求意见稿）",
        "——在全会上",
        "- 一、上半年工作\n- 二、下半年安排",
    ]
    assert markdown(full()).endswith("要办。\n\n中共青山县人大常委会党组\n\n2026年12月10日\n")


def test_markdown_joins_the_lines_of_a_subtitle() -> None:
    head = [paragraph("报告", "title"), paragraph("——甲", "subtitle"), paragraph("乙", "subtitle")]
    assert markdown(draft_of(paragraph("好。"), head=head)) == "# 报告\n\n——甲乙\n\n好。\n"


def test_json_says_what_each_line_is() -> None:
    found = json.loads(draft_json(full()))
    assert [one["kind"] for one in found["head"]] == [
        "mark_left", "mark_right", "mark_left", "toc_title", "toc", "toc", "title", "stage", "subtitle", "salutation",
    ]  # fmt: skip
    assert [(one["depth"], one["page"]) for one in found["head"] if one["kind"] == "toc"] == [(1, 1), (1, 1)]
    assert (found["subject"], found["keywords"]) == ("", [])


# ── hard cases

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NASTY = "A&B <w:t>“引号\"'</w:t>]]>\x00\x07\x0b\ufffe\ud800𠮷𬇕😀👨‍👩‍👧〇㐀𱎜"
KINDS = ("body", "salutation", "thanks", "signature", "signed", "heading")


def everywhere(words: str) -> Draft:
    """Return a draft with `words` in every place that a manuscript has."""
    body = [paragraph(words, kind, depth=1 if kind == "heading" else 0) for kind in KINDS]  # type: ignore[arg-type]
    body.append(Paragraph(runs=(Run(text=words, kind="lead", depth=2, marker="（一）"), Run(text=words))))
    head = [paragraph(words, kind) for kind in ("title", "subtitle", "date", "speaker", "salutation")]  # type: ignore[arg-type]
    return draft_of(*body, head=head)


def squeezed(words: str) -> str:
    """Return `words` as XML can hold them, white space aside."""
    return "".join(FORBIDDEN.sub("", words).split())


def assert_reads_back(draft: Draft) -> None:
    made = finished(draft, STYLE, marks=MARKS, toc=True)
    data = written(made)
    parts(data)
    found = "".join(words for style, words in rows_of(data) if not style.startswith("toc "))
    wanted = "".join(one.text for one in [*made.head, *paragraphs(made.body)] if one.kind != "toc")
    assert squeezed(found) == squeezed(wanted)
    entries = [words for style, words in rows_of(data) if style.startswith("toc ")]
    assert len(entries) == sum(one.kind == "toc" for one in made.head)


@pytest.mark.parametrize(
    "words",
    [
        NASTY,
        "",
        " ",
        "\t",
        "\n",
        "办好" * 1000,
        "Pneumonoultramicroscopic" * 20,
        "é" * 300,
        "👨‍👩‍👧" * 60,
        "|",
        "、" * 50,
    ],
    ids=["markup", "empty", "space", "tab", "newline", "2000", "long-word", "accents", "emoji", "bar", "marks"],
)
def test_hard_texts_read_back_from_every_place(words: str, tmp_path: Any) -> None:
    assert_reads_back(everywhere(words))
    assert audit(written(finished(everywhere(words), STYLE, toc=True)), tmp_path) == []


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_reads_back_from_every_place(words: str) -> None:
    assert_reads_back(everywhere(words))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(alphabet="在人大会议上的讲话|【】《》、 AB12𠮷", max_size=12), st.booleans()), max_size=8
    )
)
def test_a_title_of_any_runs_loses_nothing(pieces: list[tuple[str, bool]]) -> None:
    runs = tuple(Run(text=words, kind="gap" if gap else "text", fact="f" if gap else "") for words, gap in pieces)
    draft = draft_of(paragraph("好。"), head=[Paragraph(runs=runs, kind="title")])
    made = finished(draft, STYLE)
    assert squeezed("".join(one.text for one in made.head)) == squeezed("".join(run.text for run in runs))
    gaps = ["".join(run.text.split()) for one in made.head for run in one.runs if run.kind == "gap"]
    assert "".join(gaps) == "".join("".join(words.split()) for words, gap in pieces if gap)
