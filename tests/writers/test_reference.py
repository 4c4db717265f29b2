"""--reference-doc: a Word file of the user's gives styles, page and headers; bad ones are refused."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from commands import SMALL, contents, run, write_files
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from openxml_audit import OpenXmlValidator
from pages import OFFICE, needs_office
from readers.wordfiles import zipped

DASHES = ["draft", "work-conference-dashes", "--set", "place=青山县", "--as-of", "2026-11-22"]
LEFT_BEHIND = "模板的正文"


def saved(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def png() -> io.BytesIO:
    """Return a red square."""
    rows = zlib.compress(b"".join(b"\0" + bytes([200, 0, 0] * 8) for _ in range(8)))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(parts))


def office_template(path: Path, styles: Mapping[str, tuple[str, int]]) -> Path:
    """Write a Word file with these styles (name → font, size), margins of its own, a picture in the header, — 1 —."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(31), Mm(30)
    section.right_margin, section.bottom_margin = Mm(25), Mm(29)
    for name, (font, size) in styles.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size = font, Pt(size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    section.header.paragraphs[0].add_run("青山县人大常委会办公室")
    section.header.paragraphs[0].add_run().add_picture(png(), width=Mm(8))
    footer = section.footer.paragraphs[0]
    for field in (
        '<w:fldChar {} w:fldCharType="begin"/>',
        "<w:instrText {}> PAGE </w:instrText>",
        '<w:fldChar {} w:fldCharType="end"/>',
    ):
        footer.add_run()._r.append(parse_xml(field.format(nsdecls("w"))))
    document.add_paragraph(LEFT_BEHIND)
    document.add_picture(png())
    return saved(document, path)


CHINESE = {"公文标题": ("宋体", 24), "公文 正文": ("楷体", 15), "一级标题": ("黑体", 15), "主送机关": ("楷体", 15)}


def audit(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def pairs(path: Path) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in docx.Document(str(path)).paragraphs]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def plain_text(folder: Path) -> list[str]:
    """Return the paragraphs of the draft without a reference document."""
    assert run(*DASHES, "-o", "plain.docx", cwd=folder).status == 0
    return [text for _, text in pairs(folder / "plain.docx")]


def test_the_default_template_of_python_docx(tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph(LEFT_BEHIND)
    saved(template, tmp_path / "t.docx")
    status, out, err = run(*DASHES, "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path)
    assert (status, out) == (0, "out.docx\n"), err
    assert "模板里没有对上的样式，加了本程序的：讲话日期、讲话人、称谓\n" in err
    found = pairs(tmp_path / "out.docx")
    assert [text for _, text in found] == plain_text(tmp_path)
    assert {name for name, _ in found} == {"Title", "讲话日期", "讲话人", "Salutation", "Body Text", "Heading 1"}
    assert audit(tmp_path / "out.docx") == []
    one, other = docx.Document(str(tmp_path / "out.docx")), docx.Document()
    for name in ("Title", "Heading 1", "Body Text", "Normal"):
        assert one.styles[name].font.size == other.styles[name].font.size
        assert one.styles[name].font.name == other.styles[name].font.name
    assert one.sections[0].left_margin == other.sections[0].left_margin
    assert one.styles["Salutation"].font.name == "仿宋_GB2312"
    assert one.styles["Salutation"].base_style.name == "Normal"


def test_chinese_names_own_margins_header_with_picture_and_page_number(tmp_path: Path) -> None:
    office_template(tmp_path / "县委模板.docx", CHINESE)
    result = run(*DASHES, "--reference-doc", "县委模板.docx", "-o", "out.docx", "--format", "json", cwd=tmp_path)
    assert (result.status, result.data["unmatched"]) == (0, ["讲话日期", "讲话人"])
    path = tmp_path / "out.docx"
    assert audit(path) == []
    found = pairs(path)
    assert [text for _, text in found] == plain_text(tmp_path)
    assert {name for name, _ in found} == {"公文标题", "讲话日期", "讲话人", "主送机关", "公文 正文", "一级标题"}
    (section,) = docx.Document(str(path)).sections
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(one / Mm(1)) for one in margins] == [31, 30, 25, 29]
    assert section.header.paragraphs[0].text == "青山县人大常委会办公室"
    assert len(section.header._element.xpath(".//pic:pic")) == 1
    assert "PAGE" in section.footer._element.xml
    held = parts(path)
    assert len([name for name in held if name.startswith("word/media/")]) == 1, "the picture of the text stays behind"
    assert all(LEFT_BEHIND.encode() not in data for data in held.values())


def test_recipe_bookmarks_and_comments_stay_inside(tmp_path: Path) -> None:
    office_template(tmp_path / "t.docx", CHINESE)
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path).status == 0
    plain_text(tmp_path)
    ours, plain = parts(tmp_path / "out.docx"), parts(tmp_path / "plain.docx")
    assert ours["customXml/item1.xml"].count(b"<recipe ") == 1 and b"reference_doc" in ours["customXml/item1.xml"]
    assert ours["word/document.xml"].count(b"bookmarkStart") == plain["word/document.xml"].count(b"bookmarkStart") > 10
    assert ours["word/comments.xml"].count(b"<w:comment ") == plain["word/comments.xml"].count(b"<w:comment ") > 3
    assert b'w:highlight w:val="yellow"' in ours["word/document.xml"]
    names = [b"customXml/item1.xml", b"comments.xml"]
    assert all(name in ours["word/_rels/document.xml.rels"] for name in names)


def test_the_same_bytes_again(tmp_path: Path) -> None:
    office_template(tmp_path / "t.docx", CHINESE)
    for name in ("a.docx", "b.docx"):
        assert run(*DASHES, "--reference-doc", "t.docx", "-o", name, cwd=tmp_path).status == 0
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize("name", ["标题 1", "标题1", "一级标题", "HEADING 1", "公文_一级标题", "别名样式,标题 1"])
def test_names_match_whatever_their_case_and_blanks(name: str, tmp_path: Path) -> None:
    document = docx.Document()
    for gone in ("Heading 1", "Heading 1 Char", "TOC Heading"):
        document.styles.element.remove(document.styles[gone].element)
    shown, _, alias = name.partition(",")
    style = document.styles.add_style("placeholder", WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), "a7")
    style.element.find(qn("w:name")).set(qn("w:val"), shown)
    if alias:
        style.element.find(qn("w:name")).addnext(parse_xml(f'<w:aliases {nsdecls("w")} w:val="某名,{alias}"/>'))
    saved(document, tmp_path / "t.docx")
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path).status == 0
    found = parts(tmp_path / "out.docx")["word/document.xml"].decode()
    assert found.count('<w:pStyle w:val="a7"/>') == 3
    assert audit(tmp_path / "out.docx") == []


