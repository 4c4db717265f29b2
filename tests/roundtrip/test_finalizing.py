"""`drafter finalize`: the same text, and nothing of how it came about; refused while anything is open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
from commands import PROJECT, SMALL, contents, run, write_files
from lxml import etree
from openxml_audit import OpenXmlValidator
from worlds import STRUCTURES, shipped

from drafter.api import finalize_file, inspect_file
from drafter.errors import NotFoundError
from roundtrip.papers import STRUCTURE, change, made, pack, paper, parts_of, saved_by_office

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TRACES = re.compile(rb"drafter|_dr_|rsid|paraId|\xe7\xa8\xbf\xe5\x8d\x95", re.I)
"""The program's name, its bookmarks, revision ids, 稿单."""
NAMES = ("张三", "李四", "王五", "县人大办", "zhangsan")


def texts(path: Path) -> list[str]:
    """Return every paragraph of a file, those in tables, headers and footers too."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    section = document.sections[0]
    edges = [one.text for part in (section.header, section.footer, section.even_page_footer) for one in part.paragraphs]
    return [*(one.text for one in document.paragraphs), *cells, *edges]


def finding(path: Path, *words: str) -> list[str]:
    """Return where in the parts of a file one of `words` or a trace of drafter stands."""
    found = []
    for name, data in parts_of(path).items():
        seen = data + name.encode()
        found += [f"{name}: {match[0].decode()}" for match in TRACES.finditer(seen)]
        found += [f"{name}: {word}" for word in words if word.encode() in seen]
    return found


def broken(path: Path) -> list[str]:
    """Return what is wrong with the package: parts, relationships, content types, ids, and what a validator finds."""
    parts = parts_of(path)
    wrong = []
    roots = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    types = roots["[Content_Types].xml"]
    overrides = [one.get("PartName").lstrip("/") for one in types if one.get("PartName")]
    defaults = {one.get("Extension") for one in types if one.get("Extension")}
    wrong += [f"type of a missing part: {name}" for name in overrides if name not in parts]
    wrong += [f"no type: {one}" for one in parts if one not in overrides and one.rpartition(".")[2] not in defaults]
    for name, root in roots.items():
        if name.endswith(".rels"):
            folder = name.partition("_rels/")[0]
            targets = [one.get("Target") for one in root if one.get("TargetMode") != "External"]
            reached = [str(Path("/", folder, one).resolve()).lstrip("/") for one in targets]
            wrong += [f"{name} leads nowhere: {one}" for one in reached if one not in parts]
            ids = [one.get("Id") for one in root]
            wrong += [f"{name}: ids twice"] if len(set(ids)) < len(ids) else []
    return wrong + [str(one) for one in OpenXmlValidator().validate(path).errors]


def test_the_text_stays_and_every_trace_goes(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True, annotate=True)
    before = path.read_bytes()
    done = finalize_file(path)
    assert done.file == tmp_path / "讲话.定稿.docx" and done.reading is None
    assert path.read_bytes() == before
    assert texts(done.file) == texts(path)
    picks = made(known=True).draft.picks
    assert finding(done.file, STRUCTURE, *(one.block for one in picks)) == []
    assert done.removed == {"书签": len(picks), "批注": len(picks), "自定义部件": 1}
    assert broken(done.file) == []
    again = inspect_file(done.file)
    assert not again.written and again.comments == () and again.hidden_names == ()
    assert again.properties == {"title": made().draft.title}


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_shipped_structure_becomes_a_sound_final_copy(structure: str, tmp_path: Path) -> None:
    path = paper(tmp_path, structure, known=True)
    done = finalize_file(path)
    assert texts(done.file) == texts(path)
    assert finding(done.file) == []
    assert broken(done.file) == []


def test_a_final_copy_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    first = finalize_file(path, tmp_path / "a.docx").file.read_bytes()
    assert finalize_file(path, tmp_path / "b.docx").file.read_bytes() == first


def worked_on(path: Path) -> Path:
    """Return a file as people and Word leave it: revision ids, authors, comments, people, settings, custom data."""
    document = docx.Document(str(path))
    document.add_comment(document.paragraphs[5].runs, "再斟酌", author="李四", initials="李")
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.revision = "张三", "王五", 17
    document.add_table(1, 1).cell(0, 0).text = "表里的字"
    header = document.sections[0].header.paragraphs[0]
    header.text, header.style = "页眉里的字", document.styles["Normal"]
    document.save(str(path))
    parts = parts_of(path)
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(
        b"</Properties>", "<Company>县人大办</Company></Properties>".encode()
    )
    parts["word/people.xml"] = f'<w15:people xmlns:w15="{W15}"><w15:person w15:author="李四"/></w15:people>'.encode()
    parts["word/_rels/settings.xml.rels"] = RELATION.format(
        "rId1", f"{OFFICE}/attachedTemplate", 'file:///C:/Users/zhangsan/Normal.dotm" TargetMode="External'
    ).encode()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", b'<Relationship Id="rId99" Type="' + PEOPLE + b'" Target="people.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", PEOPLE_TYPE + b"</Types>")
    pack(path, parts)
    change(
        path,
        "word/document.xml",
        lambda xml: (
            xml.replace(
                "<w:p>", f'<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD" xmlns:w14="{W14}" w14:paraId="1A">'
            )
            .replace("<w:r>", '<w:r w:rsidRPr="00AB12CD">')
            .replace("<w:body>", '<w:body><w:bookmarkStart w:id="777" w:name="_GoBack"/><w:bookmarkEnd w:id="777"/>')
        ),
    )
    return change(
        path,
        "word/settings.xml",
        lambda xml: (
            xml.replace("<w:defaultTabStop", f"{TEMPLATE}<w:defaultTabStop")
            .replace("</w:compat>", "</w:compat>" + '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>')
        ),
    )  # fmt: skip


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEMPLATE = f'<w:attachedTemplate r:id="rId1" xmlns:r="{OFFICE}"/>'
W14, W15 = (f"http://schemas.microsoft.com/office/word/{year}/wordml" for year in (2010, 2012))
PEOPLE = b"http://schemas.microsoft.com/office/2011/relationships/people"
PEOPLE_TYPE = (
    b'<Override PartName="/word/people.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"/>'
)
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="{}" Type="{}" Target="{}"/></Relationships>'
)


def test_what_people_and_word_left_goes_too(tmp_path: Path) -> None:
    path = worked_on(paper(tmp_path, known=True))
    left = finding(path, *NAMES)
    assert all(any(name in one for one in left) for name in NAMES)  # the world is as bad as it is meant to be
    done = finalize_file(path)
    assert texts(done.file) == texts(path)
    assert "表里的字" in texts(done.file) and "页眉里的字" in texts(done.file)
    assert finding(done.file, *NAMES, "_GoBack", "Normal.dotm") == []
    assert broken(done.file) == []
    properties = docx.Document(str(done.file)).core_properties
    assert (properties.author, properties.last_modified_by, properties.revision) == ("", "", 0)


def test_what_was_typed_into_gaps_is_no_longer_yellow_and_the_title_is_that_of_the_text(tmp_path: Path) -> None:
    path = paper(tmp_path)
    document = docx.Document(str(path))
    filled = 0
    for row in document.paragraphs:
        for one in row.runs:
            one.text, number = re.subn("【待补：.*?】", "某某", one.text)
            filled += number
    document.paragraphs[0].runs[0].text = "在县委会议上的讲话"
    document.save(str(path))
    done = finalize_file(path)
    assert filled > 3 and done.removed["黄色底纹"] == filled
    assert b"w:highlight" not in parts_of(done.file)["word/document.xml"]
    assert texts(done.file) == texts(path)
    assert docx.Document(str(done.file)).core_properties.title == "在县委会议上的讲话"


def test_yellow_in_a_file_of_others_is_theirs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("甲").runs[0].font.highlight_color = 7
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert b"w:highlight" in parts_of(finalize_file(path).file)["word/document.xml"]


def test_bookmarks_that_fields_lead_to_stay(tmp_path: Path) -> None:
    marks = "".join(
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
        for number, name in ((801, "_Toc1"), (802, "_Toc2"), (803, "_Ref3"))
    )
    field = (
        '<w:hyperlink w:anchor="_Toc1"><w:r><w:t>见前</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF _Toc2 \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    path = change(
        paper(tmp_path, known=True), "word/document.xml", lambda xml: xml.replace("</w:p>", f"{marks}{field}</w:p>", 1)
    )
    final = etree.fromstring(parts_of(finalize_file(path).file)["word/document.xml"])
    assert [one.get(f"{W}name") for one in final.iter(f"{W}bookmarkStart")] == ["_Toc1", "_Toc2"]
    assert len(list(final.iter(f"{W}bookmarkEnd"))) == 2


def test_bookmarks_that_a_header_leads_to_stay(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    mark = '<w:bookmarkStart w:id="801" w:name="文号"/><w:bookmarkEnd w:id="801"/>'
    change(path, "word/document.xml", lambda xml: xml.replace("</w:p>", f"{mark}</w:p>", 1))
    change(path, "word/footer1.xml", lambda xml: xml.replace(" PAGE ", " REF 文号 "))
    assert 'w:name="文号"' in parts_of(finalize_file(path).file)["word/document.xml"].decode()


def test_embedded_files_stay_and_are_told(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    pack(path, {**parts_of(path), "word/embeddings/a.bin": b"", "word/media/a.png": b"\x89PNG"})
    change(path, "[Content_Types].xml", lambda xml: xml.replace("<Default", f"{DEFAULTS}<Default", 1))
    done = finalize_file(path)
    assert done.notes == ("有嵌入的文件 1 个，没有动；里面可能有作者",)
    parts = parts_of(done.file)
    assert (parts["word/embeddings/a.bin"], parts["word/media/a.png"]) == (b"", b"\x89PNG")


DEFAULTS = '<Default Extension="bin" ContentType="a/b"/><Default Extension="png" ContentType="image/png"/>'


@pytest.mark.render
def test_a_file_saved_by_libreoffice_is_finalized_too(tmp_path: Path) -> None:
    path = saved_by_office(paper(tmp_path, known=True, annotate=True))
    done = finalize_file(path)
    assert texts(done.file) == texts(path)
    assert finding(done.file, STRUCTURE, *(one.block for one in made(known=True).draft.picks)) == []
    assert set(broken(done.file)) <= set(broken(path))  # LibreOffice's own liberties stay


# ── what is refused


def test_gaps_are_refused_each_with_its_paragraph(tmp_path: Path) -> None:
    path = paper(tmp_path)
    before = contents(tmp_path)
    result = run("finalize", path, cwd=tmp_path)
    gaps = inspect_file(path).gaps
    assert (result.status, result.out) == (2, "")
    told = [line for line in result.err.split("\n") if line.startswith("错误")]
    assert told == [f"错误：讲话.docx：第 {one.paragraph} 段还有【待补：{one.label}】" for one in gaps]
    assert result.err.endswith(f"共 {len(gaps)} 处错误，改正后再试。\n")
    assert contents(tmp_path) == before


def test_points_to_work_in_and_gaps_in_headers_are_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("【待融入：抓落实】")
    document.sections[0].header.paragraphs[0].text = "【待补：文号】"
    document.save(str(tmp_path / "a.docx"))
    data = run("finalize", "a.docx", "--format", "json", cwd=tmp_path).data
    assert [(one["code"], re.sub("（.*?）", "", one["message"])) for one in data["errors"]] == [
        ("gap-left", "第 1 段还有【待融入：抓落实】"),
        ("gap-left", "页眉第 1 段还有【待补：文号】"),
    ]


WHO = 'w:id="900" w:author="张三" w:date="2026-03-01T08:00:00Z"'
TRACKED = {
    "insertion": (f"<w:ins {WHO}><w:r><w:t>新话</w:t></w:r></w:ins>", "插入“新话”"),
    "deletion": (f"<w:del {WHO}><w:r><w:delText>旧话</w:delText></w:r></w:del>", "删除“旧话”"),
    "moved away": (f"<w:moveFrom {WHO}><w:r><w:t>挪走</w:t></w:r></w:moveFrom>", "移走“挪走”"),
    "moved here": (f"<w:moveTo {WHO}><w:r><w:t>挪来</w:t></w:r></w:moveTo>", "移来“挪来”"),
    "format": (f"<w:r><w:rPr><w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr><w:t>字</w:t></w:r>", "改格式"),
}


@pytest.mark.parametrize("kind", TRACKED)
def test_tracked_changes_are_refused(kind: str, tmp_path: Path) -> None:
    xml, told = TRACKED[kind]
    path = change(
        paper(tmp_path, known=True), "word/document.xml", lambda text: text.replace("</w:p>", f"{xml}</w:p>", 1)
    )
    before = contents(tmp_path)
    result = run("finalize", path, cwd=tmp_path)
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        f"错误：讲话.docx：第 1 段还有修订痕迹：{told}（张三）\n  在 Word 或 WPS 里接受或拒绝全部修订\n"
    )
    assert contents(tmp_path) == before


def test_a_tracked_paragraph_mark_is_refused(tmp_path: Path) -> None:
    path = change(
        paper(tmp_path, known=True),
        "word/document.xml",
        lambda text: text.replace("</w:pPr>", f"<w:rPr><w:ins {WHO}/></w:rPr></w:pPr>", 1),
    )
    assert "第 1 段还有修订痕迹：插入（张三）" in run("finalize", path, cwd=tmp_path).err


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    before = path.read_bytes()
    (tmp_path / "link.docx").symlink_to(path)
    for target in ("讲话.docx", "./讲话.docx", "link.docx"):
        result = run("finalize", path, "-o", target, "--force", cwd=tmp_path)
        assert result.status == 2 and "定稿不能写在原文件上" in result.err
    assert path.read_bytes() == before


def test_an_existing_copy_is_written_over_only_when_asked(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    (tmp_path / "讲话.定稿.docx").write_bytes(b"mine")
    result = run("finalize", path, cwd=tmp_path)
    assert result.status == 2 and "文件已经存在" in result.err
    assert (tmp_path / "讲话.定稿.docx").read_bytes() == b"mine"
    assert run("finalize", path, "--force", cwd=tmp_path).out == f"{tmp_path / '讲话.定稿.docx'}\n"


def test_a_final_copy_is_a_word_file(tmp_path: Path) -> None:
    result = run("finalize", paper(tmp_path, known=True), "-o", "a.pdf", cwd=tmp_path)
    assert result.status == 2 and result.err.startswith("错误：a.pdf：定稿是 Word 文件")


def test_the_strict_dialect_is_refused(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    path = change(paper(tmp_path, known=True), "word/document.xml", lambda xml: xml.replace(W[1:-1], strict))
    assert "文件是“严格 Open XML”格式" in run("finalize", path, cwd=tmp_path).err


def test_macros_are_refused(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    pack(path, {**parts_of(path), "word/vbaProject.bin": b"macro"})
    assert run("finalize", path, cwd=tmp_path).err.startswith("错误：讲话.docx：文件里有宏，不能作定稿\n")


def test_hidden_text_is_told(tmp_path: Path) -> None:
    path = change(
        paper(tmp_path, known=True),
        "word/document.xml",
        lambda xml: xml.replace("<w:r><w:t", "<w:r><w:rPr><w:vanish/></w:rPr><w:t", 1),
    )
    assert finalize_file(path).notes == ("有隐藏文字（第 1 段），没有动",)


# ── the copy to read from


def world(root: Path) -> Path:
    """Make `root` a workspace that has the page style for reading, and return it."""
    style = (PROJECT / "templates" / "styles" / "gb9704.yaml").read_text(encoding="utf-8")
    has_one = "reading" in shipped().styles
    return write_files(root, {"drafter.yaml": "", **({} if has_one else {"templates/styles/reading.yaml": style})})


def styles_of(path: Path) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in docx.Document(str(path)).paragraphs]


@pytest.mark.parametrize("structure", [STRUCTURE, "standing-committee-annual-report", "work-conference-six-sections"])
def test_the_reading_copy_has_the_text_and_its_kinds(structure: str, tmp_path: Path) -> None:
    path = paper(world(tmp_path), structure, known=True)
    result = run("finalize", path, "--reading", "-o", "定.docx", cwd=tmp_path)
    assert (result.status, result.out) == (0, "定.docx\n定.宣读.docx\n"), result.err
    assert styles_of(tmp_path / "定.宣读.docx") == styles_of(tmp_path / "定.docx") == styles_of(path)
    assert finding(tmp_path / "定.宣读.docx") == []
    assert broken(tmp_path / "定.宣读.docx") == []


def leads(path: Path) -> list[dict[str, str]]:
    """Return the leads of each paragraph by their styles; programs join and cut runs as they like."""
    return [_leads(row) for row in docx.Document(str(path)).paragraphs if _leads(row)]


def _leads(row: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in row.runs:
        if one.style.name.startswith("标题"):
            found[one.style.name] = found.get(one.style.name, "") + one.text
    return found


@pytest.mark.render
def test_the_reading_copy_of_a_file_saved_by_libreoffice(tmp_path: Path) -> None:
    path = paper(world(tmp_path), "work-conference-parenthesised", known=True)
    saved = saved_by_office(path)
    assert run("finalize", saved, "--reading", "-o", "定.docx", cwd=tmp_path).status == 0
    assert styles_of(tmp_path / "定.宣读.docx") == styles_of(path)
    assert leads(tmp_path / "定.宣读.docx") == leads(path) != []


def test_without_the_page_style_it_says_so_and_writes_nothing(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    bare = msgspec.structs.replace(shipped(), styles={"gb9704": shipped().styles["gb9704"]})
    with pytest.raises(NotFoundError) as refused:
        finalize_file(path, reading=bare)
    assert refused.value.message == "没有“reading”版式，写不了宣读稿"
    assert [one.name for one in tmp_path.iterdir()] == ["讲话.docx"]


def test_tables_and_pictures_that_the_reading_copy_leaves_out_are_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.add_paragraph("乙", style="List Number")
    document.add_table(1, 2).cell(0, 0).text = "表"
    document.save(str(world(tmp_path) / "a.docx"))
    data = run("finalize", "a.docx", "--reading", "--format", "json", cwd=tmp_path).data
    assert data["file"] == "a.定稿.docx" and data["reading"] == "a.宣读.docx"
    assert data["notes"][0].startswith("宣读稿只有文字：原文件里的表格")
    assert [text for _, text in styles_of(tmp_path / "a.宣读.docx")] == ["甲", "乙", "表"]


def test_marks_of_a_working_copy_that_stay_are_named(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    marks = ("--mark", "征求意见稿", "--mark", "12", "--mark", "会后收回")
    line = ("draft", "small", "--set", "training_sessions=6", *marks, "-o", "a.docx")
    assert run(*line, cwd=tmp_path).status == 0
    assert run("finalize", "a.docx", cwd=tmp_path).err.splitlines()[-1] == (
        "注意：稿上的标记还在：000012、会后收回、征求意见稿；定稿上不要的，请在 Word 或 WPS 里删去。"
    )
    assert "标记" not in run("finalize", paper(tmp_path, known=True), cwd=tmp_path).err
