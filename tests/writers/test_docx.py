"""The Word file (DESIGN 6): what is in it, read back with python-docx, lxml and openxml-audit."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import docx
import pytest
from commands import PROJECT, SMALL, run_process, write_files
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm
from drafts import GAP, draft_of, paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from worlds import home_for

from drafter import __version__
from drafter.api import Made, load, make_draft
from drafter.model.draft import Draft, Paragraph, Run, Section, paragraphs
from drafter.model.library import Library
from drafter.writers import Job
from drafter.writers.docx.package import write

STRUCTURES = sorted(path.stem for path in (PROJECT / "templates" / "structures").glob("*.yaml"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLE_OF = {
    "title": "Title", "subtitle": "Subtitle", "date": "讲话日期", "speaker": "讲话人", "salutation": "Salutation",
    "body": "Body Text", "thanks": "致谢",
    "signature": "Signature", "signed": "Signature",
}  # fmt: skip
TYPES = {
    "count": "个数",
    "text": "文字",
    "date": "日期",
    "list": "列表",
    "person": "姓名",
    "percent": "百分比",
    "ordinal": "第几",
}


@cache
def library() -> Library:
    """Return the shipped library."""
    return load(PROJECT / "tests" / "none")


@cache
def made(structure: str, *, known: bool) -> Made:
    """Return the draft of a structure, with every fact at its example or with the place alone."""
    examples = {name: spec.example for name, spec in library().facts.facts.items()} if known else {}
    return make_draft(library(), structure, facts={**examples, "place": home_for(structure)})


def job_of(one: Made) -> Job:
    return Job(draft=one.draft, style=one.style, recipe=one.recipe, style_hash=one.style_hash)


@cache
def data_of(structure: str, *, known: bool) -> bytes:
    """Return the Word file of a structure."""
    return write(job_of(made(structure, known=known)))


def written(draft: Draft) -> bytes:
    """Return the Word file of a draft made by hand, in the page style that ships."""
    one = made(STRUCTURES[0], known=False)
    return write(Job(draft=draft, style=one.style, recipe="recipe: small\n", style_hash=one.style_hash))


def part(data: bytes, name: str) -> Any:
    """Return a part of a Word file as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def rows(draft: Draft) -> list[Paragraph]:
    """Return the paragraphs as the file has them: the lines of the title are one, and those of the subtitle."""
    found: list[Paragraph] = []
    for one in [*draft.head, *paragraphs(draft.body)]:
        if found and found[-1].kind == one.kind and one.kind in ("title", "subtitle"):
            found[-1] = Paragraph(runs=(*found[-1].runs, Run(text="\n"), *one.runs), kind=one.kind)
        else:
            found.append(one)
    return found


def style_name(one: Paragraph) -> str:
    return f"Heading {one.depth}" if one.kind == "heading" else STYLE_OF[one.kind]


def audit(data: bytes, folder: Path) -> list[str]:
    """Return what a strict validator has against a file."""
    path = folder / "audited.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


every = pytest.mark.parametrize("structure", STRUCTURES)
known_or_not = pytest.mark.parametrize("known", [True, False], ids=["known", "gaps"])


@every
@known_or_not
def test_the_text_is_the_drafts_and_the_styles_are_its_kinds(structure: str, known: bool) -> None:
    found = docx.Document(io.BytesIO(data_of(structure, known=known))).paragraphs
    wanted = rows(made(structure, known=known).draft)
    assert [(one.style.name, one.text) for one in found] == [(style_name(one), one.text) for one in wanted]


@every
@known_or_not
def test_a_strict_validator_finds_nothing(structure: str, known: bool, tmp_path: Path) -> None:
    assert audit(data_of(structure, known=known), tmp_path) == []


