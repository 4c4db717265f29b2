"""``drafter draft --mark … --toc``: what a working copy carries, in the file and in its recipe."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from commands import SMALL, contents, run, write_files

FACTS = ("--set", "place=青山县", "--set", "training_sessions=3")


def texts(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs]


def test_marks_and_contents_go_into_the_file_and_the_recipe(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    marks = ("--mark", "会议文件之三", "--mark", "会后收回", "--mark", "第二稿")
    assert run("draft", "small", *FACTS, *marks, "--toc", "-o", "a.docx", cwd=tmp_path).status == 0
    found = texts(tmp_path / "a.docx")
    assert found[:5] == ["会议文件之三\t会后收回", "目　录", "一、把事情办好\t1", "在小会上的讲话", "（第二稿）"]
    recipe = (tmp_path / "a.稿单.yaml").read_text(encoding="utf-8")
    assert "marks: [会议文件之三, 会后收回, 第二稿]" in recipe and "\ntoc: true" in recipe


def test_a_recipe_keeps_them_and_makes_the_same_bytes(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    run("draft", "small", *FACTS, "--mark", "送审稿", "--mark", "7", "--toc", "-o", "a.docx", cwd=tmp_path)
    assert run("draft", "a.稿单.yaml", "-o", "b.docx", cwd=tmp_path).status == 0
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert texts(tmp_path / "b.docx")[0] == "000007"


def test_other_marks_replace_those_of_a_recipe_and_contents_can_be_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    run("draft", "small", *FACTS, "--mark", "送审稿", "--toc", "-o", "a.docx", cwd=tmp_path)
    run("draft", "a.稿单.yaml", "--mark", "第三稿", "--no-toc", "-o", "b.docx", cwd=tmp_path)
    assert texts(tmp_path / "b.docx")[:2] == ["在小会上的讲话", "（第三稿）"]
    assert "toc" not in (tmp_path / "b.稿单.yaml").read_text(encoding="utf-8")


def test_the_outline_bears_the_marks_but_no_contents(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    shown = run("draft", "small", *FACTS, "--mark", "送审稿", "--toc", "--outline", cwd=tmp_path)
    assert shown.out.splitlines()[:2] == ["在小会上的讲话", "（送审稿）"] and "目" not in shown.out
    run("draft", "small", *FACTS, "--mark", "送审稿", "--outline", "-o", "提纲.docx", cwd=tmp_path)
    assert run("draft", "提纲.提纲.yaml", "-o", "b.docx", cwd=tmp_path).status == 0
    assert texts(tmp_path / "b.docx")[:2] == ["在小会上的讲话", "（送审稿）"]


@pytest.mark.parametrize(
    ("marks", "message"),
    [(["--mark", ""], "标记是空的"), (["--mark", "字" * 30], "标记太长"), (["--mark", "甲"] * 7, "标记太多")],
)
def test_a_mark_that_cannot_be_printed_stops_it_all(tmp_path: Path, marks: list[str], message: str) -> None:
    write_files(tmp_path, SMALL)
    before = contents(tmp_path)
    result = run("draft", "small", *FACTS, *marks, "-o", "a.docx", cwd=tmp_path)
    assert result.status == 2 and message in result.err and result.err.count("错误") == 1
    assert contents(tmp_path) == before


def test_a_recipe_with_a_wrong_mark_is_refused_too(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    run("draft", "small", *FACTS, "--mark", "送审稿", "-o", "a.docx", cwd=tmp_path)
    recipe = tmp_path / "a.稿单.yaml"
    recipe.write_text(recipe.read_text(encoding="utf-8").replace("[送审稿]", f"[{'字' * 30}]"), encoding="utf-8")
    result = run("draft", "a.稿单.yaml", "-o", "b.docx", cwd=tmp_path)
    assert result.status == 2 and "标记太长" in result.err and not (tmp_path / "b.docx").exists()


def test_structures_show_names_the_occasion_and_who_signs(tmp_path: Path) -> None:
    occasion = run("structures", "show", "standing-committee-annual-report", cwd=tmp_path).out
    assert (
        "题下：——×年×月×日在{{ place }}{{ congress_term | ordinal }}届人民代表大会{{ session | ordinal }}次会议上"
        in occasion
    )
    signed = run("structures", "show", "party-group-annual-report", cwd=tmp_path).out
    assert "署名：中共{{ place }}人大常委会党组\n" in signed


def test_a_structure_may_have_a_title_longer_than_a_line(tmp_path: Path) -> None:
    title = "中共{{ place }}委员会关于加强新时代全县人大工作的实施意见"
    files = {
        **SMALL,
        "templates/structures/small.yaml": SMALL["templates/structures/small.yaml"].replace(
            "在小会上的讲话", f"'{title}'"
        ),
    }
    write_files(tmp_path, files)
    assert run("draft", "small", *FACTS, "-o", "a.docx", cwd=tmp_path).status == 0
    document = docx.Document(str(tmp_path / "a.docx"))
    assert document.paragraphs[0].text == "中共青山县委员会\n关于加强新时代全县人大工作的实施意见"
    assert document.core_properties.title == "中共青山县委员会关于加强新时代全县人大工作的实施意见"
