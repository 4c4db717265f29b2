"""Word files that cannot be used: one clear message each, quickly, and never another exception."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import InputError
from drafter.readers import read
from readers.wordfiles import (
    NAMESPACES,
    RELATIONS,
    abstract,
    cell,
    item,
    lvl,
    num,
    p,
    relation,
    style,
    table,
    word_bytes,
    word_parts,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(folder: Path, data: bytes, name: str = "讲话.docx") -> str:
    """Return message and hint with which a file is refused; its place is the file."""
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(InputError) as failure:
        read(path)
    assert failure.value.source is not None and failure.value.source.path == str(path)
    assert failure.value.hint
    return f"{failure.value.message}（{failure.value.hint}）"


@contextmanager
def bounded(seconds: float, megabytes: float) -> Iterator[None]:
    """Fail if what is done inside takes more of the processor's time, or of Python's memory."""
    tracemalloc.start()
    started = time.process_time()
    yield
    took, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < seconds
    assert peak < megabytes * 1_000_000


SOUND = word_bytes(
    p("甲", style="1")
    + item("乙")
    + table([cell(p("丙")), cell(p("丁"))])
    + f"<w:p><w:r><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r></w:p>",
    styles=style("1", "heading 1", '<w:outlineLvl w:val="0"/>'),
    numbering=abstract(0, lvl(0, "%1、", "chineseCounting")) + num(1, 0),
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "文件是空的（检查是不是选错了文件）"),
        ("同志们：".encode(), "这不是 .docx 文件，内容是别的文件（用 Word 或 WPS 打开，另存为 .docx）"),
        (b"%PDF-1.7 x", "这不是 .docx 文件，内容是 PDF 文件（用 PDF 软件导出为 .docx 或文本文件（.txt））"),
        (b"{\\rtf1 x}", "这不是 .docx 文件，内容是 RTF 文件（请把扩展名改为 .rtf）"),
        (OLE + bytes(600), "文件加了密码或是旧版 .doc（用 Word 或 WPS 打开，去掉密码，另存为 .docx）"),
        (SOUND[:400], "文件不完整，后面缺了一截（重新复制或下载这个文件）"),
        (b"PK\x05\x06" + bytes(18), "文件里没有正文部件（word/document.xml）（用 Word 或 WPS 打开，另存为 .docx）"),
        (b"PK\x05\x06", "文件已损坏，打不开（重新复制或下载这个文件）"),
        (
            zipped({"xl/workbook.xml": "<a/>"}),
            "文件里没有正文部件（word/document.xml）（用 Word 或 WPS 打开，另存为 .docx）",
        ),
    ],
)
def test_what_is_no_word_file_is_named(tmp_path: Path, data: bytes, told: str) -> None:
    assert refusal(tmp_path, data) == told


def with_part(name: str, text: str | bytes) -> bytes:
    return zipped({**word_parts(p("甲")), name: text})


DOCUMENT = f"<w:document {NAMESPACES}><w:body>{{}}</w:body></w:document>"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]>' + DOCUMENT.format(""), "文件里有 DOCTYPE 或外部实体"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd">' + DOCUMENT.format(""), "文件里有 DOCTYPE 或外部实体"),
        (("<!DOCTYPE a>" + DOCUMENT.format("")).encode("utf-16"), "文件里有 DOCTYPE 或外部实体"),
        (DOCUMENT.format(p("&x;")), "文件已损坏：word/document.xml 不是完整的 XML"),
        (DOCUMENT.format(p("甲"))[:-9], "文件已损坏：word/document.xml 不是完整的 XML"),
        ("", "文件已损坏：word/document.xml 不是完整的 XML"),
        ("<a/>", "文件里的 word/document.xml 不是 Word 正文"),
        (DOCUMENT.format("<w:sdt>" * 199 + "</w:sdt>" * 199), "文件里的嵌套太深，超过 200 层"),
        (DOCUMENT.format("<w:sdt>" * 9999 + "</w:sdt>" * 9999), "文件里的嵌套太深，超过 200 层"),
    ],
)
def test_xml_that_word_does_not_write_is_refused(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert refusal(tmp_path, with_part("word/document.xml", text)).startswith(told)


def test_external_entities_are_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + DOCUMENT.format(p("&x;"))
    assert "秘密" not in refusal(tmp_path, with_part("word/document.xml", entity))


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/numbering.xml", "_rels/.rels", "word/_rels/document.xml.rels"]
)
def test_the_part_that_is_broken_is_named(tmp_path: Path, part: str) -> None:
    assert refusal(tmp_path, with_part(part, "<broken")).startswith(f"文件已损坏：{part} 不是完整的 XML")


@pytest.mark.parametrize("name", ["../x", "word/../../x", "/etc/x", "C:/x", "..\\x", "\\x", "a/..\\b"])
def test_names_that_lead_out_of_the_package_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, with_part(name, "x")).startswith("文件里有重名或路径不正常的部件")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO(SOUND)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/document.xml", DOCUMENT.format(p("另一份")))
    assert refusal(tmp_path, buffer.getvalue()).startswith("文件里有重名或路径不正常的部件")


@pytest.mark.parametrize("target", ["https://example.org/x.xml", "file:///etc/passwd", "../../x", ""])
def test_links_out_of_the_file_are_not_followed(tmp_path: Path, target: str) -> None:
    parts = word_parts(p("甲", style="1"), styles=style("1", "heading 1", '<w:outlineLvl w:val="0"/>'))
    parts["word/_rels/document.xml.rels"] = RELATIONS.format(relation("styles", target, "External"))
    path = tmp_path / "a.docx"
    path.write_bytes(zipped(parts))
    assert (read(path).text, read(path).hints) == ("甲", {})
    parts["word/_rels/document.xml.rels"] = RELATIONS.format(relation("styles", target))
    path.write_bytes(zipped(parts))
    assert read(path).text == "甲"


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(SOUND)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 1)
    assert refusal(tmp_path, bytes(data)).startswith("文件加了密码")


def test_too_many_parts(tmp_path: Path) -> None:
    data = zipped({**word_parts(p("甲")), **{f"x/{number}": "" for number in range(5001)}}, zipfile.ZIP_STORED)
    with bounded(2, 20):
        assert refusal(tmp_path, data).startswith("文件里的部件超过 5000 个")


def test_a_directory_that_only_costs_time_is_not_read(tmp_path: Path) -> None:
    """A list of parts of 20 MB is refused by its declared size."""
    entry = b"PK\x01\x02" + bytes(42)
    end = b"PK\x05\x06" + bytes(8) + (len(entry) * 400_000).to_bytes(4, "little") + bytes(6)
    data = b"PK\x03\x04word/document" + entry * 400_000 + end
    with bounded(1, 50):
        assert refusal(tmp_path, data).startswith("文件里的部件超过 5000 个")


BOMBS = [
    with_part("word/document.xml", DOCUMENT.format(f"<!--{' ' * 30_000_000}-->")),
    with_part("word/styles.xml", " " * 60_000_000),
    zipped({**word_parts(p("甲")), **{f"word/media/{number}": bytes(50_000_000) for number in range(5)}}),
]


@pytest.mark.parametrize("data", BOMBS, ids=["text", "styles", "pictures"])
def test_bombs_are_refused_before_they_go_off(tmp_path: Path, data: bytes) -> None:
    with bounded(1, 10):
        assert refusal(tmp_path, data).startswith("文件解开后太大")


def test_a_bomb_that_declares_a_small_size_is_refused(tmp_path: Path) -> None:
    """The size in both headers is forged to 100 bytes; what comes after them is not unpacked."""
    data = bytearray(BOMBS[1])
    at = data.rfind(b"word/styles.xml")
    data[at - 46 + 24 : at - 46 + 28] = (100).to_bytes(4, "little")
    with bounded(1, 10):
        assert refusal(tmp_path, bytes(data)).startswith("文件已损坏：读不出其中的 word/styles.xml")


def test_a_small_part_may_be_packed_tightly(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(p("甲") + p() * 50_000))
    assert read(path).text.startswith("甲\n\n")


def test_entities_within_entities_do_not_grow(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>' + DOCUMENT.format(p("&l11;"))
    with bounded(1, 10):
        assert refusal(tmp_path, with_part("word/document.xml", text)).startswith("文件里有 DOCTYPE")


def test_deep_nesting_that_word_reaches_is_read(tmp_path: Path) -> None:
    """Tables in tables as deep as 200 levels of XML allow; content controls likewise."""
    path = tmp_path / "a.docx"
    body = p("底")
    for _ in range(64):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    path.write_bytes(word_bytes(body))
    assert read(path).text == "底"
    path.write_bytes(word_bytes("<w:sdt>" * 195 + p("底") + "</w:sdt>" * 195))
    assert read(path).text == "底"


def test_text_boxes_in_text_boxes_to_the_limit(tmp_path: Path) -> None:
    body = p("底")
    for _ in range(48):
        body = f"<w:p><w:r><w:pict><w:txbxContent>{body}</w:txbxContent></w:pict></w:r></w:p>"
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(body))
    assert read(path).text.strip("\n") == "底"


def test_styles_that_are_based_on_each_other_end(tmp_path: Path) -> None:
    styles = "".join(style(str(number), "x", based_on=str((number + 1) % 3000)) for number in range(3000))
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes("".join(p("甲", style=str(number)) for number in range(0, 3000, 300)), styles=styles))
    with bounded(2, 50):
        assert read(path).text.count("甲") == 10


@given(data=st.data())
def test_mutated_files_raise_nothing_but_input_errors(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any bytes of a sound file changed, cut out or put in."""
    mutant = bytearray(STORED if data.draw(st.booleans()) else SOUND)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutant)))
        mutant[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    path = tmp_path_factory.getbasetemp() / "mutant.docx"
    path.write_bytes(mutant)
    try:
        read(path)
    except InputError as failure:
        assert failure.message and failure.source is not None


PARTS = word_parts(
    p("甲", style="1") + item("乙") + table([cell(p("丙"))]),
    styles=style("1", "heading 1", '<w:outlineLvl w:val="0"/>'),
    numbering=abstract(0, lvl(0, "%1、", "chineseCounting")) + num(1, 0),
)
STORED = zipped(PARTS, zipfile.ZIP_STORED)
WORDS = st.sampled_from(
    ["", "-1", "0", "9", "99999999999", "x", "w:p", "w:tbl", "w:numId", "w:val", "<w:p>", "</w:p>", '"', ">"]
)


@given(part=st.sampled_from(sorted(PARTS)), data=st.data())
def test_mutated_xml_raises_nothing_but_input_errors(
    tmp_path_factory: pytest.TempPathFactory, part: str, data: st.DataObject
) -> None:
    text = PARTS[part]
    at = data.draw(st.integers(0, len(text)))
    mutant = text[:at] + data.draw(WORDS) + text[at + data.draw(st.integers(0, 12)) :]
    path = tmp_path_factory.getbasetemp() / "mutant.docx"
    path.write_bytes(zipped({**PARTS, part: mutant}))
    try:
        read(path)
    except InputError as failure:
        assert failure.message and failure.source is not None


def test_a_long_document_takes_time_by_its_length(tmp_path: Path) -> None:
    """Numbered paragraphs: four times as many take about four times as long, 400 pages less than two seconds."""
    numbering = abstract(0, lvl(0, "%1、", "chineseCounting"), lvl(1, "（%2）", "chineseCounting")) + num(1, 0)

    def seconds(pages: int) -> float:
        page = "".join(item(f"第{number}条" + "把握方向，" * 30, level=number % 2) for number in range(8))
        path = tmp_path / f"{pages}.docx"
        path.write_bytes(word_bytes(page * pages, numbering=numbering))
        started = time.process_time()
        assert read(path).text.count("\n") == pages * 8 - 1
        return time.process_time() - started

    seconds(10)
    short, long = (min(seconds(pages) for _ in range(4)) for pages in (100, 400))
    assert long < short * 10
    assert long < 2