@every
def test_exactly_the_headings_on_their_own_line_are_in_the_outline(structure: str) -> None:
    data = data_of(structure, known=False)
    styles = part(data, "word/styles.xml")
    levels = {
        style.get(f"{W}styleId"): int(level.get(f"{W}val"))
        for style in styles.iter(f"{W}style")
        for level in style.iter(f"{W}outlineLvl")
    }
    assert levels == {"Heading1": 0, "Heading2": 1, "Heading3": 2, "Heading4": 3}
    document = part(data, "word/document.xml")
    assert not list(document.iter(f"{W}outlineLvl"))
    outline = [
        (levels[style.get(f"{W}val")] + 1, "".join(row.itertext(f"{W}t")))
        for row in document.iter(f"{W}p")
        for style in row.iter(f"{W}pStyle")
        if style.get(f"{W}val") in levels
    ]
    assert outline == [
        (one.depth, one.text) for one in rows(made(structure, known=False).draft) if one.kind == "heading"
    ]


@every
@known_or_not
def test_leads_wear_the_character_style_linked_to_their_heading(structure: str, known: bool) -> None:
    document = docx.Document(io.BytesIO(data_of(structure, known=known)))
    found = [
        (run.style.style_id, run.text)
        for row in document.paragraphs
        for run in row.runs
        if run.style.style_id.startswith("Heading")
    ]
    leads = [run for one in rows(made(structure, known=known).draft) for run in one.runs if run.kind == "lead"]
    assert found == [(f"Heading{run.depth}Char", run.text) for run in leads]


def test_heading_styles_and_lead_styles_are_linked_both_ways() -> None:
    styles = {
        one.get(f"{W}styleId"): one
        for one in part(data_of(STRUCTURES[0], known=True), "word/styles.xml").iter(f"{W}style")
    }
    for depth in range(1, 5):
        heading, lead = styles[f"Heading{depth}"], styles[f"Heading{depth}Char"]
        assert heading.get(f"{W}type") == "paragraph" and lead.get(f"{W}type") == "character"
        assert heading.find(f"{W}link").get(f"{W}val") == f"Heading{depth}Char"
        assert lead.find(f"{W}link").get(f"{W}val") == f"Heading{depth}"
        assert heading.find(f"{W}name").get(f"{W}val") == f"heading {depth}"


@every
def test_each_gap_is_highlighted_with_a_comment_that_says_what_is_wanted(structure: str) -> None:
    data, draft = data_of(structure, known=False), made(structure, known=False).draft
    document, comments = part(data, "word/document.xml"), comments_of(data)
    gaps = [run for one in rows(draft) for run in one.runs if run.kind == "gap"]
    facts = {gap.fact: gap for gap in draft.gaps}
    marked = [run for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}highlight") is not None]
    assert ["".join(run.itertext(f"{W}t")) for run in marked] == [gap.text for gap in gaps]
    assert {run.find(f"{W}rPr/{W}highlight").get(f"{W}val") for run in marked} <= {"yellow"}
    assert len(comments) == len(gaps)
    for run, wanted in zip(marked, gaps, strict=True):
        start = run.getprevious()
        assert start.tag == f"{W}commentRangeStart"
        number, gap = start.get(f"{W}id"), facts[wanted.fact]
        lines = comments[number]
        assert run.getnext().tag == f"{W}commentRangeEnd" and run.getnext().get(f"{W}id") == number
        assert lines[0] == f"待补：{gap.label}"
        assert lines[1].startswith(f"类型：{TYPES[gap.type]}") and (gap.unit in lines[1])
        assert lines[2].startswith("样例：") and len(lines[2]) > 3


def test_a_point_to_work_in_has_a_comment_that_says_what_to_do() -> None:
    point = Paragraph(runs=(Run(text="【待融入：抓落实】", kind="gap", slot="a"),))
    assert comments_of(written(draft_of(point))) == {
        "0": ["待融入：抓落实", "领导的要点：写进这一部分，再删去【待融入】的字样"]
    }