def test_a_style_of_ours_gets_a_free_id_and_name_where_both_are_taken(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("讲话日期", WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), "DrafterDate")
    saved(document, tmp_path / "t.docx")
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path).status == 0
    assert "讲话日期（讲话稿）" in {name for name, _ in pairs(tmp_path / "out.docx")}
    assert audit(tmp_path / "out.docx") == []


def test_a_heading_without_a_linked_style_lends_its_font_to_run_in_leads(tmp_path: Path) -> None:
    office_template(tmp_path / "t.docx", {**CHINESE, "二级标题": ("楷体", 17)})
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path).status == 0
    document = docx.Document(str(tmp_path / "out.docx"))
    leads = {
        run.style.name: run.style.font.size
        for one in document.paragraphs
        for run in one.runs
        if run.text.startswith("——")
    }
    assert list(leads.values()) == [Pt(17)]


def test_headers_of_earlier_sections_are_inherited_by_the_last(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "封面页眉"
    document.add_section().left_margin = Mm(40)
    assert document.sections[1].header.is_linked_to_previous
    saved(document, tmp_path / "t.docx")
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path).status == 0
    (section,) = docx.Document(str(tmp_path / "out.docx")).sections
    assert (section.header.paragraphs[0].text, round(section.left_margin / Mm(1))) == ("封面页眉", 40)


# ── the recipe


def test_the_recipe_notes_the_file_and_finds_it_again(tmp_path: Path) -> None:
    office_template(tmp_path / "t.docx", CHINESE)
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "a.docx", cwd=tmp_path).status == 0
    noted = yaml.safe_load((tmp_path / "a.稿单.yaml").read_text("utf-8"))["reference_doc"]
    assert (noted["file"], len(noted["hash"])) == ("t.docx", 12)
    status, _, err = run("draft", "./a.稿单.yaml", "-o", "b.docx", "--locked", cwd=tmp_path)
    assert status == 0, err
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert "后来改过" not in err


