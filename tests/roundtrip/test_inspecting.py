"""`drafter inspect`: what is read back from a file, as it was written, edited by hand, or saved by others."""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from commands import run
from readers.wordfiles import p, r, word_bytes
from worlds import lines

from drafter.api import inspect_file
from drafter.model.inspection import Inspection
from drafter.writers.docx.body import escape
from drafter.writers.docx.passages import HALF
from roundtrip.papers import STRUCTURE, change, drop, made, paper, saved_by_office

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def states(found: Inspection) -> dict[str, str]:
    """Return what became of each passage that is not as it was written, by slot."""
    told = {one.slot: one.state + (" moved" if one.moved else "") for one in found.passages}
    return {slot: state for slot, state in told.items() if state != "unchanged"}


def row_of(document: Any, slot: str) -> Any:
    """Return the first paragraph of a passage in a document of python-docx."""
    place = next(one.first for one in inspect_file(document.path).passages if one.slot == slot)
    return document.paragraphs[place - 1]


def opened(path: Path) -> Any:
    document = docx.Document(str(path))
    document.path = path
    return document


def edited(path: Path, document: Any) -> Inspection:
    document.save(str(path))
    return inspect_file(path)


# ── as it was written


def test_a_file_as_it_was_written_says_what_it_was_made_from(tmp_path: Path) -> None:
    one, found = made(), inspect_file(paper(tmp_path))
    assert found.written and found.traces == ("recipe", "record", "properties", "bookmarks")
    assert (found.structure, found.style, found.as_of, found.seed) == (STRUCTURE, "gb9704", "2026-03-18", "1")
    assert (found.level, found.title, found.recipe) == ("county", one.draft.title, one.recipe)
    assert found.notes == () and found.new == () and found.lost == 0
    assert found.changes == () and found.hidden_names == () and found.hidden_text == ()


@pytest.mark.parametrize("structure", [STRUCTURE, "standing-committee-annual-report", "work-conference-script"])
def test_each_passage_with_its_block_and_its_place(structure: str, tmp_path: Path) -> None:
    draft, found = made(structure).draft, inspect_file(paper(tmp_path, structure))
    texts = [one.text for one in docx.Document(str(tmp_path / "讲话.docx")).paragraphs]
    assert found.paragraphs == len(texts)
    assert states(found) == {}
    assert sorted((one.slot, one.block, one.act, one.moves) for one in found.passages) == sorted(
        (one.slot, one.block, one.act, one.moves) for one in draft.picks
    )
    for one in found.passages:
        assert one.title and one.text
        first, *rest = one.text.split("\n")
        assert first in texts[one.first - 1] and one.last == one.first + len(rest)


def test_headings_are_those_of_the_navigation_pane(tmp_path: Path) -> None:
    wanted = [text for text in lines(made().draft) if re.match("[一二三四]、", text)]
    found = inspect_file(paper(tmp_path)).headings
    assert [(one.depth, one.text) for one in found] == [(1, text) for text in wanted]


def test_gaps_are_listed_with_what_is_wanted(tmp_path: Path) -> None:
    found = inspect_file(paper(tmp_path)).gaps
    printed = re.findall("【待补：(.*?)】", "".join(lines(made().draft)))
    assert [one.label for one in found] == printed
    assert {one.kind for one in found} == {"待补"} and {one.part for one in found} == {"正文"}
    offices = {gap.label: gap.office for gap in made().draft.gaps}
    for one in found:
        assert one.wanted[0] == f"待补：{one.label}"
        assert any(line == f"提供：{offices[one.label]}" for line in one.wanted)
        assert f"【待补：{one.label}】" in one.text


def test_comments_of_drafter_are_told_from_those_of_others(tmp_path: Path) -> None:
    path = paper(tmp_path, known=True)
    document = docx.Document(str(path))
    document.add_comment(document.paragraphs[4].runs, "这里再斟酌", author="李四", initials="李")
    document.save(str(path))
    (comment,) = inspect_file(path).comments
    assert (comment.author, comment.text, comment.paragraph, comment.own) == ("李四", "这里再斟酌", 5, False)
    assert comment.on == document.paragraphs[4].text