def comments_of(data: bytes) -> dict[str, list[str]]:
    """Return the lines of each comment by its number."""
    return {
        one.get(f"{W}id"): ["".join(row.itertext(f"{W}t")) for row in one.iter(f"{W}p")]
        for one in part(data, "word/comments.xml").iter(f"{W}comment")
    }


def test_a_draft_without_gaps_has_no_comments_and_no_highlight() -> None:
    data = written(draft_of(paragraph("要办好。")))
    assert comments_of(data) == {}
    assert not list(part(data, "word/document.xml").iter(f"{W}highlight"))


@every
def test_every_font_is_set_for_all_four_kinds_of_letters_and_none_by_theme(structure: str) -> None:
    data = data_of(structure, known=False)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        trees = [etree.fromstring(package.read(name)) for name in names]
    fonts = [one for tree in trees for one in tree.iter(f"{W}rFonts")]
    assert len(fonts) > 10
    for one in fonts:
        slots = {one.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(slots) == 1 and None not in slots, etree.tostring(one)
        assert not [name for name in one.attrib if "Theme" in name]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22), ("讲话日期", "楷体_GB2312", 16), ("讲话人", "楷体_GB2312", 16),
        ("Salutation", "仿宋_GB2312", 16), ("Body Text", "仿宋_GB2312", 16), ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16), ("Heading 3", "仿宋_GB2312", 16), ("Heading 4", "仿宋_GB2312", 16),
    ],
)  # fmt: skip
def test_fonts_and_sizes_of_the_standard(style: str, font: str, size: int) -> None:
    styles = docx.Document(io.BytesIO(data_of(STRUCTURES[0], known=True))).styles
    assert styles[style].type == WD_STYLE_TYPE.PARAGRAPH
    assert (styles[style].font.name, styles[style].font.size.pt, bool(styles[style].font.bold)) == (font, size, False)


def test_the_page_of_the_standard() -> None:
    data = data_of(STRUCTURES[0], known=True)
    document = docx.Document(io.BytesIO(data))
    (section,) = document.sections
    measures = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.left_margin,
        section.right_margin,
        section.bottom_margin,
    )
    assert [round(one / Mm(1), 1) for one in measures] == [210, 297, 37, 28, 26, 35]
    grid = part(data, "word/document.xml").find(f".//{W}docGrid")
    style = library().styles["gb9704"]
    assert dict(grid.attrib) == {f"{W}type": "lines", f"{W}linePitch": str(style.grid.leading)}
    assert document.settings.odd_and_even_pages_header_footer is True
    body = document.styles["Body Text"].element
    indent = body.find(f".//{W}ind")
    assert indent.get(f"{W}firstLineChars") == "200"
    assert body.find(f".//{W}spacing").get(f"{W}lineRule") == "exact"
    assert body.find(f".//{W}widowControl").get(f"{W}val") == "0"


def test_page_numbers_stand_outside_between_dashes() -> None:
    (section,) = docx.Document(io.BytesIO(data_of(STRUCTURES[0], known=True))).sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (row,) = footer.paragraphs
        assert row.text == "— 1 —"
        assert [one.text.strip() for one in row._p.iter(f"{W}instrText")] == ["PAGE"]
        assert row._p.find(f"{W}pPr/{W}jc").get(f"{W}val") == side
        assert row._p.find(f"{W}pPr/{W}ind").get(f"{W}{side}Chars") == "100"


@every
def test_each_passage_lies_in_a_bookmark_of_its_own(structure: str) -> None:
    document, draft = part(data_of(structure, known=False), "word/document.xml"), made(structure, known=False).draft
    starts = list(document.iter(f"{W}bookmarkStart"))
    names = [one.get(f"{W}name") for one in starts]
    assert all(re.fullmatch(r"_dr_[0-9a-f]{12}", name) for name in names)
    assert len(set(names)) == len(names) == len(draft.picks)
    opened: list[str] = []
    ended: Counter[str] = Counter()
    for mark in document.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        number = mark.get(f"{W}id")
        if mark.tag == f"{W}bookmarkStart":
            assert number not in opened
            opened.append(number)
        else:
            assert number in opened
            ended[number] += 1
    assert ended == Counter(opened)
    assert sorted(texts_in_bookmarks(document)) == sorted(passages(draft))