def test_a_template_that_has_changed_is_told_and_locked_refuses_it(tmp_path: Path) -> None:
    office_template(tmp_path / "t.docx", CHINESE)
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "a.docx", cwd=tmp_path).status == 0
    office_template(tmp_path / "t.docx", {**CHINESE, "副标题": ("宋体", 15)})
    status, _, err = run("draft", "./a.稿单.yaml", "-o", "b.docx", cwd=tmp_path)
    assert status == 0 and "注意：模板“t.docx”后来改过，用的是今天的\n" in err
    result = run("draft", "./a.稿单.yaml", "-o", "c.docx", "--locked", cwd=tmp_path)
    assert (result.status, (tmp_path / "c.docx").exists()) == (2, False)
    assert "模板“t.docx”后来改过" in result.err


def test_a_template_that_is_gone_is_told(tmp_path: Path) -> None:
    office_template(tmp_path / "t.docx", CHINESE)
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "a.docx", cwd=tmp_path).status == 0
    (tmp_path / "t.docx").unlink()
    result = run("draft", "./a.稿单.yaml", "-o", "b.docx", "--format", "json", cwd=tmp_path)
    assert result.status == 0
    assert result.data["reference_note"].startswith("稿单里的模板“t.docx”不在稿单旁边，没有用它")
    assert "t.docx" in (tmp_path / "b.稿单.yaml").read_text("utf-8")


# ── what is refused


def test_only_one_of_style_and_reference_doc_and_only_for_pages(tmp_path: Path) -> None:
    before = contents(write_files(tmp_path, SMALL))
    both = run("draft", "small", "--style", "gb9704", "--reference-doc", "t.docx", "-o", "a.docx", cwd=tmp_path)
    assert (both.status, both.err) == (2, "错误：--style 和 --reference-doc 只能写一个\n")
    text = run("draft", "small", "--reference-doc", "t.docx", "-o", "a.txt", cwd=tmp_path)
    assert (text.status, text.err) == (2, "错误：--reference-doc 只用于 .docx .pdf，不用于“.txt”的文件\n")
    assert contents(tmp_path) == before


def small_docx() -> dict[str, bytes]:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """Return a Word file with one part changed."""
    found = small_docx()
    assert old in found[name]
    return zipped({**found, name: found[name].replace(old, new)})


