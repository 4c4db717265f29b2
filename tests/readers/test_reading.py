"""Which reader a file gets, and which files of a folder are read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import build_file_tree

from drafter.errors import InputError
from drafter.readers import SUFFIXES, files_under, read
from readers.wordfiles import p, word_bytes


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as failure:
        read(path)
    assert failure.value.source is not None and failure.value.source.path == str(path)
    return f"{failure.value.message}（{failure.value.hint}）"


def test_the_suffix_chooses_the_reader_in_any_case(tmp_path: Path) -> None:
    build_file_tree(
        {
            tmp_path / "a.TXT": "甲",
            tmp_path / "b.Docx": word_bytes(p("乙")),
            tmp_path / "c.MD": "丙",
            tmp_path / "d.HTM": "<p>丁",
        }
    )
    assert [(one.format, one.text) for one in map(read, files_under(tmp_path))] == [
        ("text", "甲"),
        ("docx", "乙"),
        ("markdown", "丙"),
        ("html", "丁"),
    ]


def test_other_files_are_refused_with_what_can_be_read(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "a.xlsx": "甲", tmp_path / "a": "甲"})
    assert refusal(tmp_path / "a.xlsx").startswith("读不了 .xlsx 文件（可以读：.txt .docx .md")
    assert refusal(tmp_path / "a").startswith("文件没有扩展名（可以读：")


def test_pdf_is_refused_with_what_to_do(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "a.pdf": b"%PDF-1.7"})
    assert refusal(tmp_path / "a.pdf") == "读不了 PDF 文件（用 PDF 软件导出为 .docx 或文本文件（.txt））"


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".pdf", ".xlsx", ""])
def test_what_cannot_be_opened_is_told_in_one_wording(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"folder{suffix}").mkdir()
    assert refusal(tmp_path / f"none{suffix}") == "读不了这个文件：没有这个文件或文件夹（检查路径和文件名）"
    assert refusal(tmp_path / f"folder{suffix}") == "读不了这个文件：这是一个文件夹（写上文件夹里某个文件的名字）"


def test_a_path_through_a_file_and_one_with_a_nul(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "a.txt": "甲"})
    assert refusal(tmp_path / "a.txt" / "b.txt") == "读不了这个文件：路径中有一段不是文件夹（检查路径和文件名）"
    assert refusal(tmp_path / "a\0.txt") == "读不了这个文件：路径里有不能用的字符（检查路径）"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert refusal(tmp_path / "a.txt") == "读不了这个文件：这不是普通文件（检查路径）"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_file_without_permission(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "a.txt": "甲"})
    (tmp_path / "a.txt").chmod(0)
    assert refusal(tmp_path / "a.txt").startswith("读不了这个文件：没有权限")


def test_reading_changes_nothing(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "a.docx": word_bytes(p("甲")), tmp_path / "b.txt": "乙\r\n".encode()})
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert [read(path).text for path in sorted(before)] == ["甲", "乙\n"]
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == before


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in files_under(folder)]


def test_a_folder_is_listed_to_the_bottom_by_name(tmp_path: Path) -> None:
    tree = ["b.txt", "a/2.docx", "a/10.MD", "a/c/x.htm", "c.rtf", "d.wps"]
    others = ["x.xlsx", "x.pdf", "noname", ".hidden.txt", ".git/x.txt", "~$b.docx", "a/.~lock.2.docx#"]
    build_file_tree({tmp_path / name: "甲" for name in [*tree, *others]})
    assert names(tmp_path) == ["a/10.MD", "a/2.docx", "a/c/x.htm", "b.txt", "c.rtf", "d.wps"]


def test_a_file_is_a_list_of_itself(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "a.xyz": "甲"})
    assert files_under(tmp_path / "a.xyz") == [tmp_path / "a.xyz"]


@pytest.mark.parametrize("name", ["none", "none/none.txt", "a\0"])
def test_what_does_not_exist_cannot_be_listed(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="读不了：") as failure:
        files_under(tmp_path / name)
    assert failure.value.source is not None and failure.value.hint


def test_links_lead_neither_out_nor_in_circles(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "in/a.txt": "甲", tmp_path / "in/sub/b.txt": "乙", tmp_path / "out/c.txt": "丙"})
    inside = tmp_path / "in"
    try:
        (inside / "circle").symlink_to(inside)
        (inside / "sub" / "up").symlink_to(tmp_path)
        (inside / "outside.txt").symlink_to(tmp_path / "out" / "c.txt")
        (inside / "same.txt").symlink_to(inside / "sub" / "b.txt")
        (inside / "broken.txt").symlink_to(inside / "none.txt")
        (tmp_path / "link").symlink_to(inside)
    except OSError:
        pytest.skip("no links here")
    assert names(inside) == ["a.txt", "same.txt", "sub/b.txt"]
    assert names(tmp_path / "link") == ["a.txt", "same.txt", "sub/b.txt"]


def test_nothing_heavy_is_imported_before_it_is_needed(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "a.txt": "同志们：\n".encode("gb18030"), tmp_path / "b.md": "# 甲"})
    heavy = ("lxml", "docx", "charset_normalizer", "zipfile", "tempfile", "subprocess")
    code = (
        "import sys; from pathlib import Path; from drafter.readers import read, files_under; "
        f"[read(path) for path in files_under(Path({str(tmp_path)!r}))]; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