def texts_in_bookmarks(document: Any) -> Iterator[str]:
    """Yield the text between the two ends of each bookmark."""
    nodes = list(document.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"))
    for place, mark in enumerate(nodes):
        if mark.tag == f"{W}bookmarkStart":
            texts = []
            for node in nodes[place + 1 :]:
                if node.tag == f"{W}bookmarkEnd" and node.get(f"{W}id") == mark.get(f"{W}id"):
                    break
                texts.append(node.text if node.tag == f"{W}t" else "")
            yield "".join(texts)


def passages(draft: Draft) -> list[str]:
    """Return the text of each pick, from the first of its runs to the last."""
    runs = [run for one in rows(draft) for run in one.runs]
    found = []
    for pick in draft.picks:
        mine = [number for number, run in enumerate(runs) if run.slot == pick.slot]
        found.append("".join(run.text for run in runs[mine[0] : mine[-1] + 1]))
    return found


@every
def test_the_recipe_travels_with_its_hash(structure: str) -> None:
    data, recipe = data_of(structure, known=False), made(structure, known=False).recipe
    assert recipe_in(data) == recipe
    digest = blake2b(recipe.encode(), digest_size=16).hexdigest()
    assert custom_properties(data)["drafter.recipe"] == digest


def recipe_in(data: bytes) -> str:
    """Return the recipe of the custom part."""
    return str(part(data, "customXml/item1.xml").findtext("{urn:drafter:recipe:1}recipe"))


def custom_properties(data: bytes) -> dict[str, str]:
    return {one.get("name"): "".join(one.itertext()) for one in part(data, "docProps/custom.xml")}


@every
def test_properties_say_again_what_the_file_was_made_from(structure: str) -> None:
    """Where a program drops the custom part, these stay: Word shows and keeps 255 characters of each."""
    one, found = made(structure, known=False), custom_properties(data_of(structure, known=False))
    assert (found["drafter.structure"], found["drafter.as_of"]) == (structure, one.draft.as_of)
    assert (found["drafter.seed"], found["drafter.version"]) == (str(one.draft.seed), __version__)
    entries = ";".join(text for name, text in found.items() if name.startswith("drafter.passages."))
    assert sorted(entries.split(";")) == sorted(f"{pick.slot}={pick.block}" for pick in one.draft.picks)
    assert max(map(len, found.values())) <= 255


def test_properties_name_the_title_and_no_clock() -> None:
    properties = docx.Document(io.BytesIO(written(draft_of(paragraph("要办好。"))))).core_properties
    assert (properties.title, properties.author, properties.language) == ("讲话", "", "zh-CN")
    assert properties.created is not None and properties.created.date().isoformat() == "2026-03-18"


@every
def test_the_same_draft_gives_the_same_bytes(structure: str) -> None:
    assert write(job_of(made(structure, known=True))) == data_of(structure, known=True)


def test_the_same_bytes_in_another_process_with_an_empty_cache(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    for name, seed in (("a", "1"), ("b", "2")):
        cache_folder = {"DRAFTER_CACHE": str(tmp_path / f"cache-{name}"), "PYTHONHASHSEED": seed}
        assert run_process("draft", STRUCTURES[0], "-o", f"{name}.docx", cwd=tmp_path, env=cache_folder).status == 0
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_entries_are_stored_in_fixed_order_with_fixed_dates() -> None:
    with zipfile.ZipFile(io.BytesIO(data_of(STRUCTURES[0], known=True))) as package:
        entries = package.infolist()
        assert package.testzip() is None
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert len({entry.date_time for entry in entries}) == 1
    names = [entry.filename for entry in entries]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(set(names[2:]))


NASTY = "A&B <w:t>“引号\"'</w:t>]]>\x00\x07\x0b\x1b\ufffe\ud800𠮷𬇕😀👨‍👩‍👧\u200b\u00a0〇㐀𱎜🀄\u3000—…"
CLEAN = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", NASTY)


def test_markup_control_and_rare_characters_survive_everywhere(tmp_path: Path) -> None:
    gap = GAP.__class__(
        **{**{name: getattr(GAP, name) for name in GAP.__struct_fields__}, "label": NASTY, "example": NASTY}
    )
    rare = Paragraph(
        runs=(
            Run(text=NASTY, kind="lead", depth=2, marker="一要"),
            Run(text=NASTY),
            Run(text=f"【待补：{NASTY}】", kind="gap", fact=gap.fact),
        )
    )
    section = Section(slot="a", depth=1, heading=paragraph(NASTY, "heading", depth=1), children=(rare,))
    data = written(draft_of(section, head=[paragraph(NASTY, "title")], gaps=[gap]))
    assert [one.text for one in docx.Document(io.BytesIO(data)).paragraphs] == [
        CLEAN,
        CLEAN,
        f"{CLEAN}{CLEAN}【待补：{CLEAN}】",
    ]
    assert comments_of(data)["0"][0] == f"待补：{CLEAN}"
    assert docx.Document(io.BytesIO(data)).core_properties.title == CLEAN
    assert audit(data, tmp_path) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(alphabet=st.characters(), min_size=1, max_size=40))
def test_any_text_reads_back_but_for_what_xml_cannot_hold(words: str) -> None:
    (_, found) = docx.Document(io.BytesIO(written(draft_of(paragraph(words))))).paragraphs
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", words)
    assert found.text == kept.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=15, deadline=None)
