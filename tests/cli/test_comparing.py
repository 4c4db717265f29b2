"""Comparing two states of a paper through the command line."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from commands import SMALL, contents, run, write_files

A = "标题\n同志们：\n第一段讲一件事。\n要删去的一段。\n谢谢大家！\n"
B = "标题\n同志们：\n新来的话，和别的都不一样。\n第一段讲两件事情。\n谢谢大家！\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a blank in its name, and two text files."""
    return write_files(tmp_path / "会议 材料", {"旧 稿.txt": A, "新稿.txt": B})


def test_on_the_screen_and_as_json(folder: Path) -> None:
    shown = run("diff", "旧 稿.txt", "新稿.txt", cwd=folder)
    assert shown.status == 0
    assert shown.out.splitlines() == [
        "+ 3：新来的话，和别的都不一样。",
        "~ 4：第一段讲[-一-]{+两+}件事{+情+}。",
        "- 4：要删去的一段。",
    ]
    assert shown.err == "改了 1 段，删了 1 段，加了 1 段，没有动的 3 段。\n"
    found = run("diff", "旧 稿.txt", "新稿.txt", "--format", "json", cwd=folder).data
    assert [one["fate"] for one in found["rows"]] == ["come", "changed", "gone"]
    assert run("diff", "新稿.txt", "新稿.txt", cwd=folder).err == "两稿的文字一样。\n"


def test_as_a_page_that_holds_both_texts_and_runs_nothing(folder: Path) -> None:
    (folder / "坏.txt").write_text("<script>alert(1)</script>\n", encoding="utf-8")
    assert run("diff", "坏.txt", "新稿.txt", "-o", "对照.html", cwd=folder).status == 0
    page = (folder / "对照.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "&lt;script&gt;" in page
    shown = re.sub(r"<[^>]+>", "", page)
    assert "第一段讲两件事情。" in shown
    again = run("diff", "坏.txt", "新稿.txt", "-o", "对照.html", cwd=folder)
    assert again.status == 2 and "已经存在" in again.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["没有.txt", "新稿.txt"], "没有.txt"),
        (["旧 稿.txt", "新稿.txt", "-o", "修订.docx"], "不是 .docx，写不成修订"),
        (["旧 稿.txt", "新稿.txt", "-o", "新稿.txt"], "只能写成 .docx"),
        (["旧 稿.txt", "新稿.txt", "-o", "无/对照.html"], "文件夹不存在"),
    ],
)
def test_wrong_input_is_one_message(folder: Path, words: list[str], message: str) -> None:
    before = contents(folder)
    done = run("diff", *words, cwd=folder)
    assert done.status == 2
    assert message in done.err and "Traceback" not in done.err
    assert contents(folder) == before


def test_two_drafts_by_passage_and_with_tracked_changes(tmp_path: Path) -> None:
    root = write_files(tmp_path, SMALL)
    for name, place in (("甲", "青山县"), ("乙", "白水县")):
        facts = ["--set", f"place={place}", *(["--set", "training_sessions=6"] if name == "乙" else [])]
        assert run("draft", "small", *facts, "-o", f"{name}.docx", cwd=root).status == 0
    shown = run("diff", "甲.docx", "乙.docx", cwd=root)
    assert "── 自写段落" in shown.out
    assert "[-【待补：代表培训期数】-]{+6+}" in shown.out
    assert run("diff", "甲.docx", "乙.docx", "-o", "修订.docx", cwd=root).status == 0
    text = zipfile.ZipFile(root / "修订.docx").read("word/document.xml").decode()
    assert "<w:delText" in text and "<w:ins " in text
    on_itself = run("diff", "甲.docx", "乙.docx", "-o", "乙.docx", "--force", cwd=root)
    assert on_itself.status == 2 and "不能写在要比较的文件上" in on_itself.err


def test_rounds_are_kept_and_compared(tmp_path: Path) -> None:
    root = write_files(tmp_path, SMALL)
    words = ["draft", "small", "--set", "place=青山县", "-o", "讲话.docx", "--round"]
    first = run(*words, cwd=root)
    assert first.status == 0 and "相比" not in first.err
    second = run(*words, "--set", "training_sessions=6", cwd=root)
    assert second.status == 0
    assert "和 讲话.第1稿.docx 相比：改了 1 段，删了 0 段，加了 0 段" in second.err
    third = run(*words[:-3], "-o", "讲话.第1稿.docx", "--round", cwd=root)
    assert third.status == 0
    assert sorted(path.name for path in root.glob("讲话*.docx")) == [f"讲话.第{n}稿.docx" for n in (1, 2, 3)]
    assert (root / "讲话.第3稿.稿单.yaml").is_file()