def header_from_outside() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    part = document.sections[0].header.part
    part.relate_to(
        "http://example.com/a.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


MAIN = b"openxmlformats-officedocument.wordprocessingml.document.main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
BAD = {
    "not there": (None, "没有这个文件"),
    "empty": (b"", "文件是空的"),
    "text": ("同志们".encode(), "这不是 .docx 文件"),
    "old or encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "文件加了密码或是旧版 .doc"),
    "truncated": (zipped(small_docx())[:9000], "文件不完整"),
    "macros": (changed("[Content_Types].xml", MAIN, b"ms-word.document.macroEnabled.main"), "文件里带有宏"),
    "document type": (changed("word/styles.xml", b"<w:styles", b'<!DOCTYPE x [<!ENTITY a "b">]><w:styles'), "DOCTYPE"),
    "bomb": (zipped({**small_docx(), "word/theme/theme1.xml": b"<a>" + bytes(60_000_000)}), "解开后太大"),
    "strict": (changed("word/document.xml", TRANSITIONAL, STRICT), "严格格式"),
    "no document": (zipped({"word/document.txt": b"x", "[Content_Types].xml": b"<a/>"}), "没有正文部件"),
    "styles missing": (
        zipped({name: data for name, data in small_docx().items() if name != "word/styles.xml"}),
        "缺少其中的 word/styles.xml",
    ),
    "broken styles": (changed("word/styles.xml", b"</w:styles>", b""), "不是完整的 XML"),
    "header from outside": (header_from_outside(), "要从文件以外取内容"),
    "path outside": (zipped({**small_docx(), "../x": b"x"}), "路径不正常"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_one_message(kind: str, tmp_path: Path) -> None:
    data, message = BAD[kind]
    before = contents(write_files(tmp_path, {**SMALL, **({"t.docx": data} if data is not None else {})}))
    status, out, err = run("draft", "small", "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path)
    assert (status, out) == (2, "")
    first, *rest = err.splitlines()
    assert first.startswith("错误：t.docx：") and message in first and len(rest) <= 1
    assert contents(tmp_path) == before


def test_settings_that_lead_elsewhere_or_lock_the_draft_stay_behind(tmp_path: Path) -> None:
    document = docx.Document()
    settings = document.settings.element
    for xml in (
        '<w:attachedTemplate {} r:id="rId9"/>',
        '<w:documentProtection {} w:edit="readOnly" w:enforcement="1"/>',
    ):
        settings.insert(1, parse_xml(xml.format(nsdecls("w", "r"))))
    document.part._settings_part.relate_to(
        "file:///C:/a.dotx",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    saved(document, tmp_path / "t.docx")
    assert run(*DASHES, "--reference-doc", "t.docx", "-o", "out.docx", cwd=tmp_path).status == 0
    held = parts(tmp_path / "out.docx")
    assert b"attachedTemplate" not in b"".join(held.values()) and b"documentProtection" not in held["word/settings.xml"]


@pytest.mark.render
@pytest.mark.xdist_group("render")
def test_a_template_that_libreoffice_wrote_looks_the_same_and_opens(tmp_path: Path) -> None:
    needs_office()
    source = office_template(tmp_path / "t.docx", CHINESE)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    def convert(path: Path, form: str) -> Path:
        command = [
            str(OFFICE),
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(tmp_path / "lo"),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return tmp_path / "lo" / f"{path.stem}.{form}"

    odt = convert(source, "odt")
    shutil.copy(convert(odt, "docx"), tmp_path / "from-office.docx")
    status, _, err = run(*DASHES, "--reference-doc", "from-office.docx", "-o", "out.docx", cwd=tmp_path)
    assert status == 0, err
    assert "加了本程序的：讲话日期、讲话人\n" in err
    pdf = convert(tmp_path / "out.docx", "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    pages = text.split("\f")[:-1]
    assert len(pages) > 5 and all("青山县人大常委会办公室" in page for page in pages)
    assert [page.split()[-1] for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
    assert LEFT_BEHIND not in text


FILLED = ("--facts", str(Path(__file__).parents[2] / "templates/examples/qingshan.yaml"))


@pytest.mark.parametrize("named", [CHINESE, {**CHINESE, "讲话日期": ("楷体", 15), "称谓": ("仿宋", 15)}, {}])
def test_the_reading_copy_knows_the_styles_of_a_template(named: Mapping[str, tuple[str, int]], tmp_path: Path) -> None:
    office_template(tmp_path / "t.docx", named)
    for name, more in (("甲", ()), ("乙", ("--reference-doc", "t.docx"))):
        assert run(*DASHES, *FILLED, *more, "-o", f"{name}.docx", cwd=tmp_path).status == 0
        assert run("finalize", f"{name}.docx", "--reading", "-o", f"{name}定.docx", cwd=tmp_path).status == 0
    assert pairs(tmp_path / "乙定.宣读.docx") == pairs(tmp_path / "甲定.宣读.docx")
    assert docx.Document(str(tmp_path / "乙定.docx")).core_properties.title == "在县委人大工作会议上的讲话"


def test_the_reading_copy_knows_the_leads_of_a_template(tmp_path: Path) -> None:
    def leads(path: Path) -> list[tuple[str, str]]:
        rows = docx.Document(str(path)).paragraphs
        return [(run.style.name, run.text) for row in rows for run in row.runs if run.style.name.startswith("标题")]

    office_template(tmp_path / "t.docx", {**CHINESE, "二级标题": ("楷体", 15), "三级标题": ("楷体", 15)})
    for name, more in (("甲", ()), ("乙", ("--reference-doc", "t.docx"))):
        line = ["draft", "work-conference-parenthesised", *FILLED, *more, "-o", f"{name}.docx"]
        assert run(*line, cwd=tmp_path).status == 0
        assert run("finalize", f"{name}.docx", "--reading", "-o", f"{name}定.docx", cwd=tmp_path).status == 0
    assert leads(tmp_path / "乙定.宣读.docx") == leads(tmp_path / "甲定.宣读.docx") != []