@given(
    place=st.text(
        alphabet=st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=30
    ).filter(str.strip)
)
def test_any_fact_reaches_the_file_as_it_was_given(place: str) -> None:
    one = make_draft(library(), "work-conference-dashes", facts={"speaker_name": place})
    data = write(job_of(one))
    assert [row.text for row in docx.Document(io.BytesIO(data)).paragraphs] == [row.text for row in rows(one.draft)]
    assert any(place.strip() in row.text for row in rows(one.draft))
    assert recipe_in(data) == one.recipe


def test_headings_and_leads_of_two_thousand_characters(tmp_path: Path) -> None:
    long = "办好" * 1000
    lead = Paragraph(runs=(Run(text=long, kind="lead", depth=2, marker="（一）"), Run(text="要办好。")))
    section = Section(slot="a", depth=1, heading=paragraph(long, "heading", depth=1, marker="一、"), children=(lead,))
    data = written(draft_of(section, head=[paragraph(long, "title")]))
    assert [len(one.text) for one in docx.Document(io.BytesIO(data)).paragraphs] == [2000, 2000, 2004]
    assert audit(data, tmp_path) == []


def test_headings_deeper_than_the_page_style_knows_take_the_last() -> None:
    data = written(draft_of(paragraph("5", "heading", depth=5)))
    assert docx.Document(io.BytesIO(data)).paragraphs[1].style.name == "Heading 4"


def test_a_marker_brings_its_own_font_where_its_depth_has_another() -> None:
    lead = Paragraph(runs=(Run(text="一是办好。", kind="lead", depth=3, marker="一是"), Run(text="要办好。")))
    document = part(written(draft_of(lead)), "word/document.xml")
    first, second = [run for run in document.iter(f"{W}r") if run.find(f"{W}t").text != "讲话"]
    assert first.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "楷体_GB2312"
    assert second.find(f"{W}rPr") is None


def test_the_properties_name_the_program_that_wrote_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(data_of(STRUCTURES[0], known=True))) as package:
        properties = package.read("docProps/app.xml").decode()
    assert "<Application>drafter</Application>" in properties and "Microsoft" not in properties