# ── edited by hand


def test_a_changed_paragraph(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    row_of(document, "leadership.2").runs[-1].text += "这一条要经常讲。"
    assert states(edited(tmp_path / "讲话.docx", document)) == {"leadership.2": "edited"}


def test_a_filled_gap_is_no_edit(tmp_path: Path) -> None:
    document = opened(paper(tmp_path))
    before = inspect_file(document.path)
    for row in document.paragraphs:
        for run_ in row.runs:
            run_.text = run_.text.replace("【待补：会议目的】", "总结工作，部署任务")
            run_.text = run_.text.replace("【待补：讲话人姓名】", "林清平")
    found = edited(document.path, document)
    assert states(found) == {"opening": "filled"}
    assert {one.label for one in before.gaps} - {one.label for one in found.gaps} == {"会议目的", "讲话人姓名"}
    assert found.new == () and found.lost == 0  # a filled line of the head is the same line


def test_a_moved_paragraph(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    congress_4, congress_1 = row_of(document, "congress.4"), row_of(document, "congress.1")
    congress_1._p.addprevious(congress_4._p)
    found = edited(document.path, document)
    assert states(found) == {"congress.4": "unchanged moved"}
    assert found.new == () and found.lost == 0


def test_a_deleted_paragraph(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    gone = row_of(document, "congress.3")._p
    gone.getparent().remove(gone)
    found = edited(document.path, document)
    assert states(found) == {"congress.3": "deleted"}
    (one,) = [one for one in found.passages if one.slot == "congress.3"]
    assert (one.first, one.last, one.text) == (0, 0, "")


def test_an_added_paragraph(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    row = row_of(document, "congress.3")
    row.insert_paragraph_before("这里加一段自己的话。", style=row.style)
    found = edited(document.path, document)
    assert states(found) == {}
    assert [one.text for one in found.new] == ["这里加一段自己的话。"]
    assert document.paragraphs[found.new[0].paragraph - 1].text == "这里加一段自己的话。"


def test_text_typed_after_the_end_of_a_passage_is_new(tmp_path: Path) -> None:
    """What is typed at the end of a paragraph stands behind the bookmark in Word."""
    document = opened(paper(tmp_path, known=True))
    row = row_of(document, "congress.3")
    row.add_run("再加一句。")
    found = edited(document.path, document)
    assert states(found) == {}
    assert [one.text for one in found.new] == ["再加一句。"]


def test_a_changed_heading(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    heading = next(one for one in document.paragraphs if one.style.name == "Heading 1")
    heading.runs[0].text = "一、换一个标题"
    found = edited(document.path, document)
    assert states(found) == {}
    assert ([one.text for one in found.new], found.lost) == (["一、换一个标题"], 1)


def test_a_passage_pasted_elsewhere_without_its_bookmark_is_found_by_its_text(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    row = row_of(document, "congress.4")
    copy = deepcopy(row._p)
    for mark in [*copy.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        mark.getparent().remove(mark)
    row_of(document, "congress.1")._p.addprevious(copy)
    row._p.getparent().remove(row._p)
    assert states(edited(document.path, document)) == {"congress.4": "unchanged moved"}


def test_a_run_cut_in_pieces_is_the_same_text(tmp_path: Path) -> None:
    """Word cuts runs wherever spelling, language or revision change."""
    path = change(
        paper(tmp_path, known=True),
        "word/document.xml",
        lambda xml: xml.replace("人大", '人</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>大'),
    )
    found = inspect_file(path)
    assert states(found) == {} and found.new == () and found.lost == 0


def test_tracked_changes_are_listed_and_the_text_is_that_with_all_accepted(tmp_path: Path) -> None:
    def track(xml: str) -> str:
        who = 'w:author="张三" w:date="2026-03-01T08:00:00Z"'
        gone = f'<w:del w:id="901" {who}><w:r><w:delText>旧话</w:delText></w:r></w:del>'
        come = f'<w:ins w:id="902" {who}><w:r><w:t>新话。</w:t></w:r></w:ins>'
        return xml.replace("</w:r><w:bookmarkEnd", f"</w:r>{gone}{come}<w:bookmarkEnd", 1)

    path = change(paper(tmp_path, known=True), "word/document.xml", track)
    found = inspect_file(path)
    (first,) = [one.first for one in found.passages if one.slot == "opening"]
    assert [(one.kind, one.author, one.date, one.paragraph, one.text) for one in found.changes] == [
        ("删除", "张三", "2026-03-01T08:00:00Z", first, "旧话"),
        ("插入", "张三", "2026-03-01T08:00:00Z", first, "新话。"),
    ]
    assert states(found) == {"opening": "edited"}
    (opening,) = [one for one in found.passages if one.slot == "opening"]
    assert opening.text.endswith("新话。") and "旧话" not in opening.text


def test_hidden_names_and_hidden_text_are_listed(tmp_path: Path) -> None:
    more = '<w:bookmarkStart w:id="900" w:name="_GoBack"/><w:bookmarkEnd w:id="900"/>'
    path = change(
        paper(tmp_path, known=True),
        "word/document.xml",
        lambda xml: xml.replace("<w:r><w:t", f"{more}<w:r><w:rPr><w:vanish/></w:rPr><w:t", 1),
    )
    found = inspect_file(path)
    assert found.hidden_names == ("_GoBack",) and found.hidden_text == (1,)


# ── where traces got lost


def test_without_the_custom_part_properties_and_bookmarks_tell(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    row_of(document, "leadership.2").runs[-1].text += "这一条要经常讲。"
    gone = row_of(document, "congress.3")._p
    gone.getparent().remove(gone)
    document.save(str(document.path))
    found = inspect_file(drop(document.path, "customXml/"))
    assert found.traces == ("properties", "bookmarks") and found.recipe == ""
    assert (found.structure, found.as_of, found.seed) == (STRUCTURE, "2026-03-18", "1")
    assert found.notes[0].startswith("文件里的稿单不在了")
    assert states(found) == {"leadership.2": "edited", "congress.3": "deleted"}
    blocks = {pick.slot: pick.block for pick in made(known=True).draft.picks}
    assert {one.slot: one.block for one in found.passages} == blocks


def test_without_properties_too_the_bookmarks_tell_what_was_edited(tmp_path: Path) -> None:
    document = opened(paper(tmp_path, known=True))
    row_of(document, "leadership.2").runs[-1].text += "这一条要经常讲。"
    document.save(str(document.path))
    found = inspect_file(drop(document.path, "customXml/", "docProps/custom.xml"))
    assert found.written and found.traces == ("bookmarks",)
    told = [one.state for one in found.passages]
    assert len(told) == len(made(known=True).draft.picks)
    assert told.count("edited") == 1 and told.count("unchanged") == len(told) - 1


def test_without_bookmarks_the_record_finds_the_texts(tmp_path: Path) -> None:
    path = change(
        paper(tmp_path, known=True), "word/document.xml", lambda xml: re.sub("<w:bookmark(Start|End)[^>]*>", "", xml)
    )
    found = inspect_file(path)
    assert found.traces == ("recipe", "record", "properties")
    assert states(found) == {}


def test_a_recipe_changed_inside_the_file_is_noted(tmp_path: Path) -> None:
    path = change(paper(tmp_path), "customXml/item1.xml", lambda xml: xml.replace("青山县", "绿水县"))
    assert inspect_file(path).notes == ("文件里的稿单和写出时不同，可能被改过",)


@pytest.mark.parametrize(
    "record", ["{", "[]", '{"passages":[{}]}', '{"frame":[' + '{"hash":"0"},' * 5000 + '{"hash":"0"}]}']
)
def test_a_record_that_makes_no_sense_is_passed_over(record: str, tmp_path: Path) -> None:
    wrong = f"<passages>{escape(record)}</passages>"
    path = change(
        paper(tmp_path, known=True),
        "customXml/item1.xml",
        lambda xml: re.sub("<passages>.*</passages>", wrong, xml),
    )
    found = inspect_file(path)
    assert "record" not in found.traces and states(found) == {}
    assert found.notes == ("文件里的段落记录读不懂，按文档属性和书签读回",)


def test_halves_of_a_bookmarks_name_are_what_the_reader_takes_them_for(tmp_path: Path) -> None:
    xml = zipfile.ZipFile(paper(tmp_path)).read("word/document.xml").decode()
    assert set(map(len, re.findall('w:name="_dr_([0-9a-f]+)"', xml))) == {2 * HALF}


# ── saved by LibreOffice


@pytest.mark.render
@pytest.mark.parametrize("known", [True, False], ids=["known", "gaps"])
def test_a_file_saved_by_libreoffice_reads_back_the_same(known: bool, tmp_path: Path) -> None:
    path = paper(tmp_path, known=known, annotate=True)
    before, after = inspect_file(path), inspect_file(saved_by_office(path))
    assert after.traces == before.traces and after.notes == ()
    assert (after.recipe, after.title, after.as_of) == (before.recipe, before.title, before.as_of)
    assert after.passages == before.passages
    assert (after.gaps, after.headings) == (before.gaps, before.headings)
    assert (after.new, after.lost, after.changes) == ((), 0, ())
    comments = [sorted((one.paragraph, one.text, one.own) for one in found.comments) for found in (before, after)]
    assert comments[0] == comments[1] != []


@pytest.mark.render
def test_an_edit_before_libreoffice_saved_is_seen_after(tmp_path: Path) -> None:
    document = opened(paper(tmp_path))
    row_of(document, "leadership.2").runs[-1].text += "这一条要经常讲。"
    gone = row_of(document, "congress.3")._p
    gone.getparent().remove(gone)
    document.save(str(document.path))
    assert states(inspect_file(saved_by_office(document.path))) == {"leadership.2": "edited", "congress.3": "deleted"}


# ── files of others


def test_a_file_that_drafter_did_not_write_says_so_and_lists_what_is_there(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("一、总体情况", 1)
    row = document.add_paragraph("今年办了【待补：期数】期培训班，【待融入：领导的话】")
    document.add_paragraph("还有一处【待补：没写完")
    document.add_comment(row.runs, "再核一下", author="王五", initials="王")
    document.core_properties.author, document.core_properties.last_modified_by = "赵六", "王五"
    path = tmp_path / "别人的.docx"
    document.save(str(path))
    found = inspect_file(path)
    assert not found.written and found.traces == () and found.passages == () and found.recipe == ""
    assert [(one.kind, one.label, one.paragraph) for one in found.gaps] == [
        ("待补", "期数", 2),
        ("待融入", "领导的话", 2),
        ("待补", "没写完", 3),
    ]
    assert [(one.depth, one.text) for one in found.headings] == [(1, "一、总体情况")]
    assert [(one.author, one.text) for one in found.comments] == [("王五", "再核一下")]
    assert (found.properties["author"], found.properties["last_modified_by"]) == ("赵六", "王五")


def test_gaps_in_tables_headers_and_notes_are_found(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "【待补：表里】"
    document.sections[0].header.paragraphs[0].text = "【待补：页眉里】"
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert [(one.part.split("（")[0], one.label) for one in inspect_file(path).gaps] == [
        ("正文", "表里"),
        ("页眉", "页眉里"),
    ]


def test_a_gap_over_several_runs_and_in_a_text_box(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('框里【待补：甲】')}</w:txbxContent></w:pict></w:r>"
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(f"<w:p>{r('【待')}{r('补：乙')}{box}{r('】。')}</w:p>"))
    found = inspect_file(path)
    assert [(one.label, one.paragraph, one.text) for one in found.gaps] == [
        ("乙", 1, "【待补：乙】。"),
        ("甲", 2, "框里【待补：甲】"),
    ]


# ── from the shell


def test_the_command_prints_it_all(tmp_path: Path) -> None:
    path = paper(tmp_path)
    result = run("inspect", path, cwd=tmp_path)
    assert result.status == 0 and result.err == ""
    assert result.out.startswith(
        f"《{made().draft.title}》，drafter 0.1.0 写出，凭稿单、段落记录、文档属性、书签读回。\n"
    )
    assert "结构 work-conference-dashes；版式 gb9704；提法以 2026-03-18；选段号 1。\n" in result.out
    assert "第 2 段  待补：" not in result.out and "第 5 段  待补：会议目的" in result.out
    title = next(one.title for one in inspect_file(path).passages if one.slot == "leadership.2")
    assert re.search(rf"第 \d+ 段  没有改  leadership\.2  {title}（", result.out)


def test_json_has_everything(tmp_path: Path) -> None:
    data = run("inspect", paper(tmp_path), "--format", "json", cwd=tmp_path).data
    assert data["version"] == 1 and data["written"] is True
    first = data["passages"][0]
    assert set(first) == {"slot", "block", "title", "act", "moves", "state", "moved", "first", "last", "text"}
    assert data["gaps"][0].keys() >= {"kind", "label", "part", "paragraph"}


def test_the_recipe_comes_out_and_makes_the_draft_again(tmp_path: Path) -> None:
    path = paper(tmp_path)
    (tmp_path / "again.yaml").write_text(run("inspect", path, "--recipe", cwd=tmp_path).out, encoding="utf-8")
    assert run("draft", "again.yaml", "-o", "again.docx", cwd=tmp_path).status == 0
    texts = [[one.text for one in docx.Document(str(one)).paragraphs] for one in (path, tmp_path / "again.docx")]
    assert texts[0] == texts[1]


def test_a_file_without_recipe_has_none_to_show(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word_bytes(p("甲")))
    result = run("inspect", "a.docx", "--recipe", cwd=tmp_path)
    assert (result.status, result.out) == (2, "")
    assert result.err == "错误：a.docx：文件里没有稿单\n  去掉 --recipe，看文件里还有什么\n"


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 60_000_000)
    return buffer.getvalue()


def named(name: str, data: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        package.writestr(name, data)
    return buffer.getvalue()


HOSTILE = {
    "bomb": (bomb(), "文件解开后太大，不像是普通的 Word 文件"),
    "doctype": (
        named("_rels/.rels", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "文件里有 DOCTYPE 或外部实体，不是 Word 写出的",
    ),
    "outside": (named("../../etc/passwd", "x"), "文件里有重名或路径不正常的部件"),
    "truncated": (word_bytes(p("甲" * 500))[:-40], "文件不完整，后面缺了一截"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "文件加了密码或是旧版 .doc"),
    "text": ("不是压缩包".encode(), "这不是 .docx 文件，内容是别的文件"),
    "empty": (b"", "文件是空的"),
}


@pytest.mark.parametrize("command", ["inspect", "finalize"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_end_in_one_clear_message(command: str, kind: str, tmp_path: Path) -> None:
    data, message = HOSTILE[kind]
    (tmp_path / "a.docx").write_bytes(data)
    result = run(command, "a.docx", cwd=tmp_path)
    assert (result.status, result.out) == (2, "")
    first, hint = result.err.rstrip("\n").split("\n")
    assert first == f"错误：a.docx：{message}"
    assert hint.startswith("  ") and hint.strip()
    assert [one.name for one in tmp_path.iterdir()] == ["a.docx"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for command in ("inspect", "finalize"):
        assert run(command, "none.docx", cwd=tmp_path).err.startswith("错误：none.docx：读不了这个文件：没有这个文件")
