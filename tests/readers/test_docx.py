"""The text of Word files, one feature a test."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from worlds import home_for, shipped

from drafter.api import make_draft, save
from drafter.errors import InputError
from drafter.model.reading import Hint, Reading
from drafter.readers import read
from drafter.writers.plain import text
from readers.wordfiles import NAMESPACES, cell, p, r, style, table, word_file, word_parts, zipped


def lines(folder: Path, body: str, *, styles: str = "") -> list[str]:
    return read(word_file(folder, body, styles=styles)).text.split("\n")


def reading(folder: Path, body: str, *, styles: str = "") -> Reading:
    return read(word_file(folder, body, styles=styles))


def test_paragraphs_are_lines_in_order_and_empty_ones_stay(tmp_path: Path) -> None:
    found = reading(tmp_path, p("同志们：") + p() + p("　　大家好！") + "<w:sectPr/>")
    assert found.text == "同志们：\n\n　　大家好！"
    assert (found.format, found.encoding, found.hints, found.notes) == ("docx", "utf-8", {}, ())
    assert len(found.sha256) == 64 and found.path.endswith("讲话.docx")


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r("一") + r("二"), "一二"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        (
            '<w:r><w:br w:type="page"/><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t><w:br w:type="column"/></w:r>',
            "甲\n乙",
        ),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/><w:t>C\u00adD</w:t></w:r>", "A-BCD"),
        ('<w:r><w:t>甲</w:t><w:sym w:font="Wingdings" w:char="F04A"/><w:t>乙</w:t></w:r>', "甲乙"),
        ("<w:r><w:t> 甲 </w:t></w:r>", "甲"),
        ('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r>', " 甲 "),
        ("<w:r><w:t>　甲\n乙</w:t></w:r>", "　甲 乙"),
        (f'<w:hyperlink r:id="x">{r("链接")}</w:hyperlink>', "链接"),
        (f'<w:smartTag w:element="place">{r("青山")}{r("县")}</w:smartTag>', "青山县"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f'<w:customXml w:element="x"><w:customXmlPr/>{r("甲")}</w:customXml>', "甲"),
        (f"{r('甲')}<w:ins>{r('乙')}</w:ins><w:moveTo>{r('丙')}</w:moveTo>", "甲乙丙"),
        (f"<w:fldSimple w:instr='PAGE'>{r('3')}</w:fldSimple>页", "3"),
        (
            "<w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby>",
            "汉",
        ),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "x"),
        (f"<w:bookmarkStart w:id='0' w:name='a'/>{r('甲')}<w:bookmarkEnd w:id='0'/><w:proofErr/>", "甲"),
        (f"<!-- 说明 -->{r('甲')}<?app data?>", "甲"),
    ],
)
def test_what_stands_in_a_paragraph(tmp_path: Path, inner: str, text: str) -> None:
    assert reading(tmp_path, f"<w:p>{inner}</w:p>").text == text


@pytest.mark.parametrize(
    "inner",
    [
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
        f"<w:moveFrom>{r('移')}</w:moveFrom>",
        r("藏", "<w:vanish/>"),
        r("藏", '<w:rStyle w:val="Secret"/>'),
        "<w:r><w:instrText>TOC \\o</w:instrText></w:r>",
        "<w:r><w:footnoteReference w:id='1'/></w:r>",
    ],
)
def test_what_word_does_not_show_is_left_out(tmp_path: Path, inner: str) -> None:
    secret = '<w:style w:type="character" w:styleId="Secret"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>'
    assert reading(tmp_path, f"<w:p>{r('甲')}{inner}{r('乙')}</w:p>", styles=secret).text == "甲乙"


def test_vanish_can_be_switched_off(tmp_path: Path) -> None:
    hidden = style("Hidden", "hidden", run="<w:vanish/>")
    off = '<w:vanish w:val="0"/>'
    shown = f'<w:p><w:pPr><w:pStyle w:val="Hidden"/></w:pPr>{r("藏")}{r("露", off)}</w:p>'
    found = reading(tmp_path, shown, styles=hidden)
    assert found.text == "露"
    assert found.notes == ("有隐藏文字，没有读",)


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, PART, END = (FIELD.format(kind) for kind in ("begin", "separate", "end"))


def test_of_a_field_the_result_is_kept_and_the_code_is_not(tmp_path: Path) -> None:
    inner = f"{r('第')}{BEGIN}{r(' IF ')}{BEGIN}{r('PAGE')}{PART}{r('7')}{END}{r(' = 7')}{PART}{r('七')}{END}{r('页')}"
    assert reading(tmp_path, f"<w:p>{inner}</w:p>").text == "第七页"


def test_a_field_may_span_paragraphs(tmp_path: Path) -> None:
    body = f"<w:p>{BEGIN}{r('TOC')}{PART}{r('一、甲')}</w:p>{p('二、乙')}<w:p>{END}{r('正文')}</w:p>"
    assert lines(tmp_path, body) == ["一、甲", "二、乙", "正文"]


def test_a_field_that_never_ends_swallows_nothing(tmp_path: Path) -> None:
    assert lines(tmp_path, f"<w:p>{END}{r('甲')}</w:p><w:p>{BEGIN}{r('乙')}</w:p>{p('丙')}") == ["甲", "乙", "丙"]
    assert lines(tmp_path, f"<w:p>{r('甲')}{BEGIN}</w:p>{p('乙')}") == ["甲", "乙"]
    deleted_end = f"<w:p>{BEGIN}{r('码')}<w:del>{END}</w:del></w:p>{p('乙')}"
    assert lines(tmp_path, deleted_end) == ["码", "乙"]
    hidden_end = (
        f"<w:p>{BEGIN}{r('码')}{PART}{r('甲')}{END.replace('<w:r>', '<w:r><w:rPr><w:vanish/></w:rPr>')}</w:p>{p('乙')}"
    )
    assert lines(tmp_path, hidden_end) == ["甲", "乙"]


def test_content_controls_and_insertions_around_paragraphs_are_opened(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}<w:sdt><w:sdtContent>{p('乙')}</w:sdtContent></w:sdt>"
        f"</w:sdtContent></w:sdt><w:ins>{p('丙')}</w:ins><w:moveFrom>{p('丁')}</w:moveFrom>"
    )
    assert lines(tmp_path, body) == ["甲", "乙", "丙"]


def test_the_prompt_of_an_empty_content_control_is_no_text(tmp_path: Path) -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入文字')}</w:sdtContent></w:sdt>"
    found = reading(tmp_path, f"<w:p>{r('时间：')}{prompt}</w:p>")
    assert (found.text, found.notes) == ("时间：", ("没有填写的控件 1 处，没有读提示文字",))


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/><w:specVanish/>"])
def test_a_paragraph_whose_mark_is_gone_goes_on_in_the_next(tmp_path: Path, mark: str) -> None:
    body = p("一、把牢方向", f"<w:rPr>{mark}</w:rPr>") + p("。要学习。") + p("完")
    assert lines(tmp_path, body) == ["一、把牢方向。要学习。", "完"]


def test_a_deleted_paragraph_leaves_no_line(tmp_path: Path) -> None:
    deleted = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    assert lines(tmp_path, p("甲") + deleted + deleted + p("乙") + deleted) == ["甲", "乙"]


def test_a_dropped_capital_stays_with_its_paragraph(tmp_path: Path) -> None:
    assert lines(tmp_path, p("今", '<w:framePr w:dropCap="drop"/>') + p("天开会。")) == ["今天开会。"]


BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_text_boxes_follow_their_paragraph_and_come_once(tmp_path: Path) -> None:
    inner = BOX.format(p("框一") + p("框二"))
    shape = (
        '<mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{r('前')}<w:r>{shape}</w:r>{r('后')}</w:p>{p('完')}"
    assert lines(tmp_path, body) == ["前后", "框一", "框二", "完"]


def test_where_there_is_only_a_fallback_it_is_taken(tmp_path: Path) -> None:
    fallback = f"<mc:AlternateContent><mc:Fallback>{r('甲')}</mc:Fallback></mc:AlternateContent>"
    assert lines(tmp_path, f"<w:p>{fallback}</w:p>") == ["甲"]


def test_a_text_box_in_a_text_box(tmp_path: Path) -> None:
    inner = BOX.format(p("内"))
    outer = BOX.format(f"<w:p>{r('外')}<w:r><w:pict>{inner}</w:pict></w:r></w:p>")
    assert lines(tmp_path, f"<w:p><w:r><w:pict>{outer}</w:pict></w:r></w:p>") == ["", "外", "内"]


def test_a_table_gives_one_line_a_row(tmp_path: Path) -> None:
    rows = table(
        [cell(p("单位")), cell(p("件数"))], [cell(p("法工委"), p("（牵头）")), cell()], [cell(p("合计")), cell(p("3"))]
    )
    found = reading(tmp_path, p("前") + rows + p("后"))
    assert found.text.split("\n") == ["前", "单位\t件数", "法工委 （牵头）\t", "合计\t3", "后"]
    assert found.hints == dict.fromkeys((2, 3, 4), Hint(table=True))


def test_tabs_and_breaks_inside_a_cell_do_not_part_cells(tmp_path: Path) -> None:
    inner = "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
    assert lines(tmp_path, table([cell(inner), cell(p("丁"))])) == ["甲 乙 丙\t丁"]


def test_a_nested_table_stays_in_its_cell(tmp_path: Path) -> None:
    inner = table([cell(p("甲")), cell(p("乙"))], [cell(p("丙")), cell(p("丁"))])
    assert lines(tmp_path, table([cell(inner, p()), cell(p("戊"))])) == ["甲 乙 丙 丁\t戊"]


def test_merged_cells_are_read_once(tmp_path: Path) -> None:
    start, follows = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = table(
        [cell(p("组"), properties=start), cell(p("甲"))], [cell(p("不显示"), properties=follows), cell(p("乙"))]
    )
    assert lines(tmp_path, rows) == ["组\t甲", "\t乙"]


def test_a_deleted_row_is_left_out(tmp_path: Path) -> None:
    deleted = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell(p('删'))}</w:tr><w:tr>{cell(p('留'))}</w:tr></w:tbl>"
    assert lines(tmp_path, deleted) == ["留"]


def test_rows_and_cells_in_content_controls_are_read(tmp_path: Path) -> None:
    wrapped_cell = f"<w:sdt><w:sdtContent>{cell(p('乙'))}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell(p('甲'))}{wrapped_cell}</w:tr></w:sdtContent></w:sdt>"
    assert lines(tmp_path, f"<w:tbl>{row}</w:tbl>") == ["甲\t乙"]


def test_a_row_of_one_cell_with_paragraphs_is_a_frame_around_text(tmp_path: Path) -> None:
    found = reading(tmp_path, table([cell(p("同志们："), p("　　大家好！"))]))
    assert (found.text, found.hints) == ("同志们：\n　　大家好！", {})


STYLES = "".join(
    [
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
        style("1", "heading 1", '<w:outlineLvl w:val="0"/>'),
        style("2", "标题 2"),
        style("Own", "我的标题", based_on="1"),
        style("Flat", "不进目录", '<w:outlineLvl w:val="9"/>', based_on="1"),
        style("T", "Title", '<w:outlineLvl w:val="0"/>'),
        style("T2", "大标题", based_on="T"),
        style("T3", "标题"),
        style("Loop", "loop", based_on="Loop2"),
        style("Loop2", "loop2", based_on="Loop"),
    ]
)


@pytest.mark.parametrize(
    ("identity", "properties", "hint"),
    [
        ("1", "", Hint(heading=1)),
        ("2", "", Hint(heading=2)),
        ("Own", "", Hint(heading=1)),
        ("Own", '<w:outlineLvl w:val="2"/>', Hint(heading=3)),
        ("1", '<w:outlineLvl w:val="9"/>', Hint()),
        ("Flat", "", Hint()),
        ("a", '<w:outlineLvl w:val="1"/>', Hint(heading=2)),
        ("", "", Hint()),
        ("T", "", Hint(title=True)),
        ("T2", "", Hint(title=True)),
        ("T3", "", Hint(title=True)),
        ("Loop", "", Hint()),
        ("missing", "", Hint()),
    ],
)
def test_headings_and_titles_are_told_by_their_styles(
    tmp_path: Path, identity: str, properties: str, hint: Hint
) -> None:
    found = reading(tmp_path, p("前") + p("甲", properties, style=identity), styles=STYLES)
    assert found.hints.get(2, Hint()) == hint


def test_every_line_of_a_broken_title_is_marked_and_empty_headings_are_not(tmp_path: Path) -> None:
    title = '<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>在会议上</w:t><w:br/><w:t>的讲话</w:t></w:r></w:p>'
    found = reading(tmp_path, title + p("", style="1"), styles=STYLES)
    assert found.text == "在会议上\n的讲话\n"
    assert found.hints == dict.fromkeys((1, 2), Hint(title=True))


def test_notes_tell_what_was_left_out(tmp_path: Path) -> None:
    body = (
        f"<w:p>{r('甲')}<w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:endnoteReference w:id='1'/></w:r>"
        f"<w:ins>{r('乙')}</w:ins><w:r><w:commentReference w:id='0'/></w:r>"
        "<w:r><w:pict><v:imagedata/></w:pict></w:r></w:p><w:altChunk r:id='x'/>"
    )
    assert reading(tmp_path, body).notes == (
        "脚注、尾注 2 处，没有读",
        "批注 1 条，没有读",
        "嵌入的另一份文档 1 份，没有读",
        "有修订痕迹，按接受全部修订读出",
        "有图片，没有读",
    )


def test_a_table_of_contents_is_kept_and_told(tmp_path: Path) -> None:
    found = reading(
        tmp_path,
        p("目录") + p("一、甲\t1", style="C") + p("二、乙\t2", style="C") + p("正文"),
        styles=style("C", "toc 1"),
    )
    assert found.text.startswith("目录\n一、甲")
    assert found.notes == ("第 2—3 行是自动目录，照原样读出",)


def test_headers_and_footers_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    header = f"<w:hdr {NAMESPACES}>{p('页眉')}</w:hdr>"
    path.write_bytes(zipped({**word_parts(p("正文")), "word/header1.xml": header}))
    assert read(path).text == "正文"


def test_the_strict_format_is_read_too(tmp_path: Path) -> None:
    parts = word_parts(p("甲", style="1"), styles=style("1", "heading 1", '<w:outlineLvl w:val="0"/>'))
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in parts.items()
    }
    path = tmp_path / "a.docx"
    path.write_bytes(zipped(strict))
    assert read(path).hints == {1: Hint(heading=1)}


def test_the_text_may_lie_in_a_part_of_another_name(tmp_path: Path) -> None:
    parts = word_parts(p("甲"))
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("word/document.xml", "/word/document2.xml")
    path = tmp_path / "a.docx"
    path.write_bytes(zipped(parts))
    assert read(path).text == "甲"


def test_without_styles_and_numbering_there_is_still_the_text(tmp_path: Path) -> None:
    parts = word_parts(p("甲", style="1"))
    path = tmp_path / "a.docx"
    path.write_bytes(zipped({"word/document.xml": parts["word/document.xml"]}))
    assert read(path).text == "甲"


def test_what_python_docx_writes_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("在会议上的讲话", 0)
    document.add_heading("一、提高站位", 1)
    document.add_paragraph("同志们，")
    document.add_paragraph("第一条", style="List Number")
    document.add_paragraph("第二条", style="List Number")
    rows = document.add_table(1, 2)
    rows.cell(0, 0).text, rows.cell(0, 1).text = "甲", "乙"
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert found.text.split("\n") == [
        "在会议上的讲话",
        "一、提高站位",
        "同志们，",
        "1.\t第一条",
        "2.\t第二条",
        "甲\t乙",
    ]
    assert found.hints == {1: Hint(title=True), 2: Hint(heading=1), 6: Hint(table=True)}


@pytest.mark.parametrize("name", ["work-conference-dashes", "party-building-report-quoted"])
def test_a_draft_reads_back_as_its_text(tmp_path: Path, name: str) -> None:
    made = make_draft(shipped(), name, facts={"place": home_for(name)})
    save(made, tmp_path / "a.docx", with_recipe=False)
    written = [line.strip() for line in text(made.draft).splitlines()]
    assert read(tmp_path / "a.docx").text.split("\n") == written


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="文件里没有文字"):
        reading(tmp_path, p() + p(" "))
