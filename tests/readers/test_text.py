"""Plain text in the encodings of Chinese files."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drafter.errors import InputError
from drafter.model.reading import Reading
from drafter.readers import read

SPEECH = "同志们：\n　　今天，我们召开2026年全县人大工作会议，主要任务是贯彻落实“十五五”规划，安排部署下一步工作。\n"


def read_text(folder: Path, data: bytes) -> Reading:
    path = folder / "讲话.txt"
    path.write_bytes(data)
    return read(path)


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(InputError) as failure:
        read_text(folder, data)
    assert failure.value.source is not None and failure.value.source.path == str(folder / "讲话.txt")
    return f"{failure.value.message}（{failure.value.hint}）"


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("gb2312", "gb18030"),
    ],
)
def test_encodings(tmp_path: Path, written: str, encoding: str) -> None:
    found = read_text(tmp_path, SPEECH.encode(written))
    assert (found.text, found.encoding, found.notes) == (SPEECH, encoding, ())
    assert (found.format, found.hints) == ("text", {})


def test_big5_is_left_to_charset_normalizer(tmp_path: Path) -> None:
    text = "各位代表：\n　　今天召開會議，主要任務是學習貫徹精神，總結過去一年的工作，安排下一步的重點任務。\n" * 5
    found = read_text(tmp_path, text.encode("big5"))
    assert (found.text, found.encoding) == (text, "big5")


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_line_ends_become_newlines(tmp_path: Path, name: str) -> None:
    found = read_text(tmp_path, "同志们：\r\n一、甲。\r二、乙。\n\r\n完了，谢谢大家！".encode(name))
    assert found.text == "同志们：\n一、甲。\n二、乙。\n\n完了，谢谢大家！"


@pytest.mark.parametrize(
    "text", ["人大工作", "一", "联通", "café", "10×10＝100", "Привет всем", "ascii only\n", "一是学习。"]
)
def test_short_texts_in_utf_8(tmp_path: Path, text: str) -> None:
    assert read_text(tmp_path, text.encode()).text == text


@pytest.mark.parametrize("text", ["人大工作", "联通", "一是学习", "同志们", "聚力", "2026年工作要点"])
def test_short_texts_in_gb18030(tmp_path: Path, text: str) -> None:
    assert read_text(tmp_path, text.encode("gb18030")).text == text


SURROGATES_AND_CONTROLS = ("Cs", "Cc")
ANY_TEXT = st.text(
    st.characters(exclude_categories=SURROGATES_AND_CONTROLS) | st.sampled_from("\t\n"), min_size=1
).filter(lambda text: text.strip() and not text.startswith("\ufeff"))
CHINESE = st.text(
    st.sampled_from(sorted(set(SPEECH + "人民代表大会常务委员会监督法律县乡镇履职尽责要一二三、（）0123456789abc"))),
    min_size=4,
).filter(lambda text: sum(char > "\u3000" for char in text) >= 3)


@given(text=ANY_TEXT, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


def is_utf8(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


@given(text=CHINESE, encoding=st.sampled_from(["gb18030", "gbk", "utf-8"]))
def test_chinese_text_comes_back_without_a_mark(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    assume(encoding == "utf-8" or not is_utf8(text.encode(encoding)))
    path = tmp_path_factory.getbasetemp() / "chinese.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


@given(text=CHINESE, encoding=st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf_16_without_a_mark_is_told_by_its_nuls(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "wide.txt"
    path.write_bytes((text + "\n").encode(encoding))
    assert read(path).text == text + "\n"


@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_text_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.txt"
    path.write_bytes(data)
    try:
        assert read(path).text
    except InputError as failure:
        assert failure.message and failure.hint


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_is_told_and_the_rest_is_read(tmp_path: Path, encoding: str) -> None:
    data = (SPEECH * 20).encode(encoding)
    line_3 = data.index(b"\n", data.index(b"\n") + 1) + 1
    found = read_text(tmp_path, data[:line_3] + b"\xff" + data[line_3:])
    assert found.text.replace("\ufffd", "") == SPEECH * 20
    assert (found.encoding, found.notes) == (encoding, ("有 1 处坏字节，读作 \ufffd，第一处在第 3 行",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_text_cut_off_within_a_character_is_read(tmp_path: Path, encoding: str) -> None:
    data = (SPEECH * 3 + "完").encode(encoding)
    found = read_text(tmp_path, data[:-1])
    assert found.text.startswith(SPEECH * 3)
    assert "坏字节" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "文件是空的（检查是不是选错了文件）"),
        (b"\xef\xbb\xbf", "文件里没有文字（检查是不是选错了文件）"),
        (" \r\n　\n".encode(), "文件里没有文字（检查是不是选错了文件）"),
        (b"PK\x03\x04....word/document.xml", "这是 Word 文件，不是文本（请把扩展名改为 .docx）"),
        (b"PK\x03\x04....", "这是压缩包，不是文本（先解压，再读里面的文件）"),
        (b"%PDF-1.7", "这是 PDF 文件，不是文本（用 PDF 软件导出为 .docx 或文本文件（.txt））"),
        (b"{\\rtf1\\ansi}", "这是 RTF 文件，不是文本（请把扩展名改为 .rtf）"),
        (b"\x89PNG\r\n\x1a\n", "这是图片，不是文本（先用文字识别软件转成文字）"),
        (b"MZ\x90\0\x03\0\0\0", "这是二进制文件，不是文本（检查扩展名对不对；Word 文件的扩展名是 .docx）"),
        ("同志们".encode() + bytes(9), "这是二进制文件，不是文本（检查扩展名对不对；Word 文件的扩展名是 .docx）"),
        (b"ab\x01\x02\x03\x04cd" * 9, "这是二进制文件，不是文本（检查扩展名对不对；Word 文件的扩展名是 .docx）"),
        (
            b"\xff\xfe" + b"\x01\0" * 50,
            "文件标着 UTF-16-LE 编码，内容却不是文字（用记事本打开，“另存为”时编码选 UTF-8）",
        ),
        (bytes(range(128, 256)) * 9, "认不出文件的编码（用记事本打开，“另存为”时编码选 UTF-8）"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, told: str) -> None:
    assert refusal(tmp_path, data) == told


def test_an_old_word_file_named_txt_is_named(tmp_path: Path) -> None:
    told = refusal(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert told.startswith("这是旧版 Word 或 WPS 文件，不是文本（请把扩展名改为 .doc")


def test_random_bytes_are_refused_fast(tmp_path: Path) -> None:
    started = time.process_time()
    assert refusal(tmp_path, random.Random(1).randbytes(5_000_000).replace(b"\0", b"x")).startswith("这是二进制文件")
    assert time.process_time() - started < 1


def test_too_large(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"x" * 20_000_001) == "文件太大，超过 20 MB（分成几个文件，或删去图片后再读）"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_ten_megabytes_in_one_line(tmp_path: Path, encoding: str) -> None:
    data = ("坚持党的领导，" * 500_000).encode(encoding)
    started = time.process_time()
    assert len(read_text(tmp_path, data).text) == 3_500_000
    assert time.process_time() - started < 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_thousand_files(tmp_path: Path, encoding: str) -> None:
    data = (SPEECH * (15_000 // len(SPEECH.encode(encoding)))).encode(encoding)
    for number in range(1000):
        (tmp_path / f"{number}.txt").write_bytes(data)
    started = time.process_time()
    for path in sorted(tmp_path.iterdir()):
        read(path)
    assert time.process_time() - started < 2
